import { type EnhancedSpan, enhancedAt, enhancedClass } from './enhanced.ts';

/** One line of a reply. Offsets count from the start of the whole text. */
export interface ReplyLine {
  /** Where its code begins (its text, where it has no code). */
  start: number;
  /** Where its text begins, behind the codes. */
  textStart: number;
  end: number;
  /** 0 where the line has none. */
  code: number;
  enhanced: EnhancedSpan | null;
}

/** A further reply inside or behind the first: `<421 4.4.2 ...>` in a notice of expiry, the echo `503 5.0.0 Need RCPT`. */
export interface NestedReply {
  code: number;
  enhanced: string | null;
  start: number;
  end: number;
}

/** One SMTP reply (RFC 5321 section 4.2), its lines joined by the MTA as `550-5.1.1 a 550-5.1.1 b 550 5.1.1 c`. */
export interface Reply {
  /** Basic code of the last line, which is the one that MTAs follow; 0 where the text has none. */
  code: number;
  /** Enhanced code, null where the text has none at a place where servers write one. */
  enhanced: string | null;
  lines: readonly ReplyLine[];
  /** What was said, without the codes of the lines, lines joined by one space. */
  text: string;
  nested: NestedReply | null;
}

const isDigit = (c: number) => c >= 0x30 && c <= 0x39;
const isSpace = (c: number) => c === 0x20 || (c >= 0x09 && c <= 0x0d);

/** Codes that are believed inside a text; at its beginning any three digits from 200 to 599 are. */
const refusals = new Set([421, 450, 451, 452, 454, 455, 500, 501, 502, 503, 504, 521, 530, 534, 535, 538, 550, 551, 552, 553, 554, 555, 556, 571]);
/** Words that make a number before them a quantity. */
const units =
  /^\s*(?:bytes?|[km]i?b|seconds?|secs?|minutes?|hours?|days?|messages?|mails?|e-?mails?|recipients?|connections?|commands?|errors?|hops?|users?|lines?|characters?|octets|addresses|%|of)\b/i;

/**
 * Reads one reply. Never throws, linear in the text. Taken as codes is only what stands where servers write codes: at the beginning of the text, of a
 * joined line, and `(#5.1.1)`, `#5.2.3` anywhere; not `(#id-5.9.3)`, `AS(201806281)`, IP addresses, sizes, versions.
 */
export function parseReply(text: string): Reply {
  const begin = findBegin(text);
  if (begin < 0) return withoutCode(text);
  const lines = readLines(text, begin);
  const last = lines[lines.length - 1];
  // A greeting in front of a refusal (`220 mx ready 421 too many connections`) is no part of the refusal.
  if (last.code >= 200 && last.code < 400) {
    const refused = findInner(text, lines[0].textStart);
    if (refused && last.code === 220) return finish(text, readLines(text, refused.start));
  }
  return finish(text, lines);
}

/** The reply's class: 2, 3, 4, 5 by the basic code, else by the enhanced code; 0 unknown. */
export function replyClass(reply: { code: number; enhanced: string | null }): number {
  return reply.code > 0 ? Math.floor(reply.code / 100) : enhancedClass(reply.enhanced);
}

function finish(text: string, lines: ReplyLine[]): Reply {
  const last = lines[lines.length - 1];
  const enhanced = enhancedOf(lines) ?? hashed(text, lines[0].textStart);
  const inner = findInner(text, last.textStart);
  let said = text.slice(lines[0].textStart, lines[0].end);
  for (let i = 1; i < lines.length; i++) said += ` ${text.slice(lines[i].textStart, lines[i].end)}`;
  return { code: last.code, enhanced, lines, text: said, nested: inner };
}

/** That of the last line that has one of the class the reply ends with; else the last one. */
function enhancedOf(lines: ReplyLine[]): string | null {
  const klass = Math.floor(lines[lines.length - 1].code / 100);
  const codes = lines.map((line) => line.enhanced?.code ?? null).filter((code) => code !== null);
  return codes.findLast((code) => klass === 0 || enhancedClass(code) === klass) ?? codes.at(-1) ?? null;
}

