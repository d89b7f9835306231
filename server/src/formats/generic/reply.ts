import { endsBefore, findCode, findLast, isBlank, isDigit, startsAt, trimEnd } from '../../source/scan.ts';

/** A reply in a line of an unknown log. */
export interface FoundReply {
  start: number;
  end: number;
  code: number;
  /** Whether the server that wrote the log said it. */
  own: boolean;
  /** A line of a reply that goes on, or whose beginning was on a line before. */
  continued: boolean;
}

/** Codes that are believed without an enhanced code and without a key, where the words before speak of mail. */
const refusals = new Set([421, 450, 451, 452, 454, 455, 521, 530, 534, 535, 538, 541, 550, 551, 552, 553, 554, 555, 556, 571]);
/** Further codes that are believed as the first word of a line: a pasted session. */
const inSession = new Set([220, 221, 235, 250, 251, 252, 334, 354, 500, 501, 502, 503, 504]);

/**
 * What stands directly before a reply, in lower case; `own` where it is the log's own server that speaks.
 * Exim, sendmail, OpenSMTPD, Exchange, PowerMTA, Momentum, bounce messages, sessions, applications.
 */
const openers: readonly (readonly [string, boolean])[] = [
  ['c="', false],
  ['stat="', false],
  ['command failed: ', false],
  ['reply=', false],
  ['stat=', false],
  ['stat=deferred: ', false],
  ['reject=', true],
  ['response=', false],
  ['response="', false],
  ['response: ', false],
  ['response:', false],
  ["response: '", false],
  ['response: "', false],
  ['"response":"', false],
  ['said: ', false],
  ['said:', false],
  ['said:_', false],
  ['replied: ', false],
  ['smtp;', false],
  ['smtp; ', false],
  ['smtp;  ', false],
  ['<<< ', false],
  ['<< ', false],
  ['<- ', false],
  ['<~ ', false],
  [',<,', false],
  [',<,"', false],
  [',>,', true],
  [',>,"', true],
  ['raw_reason":"', false],
  ['rawreason":"', false],
  ['raw_reason": "', false],
  ['diagnosticcode":"', false],
  ['smtpresponse":"', false],
  ['bouncereason":"', false],
  ['dsndiag=', false],
  ['smtp error: ', false],
  ['result="', true],
];
const longestOpener = 24;

/** Words of a line that speaks of mail, in lower case. */
const mailWords = [
  'smtp',
  'mail',
  'rcpt',
  'recipient',
  'relay',
  'deliver',
  'remote',
  'mx',
  'bounce',
  'defer',
  'reject',
  'authenticat',
  'mta',
  'sender',
];
/** How much of a line is looked at for such words. */
const longestContext = 400;

/** The reply of a line, null where no number is one beyond doubt. Linear: each character is looked at once, each candidate costs a constant. */
export function findReply(text: string, from: number, to: number): FoundReply | null {
  let first = from;
  while (first < to && isBlank(text.charCodeAt(first))) first++;
  let tries = 0;
  for (let i = first; i + 2 < to && tries < 64; i++) {
    const digit = text.charCodeAt(i);
    if (digit < 50 || digit > 53 || !isCode(text, i, from, to)) continue;
    tries++;
    const found = judge(text, i, first, from, to);
    if (found !== null) return found;
    i += 2;
  }
  return null;
}

/** Three digits on their own: a border before, a blank, hyphen, comma, underscore or the end behind. */
function isCode(text: string, i: number, from: number, to: number): boolean {
  if (!isDigit(text.charCodeAt(i + 1)) || !isDigit(text.charCodeAt(i + 2))) return false;
  if (i > from && !isBorder(text, i - 1, from)) return false;
  if (i + 3 >= to) return true;
  const next = text.charCodeAt(i + 3);
  return next === 32 || next === 45 || next === 44 || next === 95 || next === 92 || next === 34;
}

/** Blank, quotation mark, bracket, `= : ; , < > |`, or the n of an escaped line break. */
function isBorder(text: string, i: number, from: number): boolean {
  const code = text.charCodeAt(i);
  if (code === 110) return i > from && text.charCodeAt(i - 1) === 92;
  if (code === 95) return i > from && text.charCodeAt(i - 1) === 58;
  return isBlank(code) || '"\'([{=:;,<>|'.includes(text[i]);
}

