import { isDigit } from '../source/scan.ts';
import { weekdays } from './bsd.ts';
import { fraction, fractionEnd, type Stamp, twoDigits } from './stamp.ts';

/**
 * RFC 3339 and its relatives at `p`: `2026-11-08T23:58:51.123456+01:00`, `... 23:58:51,123 +0100`, `...Z`, without a zone
 * (the log's local time), journalctl short-iso and short-full (`Sun 2026-11-08 23:58:51 CET`), `2026/11/08`.
 * @returns the offset behind it, -1 where there is none.
 */
export function readIso(text: string, start: number, end: number, stamp: Stamp): number {
  const full = end - start > 24 && !isDigit(text.charCodeAt(start)) && weekdays.has(text.slice(start, start + 3));
  const p = full ? start + 4 : start;
  if (end - p < 19) return -1;
  const dash = text.charCodeAt(p + 4);
  if ((dash !== 45 && dash !== 47) || text.charCodeAt(p + 7) !== dash) return -1;
  const separator = text.charCodeAt(p + 10);
  if (separator !== 84 && separator !== 32 && separator !== 116) return -1;
  const second = stamp.second(text, p);
  if (Number.isNaN(second)) return -1;
  const i = fractionEnd(text, p + 19, end);
  const zoneEnd = zoneEndAt(text, i, end);
  stamp.local(second + fraction(text, p + 19, i), zoneOffset(text, i, zoneEnd));
  return zoneEnd > i ? zoneEnd : full ? afterZoneName(text, i, end) : i;
}

/** Offset behind `Z`, `+01:00`, `+0100`, `+01`, ` +0100` at `p`; `p` where there is none. */
function zoneEndAt(text: string, p: number, end: number): number {
  let i = p;
  if (i < end && text.charCodeAt(i) === 32) i++;
  const sign = i < end ? text.charCodeAt(i) : 0;
  if (sign === 90 || sign === 122) return i === p ? i + 1 : p;
  if ((sign !== 43 && sign !== 45) || i + 3 > end || twoDigits(text, i + 1) < 0) return p;
  const minutes = text.charCodeAt(i + 3) === 58 ? i + 4 : i + 3;
  return minutes + 2 <= end && twoDigits(text, minutes) >= 0 ? minutes + 2 : i + 3;
}

function zoneOffset(text: string, from: number, to: number): number {
  if (to === from) return NaN;
  const p = text.charCodeAt(from) === 32 ? from + 1 : from;
  const sign = text.charCodeAt(p);
  if (sign === 90 || sign === 122) return 0;
  const hours = twoDigits(text, p + 1);
  const minutes = to - p >= 5 ? twoDigits(text, to - 2) : 0;
  return (sign === 45 ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** journalctl short-full names the zone by letters, which say nothing certain: the log's own zone is taken. */
function afterZoneName(text: string, p: number, end: number): number {
  let i = p + 1;
  while (i < end && isZoneLetter(text.charCodeAt(i))) i++;
  return i > p + 1 && i < end && text.charCodeAt(i) === 32 ? i : p;
}

function isZoneLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || isDigit(code) || code === 43 || code === 45;
}
