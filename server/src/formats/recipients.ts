import { isBlank, skipBlanks, until } from '../source/scan.ts';
import { Field, type Fields } from './fields.ts';

/**
 * How a list of recipients is written. `addresses`: `<a@x>,<b@x>`, `a@x, b@x`, each with an @. `phrases`, as sendmail has them behind `ID: to=`:
 * `<a@x>,root,"Smith, John" <b@x>,c@x (Jane, D)`; each piece is a recipient, and a blank behind the comma ends the list.
 */
export type ListStyle = 'addresses' | 'phrases';

/**
 * Reads a list of recipients at `p`: the first is Field.recipient, what is left of it Field.recipients (with the comma in front). Commas in
 * quotation marks, angle brackets and comments part nothing (RFC 5322 section 3.4).
 */
export function setRecipients(fields: Fields, p: number, to: number, style: ListStyle): void {
  const { text } = fields;
  const end = endOf(text, p, to, style);
  if (end === to && style === 'phrases') {
    // a quotation mark or bracket that nothing closes
    setRecipients(fields, p, to, 'addresses');
    return;
  }
  if (!isRecipient(text, p, end, style)) return;
  setRecipient(fields, p, end);
  const rest = listEnd(text, end, to, style);
  if (rest > end) fields.set(Field.recipients, end, rest);
}

/** Makes the line one about the next recipient it names. @returns false where it names no other. */
export function nextRecipient(fields: Fields): boolean {
  if (!fields.has(Field.recipients)) return false;
  const { text } = fields;
  const rest = fields.end(Field.recipients);
  const start = skipBlanks(text, fields.start(Field.recipients) + 1, rest);
  const end = phraseEnd(text, start, rest);
  setRecipient(fields, start, end);
  if (end < rest) fields.set(Field.recipients, end, rest);
  else fields.unset(Field.recipients);
  return true;
}

/** The address of a piece: what stands in angle brackets, else its first word. */
function setRecipient(fields: Fields, start: number, end: number): void {
  const { text } = fields;
  let quoted = false;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (quoted && code === backslash) i++;
    else if (code === quote) quoted = !quoted;
    else if (quoted) continue;
    else if (code === open) {
      fields.set(Field.recipient, i + 1, closing(text, i + 1, end));
      return;
    } else if (code === comment) break;
  }
  fields.set(Field.recipient, start, wordEnd(text, start, end));
}

/** The bracket that closes, outside quotation marks. */
function closing(text: string, start: number, end: number): number {
  let quoted = false;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (quoted && code === backslash) i++;
    else if (code === quote) quoted = !quoted;
    else if (!quoted && code === close) return i;
  }
  return end;
}

function wordEnd(text: string, start: number, end: number): number {
  if (text.charCodeAt(start) === quote) return end;
  let i = start;
  while (i < end && !isBlank(text.charCodeAt(i))) i++;
  return i;
}

/** Outside sendmail's own lines an address, and no `key=value`. */
function isRecipient(text: string, start: number, end: number, style: ListStyle): boolean {
  if (isBracketed(text, start, end)) return end > start + 2 && (style === 'phrases' || until(text, at, start, end) < end);
  const opens = text.charCodeAt(start) === open;
  // `<a@x> (Jane, D)`
  if (style === 'phrases') return end > start && (!opens || (closing(text, start + 1, end) < end && text.charCodeAt(start + 1) !== close));
  if (end <= start || opens) return false;
  const sign = until(text, at, start, end);
  return sign < end && until(text, equals, start, sign) === sign;
}

function isBracketed(text: string, start: number, end: number): boolean {
  return text.charCodeAt(start) === open && end > start + 1 && text.charCodeAt(end - 1) === close;
}

/** Where the list goes on no more, seen from the end of a recipient. */
function listEnd(text: string, end: number, to: number, style: ListStyle): number {
  let rest = end;
  while (rest < to && text.charCodeAt(rest) === comma) {
    const start = style === 'phrases' ? rest + 1 : skipBlanks(text, rest + 1, to);
    if (start >= to || isBlank(text.charCodeAt(start))) break;
    const next = endOf(text, start, to, style);
    if (!isRecipient(text, start, next, style) || (next === to && style === 'phrases')) break;
    // behind a blank there may be words as well: `to=<a@x>, b@x is full`
    if (start > rest + 1 && isBracketed(text, start, next) !== (text.charCodeAt(rest - 1) === close)) break;
    rest = next;
  }
  return rest;
}

function endOf(text: string, p: number, to: number, style: ListStyle): number {
  return style === 'phrases' ? phraseEnd(text, p, to) : addressEnd(text, p, to);
}

/** The next comma that is not in quotation marks, brackets or a comment. */
function phraseEnd(text: string, p: number, to: number): number {
  let quoted = false;
  let inside = 0;
  for (let i = p; i < to; i++) {
    const code = text.charCodeAt(i);
    if (quoted && code === backslash) i++;
    else if (code === quote) quoted = !quoted;
    else if (quoted) continue;
    else if (code === open || code === comment) inside = code;
    else if (code === close || code === commentEnd) inside = 0;
    else if (inside === 0 && code === comma) return i;
  }
  return to;
}

/** A comma, blank, semicolon or quotation mark that is not of the address; `p` where something opened is never closed. */
function addressEnd(text: string, p: number, to: number): number {
  const bracketed = text.charCodeAt(p) === open;
  let quoted = false;
  for (let i = bracketed ? p + 1 : p; i < to; i++) {
    const code = text.charCodeAt(i);
    if (quoted && code === backslash) i++;
    else if (code === quote && (quoted || i === (bracketed ? p + 1 : p))) quoted = !quoted;
    else if (quoted) continue;
    else if (bracketed && code === close) return i + 1;
    else if (!bracketed && (isBlank(code) || code === comma || code === semicolon || code === quote || code === apostrophe)) return i;
  }
  return quoted || bracketed ? p : to;
}

const quote = 34;
const apostrophe = 39;
const comment = 40;
const commentEnd = 41;
const comma = 44;
const semicolon = 59;
const open = 60;
const equals = 61;
const close = 62;
const at = 64;
const backslash = 92;
