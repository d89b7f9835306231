import type { Selection } from '../../../server/src/summary/summary.ts';

/** The parts of a filter in the order they are shown, with what each is called. */
const names: [keyof Selection, string][] = [
  ['receiver', 'receiver'],
  ['senderDomain', 'sender domain'],
  ['sender', 'sender'],
  ['recipientDomain', 'recipient domain'],
  ['reason', 'reason'],
];

/** "receiver Gmail", "from 21 Nov 10:00 to 21 Nov 12:00": one text for each part. */
export function describeFilter(filter: Selection): string[] {
  const parts = names.flatMap(([key, name]) => (filter[key] === undefined ? [] : [`${name} ${filter[key]}`]));
  return filter.from || filter.to ? [...parts, describeRange(filter)] : parts;
}

/** "10:00 to 12:00 on 21 Nov" in words that need no more than the two moments. */
export function describeRange({ from, to }: Selection): string {
  const start = from ? `from ${moment(from)}` : '';
  const end = to ? `to ${moment(to)}` : '';
  return `${start} ${end}`.trim();
}

/** A filter without one of its parts; the range counts as one. */
export function without(filter: Selection, key: keyof Selection): Selection {
  const rest = { ...filter };
  delete rest[key];
  if (key === 'from') delete rest.to;
  return rest;
}

/** "2026-11-21 10:00:05" in the zone of this machine; an unreadable time as it is. */
export function moment(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}${date.getSeconds() ? `:${two(date.getSeconds())}` : ''}`;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clock}`;
}
