import { byFirstLetter, startsWithAny } from '../../source/literals.ts';
import { endsBefore, find, findCode, Literal, startsAt, until } from '../../source/scan.ts';
import { Field, type FieldNumber, type Fields, Kind, Status } from '../fields.ts';
import { setAddress, setHost } from './address.ts';
import { PhaseNumber } from './phase.ts';
import { queueIdToken } from './queue-id.ts';
import { codeAt, readSaid } from './said.ts';

/**
 * The line of a delivery agent for one recipient (Postfix log_adhoc(3)):
 * `to=<r>, orig_to=<o>, relay=r, conn_use=2, delay=1.2, delays=a/b/c/d, tls=..., dsn=x.y.z, status=word (text)`.
 * Keys are read in order and only up to `status=`, so that words forged in the text behind it count for nothing.
 * @param p offset of `to=`.
 */
export function readDelivery(fields: Fields, p: number): boolean {
  const { text, lineEnd } = fields;
  let i = setAddress(fields, Field.recipient, p + 3);
  while (i >= 0 && i + 2 < lineEnd && text.charCodeAt(i) === 44) {
    i += 2;
    const equals = findCode(text, 61, i, Math.min(lineEnd, i + 20));
    if (equals < 0) return false;
    if (equals - i === 6 && text.charCodeAt(i) === 115) return readStatus(fields, equals + 1);
    i = readKey(fields, i, equals);
  }
  return false;
}

/** Keys of sendmail, whose lines begin alike and may quote anything behind `stat=`. */
const foreign = byFirstLetter(['xdelay=', 'mailer=', 'pri=', 'stat=', 'ctladdr=']);

/** @returns the offset of the comma behind the value, -1 where the line is no Postfix line. */
function readKey(fields: Fields, key: number, equals: number): number {
  const { text, lineEnd } = fields;
  const value = equals + 1;
  if (text.charCodeAt(key) === 111) return setAddress(fields, Field.originalRecipient, value);
  const end = until(text, 44, value, lineEnd);
  switch (text.charCodeAt(key)) {
    case 114: // relay
      fields.set(Field.relay, value, end);
      setRelay(fields, value, end);
      break;
    case 99: // conn_use
      if (startsWithAny(text, foreign, key, lineEnd)) return -1;
      fields.set(Field.connectionUse, value, end);
      break;
    case 100: // delay, delays, dsn
      readTimes(fields, key, equals, end);
      break;
    default:
      if (startsWithAny(text, foreign, key, lineEnd)) return -1;
  }
  return end;
}

function readTimes(fields: Fields, key: number, equals: number, end: number): void {
  const { text } = fields;
  const value = equals + 1;
  if (equals - key === 5) {
    fields.set(Field.delay, value, end);
    fields.delay = seconds(text, value, end);
  } else if (equals - key === 3) fields.set(Field.dsn, value, end);
  else if (equals - key === 6) readDelays(fields, value, end);
}

function readDelays(fields: Fields, start: number, end: number): void {
  fields.set(Field.delays, start, end);
  for (let part = 0, p = start; part < 4 && p <= end; part++) {
    const slash = until(fields.text, 47, p, end);
    fields.delays[part] = seconds(fields.text, p, slash);
    p = slash + 1;
  }
}

/** A number of seconds, `0.09`, `27077`, `1e+05`. */
function seconds(text: string, from: number, to: number): number {
  let value = 0;
  let scale = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === 46 && scale === 0) scale = 1;
    else if (code >= 48 && code <= 57) {
      value = value * 10 + code - 48;
      scale *= 10;
    } else return Number(text.slice(from, Math.min(to, from + 30)));
  }
  return to === from ? NaN : scale > 1 ? value / scale : value;
}

/** `host[ip]:port`, `host[private/socket]`, `none`, or the name of a local transport. */
function setRelay(fields: Fields, start: number, end: number): void {
  const { text } = fields;
  const bracket = findCode(text, 91, start, end);
  if (bracket >= 0) {
    setHost(fields, Field.relayHost, Field.relayIp, start, end);
    fields.local = !fields.has(Field.relayIp) || isLmtp(fields, end);
  } else if (findCode(text, 46, start, end) >= 0) fields.set(Field.relayHost, start, end);
  else fields.local = !isNone(text, start, end);
}

function isNone(text: string, start: number, end: number): boolean {
  return end - start === 4 && text.startsWith('none', start);
}

/** The lmtp(8) client by name, or by the registered port 24 where the syslog writer cut the name. */
function isLmtp(fields: Fields, relayEnd: number): boolean {
  const { text } = fields;
  const programEnd = fields.end(Field.program);
  if (programEnd >= 4 && text.charCodeAt(programEnd - 1) === 112 && text.startsWith('lmtp', programEnd - 4)) return true;
  return text.charCodeAt(relayEnd - 3) === 58 && text.startsWith('24', relayEnd - 2);
}

