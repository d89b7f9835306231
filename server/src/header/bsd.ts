import { isDigit } from '../source/scan.ts';
import { fraction, fractionEnd, monthAt, type Stamp, timeOfDay, twoDigits } from './stamp.ts';

/**
 * BSD syslog time (RFC 3164 section 4.1.2) at `p`: `Nov  8 23:58:51`, `Nov 08 23:58:51.123456` (journalctl short-precise),
 * with a year before or after the time (`Nov 8 2026 23:58:51`, `Nov 8 23:58:51 2026`), a weekday before it (`Sun Nov 8 ...`).
 * @returns the offset behind it, -1 where there is none.
 */
export function readBsd(text: string, start: number, end: number, stamp: Stamp): number {
  const p = afterWeekday(text, start, end);
  if (end - p < 14) return -1;
  const month = monthAt(text, p);
  if (month === 0 || text.charCodeAt(p + 3) !== 32) return -1;
  let i = p + 4;
  if (text.charCodeAt(i) === 32) i++;
  let dayOfMonth = text.charCodeAt(i++) - 48;
  if (!(dayOfMonth >= 0 && dayOfMonth <= 9)) return -1;
  const next = text.charCodeAt(i) - 48;
  if (next >= 0 && next <= 9) {
    dayOfMonth = dayOfMonth * 10 + next;
    i++;
  }
  if (text.charCodeAt(i) === 44) i++;
  if (text.charCodeAt(i++) !== 32) return -1;
  const year = yearAt(text, i, end);
  if (year) i += 5;
  const ms = i + 8 <= end ? timeOfDay(text, i) : NaN;
  if (Number.isNaN(ms)) return -1;
  i += 8;
  const second = i;
  i = fractionEnd(text, i, end);
  const exact = ms + fraction(text, second, i);
  if (i < end && text.charCodeAt(i) === 58) i++;
  if (year) return stamp.dated(year, month, dayOfMonth, exact, NaN) ? i : -1;
  return withYearBehind(text, i, end, stamp, month, dayOfMonth, exact);
}

function withYearBehind(text: string, i: number, end: number, stamp: Stamp, month: number, dayOfMonth: number, ms: number): number {
  const year = i < end && text.charCodeAt(i) === 32 ? yearAt(text, i + 1, end) : 0;
  if (year) return stamp.dated(year, month, dayOfMonth, ms, NaN) ? i + 5 : -1;
  return stamp.yearless(month, dayOfMonth, ms) ? i : -1;
}

/** A year `2026 ` at `p`, 0 where there is none. */
function yearAt(text: string, p: number, end: number): number {
  const century = text.charCodeAt(p);
  if ((century !== 49 && century !== 50) || p + 4 >= end || text.charCodeAt(p + 4) !== 32) return 0;
  const high = twoDigits(text, p);
  const low = twoDigits(text, p + 2);
  return (high === 19 || high === 20) && low >= 0 ? high * 100 + low : 0;
}

/** Offset behind `Sun ` at `p`, or `p`. */
function afterWeekday(text: string, p: number, end: number): number {
  const next = text.charCodeAt(p + 4);
  if (p + 8 > end || text.charCodeAt(p + 3) !== 32 || isDigit(next) || next === 32) return p;
  return weekdays.has(text.slice(p, p + 3)) ? p + 4 : p;
}

/** As `%a` writes them in English. */
export const weekdays: ReadonlySet<string> = new Set(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']);
