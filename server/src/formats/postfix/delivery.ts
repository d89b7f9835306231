import { Lately } from '../../source/lately.ts';
import { byFirstLetter, startsWithAny } from '../../source/literals.ts';
import { endsBefore, find, findCode, startsAt, until } from '../../source/scan.ts';
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
    const equals = equalsSign(text, i, Math.min(lineEnd, i + 20));
    if (equals < 0) return false;
    if (equals - i === 6 && text.charCodeAt(i) === 115) return readStatus(fields, equals + 1);
    i = readKey(fields, i, equals);
  }
  return false;
}

/** Where the key at `p` ends; the usual ones are compared, which is faster than looking for their end. -1 where there is none. */
function equalsSign(text: string, p: number, end: number): number {
  switch (text.charCodeAt(p)) {
    case 100: // d
      if (text.startsWith('delay=', p)) return p + 5;
      if (text.startsWith('delays=', p)) return p + 6;
      if (text.startsWith('dsn=', p)) return p + 3;
      break;
    case 114: // r
      if (text.startsWith('relay=', p)) return p + 5;
      break;
    case 115: // s
      if (text.startsWith('status=', p)) return p + 6;
      break;
  }
  for (let i = p; i < end; i++) if (text.charCodeAt(i) === 61) return i;
  return -1;
}

/** Keys of sendmail, whose lines begin alike and may quote anything behind `stat=`. */
const foreign = byFirstLetter(['xdelay=', 'mailer=', 'pri=', 'stat=', 'ctladdr=']);

/** @returns the offset of the comma behind the value, -1 where the line is no Postfix line. */
function readKey(fields: Fields, key: number, equals: number): number {
  const { text, lineEnd } = fields;
  const value = equals + 1;
  if (text.charCodeAt(key) === 111) return setAddress(fields, Field.originalRecipient, value);
  // delay, delays, dsn
  if (text.charCodeAt(key) === 100) return readTimes(fields, key, equals);
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
    default:
      if (startsWithAny(text, foreign, key, lineEnd)) return -1;
  }
  return end;
}

/** @returns the offset of the comma behind the value. */
function readTimes(fields: Fields, key: number, equals: number): number {
  const { text, lineEnd } = fields;
  const value = equals + 1;
  if (equals - key === 5) return readDelay(fields, value);
  if (equals - key === 6) return readDelays(fields, value);
  const end = until(text, 44, value, lineEnd);
  if (equals - key === 3) fields.set(Field.dsn, value, end);
  return end;
}

function readDelay(fields: Fields, start: number): number {
  const { text, lineEnd } = fields;
  fields.delay = seconds(text, start, lineEnd);
  let end = numberEnd;
  if (end < lineEnd && text.charCodeAt(end) === 47) {
    fields.delay = NaN;
    end = until(text, 44, end, lineEnd);
  }
  fields.set(Field.delay, start, end);
  return end;
}

function readDelays(fields: Fields, start: number): number {
  const { text, lineEnd, delays } = fields;
  let end = start - 1;
  for (let part = 0; part < 4 && (part === 0 || (end < lineEnd && text.charCodeAt(end) === 47)); part++) {
    delays[part] = seconds(text, end + 1, lineEnd);
    end = numberEnd;
  }
  end = until(text, 44, end, lineEnd);
  fields.set(Field.delays, start, end);
  return end;
}

/** Where the number last read ended: at a comma, a slash or the end. */
let numberEnd = 0;

/** A number of seconds, `0.09`, `27077`, `1e+05`, up to a comma or slash; NaN where it is none. */
function seconds(text: string, from: number, to: number): number {
  let value = 0;
  let scale = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      value = value * 10 + code - 48;
      scale *= 10;
    } else if (code === 46 && scale === 0) scale = 1;
    else if (code === 44 || code === 47) {
      numberEnd = i;
      return i === from ? NaN : scale > 1 ? value / scale : value;
    } else return secondsInWords(text, from, to);
  }
  numberEnd = Math.max(from, to);
  return to <= from ? NaN : scale > 1 ? value / scale : value;
}

