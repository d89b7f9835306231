import { Field, type FieldNumber, type Fields, nextRecipient } from '../core.ts';
import type { Log } from '../document/log.ts';

/** A place in an open log: line from 0, index into the line's text (UTF-16). */
export interface Spot {
  log: Log;
  line: number;
  index: number;
}

/** A part of a line; indices into the line's text. */
export interface LinePart {
  field: FieldNumber;
  start: number;
  end: number;
}

/** Fields that hold others or that say nothing of their own under the mouse. */
const silent = new Set<FieldNumber>([
  Field.body,
  Field.detail,
  Field.host,
  Field.program,
  Field.pid,
  Field.timestamp,
  Field.recipients,
  Field.refusal,
]);
const all = Object.values(Field).filter((field) => !silent.has(field));

/** Values that stand behind a key: `status=`, `dsn=`, ... The key belongs to the part under the mouse. */
const keyed = new Set<FieldNumber>([
  Field.status,
  Field.dsn,
  Field.delay,
  Field.delays,
  Field.relay,
  Field.recipientCount,
  Field.size,
  Field.saslUsername,
]);

/** The smallest part of the line under the place; null between parts. Where a line names several recipients, `fields` is about the one there afterwards. */
export function partAt(fields: Fields, index: number): LinePart | null {
  turnTo(fields, fields.lineStart + index);
  let best: LinePart | null = null;
  for (const field of all) {
    const part = partOf(fields, field);
    if (!part || index < part.start || index > part.end) continue;
    if (!best || part.end - part.start < best.end - best.start) best = part;
  }
  return best;
}

function turnTo(fields: Fields, at: number): void {
  if (!fields.has(Field.recipients) || at > fields.end(Field.recipients)) return;
  while (at > fields.end(Field.recipient) && nextRecipient(fields));
}

/** Where a part lies in its line, with its key; null where the line does not have it. */
export function partOf(fields: Fields, field: FieldNumber): LinePart | null {
  if (!fields.has(field)) return null;
  const start = keyed.has(field) ? withKey(fields, fields.start(field)) : fields.start(field);
  return { field, start: start - fields.lineStart, end: fields.end(field) - fields.lineStart };
}

/** Start of `key=` in front of a value, else the value's own start. */
function withKey({ text, lineStart }: Fields, start: number): number {
  if (text.charAt(start - 1) !== '=') return start;
  let at = start - 1;
  while (at > lineStart && /[\w-]/.test(text.charAt(at - 1))) at--;
  return at;
}