const statusWords: readonly (readonly [string, number, Fields['kind']])[] = [
  ['sent', Status.delivered, Kind.attempt],
  ['deferred', Status.deferred, Kind.attempt],
  ['bounced', Status.bounced, Kind.attempt],
  ['SOFTBOUNCE', Status.deferred, Kind.attempt],
  ['undeliverable', Status.bounced, Kind.probe],
  ['undeliverable-but-not-cached', Status.bounced, Kind.probe],
  ['deliverable', Status.delivered, Kind.probe],
  ['expired', Status.expired, Kind.attempt],
];

/** `p` is behind `status=`. */
function readStatus(fields: Fields, p: number): boolean {
  const { text, lineEnd } = fields;
  const wordEnd = until(text, 32, p, lineEnd);
  fields.set(Field.status, p, wordEnd);
  for (const [word, status, kind] of statusWords) {
    if (word.length !== wordEnd - p || !text.startsWith(word, p)) continue;
    fields.status = status;
    fields.kind = kind;
    readText(fields, wordEnd);
    return true;
  }
  return false;
}

/** The parenthesis behind the status word: closed by the last character of the line, unless the line was cut. */
function readText(fields: Fields, p: number): void {
  const { text, lineEnd } = fields;
  if (text.charCodeAt(p + 1) !== 40 || p + 2 > lineEnd) {
    fields.own = true;
    return;
  }
  let end = lineEnd;
  while (end > p + 2 && text.charCodeAt(end - 1) === 32) end--;
  if (text.charCodeAt(end - 1) === 41 && end > p + 2) end--;
  else end = lineEnd;
  if (fields.status === Status.delivered) readDelivered(fields, p + 2, end);
  else readFailed(fields, p + 2, end);
}

const suspension = 'delivery temporarily suspended: ';

function readFailed(fields: Fields, start: number, end: number): void {
  if (!startsAt(fields.text, suspension, start, end)) {
    readSaid(fields, start, end);
    return;
  }
  fields.kind = fields.kind === Kind.attempt ? Kind.suspended : fields.kind;
  readSaid(fields, start + suspension.length, end);
}

function readDelivered(fields: Fields, start: number, end: number): void {
  const { text } = fields;
  const remote =
    fields.has(Field.relayIp) || (fields.has(Field.relay) && findCode(text, 91, fields.start(Field.relay), fields.end(Field.relay)) >= 0);
  fields.set(Field.reply, start, end);
  fields.own = !remote && !codeAt(text, start, end);
  if (!fields.own) fields.phase = fields.kind === Kind.probe ? PhaseNumber.rcpt : PhaseNumber.endOfData;
  if (!fields.local && remote && endsBefore(text, ' Saved', start, end)) fields.local = isDovecot(text, start, end);
  readNextHop(fields, start, end);
}

/** Dovecot's LMTP server: `250 2.0.0 <rcpt> session Saved`. */
function isDovecot(text: string, start: number, end: number): boolean {
  return startsAt(text, '250 2.0.0 <', start, end);
}

const queuedAs = new Literal('queued as ');
const forwardedAs = 'forwarded as ';

/** `forwarded as X` of local(8), `... queued as X` of a next hop. */
function readNextHop(fields: Fields, start: number, end: number): void {
  const { text } = fields;
  const forwarded = startsAt(text, forwardedAs, start, end);
  const queued = forwarded ? -1 : queuedAs.findLast(text, start, end);
  if (!forwarded && queued < 0) return;
  const id = forwarded ? start + forwardedAs.length : queued + queuedAs.words.length;
  const idEnd = queueIdToken(text, id, end);
  if (idEnd < 0) return;
  fields.set(Field.otherQueueId, id, idEnd);
  fields.handedOn = true;
}

/** Interim: what stands behind the queue ID is not an outcome but a reply on the way. */
export function readInterim(fields: Fields, p: number): boolean {
  fields.kind = Kind.interim;
  readSaid(fields, p, fields.lineEnd);
  return true;
}

/** `connect to host[ip]:25: Connection refused`, `SSL_connect error to host[ip]:25: -1`; `p` is at the host. */
export function readConnection(fields: Fields, start: number, p: number, phase: number): boolean {
  const { text, lineEnd } = fields;
  const to = find(text, ': ', p, lineEnd);
  if (to < 0 || findCode(text, 91, p, to) < 0) return false;
  setHost(fields, Field.relayHost, Field.relayIp, p, to);
  fields.set(Field.relay as FieldNumber, p, to);
  fields.set(Field.reply, start, lineEnd);
  fields.kind = Kind.connection;
  fields.phase = phase;
  fields.own = true;
  return true;
}
