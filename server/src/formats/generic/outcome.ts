import { find, findCode, startsAt, until } from '../../source/scan.ts';
import { Field, type Fields, Kind, Status } from '../fields.ts';
import { PhaseNumber } from '../postfix/phase.ts';
import { queueIdEnd } from '../postfix/queue-id.ts';
import { commandAt, eximIdEnd, readEximHost, readSurroundings } from './surroundings.ts';

/** A line's beginning in which the outcome stands. */
const longest = 4000;

/**
 * What became of a recipient where no next hop said anything: nobody answered, no route, the mailbox is full, the queue has given up.
 * The words are this server's own. To be asked where a line holds no reply.
 */
export function readOutcome(fields: Fields, body: number): boolean {
  const to = Math.min(fields.lineEnd, body + longest);
  return readExim(fields, body, to) || readSendmail(fields, body, to) || readOpenSmtpd(fields, body, to);
}

/**
 * `ID == address R=router T=transport defer (110): Connection timed out`, `ID == address ... defer (-18) H=host [ip]: Remote host closed connection ...`,
 * `ID ** address: Unrouteable address` (Exim specification, chapter 53). Where the time for another try had not come nothing was tried.
 */
function readExim(fields: Fields, body: number, to: number): boolean {
  const { text } = fields;
  const id = eximIdEnd(text, body, to);
  if (id < 0) return false;
  const isDeferred = startsAt(text, '== ', id + 1, to);
  if (!isDeferred && !startsAt(text, '** ', id + 1, to)) return false;
  const from = isDeferred ? find(text, ' defer (', id, to) + 1 : until(text, blank, id + 4, to) - 1;
  if (from <= 0) return false;
  const colon = find(text, ': ', from, to);
  // `defer (-1)`: the transport gave no words
  const start = colon < 0 ? from : colon + 2;
  if ((colon < 0 && !isDeferred) || isWaiting(text, start, to)) return false;
  tell(fields, start, fields.lineEnd, isDeferred ? Status.deferred : Status.bounced);
  readSurroundings(fields, body, start, fields.lineEnd);
  if (!fields.has(Field.relay)) readEximHost(fields, start, to);
  if (startsAt(text, 'retry timeout exceeded', start, to)) fields.status = Status.expired;
  fields.phase = phaseOf(text, start, to);
  return true;
}

/** Of a host, of a transport. */
function isWaiting(text: string, start: number, to: number): boolean {
  return startsAt(text, 'retry time not reached', start, to) || startsAt(text, 'Retry time not yet reached', start, to);
}

/** `SMTP timeout after RCPT TO:<...>`, `closed connection in response to end of data`; a connection that never came about. */
function phaseOf(text: string, start: number, to: number): number {
  for (const words of [' after ', ' in response to ']) {
    const found = find(text, words, start, to);
    if (found < 0) continue;
    const command = found + words.length;
    return commandAt(text, startsAt(text, pipelined, command, to) ? command + pipelined.length : command, to);
  }
  return startsAt(text, 'Connection refused', start, to) || startsAt(text, 'Connection timed out', start, to) ? PhaseNumber.connect : 0;
}

/**
 * `ID: to=<a@x>,<b@x>, ..., dsn=4.4.1, stat=Deferred: Connection refused by host`, `dsn=5.1.10, stat=Service unavailable`: the code says more than such
 * words, so it belongs to them. `stat=queued` was not tried.
 */
function readSendmail(fields: Fields, body: number, to: number): boolean {
  const { text, lineEnd } = fields;
  const colon = queueIdEnd(text, body, to);
  if (colon < 0 || !startsAt(text, ': to=', colon, to)) return false;
  const stat = find(text, ', stat=', colon, to) + 7;
  if (stat < 7 || startsAt(text, 'Sent', stat, to) || startsAt(text, 'queued', stat, to)) return false;
  const dsn = find(text, ', dsn=', colon, stat) + 6;
  const hasCode = dsn >= 6 && until(text, comma, dsn, stat) === stat - 7;
  const passes = startsAt(text, 'Deferred', stat, to) || (hasCode && text.charCodeAt(dsn) === four);
  readSurroundings(fields, body, stat, lineEnd);
  tell(fields, hasCode ? dsn : stat, lineEnd, passes ? Status.deferred : Status.bounced);
  fields.local = find(text, ', mailer=local,', colon, stat) >= 0;
  return true;
}

/** `SESSION mta delivery evpid=... to=<a@x> ... result="TempFail" stat="Network error on destination MXs"`, `relay: Expire for ENVELOPE: from=<...>, to=<...>, ...`. */
function readOpenSmtpd(fields: Fields, body: number, to: number): boolean {
  const { text } = fields;
  const isExpired = startsAt(text, 'relay: Expire for ', body, to);
  if (!isExpired && !startsAt(text, ' mta delivery evpid=', body + 16, to) && !startsAt(text, ' mda delivery evpid=', body + 16, to)) return false;
  const stat = find(text, isExpired ? ', stat=' : ' stat=', body, to);
  const result = isExpired ? Status.expired : resultOf(text, body, stat);
  if (stat < 0 || result === Status.none) return false;
  const value = stat + (isExpired ? 7 : 6);
  const quoted = text.charCodeAt(value) === quote;
  const close = quoted ? findCode(text, quote, value + 1, fields.lineEnd) : -1;
  tell(fields, quoted ? value + 1 : value, close > 0 ? close : fields.lineEnd, result);
  readSurroundings(fields, body, stat, fields.lineEnd);
  fields.status = result;
  fields.local = startsAt(text, ' mda ', body + 16, to);
  // `stat="354 surprising"`: an answer, if a strange one
  if (quoted && text.charCodeAt(value + 1) >= two && text.charCodeAt(value + 1) <= five && text.charCodeAt(value + 4) === blank) fields.own = false;
  return true;
}

function resultOf(text: string, from: number, to: number): number {
  const found = find(text, ' result=', from, to);
  const word = found < 0 ? from : found + (text.charCodeAt(found + 8) === quote ? 9 : 8);
  if (startsAt(text, 'TempFail', word, to)) return Status.deferred;
  return startsAt(text, 'PermFail', word, to) || startsAt(text, 'Loop', word, to) ? Status.bounced : Status.none;
}

function tell(fields: Fields, start: number, end: number, status: number): void {
  fields.kind = Kind.reply;
  fields.own = true;
  fields.status = status;
  fields.set(Field.reply, start, end);
}

/**
 * What sendmail refuses at RCPT in its own words: `ID: <nobody@here.example>... User unknown`. What its rules refuse has a line with `reject=`
 * instead.
 */
export function readSendmailRefusal(fields: Fields, body: number): boolean {
  const { text, lineEnd } = fields;
  const to = Math.min(lineEnd, body + longest);
  const colon = queueIdEnd(text, body, to);
  if (colon < 0 || !startsAt(text, ': <', colon, to)) return false;
  const close = until(text, bracket, colon + 3, to);
  if (!startsAt(text, '>... ', close, to) || startsAt(text, 'Recipient ok', close + 5, to) || startsAt(text, 'Sender ok', close + 5, to))
    return false;
  tell(fields, colon + 2, lineEnd, Status.rejected);
  fields.kind = Kind.rejection;
  fields.set(Field.recipient, colon + 3, close);
  fields.phase = PhaseNumber.rcpt;
  return true;
}

const pipelined = 'pipelined ';
const blank = 32;
const quote = 34;
const comma = 44;
const two = 50;
const four = 52;
const five = 53;
const bracket = 62;
