import { isDigit, Remembered } from '../source/scan.ts';
import { inLeapYear, type OffsetOf, YearlessClock } from './clock.ts';

/** How a timestamp is read: the answer of the last one, and what reading needs to know. One object a reader. */
export class Stamp {
  /** Milliseconds as `kind` says: see Fields.time. */
  time = NaN;
  kind: 0 | 1 | 2 = 0;
  /** Counts the years of timestamps without one. */
  readonly clock = new YearlessClock();
  /** The log's local time, for timestamps with a year but without a zone. */
  readonly offsetOf: OffsetOf;
  private lastDate = -1;
  private lastDay = NaN;
  private readonly lastSecond = new Remembered();
  private lastSecondLocal = NaN;
  /** The last date without a year, the yearless time at which it began, and the time last given. */
  private lastMonthDay = -1;
  private lastMidnight = NaN;
  private lastGiven = NaN;

  constructor(offsetOf: OffsetOf) {
    this.offsetOf = offsetOf;
  }

  none(): void {
    this.time = NaN;
    this.kind = 0;
  }

  /** A local time without a year. Month and day from 1. */
  yearless(month: number, day: number, ms: number): boolean {
    const monthDay = month * 32 + day;
    if (monthDay === this.lastMonthDay && this.clock.last === this.lastGiven) this.clock.last = this.lastMidnight + ms;
    else if (!this.turnDate(month, day, ms)) return false;
    this.time = this.clock.last;
    this.lastGiven = this.time;
    this.kind = 1;
    return true;
  }

  /** Neighbouring lines share the date, and one date never lies on both sides of New Year. */
  private turnDate(month: number, day: number, ms: number): boolean {
    const inYear = inLeapYear(month, day, ms);
    if (Number.isNaN(inYear)) return false;
    this.lastMidnight = this.clock.next(inYear) - ms;
    this.lastMonthDay = month * 32 + day;
    return true;
  }

  /** A local time of a known year; `offset` in milliseconds, NaN where the line names no zone. */
  dated(year: number, month: number, day: number, ms: number, offset: number): boolean {
    const local = this.midnight(year, month, day) + ms;
    if (Number.isNaN(local)) return false;
    this.local(local, offset);
    return true;
  }

  /** Local time of the 19 characters `2026-11-08T23:58:51` at `p`, NaN where they are none. Neighbouring lines share it. */
  second(text: string, p: number): number {
    if (this.lastSecond.standsAt(text, p)) return this.lastSecondLocal;
    const ms = timeOfDay(text, p + 11);
    const local = this.midnight(twoDigits(text, p) * 100 + twoDigits(text, p + 2), twoDigits(text, p + 5), twoDigits(text, p + 8)) + ms;
    if (Number.isNaN(local)) this.lastSecond.clear();
    else this.lastSecond.set(text, p, p + 19);
    this.lastSecondLocal = local;
    return local;
  }

  /** A local time; `offset` in milliseconds, NaN where the line names no zone. */
  local(local: number, offset: number): void {
    this.time = local - (Number.isNaN(offset) ? this.offsetOf(local) : offset);
    this.kind = 2;
  }

  /** Remembers the last date: neighbouring lines share it. */
  private midnight(year: number, month: number, day: number): number {
    const date = (year * 16 + month) * 32 + day;
    if (date === this.lastDate) return this.lastDay;
    const midnight = Date.UTC(year, month - 1, day);
    const valid = year >= 1900 && month >= 1 && month <= 12 && new Date(midnight).getUTCDate() === day;
    this.lastDate = date;
    this.lastDay = valid ? midnight : NaN;
    return this.lastDay;
  }
}

/** Two digits at `p`, -1 where there are none. */
export function twoDigits(text: string, p: number): number {
  const tens = text.charCodeAt(p) - 48;
  const ones = text.charCodeAt(p + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/** Milliseconds of the day of `hh:mm:ss` at `p` (8 characters), NaN where there is none. A leap second is :60. */
export function timeOfDay(text: string, p: number): number {
  if (text.charCodeAt(p + 2) !== 58 || text.charCodeAt(p + 5) !== 58) return NaN;
  const hour = twoDigits(text, p);
  const minute = twoDigits(text, p + 3);
  const second = twoDigits(text, p + 6);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return NaN;
  return ((hour * 60 + minute) * 60 + second) * 1000;
}

const tens = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

/** Milliseconds of the fraction `.123456` or `,123456` in [p, end), to the microsecond; see `fractionEnd`. 0 where it is empty. */
export function fraction(text: string, p: number, end: number): number {
  const to = Math.min(end, p + 7);
  let value = 0;
  for (let i = p + 1; i < to; i++) value = value * 10 + text.charCodeAt(i) - 48;
  return to - p > 1 ? (value * tens[7 - (to - p)]) / 1000 : 0;
}

/** Offset behind a fraction of a second at `p`; `p` itself where there is none. */
export function fractionEnd(text: string, p: number, end: number): number {
  const mark = p < end ? text.charCodeAt(p) : 0;
  if ((mark !== 46 && mark !== 44) || p + 1 >= end || !isDigit(text.charCodeAt(p + 1))) return p;
  let i = p + 1;
  while (i < end && i - p <= 10 && isDigit(text.charCodeAt(i))) i++;
  return i;
}

/** Month from 1 of an English abbreviation at `p`, 0 where it is none. */
export function monthAt(text: string, p: number): number {
  const first = text.charCodeAt(p);
  const rest = (text.charCodeAt(p + 1) << 8) | text.charCodeAt(p + 2);
  const month = months.get(rest);
  return month !== undefined && month.first === first ? month.number : 0;
}

const months = new Map(
  ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map((name, index) => [
    (name.charCodeAt(1) << 8) | name.charCodeAt(2),
    { first: name.charCodeAt(0), number: index + 1 },
  ]),
);
