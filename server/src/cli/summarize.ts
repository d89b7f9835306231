import { LogFold, Part, type Summary, summaryCsv, summaryMarkdown, Tables } from '../core.ts';
import { findInputs, type Problem } from './inputs.ts';
import { engineFor, readFiles } from './reading.ts';
import type { Command, LogOptions } from './usage.ts';

/** Reads logs and sums them up. */
export async function readSummary(
  options: LogOptions,
  now: number,
  warn: (message: string) => void,
): Promise<{ summary: Summary; problems: Problem[]; read: number }> {
  const engine = await engineFor(options, now, warn);
  const { files, problems } = await findInputs(options.paths);
  const tables = new Tables();
  const part = new Part({ tables });
  const fold = new LogFold(tables, engine, (row) => void part.add(row));
  const failed = await readFiles(files, fold, { begin: (path) => part.open(path), bytes: (count) => part.addBytes(count) });
  if (fold.cut > 0) part.note(`${fold.cut} ${fold.cut === 1 ? 'line is' : 'lines are'} longer than 65,536 characters: only the beginning was read.`);
  const reference = { now, timeZone: options.timeZone, ...(options.year !== null && { year: options.year }) };
  return { summary: part.finish(reference), problems: [...problems, ...failed], read: files.length - failed.length };
}

export function renderSummary(summary: Summary, format: Extract<Command, { name: 'summarize' }>['format']): string {
  if (format === 'json') return `${JSON.stringify(summary, null, 2)}\n`;
  return format === 'csv' ? summaryCsv(summary) : summaryMarkdown(summary);
}
