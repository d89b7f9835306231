import { Field, type Fields } from '../formats/fields.ts';
import { isDigit, skipBlanks, skipDigits, startsAt, until } from '../source/scan.ts';

/** A host or tag longer than this is none. */
const longestToken = 255;

/**
 * Reads what follows the timestamp: `[<mail.info>] [host] [mail.info] program[pid]: [ID 197553 mail.info] body`.
 * Leaves out what the line does not have. Sets host, program, pid, body.
 * @returns whether there is a tag (`program:`); without one the line has no host either, the body begins behind the time.
 */
export function readTag(fields: Fields, start: number): boolean {
  const { text, lineEnd } = fields;
  let p = afterLevel(text, skipBlanks(text, start, lineEnd), lineEnd);
  let tokenEnd = until(text, 32, p, lineEnd);
  if (!endsTag(text, p, tokenEnd)) {
    if (tokenEnd === p || tokenEnd - p > longestToken) return bodyOnly(fields, p);
    let host = p;
    let hostEnd = tokenEnd;
    p = afterLevel(text, skipBlanks(text, tokenEnd, lineEnd), lineEnd);
    tokenEnd = until(text, 32, p, lineEnd);
    let tagged = endsTag(text, p, tokenEnd);
    const third = tagged ? -1 : tagBehindHost(text, tokenEnd, lineEnd);
    if (third > 0) {
      [host, hostEnd, p] = [p, tokenEnd, third];
      tokenEnd = until(text, 32, third, lineEnd);
      tagged = true;
    }
    // without a tag the first word may be anything, unless syslogd itself speaks
    if (!tagged && !startsAt(text, 'last message repeated ', p, lineEnd) && !startsAt(text, '-- MARK --', p, lineEnd)) return bodyOnly(fields, host);
    fields.set(Field.host, host, hostEnd);
    if (!tagged) return bodyOnly(fields, p);
  }
  setTag(fields, p, tokenEnd - 1);
  setBody(fields, tokenEnd);
  return true;
}

/** Collectors write the sending address in front of the host: `10.0.0.5 mx1 postfix/smtp[12]: `. @returns where the tag begins, -1 where there is none. */
function tagBehindHost(text: string, hostEnd: number, end: number): number {
  const p = skipBlanks(text, hostEnd, end);
  const tokenEnd = until(text, 32, p, end);
  const pid = endsTag(text, p, tokenEnd) && text.charCodeAt(tokenEnd - 2) === 93 && isDigit(text.charCodeAt(tokenEnd - 3));
  return pid ? p : -1;
}

/** A tag exactly at `p`: sets program, pid and body. @returns whether there is one. */
export function readTagAt(fields: Fields, p: number): boolean {
  const { text, lineEnd } = fields;
  if (readUsualTag(fields, p)) return true;
  const end = until(text, 32, p, lineEnd);
  if (!endsTag(text, p, end)) return false;
  setTag(fields, p, end - 1);
  setBody(fields, end);
  return true;
}

/** `name[123]: `, as nearly every line has it. */
function readUsualTag(fields: Fields, p: number): boolean {
  const { text, lineEnd } = fields;
  let open = text.startsWith('postfix/', p) ? p + 8 : p;
  const limit = Math.min(lineEnd, open + 30);
  let code = text.charCodeAt(open);
  while (open < limit && code !== 91 && code > 32) code = text.charCodeAt(++open);
  if (open === p || open >= limit || code !== 91) return false;
  const close = skipDigits(text, open + 1, lineEnd);
  if (!text.startsWith(']: ', close) || close + 3 > lineEnd) return false;
  fields.set(Field.program, p, open);
  fields.set(Field.pid, open + 1, close);
  setBody(fields, close + 2);
  return true;
}

function bodyOnly(fields: Fields, p: number): boolean {
  fields.set(Field.body, Math.min(p, fields.lineEnd), fields.lineEnd);
  return false;
}

/** Program and pid of `program[pid]`; also `program/1234`-less forms `program(pid)`. `end` is the colon. */
export function setTag(fields: Fields, start: number, end: number): void {
  const { text } = fields;
  let open = end - 1;
  if (text.charCodeAt(open) === 93) {
    while (open > start && text.charCodeAt(open) !== 91) open--;
    if (open > start) {
      fields.set(Field.program, start, open);
      fields.set(Field.pid, open + 1, end - 1);
      return;
    }
  }
  fields.set(Field.program, start, end);
}

/** Sets the body at `p`, behind blanks and Solaris' message number (`[ID 197553 mail.info] `). */
export function setBody(fields: Fields, p: number): void {
  const { text, lineEnd } = fields;
  let body = skipBlanks(text, p, lineEnd);
  if (text.charCodeAt(body) === 91 && startsAt(text, '[ID ', body, lineEnd)) {
    const close = until(text, 93, body, Math.min(lineEnd, body + 40));
    if (text.charCodeAt(close) === 93 && isDigit(text.charCodeAt(body + 4))) body = skipBlanks(text, close + 1, lineEnd);
  }
  fields.set(Field.body, body, lineEnd);
}

/** Whether the token [p, end) is a tag: `name:` or `name[pid]:`, with a letter in front of the colon or bracket. */
function endsTag(text: string, p: number, end: number): boolean {
  return end - p >= 2 && end - p <= longestToken && text.charCodeAt(end - 1) === 58 && !isColonRun(text, p, end);
}

/** An IPv6 address that ends in `::` is a host. */
function isColonRun(text: string, p: number, end: number): boolean {
  return text.charCodeAt(end - 2) === 58 && end - p > 2;
}

const facilities = new Set(
  'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp security console local0 local1 local2 local3 local4 local5 local6 local7'.split(
    ' ',
  ),
);

/** `cron.err` */
const shortestLevel = 8;

/** Skips a column of facility and severity: `mail.info`, `mail:info`, `<mail.info>`, `<2.6>`, `<22>`. */
function afterLevel(text: string, p: number, end: number): number {
  const first = text.charCodeAt(p);
  if (first === 60) {
    const close = until(text, 62, p, Math.min(end, p + 20));
    return text.charCodeAt(close) === 62 ? skipBlanks(text, close + 1, end) : p;
  }
  if (first < 97 || first > 122) return p;
  const tokenEnd = until(text, 32, p, end);
  if (tokenEnd - p < shortestLevel || text.charCodeAt(tokenEnd - 1) === 58) return p;
  let i = p;
  while (i < end && i - p < 9 && isWord(text.charCodeAt(i))) i++;
  const mark = text.charCodeAt(i);
  if (mark !== 46 && mark !== 58) return p;
  let close = i + 1;
  while (close < end && isWord(text.charCodeAt(close))) close++;
  if (close === i + 1 || close >= end || text.charCodeAt(close) !== 32) return p;
  return facilities.has(text.slice(p, i)) ? skipBlanks(text, close, end) : p;
}

function isWord(code: number): boolean {
  return (code >= 97 && code <= 122) || isDigit(code);
}

/** A tag at the very beginning of a line, `postfix/smtp[12]: `: what a container prints without a time. */
export function readBareTag(fields: Fields, start: number): boolean {
  const { text, lineEnd } = fields;
  const end = until(text, 32, start, lineEnd);
  if (!endsTag(text, start, end) || text.charCodeAt(end - 2) !== 93) return false;
  let open = end - 2;
  while (open > start && text.charCodeAt(open) !== 91) open--;
  if (open === start || skipDigits(text, open + 1, lineEnd) !== end - 2 || end - 3 === open) return false;
  setTag(fields, start, end - 1);
  setBody(fields, end);
  return true;
}
