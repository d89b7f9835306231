import { Field, type Fields } from '../formats/fields.ts';
import { findCode, skipBlanks, startsAt } from '../source/scan.ts';
import { readIso } from './iso.ts';
import type { Stamp } from './stamp.ts';

/**
 * RFC 5424 section 6 behind the priority: `1 TIMESTAMP HOST APP PROCID MSGID SD MSG` at `start` (the version digit).
 * @returns whether the line is one; sets all header fields and the body.
 */
export function readRfc5424(fields: Fields, start: number, stamp: Stamp): boolean {
  const { text, lineEnd } = fields;
  if (text.charCodeAt(start) !== 49 || text.charCodeAt(start + 1) !== 32) return false;
  const time = start + 2;
  const nil = text.charCodeAt(time) === 45;
  if (nil) stamp.none();
  const timeEnd = nil ? time + 1 : readIso(text, time, lineEnd, stamp);
  if (timeEnd < 0 || text.charCodeAt(timeEnd) !== 32) return false;
  const hostEnd = token(text, timeEnd + 1, lineEnd);
  const appEnd = token(text, hostEnd + 1, lineEnd);
  const pidEnd = token(text, appEnd + 1, lineEnd);
  const idEnd = token(text, pidEnd + 1, lineEnd);
  if (hostEnd < 0 || appEnd < 0 || pidEnd < 0 || idEnd < 0) return false;
  const dataEnd = structuredDataEnd(text, idEnd + 1, lineEnd);
  if (dataEnd < 0) return false;
  if (!nil) fields.set(Field.timestamp, time, timeEnd);
  setUnlessNil(fields, Field.host, timeEnd + 1, hostEnd);
  setUnlessNil(fields, Field.program, hostEnd + 1, appEnd);
  setUnlessNil(fields, Field.pid, appEnd + 1, pidEnd);
  fields.set(Field.body, afterMark(text, skipBlanks(text, dataEnd, lineEnd), lineEnd), lineEnd);
  return true;
}

function setUnlessNil(fields: Fields, field: 1 | 2 | 3, start: number, end: number): void {
  if (end - start !== 1 || fields.text.charCodeAt(start) !== 45) fields.set(field, start, end);
}

/** End of a token that a space follows; -1 where there is none. */
function token(text: string, p: number, end: number): number {
  if (p <= 0) return -1;
  const space = findCode(text, 32, p, Math.min(end, p + 256));
  return space > p ? space : -1;
}

/** Offset behind `-` or `[id name="va\]ue"]...` at `p`; -1 where it is neither. */
function structuredDataEnd(text: string, p: number, end: number): number {
  if (text.charCodeAt(p) === 45) return p + 1;
  let i = p;
  while (i < end && text.charCodeAt(i) === 91) {
    i = elementEnd(text, i + 1, end);
    if (i < 0) return -1;
  }
  return i > p ? i : -1;
}

function elementEnd(text: string, p: number, end: number): number {
  let quoted = false;
  for (let i = p; i < end; i++) {
    const code = text.charCodeAt(i);
    if (quoted && code === 92) i++;
    else if (code === 34) quoted = !quoted;
    else if (code === 93 && !quoted) return i + 1;
  }
  return -1;
}

/** Skips a byte order mark, as UTF-16 or as the three bytes of UTF-8, and a blank behind it. */
function afterMark(text: string, p: number, end: number): number {
  if (text.charCodeAt(p) === 0xfeff) return skipBlanks(text, p + 1, end);
  return startsAt(text, '\u00ef\u00bb\u00bf', p, end) ? skipBlanks(text, p + 3, end) : p;
}
