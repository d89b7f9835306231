import type { Location } from 'vscode-languageserver';
import { Field, type FieldNumber, nextRecipient } from '../core.ts';
import type { Log } from '../document/log.ts';
import { queueIdAt, recipientAt } from './queue-id.ts';
import { partOf, type Spot } from './spot.ts';

/** Places shown at most; an editor's list is of no use beyond. */
const most = 5000;

/** All lines of the message with the queue ID under the cursor and those that name it; all lines about the recipient under it. */
export function references(spot: Spot, includeDeclaration: boolean): Location[] {
  const { log, line } = spot;
  const queue = queueIdAt(spot);
  if (queue) {
    const own = log.linesOfMessage(queue.id, line);
    const places = [
      ...own.map((at) => placeOf(log, at, [Field.queueId])),
      ...log.linesNaming(queue.id).map((at) => placeOf(log, at, [Field.otherQueueId])),
    ];
    return places.filter((_, at) => includeDeclaration || at > 0).slice(0, most);
  }
  const recipient = recipientAt(spot);
  if (recipient === null) return [];
  return log
    .linesOfRecipient(recipient)
    .slice(0, most)
    .map((at) => placeOf(log, at, [Field.recipient, Field.originalRecipient], recipient));
}

/** Where a line holds one of the parts (with that text, where one is given); the whole line otherwise. */
export function placeOf(log: Log, line: number, wanted: readonly FieldNumber[], text?: string): Location {
  const { document } = log;
  const fields = log.parse(line);
  const isWanted = (candidate: FieldNumber) => fields.has(candidate) && (text === undefined || sameAddress(fields.cut(candidate) ?? '', text));
  let field = wanted.find(isWanted);
  while (field === undefined && nextRecipient(fields)) field = wanted.find(isWanted);
  const part = field === undefined ? null : partOf(fields, field);
  return { uri: document.uri, range: part ? document.range(line, part.start, part.end) : document.lineRange(line) };
}

function sameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
