import { find, isBlank, isDigit, skipDigits, startsAt, until } from '../../source/scan.ts';
import { Field, type FieldNumber, type Fields, Status } from '../fields.ts';
import { setHost } from '../postfix/address.ts';
import { PhaseNumber, phaseAt } from '../postfix/phase.ts';
import { queueIdEnd } from '../postfix/queue-id.ts';
import { type ListStyle, setRecipients } from '../recipients.ts';

/** How far around the reply is looked. */
const longest = 2000;

/** What is plainly said around the reply in [start, end): queue ID, recipient, sender, relay, command, outcome. */
export function readSurroundings(fields: Fields, body: number, start: number, end: number): void {
  const from = Math.max(body, start - longest);
  const to = Math.min(fields.lineEnd, end + longest);
  readQueueId(fields, body, start);
  if (!readEximMark(fields, body, start)) readKeys(fields, from, start);
  if (end < to) readKeys(fields, end, to);
  readPhase(fields, from, start, end);
}

/** Exim's `1xVXPT-00019f-0K ` (6-6-2, since 4.97 6-11-4), sendmail's and Postfix's `ID: `. */
function readQueueId(fields: Fields, body: number, to: number): void {
  const { text } = fields;
  const exim = eximIdEnd(text, body, to);
  if (exim > 0) {
    fields.set(Field.queueId, body, exim);
    return;
  }
  const colon = queueIdEnd(text, body, to);
  if (colon > 0 && text.charCodeAt(colon + 1) === 32) fields.set(Field.queueId, body, colon);
}

/**
 * Where a line's words begin: of Exim behind the time that it repeats in syslog (syslog_timestamp, which is on by itself), and behind `[PID] `
 * (log_selector = +pid).
 */
export function bodyStart(fields: Fields): number {
  const { text, lineEnd } = fields;
  const body = fields.start(Field.body);
  if (!fields.has(Field.program)) return behindPid(text, body, lineEnd);
  if (!startsAt(text, 'exim', fields.start(Field.program), fields.end(Field.program))) return body;
  return behindPid(text, behindTime(text, body, lineEnd), lineEnd);
}

function behindPid(text: string, p: number, to: number): number {
  if (text.charCodeAt(p) !== 91) return p;
  const end = skipDigits(text, p + 1, to);
  return end > p + 1 && startsAt(text, '] ', end, to) ? end + 2 : p;
}

/** `2026-11-23 17:01:08 `, `2026-11-23 17:01:08.123 +0100 `. */
function behindTime(text: string, p: number, to: number): number {
  const isTime = p + 20 <= to && text.charCodeAt(p + 4) === 45 && text.charCodeAt(p + 7) === 45 && text.charCodeAt(p + 10) === 32;
  if (!isTime || text.charCodeAt(p + 13) !== 58 || text.charCodeAt(p + 16) !== 58 || skipDigits(text, p, to) !== p + 4) return p;
  const blank = until(text, 32, p + 19, to);
  const sign = text.charCodeAt(blank + 1);
  return sign === 43 || (sign === 45 && skipDigits(text, blank + 2, to) === blank + 6) ? blank + 7 : blank + 1;
}

/** Offset behind an Exim message ID at `p`, -1 where there is none. */
export function eximIdEnd(text: string, p: number, to: number): number {
  const space = until(text, 32, p, Math.min(to, p + 24));
  if (space - p !== 16 && space - p !== 23) return -1;
  const second = text.charCodeAt(space - (space - p === 16 ? 3 : 5));
  return text.charCodeAt(p + 6) === 45 && second === 45 ? space : -1;
}

const marks: readonly (readonly [string, number])[] = [
  ['=> ', Status.delivered],
  ['-> ', Status.delivered],
  ['>> ', Status.delivered],
  ['** ', Status.bounced],
  ['== ', Status.deferred],
];