/** Cisco's gateway tells what it was told in a sentence of its own, whose words are a guess: `5.1.0 - Unknown address error 550-'5.7.1 relaying denied'`. */
const ironPort = /^[45]\.\d\.\d - [A-Za-z ]{3,60} (?=[45]\d\d-')/;
const longestWrapping = 80;
/** Exchange Online's notice of what another server said (5.0.350 is "generic", learn.microsoft.com ndr error codes). */
const exchange = /^5\.0\.350 Remote (?:server|host) returned (?:an )?error -> (?=[45]\d\d[ -])/;

/** Offset of the first code; -1 where the text has none. */
function findBegin(text: string): number {
  let at = 0;
  while (isSpace(text.charCodeAt(at))) at++;
  if (codeAt(text, at) > 0) {
    if (!text.startsWith('5.0.350 ', at + 4)) return at;
    const notice = exchange.exec(text.slice(at + 4, at + 4 + longestWrapping));
    return notice ? at + 4 + notice[0].length : at;
  }
  if (enhancedAt(text, at)) return at + (ironPort.exec(text.slice(at, at + longestWrapping))?.[0].length ?? 0);
  const inner = findInner(text, 0);
  return inner ? inner.start : -1;
}

/** The code whose three digits begin at `at` and stand alone there; 0 where there is none. */
function codeAt(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first < 0x32 || first > 0x35 || !isDigit(text.charCodeAt(at + 1)) || !isDigit(text.charCodeAt(at + 2))) return 0;
  const next = text.charCodeAt(at + 3);
  // Behind it: end, white space, or one of - # ( < [ : \ (of `\n`).
  const alone =
    Number.isNaN(next) ||
    isSpace(next) ||
    next === 0x2d ||
    next === 0x23 ||
    next === 0x28 ||
    next === 0x3c ||
    next === 0x5b ||
    next === 0x3a ||
    next === 0x5c;
  return alone ? (first - 0x30) * 100 + (text.charCodeAt(at + 1) - 0x30) * 10 + text.charCodeAt(at + 2) - 0x30 : 0;
}

function readLine(text: string, start: number): ReplyLine {
  const code = codeAt(text, start);
  let at = code > 0 ? start + 3 : start;
  if (code > 0 && (text.charCodeAt(at) === 0x2d || text.charCodeAt(at) === 0x3a)) at++;
  if (code > 0 && text.charCodeAt(at) === 0x27) at++;
  while (isSpace(text.charCodeAt(at))) at++;
  const enhanced = decorated(text, at);
  if (enhanced) at = behind(text, enhanced.end);
  return { start, textStart: at, end: text.length, code, enhanced };
}

/** The enhanced code at the place behind the basic code: `5.1.1`, `#5.1.1`, `(#5.1.1)`, `[5.1.1]`. */
function decorated(text: string, at: number): EnhancedSpan | null {
  let start = at;
  if (text.charCodeAt(start) === 0x28 || text.charCodeAt(start) === 0x5b) start++;
  if (text.charCodeAt(start) === 0x23) start++;
  return enhancedAt(text, start);
}

/** Past what closes or separates a code from its text: `)`, `]`, `:`, `-`, white space. */
function behind(text: string, end: number): number {
  let at = end;
  while (isSpace(text.charCodeAt(at)) || ')]:-'.includes(text.charAt(at) || ' ')) {
    if (at >= text.length) break;
    at++;
  }
  return at;
}

/** Whether a joined line may begin at `at`: behind white space, or behind the two characters `\n` that Exim writes. */
function atBoundary(text: string, at: number): boolean {
  return isSpace(text.charCodeAt(at - 1)) || (text.charCodeAt(at - 1) === 0x6e && text.charCodeAt(at - 2) === 0x5c);
}

