import type { OffsetOf } from './clock.ts';

const hour = 3_600_000;

/** Offset of a time zone from UTC at a moment of UTC, in milliseconds. */
type OffsetAt = (utc: number) => number;

/** Stands for the zone of the machine, whose name nobody needs: asking for it, as for any other zone, loads tables for 15 ms. */
export const machineZone = 'local';

/**
 * The clock of an IANA time zone ("Europe/Berlin", "UTC"), or of `machineZone`.
 * In the hour that comes twice the first one is meant; a time that a change to summer time skips counts on from the hour before.
 * @throws RangeError where the name is no time zone.
 */
export function offsetOfZone(zone: string): OffsetOf {
  const before = clocks.get(zone);
  if (before) return before;
  const clock = zone === 'UTC' ? () => 0 : clockOf(cached(zone === machineZone ? machineOffset : offsetIn(zone)));
  if (clocks.size < mostClocks) clocks.set(zone, clock);
  return clock;
}

/** Clocks made so far: what they have looked up serves again. */
const clocks = new Map<string, OffsetOf>();
const mostClocks = 20;

function clockOf(at: OffsetAt): OffsetOf {
  return (local) => {
    if (!Number.isFinite(local)) return 0;
    const before = at(local - 24 * hour);
    const after = at(local + 24 * hour);
    if (before === after) return before;
    return at(local - before) === before ? before : at(local - after) === after ? after : before;
  };
}

/** Zone rules change on the quarter hour, so one look-up serves each. */
function cached(offsetAt: OffsetAt): OffsetAt {
  const known = new Map<number, number>();
  return (utc) => {
    const quarter = Math.floor(utc / (hour / 4));
    let offset = known.get(quarter);
    if (offset === undefined) {
      if (known.size > 50_000) known.clear();
      offset = offsetAt(quarter * (hour / 4));
      known.set(quarter, offset);
    }
    return offset;
  };
}

function machineOffset(utc: number): number {
  return -new Date(utc).getTimezoneOffset() * 60_000;
}

function offsetIn(zone: string): OffsetAt {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (utc) => measure(format, utc);
}

function measure(format: Intl.DateTimeFormat, utc: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(utc)) part[type] = Number(value);
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - utc;
}