function secondsInWords(text: string, from: number, to: number): number {
  numberEnd = Math.min(until(text, 44, from, to), until(text, 47, from, to));
  return Number(text.slice(from, Math.min(numberEnd, from + 30)));
}

/** `host[ip]:port`, `host[private/socket]`, `none`, or the name of a local transport. */
function setRelay(fields: Fields, start: number, end: number): void {
  const { text } = fields;
  const slot = relays.find(text, start, end);
  if (slot >= 0) setKnownRelay(fields, start, end, slot);
  else readRelay(fields, start, end);
}

/** Relays of the last lines, and behind how many characters of each the name ends and the address begins and ends. */
const relays = new Lately();
const nameEnds: number[] = [];
const addressStarts: number[] = [];
const addressEnds: number[] = [];

function setKnownRelay(fields: Fields, start: number, end: number, slot: number): void {
  if (nameEnds[slot] > 0) fields.set(Field.relayHost, start, start + nameEnds[slot]);
  fields.set(Field.relayIp, start + addressStarts[slot], start + addressEnds[slot]);
  fields.local = isLmtp(fields, end);
}

function keepRelay(fields: Fields, start: number, end: number): void {
  const slot = relays.keep(fields.text, start, end);
  if (slot < 0) return;
  nameEnds[slot] = fields.has(Field.relayHost) ? fields.end(Field.relayHost) - start : 0;
  addressStarts[slot] = fields.start(Field.relayIp) - start;
  addressEnds[slot] = fields.end(Field.relayIp) - start;
}

function readRelay(fields: Fields, start: number, end: number): void {
  const { text } = fields;
  const bracket = findCode(text, 91, start, end);
  if (bracket >= 0) {
    setHost(fields, Field.relayHost, Field.relayIp, start, end);
    fields.local = !fields.has(Field.relayIp) || isLmtp(fields, end);
    if (fields.has(Field.relayIp)) keepRelay(fields, start, end);
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
  if (text.startsWith('sent (', p) && p + 6 <= lineEnd) return setOutcome(fields, p, p + 4, Status.delivered, Kind.attempt);
  const wordEnd = until(text, 32, p, lineEnd);
  for (const [word, status, kind] of statusWords) {
    if (word.length !== wordEnd - p || !text.startsWith(word, p)) continue;
    return setOutcome(fields, p, wordEnd, status, kind);
  }
  fields.set(Field.status, p, wordEnd);
  return false;
}

function setOutcome(fields: Fields, p: number, wordEnd: number, status: number, kind: Fields['kind']): true {
  fields.set(Field.status, p, wordEnd);
  fields.status = status;
  fields.kind = kind;
  readText(fields, wordEnd);
  return true;
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

/** error(8) for a domain of this server, which has no relay: `User unknown in virtual alias table`, `in local recipient table`. */
const unknownHere = 'User unknown in ';

function readFailed(fields: Fields, start: number, end: number): void {
  if (!fields.has(Field.relayHost) && startsAt(fields.text, unknownHere, start, end)) fields.local = true;
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

const queuedAs = 'queued as ';
const forwardedAs = 'forwarded as ';

/** `forwarded as X` of local(8), `... queued as X` of a next hop. */
function readNextHop(fields: Fields, start: number, end: number): void {
  const { text } = fields;
  const forwarded = startsAt(text, forwardedAs, start, end);
  const queued = forwarded ? -1 : lastQueuedAs(text, start, end);
  if (!forwarded && queued < 0) return;
  const id = forwarded ? start + forwardedAs.length : queued + queuedAs.length;
  const idEnd = queueIdToken(text, id, end);
  if (idEnd < 0) return;
  fields.set(Field.otherQueueId, id, idEnd);
  fields.handedOn = true;
}

/** Searched for in the reply alone, as few have it. */
function lastQueuedAs(text: string, start: number, end: number): number {
  const reply = text.slice(start, end);
  return reply.includes(queuedAs) ? start + reply.lastIndexOf(queuedAs) : -1;
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
