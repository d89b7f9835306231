import { until } from '../../source/scan.ts';
import { Field, type FieldNumber, type Fields } from '../fields.ts';

const quote = 34;
const backslash = 92;
const close = 62;

/**
 * The end of an address in angle brackets: `start` is behind `<`. A quoted local part may hold anything
 * (`<"a, b> c"@x.org>`). Written unquoted (info_log_address_format = internal) an address may hold `>` too, so the bracket
 * that closes is the first one before a comma, a space with a key, a colon, a semicolon or the end.
 * @returns the offset of the closing `>`, -1 where the line ends before it.
 */
export function addressEnd(text: string, start: number, end: number): number {
  const from = text.charCodeAt(start) === quote ? quotedEnd(text, start + 1, end) : start;
  for (let i = until(text, close, from, end); i < end; i = until(text, close, i + 1, end)) {
    if (closes(text, i + 1, end)) return i;
  }
  return from === start ? -1 : addressEndPlain(text, start, end);
}

/** An address that merely begins with a quotation mark. */
function addressEndPlain(text: string, start: number, end: number): number {
  for (let i = until(text, close, start, end); i < end; i = until(text, close, i + 1, end)) if (closes(text, i + 1, end)) return i;
  return -1;
}

/** Offset behind the closing quotation mark, `end` where there is none. */
function quotedEnd(text: string, start: number, end: number): number {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === backslash) i++;
    else if (code === quote) return i + 1;
  }
  return end;
}

/** Whether what follows `>` shows that it closed the address. */
function closes(text: string, p: number, end: number): boolean {
  if (p >= end) return true;
  const code = text.charCodeAt(p);
  if (code === 44) return p + 1 < end && text.charCodeAt(p + 1) === 32;
  if (code === 58 || code === 59) return true;
  return code === 32 && (p + 1 === end || isKey(text, p + 1, end));
}

/** A key of a Postfix line, `proto=`; an orphaned address part has none. */
function isKey(text: string, p: number, end: number): boolean {
  let i = p;
  while (i < end && i - p < 14 && isKeyChar(text.charCodeAt(i))) i++;
  return i > p && text.charCodeAt(i) === 61;
}

function isKeyChar(code: number): boolean {
  return (code >= 97 && code <= 122) || code === 95;
}

/**
 * Sets an address field from `<address>` or a bare `address` (old local(8), qmgr with unqualified senders) at `p`.
 * @returns the offset behind it, -1 where the bracket never closes (then the rest of the line is the address).
 */
export function setAddress(fields: Fields, field: FieldNumber, p: number): number {
  const { text, lineEnd } = fields;
  if (text.charCodeAt(p) === 60) {
    const to = addressEnd(text, p + 1, lineEnd);
    fields.set(field, p + 1, to < 0 ? lineEnd : to);
    return to < 0 ? -1 : to + 1;
  }
  const i = Math.min(until(text, 44, p, lineEnd), until(text, 32, p, lineEnd));
  fields.set(field, p, i);
  return i;
}

/** Sets host and address of `name[1.2.3.4]`, `name[1.2.3.4]:25`, `[1.2.3.4]:25` in [from, to). */
export function setHost(fields: Fields, host: FieldNumber, ip: FieldNumber, from: number, to: number): void {
  const { text } = fields;
  const open = until(text, 91, from, to);
  if (open > from) fields.set(host, from, open);
  const shut = until(text, 93, open + 1, to);
  // a socket of another service is no address: `mx[private/dovecot-lmtp]`
  if (shut < to && shut > open + 1 && isAddress(text, open + 1, shut)) fields.set(ip, open + 1, shut);
}

/** Digits, hexadecimal, dots and colons, with at least one dot or colon. */
function isAddress(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === 47 || code === 32) return false;
    if (code === 46 || code === 58) return true;
  }
  return false;
}

/** `from name[ip]` fields of a client. */
export function setClient(fields: Fields, from: number, to: number): void {
  setHost(fields, Field.clientHost, Field.clientIp, from, to);
}
