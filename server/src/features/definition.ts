import type { Location } from 'vscode-languageserver';
import { Field } from '../core.ts';
import { queueIdAt } from './queue-id.ts';
import { placeOf } from './references.ts';
import type { Spot } from './spot.ts';

/**
 * Where the message with the queue ID under the cursor begins. For a message that another one led to (a bounce notice, the next hop of a
 * content filter) also the line of that other message.
 */
export function definition(spot: Spot): Location[] {
  const queue = queueIdAt(spot);
  if (!queue) return [];
  const { log, line } = spot;
  const first = log.linesOfMessage(queue.id, line)[0];
  const origins = log.linesNaming(queue.id).filter((at) => at !== line);
  const begins = first === undefined || first === line ? [] : [placeOf(log, first, [Field.queueId])];
  const targets = [...begins, ...origins.map((at) => placeOf(log, at, [Field.queueId]))];
  return targets.length > 0 ? targets : [placeOf(log, first ?? line, [Field.queueId])];
}
