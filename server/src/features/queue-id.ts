import { Field } from '../core.ts';
import { type LinePart, partAt, type Spot } from './spot.ts';

/** The queue ID under a place: that of the line's own message, or another one it names. */
export function queueIdAt({ log, line, index }: Spot): { id: string; own: boolean; part: LinePart } | null {
  const fields = log.parse(line);
  const part = partAt(fields, index);
  if (part?.field !== Field.queueId && part?.field !== Field.otherQueueId) return null;
  const id = fields.cut(part.field);
  return id ? { id, own: part.field === Field.queueId, part } : null;
}

/** The recipient under a place, in whichever part it stands. */
export function recipientAt({ log, line, index }: Spot): string | null {
  const fields = log.parse(line);
  const part = partAt(fields, index);
  return part?.field === Field.recipient || part?.field === Field.originalRecipient ? fields.cut(part.field) : null;
}
