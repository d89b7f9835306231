import { type Calendar, createCalendar, EntryReader, EventWriter, Fields, frameLines, isYearless, LogFold, Tables, yearlessOf } from '../core.ts';
import { Framer } from '../source/framer.ts';
import { readLog } from '../source/node/open.ts';
import { followFiles, untilInterrupted } from './follow.ts';
import { findInputs, type Problem } from './inputs.ts';
import type { Output } from './output.ts';
import { readFiles, referenceOf, setOf, settingsOf } from './reading.ts';
import type { LogOptions } from './usage.ts';

type Options = LogOptions & { failures: boolean; follow: boolean };

/** Prints events as lines are read. */
export async function runEvents(options: Options, output: Output, now: number, warn: (message: string) => void): Promise<Problem[]> {
  const { engine } = await settingsOf(options, now, warn);
  const { files, problems } = await findInputs(options.paths, referenceOf(options, now), options.follow);
  const { files: logs, notes } = await setOf(files, options.follow);
  for (const note of notes) warn(note);
  const calendar = await calendarFor(files, options, now);
  const tables = new Tables();
  const writer = new EventWriter(tables);
  const fold = new LogFold(tables, engine, (row, fields) => {
    const timed = writer.add(row, fields);
    if (!timed || (options.failures && timed.event.status === 'delivered')) return;
    timed.event.time = calendar(timed.time).iso(timed.time);
    output.write(`${JSON.stringify(timed.event)}\n`);
  });
  const reading = { begin: (path: string) => writer.open(path), pause: () => output.flush() };
  const failed = options.follow
    ? await followFiles(logs, fold, { ...reading, idle: async () => {}, warn, signal: untilInterrupted() })
    : await readFiles(logs, fold, reading);
  return [...problems, ...failed];
}

/**
 * Which year a time without one is of, is known at the end of a log only; so files are looked through first when they have such times.
 * Standard input cannot be read twice: there the first such line tells.
 */
async function calendarFor(files: readonly string[], options: LogOptions, now: number): Promise<(coded: number) => Calendar> {
  const reference = referenceOf(options, now);
  let last = options.year === null && !files.includes('-') ? await latestTime(files) : Number.NaN;
  let calendar: Calendar | null = null;
  return (coded) => {
    if (Number.isNaN(last) && isYearless(coded)) last = yearlessOf(coded);
    calendar ??= createCalendar(reference, last, Number.NaN);
    return calendar;
  };
}

/** The greatest time without a year, NaN where the logs have none. */
async function latestTime(files: readonly string[]): Promise<number> {
  const { header } = new EntryReader();
  const fields = new Fields();
  let latest = Number.NaN;
  for (const path of files) {
    const framer = new Framer();
    try {
      for await (const bytes of readLog(path)) {
        const text = framer.push(bytes);
        frameLines(text, 0, true, (start, end) => {
          fields.text = text;
          fields.reset(start, end);
          header.read(fields);
          if (fields.timeKind === 1 && !(fields.time <= latest)) latest = fields.time;
        });
        if (Number.isNaN(latest) && text !== '') return latest;
      }
    } catch {
      // It is named when it is read for its events.
    }
  }
  return latest;
}