/** Exim: `ID => address <original> R=... T=... H=host [ip] ...`. */
function readEximMark(fields: Fields, body: number, to: number): boolean {
  const { text } = fields;
  const id = eximIdEnd(text, body, to);
  if (id < 0) return false;
  readEximHost(fields, id, to);
  for (const [mark, status] of marks) {
    if (!startsAt(text, mark, id + 1, to)) continue;
    fields.status = status;
    const address = id + 4;
    const end = until(text, 32, address, to);
    const original = text.charCodeAt(end + 1) === 60 ? until(text, 62, end + 2, to) : -1;
    const bare = find(text, '@', address, end) < 0 && original > 0;
    if (bare) fields.set(Field.recipient, end + 2, original);
    else fields.set(Field.recipient, address, text.charCodeAt(end - 1) === 58 ? end - 1 : end);
    if (!bare && original > 0) fields.set(Field.originalRecipient, end + 2, original);
    return true;
  }
  return true;
}

/** `H=host [ip]` */
export function readEximHost(fields: Fields, from: number, to: number): void {
  const { text } = fields;
  const host = find(text, ' H=', from, to);
  if (host < 0) return;
  const end = until(text, 32, host + 3, to);
  if (text.charCodeAt(host + 3) !== 91) fields.set(Field.relayHost, host + 3, end);
  const open = text.charCodeAt(end + 1) === 91 ? end + 2 : -1;
  const close = open > 0 ? until(text, 93, open, to) : -1;
  if (close > open) fields.set(Field.relayIp, open, close);
  fields.set(Field.relay, host + 3, close > open ? close + 1 : end);
}

const addressKeys: readonly (readonly [string, FieldNumber])[] = [
  ['to=', Field.recipient],
  ['rcpt=', Field.recipient],
  ['recipient=', Field.recipient],
  ['recipients=', Field.recipient],
  ['RCPT TO:', Field.recipient],
  ['rcpt_to":', Field.recipient],
  ['recipient":', Field.recipient],
  ['Final-Recipient: rfc822;', Field.recipient],
  ['from=', Field.sender],
  ['MAIL FROM:', Field.sender],
];

/** `to=<a@b>`, `relay=host. [ip]`, `relay="ip (host)"`, `dsn=5.1.1`, `result="PermFail"`: each key behind a blank, comma or quotation mark. */
function readKeys(fields: Fields, from: number, to: number): void {
  const { text } = fields;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code < 128 && (mayBeginKey[code] || quotes(text.charCodeAt(i - 1))) && (i === from || isSeparator(text.charCodeAt(i - 1))))
      readKey(fields, i, to);
  }
}

/** First letters of the keys; behind a quotation mark anything may be an address. */
const mayBeginKey = new Uint8Array(128);
for (const letter of ['d', 's', ...addressKeys.map(([key]) => key[0]), 'r']) mayBeginKey[letter.charCodeAt(0)] = 1;

function quotes(code: number): boolean {
  return code === 34 || code === 39;
}

function isSeparator(code: number): boolean {
  return isBlank(code) || code === 44 || code === 34 || code === 39 || code === 123;
}

function readKey(fields: Fields, p: number, to: number): void {
  const { text } = fields;
  for (const [key, field] of addressKeys) {
    if (!fields.has(field) && startsAt(text, key, p, to))
      setPlainAddress(fields, field, p + key.length, to, isSendmails(fields, p) ? 'phrases' : 'addresses');
  }
  if (startsAt(text, 'relay=', p, to)) setRelay(fields, p + 6, to);
  else if (startsAt(text, 'dsn=', p, to)) fields.set(Field.dsn, p + 4, until(text, 44, p + 4, to));
  else if (startsAt(text, 'result="', p, to)) fields.status = outcome(text, p + 8, to) || fields.status;
  else if (startsAt(text, 'stat=', p, to)) fields.status = outcome(text, p + 5, to) || fields.status;
  else if (quotedAddress(text, p, to) > 0 && !fields.has(Field.recipient)) fields.set(Field.recipient, p, quotedAddress(text, p, to));
}

/** Python's `{'a@b.org': (550, ...` : the end of the address that a quotation mark and a colon follow. */
function quotedAddress(text: string, p: number, to: number): number {
  const quote = text.charCodeAt(p - 1);
  if (quote !== 39 && quote !== 34) return -1;
  const end = until(text, quote, p, Math.min(to, p + 320));
  if (end <= p || text.charCodeAt(end) !== quote || text.charCodeAt(end + 1) !== 58) return -1;
  return find(text, '@', p, end) > p && find(text, ' ', p, end) < 0 ? end : -1;
}

