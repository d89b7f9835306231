import { statSync } from 'node:fs';
import { codedYearless, createCalendar, EntryReader, Fields, latin1, type Reference } from '../core.ts';
import { readLog } from '../source/node/open.ts';

/** When a line was written, as far as it says: 0 does not, 1 without a year, 2 UTC milliseconds. */
export interface LineTime {
  kind: 0 | 1 | 2;
  time: number;
}

export function timeOf(line: string): LineTime {
  const fields = new Fields();
  fields.text = line;
  fields.reset(0, line.length);
  new EntryReader().header.read(fields);
  return { kind: fields.timeKind, time: fields.time };
}

/** When a log begins, in UTC milliseconds; a time without a year is taken to be the latest that fits. NaN where its first lines say nothing. */
export async function firstTime(path: string, reference: Reference): Promise<number> {
  try {
    // a pipe gives its bytes once
    if (path === '-' || !statSync(path).isFile()) return Number.NaN;
    for await (const bytes of readLog(path)) {
      const lines = latin1(bytes.subarray(0, 65_536)).split('\n', 50);
      const { kind, time } = lines.map(timeOf).find(({ kind }) => kind !== 0) ?? { kind: 0, time: Number.NaN };
      return kind === 1 ? createCalendar(reference, time, Number.NaN).milliseconds(codedYearless(time)) : time;
    }
  } catch {
    // it is named when it is read
  }
  return Number.NaN;
}
