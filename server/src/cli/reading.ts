import { readFile } from 'node:fs/promises';
import { type Engine, type LogFold, type Reference, readUserRules } from '../core.ts';
import { Framer } from '../source/framer.ts';
import { readLog } from '../source/node/open.ts';
import { problemOf } from '../source/problem.ts';
import { type EngineSettings, engineOf } from '../threads/job.ts';
import type { Problem } from './inputs.ts';
import { type LogOptions, UsageError } from './usage.ts';

/** What a command's options ask of the engine, for this thread and others. @throws UsageError where an option cannot be used. */
export async function settingsOf(
  { timeZone, ownNetworks, ownDomains, rules: path }: LogOptions,
  now: number,
  warn: (message: string) => void,
): Promise<{ settings: EngineSettings; engine: Engine }> {
  const rules = path === null ? null : await readRules(path);
  for (const { line, column, message } of rules === null ? [] : readUserRules(rules).mistakes) warn(`${path}:${line}:${column}: ${message}`);
  const settings = { rules, ownDomains, ownNetworks, timeZone, now };
  const engine = engineOf(settings);
  if (engine.complaints.length > 0) throw new UsageError(engine.complaints.map(asOption).join('\n'));
  return { settings, engine };
}

/** What times without year and zone are measured by. */
export function referenceOf({ timeZone, year }: Pick<LogOptions, 'timeZone' | 'year'>, now: number): Reference {
  return { now, timeZone, ...(year !== null && { year }) };
}

async function readRules(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`The rules in ${path} cannot be read: ${problemOf(error).message}.`);
  }
}

/** The engine speaks of settings; here they are options. */
function asOption(complaint: string): string {
  return complaint.replace('mailLog.ownNetworks', '--own-network').replace('mailLog.timeZone', '--timezone');
}

/** Takes the bytes of one file, in order. */
export interface Reading {
  begin(path: string): void;
  bytes?(count: number): void;
  /** Called between pieces of the file: output can be waited for. */
  pause?(): Promise<void>;
}

/** Reads files one after another into a fold. What could be read counts; what could not is named. */
export async function readFiles(files: readonly string[], fold: LogFold, reading: Reading): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const path of files) {
    reading.begin(path);
    fold.begin();
    const framer = new Framer();
    try {
      for await (const bytes of readLog(path)) {
        reading.bytes?.(bytes.length);
        const text = framer.push(bytes);
        if (text !== '') fold.add(text);
        await reading.pause?.();
      }
    } catch (error) {
      if (!isProblem(error)) throw error;
      problems.push({ path, message: error.message });
    }
    const rest = framer.end();
    if (rest !== '') fold.add(rest);
    fold.end();
    await reading.pause?.();
  }
  return problems;
}

function isProblem(error: unknown): error is Error {
  return error instanceof Error && error.name === 'SourceProblem';
}
