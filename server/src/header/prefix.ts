import { isDigit } from '../source/scan.ts';

/** How far into a line a header may begin. */
export const longestPrefix = 160;

/**
 * Where, behind something another program put in front, a header may begin: `mail-1  | ` (docker compose),
 * `[pod/mail-0/postfix] ` (kubectl), `... stdout F ` (CRI), `/var/log/mail.log:12:` (grep), colour escapes.
 * @returns the next candidate at or behind `p`, -1 when there is none.
 */
export function nextCandidate(text: string, p: number, lineStart: number, end: number): number {
  const limit = Math.min(end, lineStart + longestPrefix);
  for (let i = p; i < limit; i++) {
    if (i > lineStart && !isBorder(text.charCodeAt(i - 1))) continue;
    if (mayBegin(text.charCodeAt(i))) return i;
  }
  return -1;
}

/** Space, tab, `|`, `:`, `]`, `m` (the end of a colour escape), `>`. */
function isBorder(code: number): boolean {
  return code === 32 || code === 9 || code === 124 || code === 58 || code === 93 || code === 109 || code === 62;
}

/** A capital (month, weekday), a digit (year) or `<` (priority). */
function mayBegin(code: number): boolean {
  return (code >= 65 && code <= 90) || isDigit(code) || code === 60;
}

/** Offset behind ANSI escape sequences (`ESC [ 36 m`) at `p`. */
export function afterEscapes(text: string, p: number, end: number): number {
  let i = p;
  while (i + 1 < end && text.charCodeAt(i) === 27 && text.charCodeAt(i + 1) === 91) {
    let j = i + 2;
    while (j < end && j - i < 20 && isParameter(text.charCodeAt(j))) j++;
    if (j >= end || text.charCodeAt(j) < 64) return i;
    i = j + 1;
  }
  return i;
}

/** The line's end without trailing escape sequences. */
export function beforeEscapes(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && text.charCodeAt(end - 1) === 109) {
    let i = end - 2;
    while (i > from && isParameter(text.charCodeAt(i))) i--;
    if (i - 1 < from || text.charCodeAt(i) !== 91 || text.charCodeAt(i - 1) !== 27) return end;
    end = i - 1;
  }
  return end;
}

function isParameter(code: number): boolean {
  return isDigit(code) || code === 59;
}
