import { readFileSync } from 'node:fs';
import { type Engine, type LogFold, type Reference, readUserRules } from '../core.ts';
import { Framer } from '../source/framer.ts';
import { readLog } from '../source/node/open.ts';
import { problemOf } from '../source/problem.ts';
import { LineSkipper } from '../source/skip-lines.ts';
import { type EngineSettings, engineOf } from '../threads/job.ts';
import { type LogFile, withoutRepeated } from '../threads/repeated.ts';
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
    return readFileSync(path, 'utf8');
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
  /** @param repeated lines at the beginning that are left out. */
  begin(path: string, repeated: number): void;
  bytes?(count: number): void;
  /** Called between pieces of the file: output can be waited for. */
  pause?(): Promise<void>;
}

/**
 * Files as one log, without what rotated ones repeat; sentences say what that was.
 * @param follow the last one is read as it grows, so that it stays even where it is no more than a copy as yet.
 */
export async function setOf(paths: readonly string[], follow: boolean): Promise<{ files: LogFile[]; notes: string[] }> {
  const { files, notes } = await withoutRepeated(paths.map((path) => ({ path, name: path })));
  const last = paths.at(-1);
  if (!follow || last === undefined || files.at(-1)?.path === last) return { files, notes };
  return { files: [...files, { path: last, repeated: await linesOf(last) }], notes };
}

async function linesOf(path: string): Promise<number> {
  let lines = 0;
  for await (const bytes of readLog(path)) for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
  return lines;
}

/** Reads files one after another into a fold. What could be read counts; what could not is named. */
export async function readFiles(files: readonly LogFile[], fold: LogFold, reading: Reading): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { path, repeated, format } of files) {
    reading.begin(path, repeated);
    fold.begin(format ?? undefined, repeated);
    const framer = new Framer();
    const skipper = new LineSkipper(repeated);
    try {
      for await (const bytes of readLog(path)) {
        reading.bytes?.(bytes.length);
        const text = skipper.rest(framer.push(bytes));
        if (text !== '') fold.add(text);
        await reading.pause?.();
      }
    } catch (error) {
      if (!isProblem(error)) throw error;
      problems.push({ path, message: error.message });
    }
    const rest = skipper.rest(framer.end());
    if (rest !== '') fold.add(rest);
    fold.end();
    await reading.pause?.();
  }
  return problems;
}

function isProblem(error: unknown): error is Error {
  return error instanceof Error && error.name === 'SourceProblem';
}