function judge(text: string, i: number, first: number, from: number, to: number): FoundReply | null {
  const code = Number(text.slice(i, i + 3));
  const opener = openerOf(text, i, from);
  if (opener !== null) return believes(text, opener[0], i, from, to, code) ? found(text, i, to, code, opener[1]) : null;
  if (i === first) return judgeFirst(text, i, from, to, code);
  if (isTuple(text, i, to)) return found(text, i, to, code, false);
  if (hasEnhanced(text, i, to, code)) return found(text, i, to, code, false);
  const behindColon = text.charCodeAt(i - 1) === 32 && text.charCodeAt(i - 2) === 58;
  if (behindColon && refusals.has(code) && isWorded(text, i, to) && speaksOfMail(text, from, i))
    return found(text, i, to, code, isLogin(text, from, i));
  return null;
}

/** Behind a key any code is one, unless the key is a web client's word too. */
function believes(text: string, opener: string, i: number, from: number, to: number, code: number): boolean {
  if (opener.includes('response') && (context(text, from, i).includes('http') || !(refusals.has(code) || isSession(text, i, to, code)))) return false;
  return isWorded(text, i, to) || isBare(text, i, to);
}

/** The first word of a line: a session or the rest of a reply. */
function judgeFirst(text: string, i: number, from: number, to: number, code: number): FoundReply | null {
  const known = refusals.has(code) || inSession.has(code);
  if (!hasEnhanced(text, i, to, code) && !(known && isWorded(text, i, to) && isSession(text, i, to, code))) return null;
  const result = found(text, i, to, code, false);
  result.continued = text.charCodeAt(i + 3) === 45 || i > from;
  return result;
}

/** HTTP's own words for codes that SMTP has too (RFC 9110, RFC 7725). */
const httpWords = /^(misdirected request|unavailable for legal reasons)/;

/** A web server's `200 GET`, `500 Internal Server Error`, `502 Bad Gateway` is no session. */
function isSession(text: string, i: number, to: number, code: number): boolean {
  if (text.charCodeAt(i + 3) === 45) return true;
  const words = text.slice(i + 4, Math.min(to, i + 84)).toLowerCase();
  if (refusals.has(code)) return !httpWords.test(words);
  if (code >= 500) return /^(error|syntax|command|unrecogni|unknown command|bad sequence|need|nested|\S+ (command|not)|5\.)/.test(words);
  if (code === 220 || code === 221) return /smtp|ready|bye|clos|goodbye|service|start tls/.test(words);
  return /^(ok|2\.|sender|recipient|accepted|queued|start mail|end data|enter mail|go ahead|hello|authentication|auth|<|mail|message|send|pleased|[a-z0-9.-]+ (hello|at your|ok))/.test(
    words,
  );
}

/** Nouns, small and in the plural, that make the number before them a quantity: `450 messages waiting`, not `450 Message delayed`. */
const quantity =
  /^(?:\d+\.\d+(?![.\d])|[kKMG]i?B|bytes?|ms|secs?|seconds?|mins?|minutes?|hours?|days?|times|e?-?mails|messages|items|files|users|recipients|lines|rows|records|requests|connections|jobs|of|%)(?![A-Za-z])/;

/** Something readable follows that does not count anything. */
function isWorded(text: string, i: number, to: number): boolean {
  if (i + 4 >= to || text.charCodeAt(i + 4) === 32 || text.charCodeAt(i + 3) === 44) return false;
  if (isDigit(text.charCodeAt(i + 4)) && !hasLetter(text, i + 4, Math.min(to, i + 84))) return false;
  return text.charCodeAt(i + 3) !== 32 || !quantity.test(text.slice(i + 4, Math.min(to, i + 24)));
}

/** `550 281` and rows of numbers say nothing. */
function hasLetter(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (isLetter(text.charCodeAt(i)) || text.charCodeAt(i) > 127) return true;
  return false;
}

/** Nothing follows: a server that says no more than its code. */
function isBare(text: string, i: number, to: number): boolean {
  return trimEnd(text, i, to) === i + 3 || text.charCodeAt(i + 3) === 34 || startsAt(text, ', stat=', i + 3, to);
}

