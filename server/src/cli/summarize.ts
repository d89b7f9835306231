import { availableParallelism } from 'node:os';
import { type Summary, summaryCsv, summaryMarkdown } from '../core.ts';
import { keepNurseriesSmall } from '../threads/memory.ts';
import { summarizeFiles } from '../threads/summarize.ts';
import { findInputs, type Problem } from './inputs.ts';
import { referenceOf, settingsOf } from './reading.ts';
import type { Command, LogOptions } from './usage.ts';

/** Reads logs, with all processors, and sums them up. */
export async function readSummary(
  options: LogOptions,
  now: number,
  warn: (message: string) => void,
): Promise<{ summary: Summary; problems: Problem[]; read: number }> {
  keepNurseriesSmall();
  const { settings, engine } = await settingsOf(options, now, warn);
  const reference = referenceOf(options, now);
  const { files, problems } = await findInputs(options.paths, reference);
  const threads = files.includes('-') ? 1 : availableParallelism();
  const job = { files: files.map((path) => ({ path, name: path })), settings, reference, filter: null, threads };
  const { summary, problems: failed } = await summarizeFiles(job, { engine });
  return { summary, problems: [...problems, ...failed], read: files.length - failed.length };
}

export function renderSummary(summary: Summary, format: Extract<Command, { name: 'summarize' }>['format']): string {
  if (format === 'json') return `${JSON.stringify(summary, null, 2)}\n`;
  return format === 'csv' ? summaryCsv(summary) : summaryMarkdown(summary);
}
