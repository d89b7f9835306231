/** Milliseconds of a day. */
export const day = 86_400_000;
/** The yearless calendar: every year has 366 days, so that 29 February always has a place. */
export const yearlessYear = 366 * day;
/** A step back by more than half a year is New Year. */
const halfYear = 180 * day;
/** Lines written late: a step over New Year back by at most this much is no whole year forward. */
const late = 7 * day;

/** First day of each month in a leap year, from 0. */
const monthStart = [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335];
const monthLength = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * What a local clock shows minus UTC, in milliseconds, at local time `local` (milliseconds as if it were UTC).
 * See zone.ts; `() => 0` is UTC.
 */
export type OffsetOf = (local: number) => number;

/** Milliseconds since 1 January in a leap year; month and day from 1, NaN where there is no such day. */
export function inLeapYear(month: number, dayOfMonth: number, msOfDay: number): number {
  if (!(dayOfMonth >= 1 && dayOfMonth <= monthLength[month - 1])) return NaN;
  return (monthStart[month - 1] + dayOfMonth - 1) * day + msOfDay;
}

/**
 * Counts years along the lines of one part of a log whose times have no year. Times it gives are in the yearless
 * calendar: index of the year (0 where the part begins) * 366 days + time in the year.
 */
export class YearlessClock {
  /** Time of the line before, NaN at the beginning; may be saved and set again to go on from another line. */
  last = NaN;

  /** @param inYear milliseconds since 1 January in a leap year. */
  next(inYear: number): number {
    const time = Number.isNaN(this.last) ? inYear : inYear + yearOf(this.last, inYear) * yearlessYear;
    if (!Number.isNaN(time)) this.last = time;
    return time;
  }
}

/** The index of the year of a time `inYear` on the line after one at yearless time `last`. */
function yearOf(last: number, inYear: number): number {
  const year = Math.floor(last / yearlessYear);
  const same = year * yearlessYear + inYear;
  if (same < last - halfYear) return year + 1;
  if (same > last + halfYear && same - yearlessYear >= last - late) return year - 1;
  return year;
}

/**
 * How many years to add to all yearless times of part B (counted from 0 by a clock of its own) so that they go on
 * from part A. Then reading A and B in one go gives the same times.
 * @param lastOfA yearless time of A's last line; @param firstOfB of B's first line.
 */
export function yearsBetween(lastOfA: number, firstOfB: number): number {
  const inYear = firstOfB - Math.floor(firstOfB / yearlessYear) * yearlessYear;
  return yearOf(lastOfA, inYear) - Math.floor(firstOfB / yearlessYear);
}

/** Local time (milliseconds as if UTC) of a yearless time where the year with index 0 is `firstYear`. */
export function localOf(yearless: number, firstYear: number): number {
  const year = Math.floor(yearless / yearlessYear);
  const inYear = yearless - year * yearlessYear;
  const dayOfYear = Math.floor(inYear / day);
  let month = 11;
  while (monthStart[month] > dayOfYear) month--;
  return Date.UTC(firstYear + year, month, dayOfYear - monthStart[month] + 1) + (inYear - dayOfYear * day);
}

/** UTC of a yearless time, see `localOf`. */
export function absoluteOf(yearless: number, firstYear: number, offsetOf: OffsetOf): number {
  const local = localOf(yearless, firstYear);
  return local - offsetOf(local);
}

/**
 * The year of index 0: the latest one in which the last entry lies at most a day after the reference time, and in
 * which 29 February exists where the log has one.
 * @param last the greatest yearless time; @param reference UTC; @param leapDay any yearless time on a 29 February, or NaN.
 */
export function inferFirstYear(last: number, reference: number, offsetOf: OffsetOf, leapDay = NaN): number {
  let year = new Date(reference).getUTCFullYear() + 1 - Math.floor(last / yearlessYear);
  while (absoluteOf(last, year, offsetOf) > reference + day) year--;
  if (Number.isNaN(leapDay)) return year;
  const index = Math.floor(leapDay / yearlessYear);
  for (let back = 0; back <= 8; back++) if (isLeap(year - back + index)) return year - back;
  return year;
}

/** Whether a yearless time lies on 29 February. */
export function isLeapDay(yearless: number): boolean {
  return Math.floor((yearless - Math.floor(yearless / yearlessYear) * yearlessYear) / day) === 59;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