/** Python's `(550, b'5.1.1 ...')`. */
function isTuple(text: string, i: number, to: number): boolean {
  return (
    text.charCodeAt(i - 1) === 40 && (startsAt(text, ", b'", i + 3, to) || startsAt(text, ', b"', i + 3, to) || startsAt(text, ", '", i + 3, to))
  );
}

/** An enhanced code (RFC 3463) behind the code, of its class: `550 5.1.1`, `550-5.7.606`. */
function hasEnhanced(text: string, i: number, to: number, code: number): boolean {
  let p = i + 4;
  if (p < to && text.charCodeAt(p) === 35) p++;
  if (p + 5 > to || text.charCodeAt(p) !== 48 + Math.floor(code / 100) || text.charCodeAt(p + 1) !== 46) return false;
  const subject = digitsAt(text, p + 2, to);
  if (subject === p + 2 || text.charCodeAt(subject) !== 46) return false;
  const detail = digitsAt(text, subject + 1, to);
  if (detail === subject + 1) return false;
  const fourth = detail + 1 < to && text.charCodeAt(detail) === 46 && isDigit(text.charCodeAt(detail + 1));
  // neither `5.1.1234` nor a version: `2.6.0-rc1`, `2.6.0b`
  const next = detail < to ? text.charCodeAt(detail) : 32;
  return !fourth && !isDigit(next) && !isLetter(next) && !(next === 45 && isLetter(text.charCodeAt(detail + 1)));
}

/** Offset behind at most three digits. */
function digitsAt(text: string, p: number, to: number): number {
  let i = p;
  while (i < to && i < p + 3 && isDigit(text.charCodeAt(i))) i++;
  return i;
}

function openerOf(text: string, i: number, from: number): readonly [string, boolean] | null {
  const before = text.slice(Math.max(from, i - longestOpener), i).toLowerCase();
  if (before === 's: ') return openers[0];
  // Exim: `SMTP error from remote mail server after RCPT TO:<x>: 550 ...`
  if (before.endsWith(': ') && exim(text, from, i)) return openers[0];
  for (const opener of openers) if (before.endsWith(opener[0])) return opener;
  return null;
}

function exim(text: string, from: number, i: number): boolean {
  return context(text, from, i).includes('error from remote mail server after ');
}

function context(text: string, from: number, i: number): string {
  return text.slice(Math.max(from, i - longestContext), i).toLowerCase();
}

function speaksOfMail(text: string, from: number, i: number): boolean {
  const before = context(text, from, i);
  return mailWords.some((word) => before.includes(word));
}

/** Exim: `authenticator failed for host [ip]: 535 Incorrect authentication data`. */
function isLogin(text: string, from: number, i: number): boolean {
  return context(text, from, i).includes('authenticator failed for');
}

function found(text: string, start: number, to: number, code: number, own: boolean): FoundReply {
  return { start, end: replyEnd(text, start, to), code, own, continued: false };
}

/** Where the reply ends: at the quotation mark that matches the one before it, at the next field of a known kind, or with the line. */
function replyEnd(text: string, start: number, to: number): number {
  const before = text.charCodeAt(start - 1);
  if (before === 34 || before === 39) return closingQuote(text, before, start, to);
  if (before === 40 && text.charCodeAt(start + 3) === 44) return tupleEnd(text, start, to);
  if (before === 44) return orEnd(findCode(text, 44, start, to), to);
  const stat = startsAt(text, 'reply=', start - 6, to) ? findLast(text, ', stat=', start, to) : -1;
  if (stat > 0) return stat;
  let end = trimEnd(text, start, to);
  if (endsBefore(text, ' command)', start, end)) end = orEnd(findLast(text, ' (in reply to ', start, end), end);
  const unopened = findCode(text, 40, start, end) < 0;
  if (before === 40 && unopened && text.charCodeAt(end - 1) === 41) end--;
  return end;
}

function orEnd(found: number, to: number): number {
  return found < 0 ? to : found;
}

function closingQuote(text: string, quote: number, start: number, to: number): number {
  for (let i = start; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i++;
    // an apostrophe inside a word closes nothing
    else if (code === quote && !(quote === 39 && i + 1 < to && isLetter(text.charCodeAt(i + 1)))) return i;
  }
  return to;
}

function tupleEnd(text: string, start: number, to: number): number {
  const open = text.charCodeAt(start + 5) === 98 ? start + 6 : start + 5;
  return closingQuote(text, text.charCodeAt(open), open + 1, to);
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}