/** The lines of the reply that begins at `begin`. */
function readLines(text: string, begin: number): ReplyLine[] {
  const lines = [readLine(text, begin)];
  const code = lines[0].code;
  // (in `550-'...'` the hyphen belongs to the quotation, see `ironPort`)
  let open = code > 0 && text.charCodeAt(begin + 3) === 0x2d && text.charCodeAt(begin + 4) !== 0x27;
  const digits = text.slice(begin, begin + 3);
  for (let at = lines[0].textStart; code > 0 && at < text.length; at++) {
    // behind the last line only the same code again can begin another
    if (!open) at = text.indexOf(digits, at);
    if (at < 0) break;
    const next = isDigit(text.charCodeAt(at)) && atBoundary(text, at) ? codeAt(text, at) : 0;
    if (next === 0 || !continues(text, at, next, lines[0], open)) continue;
    const line = readLine(text, at);
    lines[lines.length - 1].end = lineEnd(text, at);
    lines.push(line);
    if (open) open = text.charCodeAt(at + 3) === 0x2d;
    at = line.textStart - 1;
  }
  lines[lines.length - 1].end = lineEnd(text, text.length);
  return lines;
}

/** Whether the code `next` at `at` begins a further line of a reply that began with `first`; `open` while the last line has not come. */
function continues(text: string, at: number, next: number, first: ReplyLine, open: boolean): boolean {
  const separator = text.charCodeAt(at + 3);
  const enhanced = decorated(text, at + 4);
  const fits = enhanced !== null && enhancedClass(enhanced.code) === Math.floor(next / 100);
  if (next !== first.code) return open && fits;
  // A number of the text in front of a differing code (`... says 451 550 5.1.1 ...`) is no last line.
  if (open) return separator === 0x2d || Number.isNaN(separator) || separator === 0x5c || (isSpace(separator) && codeAt(text, at + 4) === 0);
  // `550 5.1.1 a 550 5.1.1 b`: a server that forgets the hyphens repeats both codes. Another code there is quoted, or forged.
  return fits && enhanced.code === first.enhanced?.code;
}

/** Without the white space, or `\n`, in front of the next line. */
function lineEnd(text: string, next: number): number {
  let end = next;
  if (end < text.length && text.charCodeAt(end - 1) === 0x6e && text.charCodeAt(end - 2) === 0x5c) end -= 2;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--;
  return end;
}

const openers = '<("\'=>:;,[{';

/** The first refusal inside a text: behind white space or an opening sign, a known code, followed by an enhanced code of its class or by words. */
function findInner(text: string, from: number): NestedReply | null {
  for (let at = from; at + 3 <= text.length; at++) {
    const first = text.charCodeAt(at);
    if (first !== 0x34 && first !== 0x35) continue;
    const before = text.charCodeAt(at - 1);
    const opened = at > 0 && openers.includes(text.charAt(at - 1));
    if (at > 0 && !opened && !isSpace(before) && !atBoundary(text, at)) continue;
    const code = codeAt(text, at);
    if (!refusals.has(code)) continue;
    const line = readLine(text, at);
    const fits = line.enhanced !== null && enhancedClass(line.enhanced.code) === first - 0x30;
    if (!fits && !wordsFollow(text, at)) continue;
    return { code, enhanced: line.enhanced?.code ?? null, start: at, end: nestedEnd(text, at) };
  }
  return null;
}

function wordsFollow(text: string, at: number): boolean {
  const next = text.slice(at + 3, at + 24);
  return /^[ -]\s*["'<([]?[\p{L}#<]/u.test(next) && !units.test(next);
}

/** Up to the `>` that closes `<421 ...>`, else the rest. */
function nestedEnd(text: string, start: number): number {
  const close = text.charAt(start - 1) === '<' ? text.lastIndexOf('>') : -1;
  return close > start ? close : text.length;
}

/** `(#5.1.1)` or `#5.2.3` anywhere, not glued to a word. */
function hashed(text: string, from: number): string | null {
  for (let at = text.indexOf('#', from); at >= 0; at = text.indexOf('#', at + 1)) {
    if (at > 0 && /[\p{L}\p{N}]/u.test(text.charAt(at - 1))) continue;
    const found = enhancedAt(text, at + 1);
    if (found) return found.code;
  }
  return null;
}

function withoutCode(text: string): Reply {
  const end = text.trimEnd().length;
  const start = Math.min(text.length - text.trimStart().length, end);
  const enhanced = hashed(text, start);
  return { code: 0, enhanced, lines: [{ start, textStart: start, end, code: 0, enhanced: null }], text: text.slice(start, end), nested: null };
}
