import { isYearless, yearlessOf } from '../events/row.ts';
import type { Thresholds } from '../findings/thresholds.ts';
import { absoluteOf, inferFirstYear, type OffsetOf } from '../header/clock.ts';
import { offsetOfZone } from '../header/zone.ts';

/** What a log is measured by: times without year and zone, and findings. The pure code has no clock of its own. */
export interface Reference {
  /** Now, UTC milliseconds: the log's last line lies before it. */
  now: number;
  /** IANA name or `machineZone`; of times that say no offset. UTC where left out. */
  timeZone?: string;
  /** Year of the first line. */
  year?: number;
  /** What decides whether a pattern is a finding; the defaults where left out. */
  thresholds?: Thresholds;
}

/** Makes coded times absolute. */
export interface Calendar {
  /** UTC milliseconds, NaN for NaN. */
  milliseconds(coded: number): number;
  /** ISO 8601 in UTC, null for NaN; without fractions of a second where there are none. */
  iso(coded: number): string | null;
  /** What the reader's clock shows at a time, as if it were UTC. */
  local(milliseconds: number): number;
}

/** @param last the greatest yearless time (not coded), NaN without; @param leapDay any on a 29 February. */
export function createCalendar(reference: Reference, last: number, leapDay: number): Calendar {
  const offsetOf: OffsetOf = offsetOfZone(reference.timeZone ?? 'UTC');
  const firstYear = reference.year ?? (Number.isNaN(last) ? 0 : inferFirstYear(last, reference.now, offsetOf, leapDay));
  const milliseconds = (coded: number) => (isYearless(coded) ? absoluteOf(yearlessOf(coded), firstYear, offsetOf) : coded);
  return {
    milliseconds,
    iso: (coded) => isoOf(milliseconds(coded)),
    // the offset is asked for by local time, see zone.ts
    local: (utc) => utc + offsetOf(utc + offsetOf(utc)),
  };
}

/** Null where it is no time that ISO 8601 can write with four digits of year. */
export function isoOf(milliseconds: number): string | null {
  if (!(milliseconds > -62_135_596_800_000 && milliseconds < 253_402_300_800_000)) return null;
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}
