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

/** Offset of the first character `code` in [from, to), else -1. */
export function findCode(text: string, code: number, from: number, to: number): number {
  for (let i = from; i < to; i++) if (text.charCodeAt(i) === code) return i;
  return -1;
}

/** Offset of the first character `code` in [from, to), else `to`. */
export function until(text: string, code: number, from: number, to: number): number {
  let i = from;
  while (i < to && text.charCodeAt(i) !== code) i++;
  return i;
}

/** Whether `needle` stands at `p` and ends before `to`. */
export function startsAt(text: string, needle: string, p: number, to: number): boolean {
  return p + needle.length <= to && text.startsWith(needle, p);
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
