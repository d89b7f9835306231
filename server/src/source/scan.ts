/**
 * Searching inside one line of a larger text. `indexOf` would run on to the end of the chunk where a line
 * lacks what is looked for; nothing here looks beyond `to`.
 */

/** Offset of the first `needle` that lies wholly in [from, to), else -1. */
export function find(text: string, needle: string, from: number, to: number): number {
  const first = needle.charCodeAt(0);
  const last = to - needle.length;
  for (let i = from; i <= last; i++) {
    if (text.charCodeAt(i) === first && text.startsWith(needle, i)) return i;
  }
  return -1;
}

/** Offset of the last `needle` that lies wholly in [from, to), else -1. */
export function findLast(text: string, needle: string, from: number, to: number): number {
  const first = needle.charCodeAt(0);
  for (let i = to - needle.length; i >= from; i--) {
    if (text.charCodeAt(i) === first && text.startsWith(needle, i)) return i;
  }
  return -1;
}

/** Nearer than this a loop is faster than native search, which is ten times as fast once it runs. */
const near = 6;

/**
 * Native search runs past the line. So each character's last answer is remembered: nothing of it lies in [foundFrom, foundAt).
 * A text is searched once for each character, however its lines are made.
 */
const foundFrom = new Int32Array(128);
const foundAt = new Int32Array(128).fill(-1);
const characters = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
let current = '';

function refocus(text: string): void {
  current = text;
  foundAt.fill(-1);
}

/** Offset of the first character `code` (below 128) in [from, to), else `to`. */
export function until(text: string, code: number, from: number, to: number): number {
  const limit = Math.min(to, from + near);
  for (let i = from; i < limit; i++) if (text.charCodeAt(i) === code) return i;
  return limit === to ? to : untilFar(text, code, limit, to);
}

function untilFar(text: string, code: number, from: number, to: number): number {
  if (text !== current) refocus(text);
  let at = foundAt[code];
  if (from > at || from < foundFrom[code]) {
    const found = text.indexOf(characters[code], from);
    at = found < 0 ? text.length : found;
    foundFrom[code] = from;
    foundAt[code] = at;
  }
  return Math.min(at, to);
}

/** Offset of the first character `code` (below 128) in [from, to), else -1. */
export function findCode(text: string, code: number, from: number, to: number): number {
  const at = until(text, code, from, to);
  return at < to ? at : -1;
}

/** V8 copies pieces below 13 characters; a longer one would keep the whole text alive, and is slow to compare with. */
const copied = 12;

/** A piece of text remembered from one line to be compared with the next. */
export class Remembered {
  length = 0;
  private readonly pieces: string[] = [];

  set(text: string, from: number, to: number): void {
    this.length = to - from;
    let count = 0;
    for (let p = from; p < to; p += copied) this.pieces[count++] = text.slice(p, Math.min(to, p + copied));
    this.pieces.length = count;
  }

  clear(): void {
    this.length = 0;
  }

  /** Whether the piece, if there is one, stands at `p`. */
  standsAt(text: string, p: number): boolean {
    if (this.length === 0) return false;
    const { pieces } = this;
    for (let i = 0, at = p; i < pieces.length; i++, at += copied) if (!text.startsWith(pieces[i], at)) return false;
    return true;
  }
}

/** Whether `needle` stands at `p` and ends before `to`. */
export function startsAt(text: string, needle: string, p: number, to: number): boolean {
  return text.charCodeAt(p) === needle.charCodeAt(0) && p + needle.length <= to && text.startsWith(needle, p);
}

/** Whether [from, to) ends with `needle`. */
export function endsBefore(text: string, needle: string, from: number, to: number): boolean {
  return to - needle.length >= from && text.startsWith(needle, to - needle.length);
}

/** Skips spaces and tabs. */
export function skipBlanks(text: string, from: number, to: number): number {
  let i = from;
  while (i < to && isBlank(text.charCodeAt(i))) i++;
  return i;
}

/** The end without trailing spaces and tabs. */
export function trimEnd(text: string, from: number, to: number): number {
  let i = to;
  while (i > from && isBlank(text.charCodeAt(i - 1))) i--;
  return i;
}

export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Offset behind the digits at `from`. */
export function skipDigits(text: string, from: number, to: number): number {
  let i = from;
  while (i < to && isDigit(text.charCodeAt(i))) i++;
  return i;
}

/** A copy of its own: a slice would keep the whole chunk alive. */
export function freshCopy(text: string, start: number, end: number): string {
  const codes = new Array<number>(end - start);
  for (let i = start; i < end; i++) codes[i - start] = text.charCodeAt(i);
  return String.fromCharCode(...codes);
}
