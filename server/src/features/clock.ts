import { Field } from '../core.ts';
import type { Log } from '../document/log.ts';

const local = /(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)/;

/** Writes times of a log as its own lines do: in the zone of the line given, else in the user's. */
export function clockOf(log: Log, line: number): (iso: string) => string {
  const fields = log.parse(line);
  const written = local.exec(fields.cut(Field.timestamp) ?? '');
  if (written && fields.timeKind === 2) {
    const [year, month, day, hour, minute, second] = written.slice(1).map(Number);
    const offset = Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(fields.time / 1000) * 1000;
    return (iso) => format(Date.parse(iso) + offset);
  }
  const { offsetOf } = log.engine;
  return (iso) => {
    const utc = Date.parse(iso);
    // the offset is asked for by local time; near enough to take the zone's own time at that hour
    return format(utc + offsetOf(utc + offsetOf(utc)));
  };
}

function format(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}

/** "2026-07-14 08:12:32 to 08:13:05"; the date once where both have it. */
export function span(first: string | null, last: string | null, write: (iso: string) => string): string {
  if (!first) return '';
  const from = write(first);
  if (!last || last === first) return from;
  const to = write(last);
  if (from === to) return from;
  return `${from} to ${from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to}`;
}