/** sendmail begins what it says of recipients with `ID: to=`. */
function isSendmails(fields: Fields, p: number): boolean {
  return fields.has(Field.queueId) && fields.end(Field.queueId) === p - 2;
}

function setPlainAddress(fields: Fields, field: FieldNumber, p: number, to: number, style: ListStyle): void {
  const { text } = fields;
  if (field === Field.recipient && style === 'phrases') {
    setRecipients(fields, p, to, style);
    return;
  }
  let start = p;
  while (start < to && (isBlank(text.charCodeAt(start)) || text.charCodeAt(start) === 34)) start++;
  if (field === Field.recipient) setRecipients(fields, start, to, style);
  else setSender(fields, start, to);
}

function setSender(fields: Fields, p: number, to: number): void {
  const { text } = fields;
  const bracket = text.charCodeAt(p) === 60;
  const start = bracket ? p + 1 : p;
  let end = start;
  while (end < to && !endsAddress(text.charCodeAt(end), bracket)) end++;
  if (end === start ? bracket : find(text, '@', start, end) > 0) fields.set(Field.sender, start, end);
}

function endsAddress(code: number, bracket: boolean): boolean {
  return bracket ? code === 62 : isBlank(code) || code === 44 || code === 34 || code === 59 || code === 39;
}

/** sendmail `host. [ip]`, OpenSMTPD `"ip (host)"`, others `host[ip]:25`, `host`. */
function setRelay(fields: Fields, p: number, to: number): void {
  const { text } = fields;
  if (text.charCodeAt(p) === 34) {
    const close = until(text, 34, p + 1, to);
    const space = until(text, 32, p + 1, close);
    fields.set(Field.relay, p + 1, close);
    fields.set(Field.relayIp, p + 1, space);
    if (text.charCodeAt(space + 1) === 40 && close > space + 3) fields.set(Field.relayHost, space + 2, close - 1);
    return;
  }
  const end = until(text, 44, p, to);
  const host = Math.min(until(text, 32, p, end), until(text, 91, p, end));
  fields.set(Field.relay, p, end);
  setHost(fields, Field.relayHost, Field.relayIp, p, end);
  if (host > p) fields.set(Field.relayHost, p, text.charCodeAt(host - 1) === 46 ? host - 1 : host);
}

const outcomes: readonly (readonly [string, number])[] = [
  ['Sent', Status.delivered],
  ['Ok', Status.delivered],
  ['Deferred', Status.deferred],
  ['TempFail', Status.deferred],
  ['PermFail', Status.bounced],
];

function outcome(text: string, p: number, to: number): number {
  for (const [word, status] of outcomes) if (startsAt(text, word, p, to)) return status;
  return Status.none;
}

/** Exim's `after RCPT TO:<x>:`, `in response to RCPT`, a command quoted, and Postfix's `(in reply to RCPT TO command)`. */
function readPhase(fields: Fields, from: number, start: number, end: number): void {
  const { text, lineEnd } = fields;
  if (startsAt(text, ' (in reply to ', end, lineEnd)) {
    fields.phase = phaseAt(text, end + 14, lineEnd);
    return;
  }
  if (startsAt(text, ' reason=BANNER rejected: ', start - 25, lineEnd)) {
    fields.phase = PhaseNumber.connect;
    return;
  }
  for (const words of [' after pipelined ', ' after ', ' in response to ', ' command="']) {
    const found = find(text, words, from, start);
    const phase = found < 0 ? 0 : commandAt(text, found + words.length, start);
    if (phase === 0) continue;
    fields.phase = phase;
    return;
  }
}

/** The command that words name. @returns index in `phases`, 0 where they name none. */
export function commandAt(text: string, p: number, to: number): number {
  if (startsAt(text, 'initial connection', p, to)) return phaseAt('CONNECT', 0, 7);
  if (startsAt(text, 'sending data block', p, to) || isDigit(text.charCodeAt(p))) return phaseAt('end of DATA', 0, 11);
  return phaseAt(text, p, to);
}
