import { isDigit, skipDigits, startsAt, trimEnd, until } from '../../source/scan.ts';
import { Field, type Fields, Kind, Status } from '../fields.ts';
import { setAddress, setClient } from './address.ts';
import { queueIdToken } from './queue-id.ts';

/** qmgr(8): `from=<s>, size=1, nrcpt=1 (queue active)`, `from=<s>, status=expired, returned to sender`. */
export function readFrom(fields: Fields, p: number): boolean {
  const { text, lineEnd } = fields;
  const i = setAddress(fields, Field.sender, p + 5);
  if (i < 0) return false;
  if (startsAt(text, ', status=', i, lineEnd)) return readExpiry(fields, i + 9);
  if (!startsAt(text, ', size=', i, lineEnd)) return false;
  const sizeEnd = skipDigits(text, i + 7, lineEnd);
  fields.set(Field.size, i + 7, sizeEnd);
  // sendmail writes `class=` here
  if (!startsAt(text, ', nrcpt=', sizeEnd, lineEnd)) return false;
  fields.set(Field.recipientCount, sizeEnd + 8, skipDigits(text, sizeEnd + 8, lineEnd));
  fields.kind = Kind.sender;
  return true;
}

/** `expired, returned to sender`, `force-expired, returned to sender`. */
function readExpiry(fields: Fields, p: number): boolean {
  const { text, lineEnd } = fields;
  const wordEnd = until(text, 44, p, lineEnd);
  if (!startsAt(text, 'expired', p, wordEnd) && !startsAt(text, 'force-expired', p, wordEnd)) return false;
  fields.set(Field.status, p, wordEnd);
  fields.status = Status.expired;
  fields.own = true;
  fields.kind = Kind.expiry;
  return true;
}

/** smtpd(8): `client=name[ip], sasl_method=PLAIN, sasl_username=u, orig_queue_id=X, orig_client=...`. */
export function readClient(fields: Fields, p: number): boolean {
  const { text, lineEnd } = fields;
  const nameEnd = until(text, 44, p + 7, lineEnd);
  setClient(fields, p + 7, nameEnd);
  for (let i = nameEnd; i + 2 < lineEnd; ) {
    const key = i + 2;
    const end = valueEnd(text, key, lineEnd);
    const equals = until(text, 61, key, end);
    if (startsAt(text, 'sasl_username=', key, end)) fields.set(Field.saslUsername, equals + 1, end);
    else if (startsAt(text, 'orig_queue_id=', key, end)) fields.set(Field.otherQueueId, equals + 1, end);
    i = end;
  }
  fields.kind = Kind.client;
  return true;
}

/** Values may hold commas (user names): the next key begins behind `, ` with letters and `=`. */
function valueEnd(text: string, from: number, end: number): number {
  for (let i = from; i + 2 < end; i++) {
    if (text.charCodeAt(i) !== 44 || text.charCodeAt(i + 1) !== 32) continue;
    if (startsAt(text, 'sasl_', i + 2, end) || startsAt(text, 'orig_', i + 2, end)) return i;
  }
  return end;
}

/** cleanup(8): `message-id=<id>`, with anything a client made of it. `p` is behind `=`. */
export function readMessageId(fields: Fields, p: number, resent: boolean): boolean {
  const { text, lineEnd } = fields;
  const end = trimEnd(text, p, lineEnd);
  const bracketed = end - p >= 2 && text.charCodeAt(p) === 60 && text.charCodeAt(end - 1) === 62;
  fields.set(Field.messageId, bracketed ? p + 1 : p, bracketed ? end - 1 : end);
  fields.kind = resent ? Kind.plain : Kind.messageId;
  return true;
}

/** pickup(8): `uid=0 from=<root>`, `uid=0 from=<root> orig_id=X` (requeued). */
export function readPickup(fields: Fields, p: number): boolean {
  const { text, lineEnd } = fields;
  const from = skipDigits(text, p + 4, lineEnd);
  if (from === p + 4 || !isDigit(text.charCodeAt(p + 4)) || !startsAt(text, ' from=', from, lineEnd)) return false;
  const i = setAddress(fields, Field.sender, from + 6);
  if (i > 0 && startsAt(text, ' orig_id=', i, lineEnd)) fields.set(Field.otherQueueId, i + 9, lineEnd);
  fields.local = true;
  fields.kind = Kind.sender;
  return true;
}

const notices = [
  'sender non-delivery notification: ',
  'sender delay notification: ',
  'sender delivery status notification: ',
  'postmaster non-delivery notification: ',
  'postmaster delay notification: ',
  'postmaster delivery status notification: ',
];

/** bounce(8): `sender non-delivery notification: X`. */
export function readNotification(fields: Fields, p: number): boolean {
  const { text, lineEnd } = fields;
  const first = text.charCodeAt(p);
  if (first !== 115 && first !== 112) return false;
  for (const words of notices) {
    if (!startsAt(text, words, p, lineEnd)) continue;
    const id = p + words.length;
    const end = queueIdToken(text, id, lineEnd);
    fields.set(Field.otherQueueId, id, end < 0 ? lineEnd : end);
    fields.kind = Kind.notification;
    return true;
  }
  return false;
}
