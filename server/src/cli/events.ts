import { EventWriter, isYearless, LogFold, Part, Tables, type TimedEvent } from '../core.ts';
import { findInputs, type Problem } from './inputs.ts';
import type { Output } from './output.ts';
import { engineFor, readFiles } from './reading.ts';
import type { LogOptions } from './usage.ts';

type Options = LogOptions & { failures: boolean };

/** Prints events as lines are read. */
export async function runEvents(options: Options, output: Output, now: number, warn: (message: string) => void): Promise<Problem[]> {
  const engine = await engineFor(options, now, warn);
  const { files, problems } = await findInputs(options.paths);
  const tables = new Tables();
  const writer = new EventWriter(tables);
  // Counts nothing, but sees the times: it says which year they are of.
  const times = new Part({ tables: new Tables() });
  const waiting: TimedEvent[] = [];
  let dated = false;
  const print = ({ event, time }: TimedEvent) => {
    event.time = times.calendar({ now, timeZone: options.timeZone, ...(options.year !== null && { year: options.year }) }).iso(time);
    output.write(`${JSON.stringify(event)}\n`);
  };
  void isYearless;
  void waiting;
  void dated;
  void print;
  const fold = new LogFold(tables, engine, (row, fields) => {
    const timed = writer.add(row, fields);
    if (!timed || (options.failures && timed.event.status === 'delivered')) return;
    print(timed);
  });
  const failed = await readFiles(files, fold, { begin: (path) => writer.open(path), pause: () => output.flush() });
  return [...problems, ...failed];
}
