import { rename, writeFile } from 'node:fs/promises';
import { LogFold, Part, Tables } from '../core.ts';
import { followFiles, untilInterrupted } from './follow.ts';
import { findInputs, type Problem } from './inputs.ts';
import type { Output } from './output.ts';
import { referenceOf, setOf, settingsOf } from './reading.ts';
import { renderSummary } from './summarize.ts';
import type { Command } from './usage.ts';

type Options = Extract<Command, { name: 'summarize' }>;

/**
 * Sums up logs while the last of them grows. On a terminal the report is drawn again in place; JSON is one object a line for each change; a file
 * (--output) is replaced; else the report is printed at the end. The end is an interrupt, or that of standard input.
 */
export async function followSummary(
  options: Options,
  output: Output,
  { isTerminal, now, warn }: { isTerminal: boolean; now: () => number; warn: (message: string) => void },
): Promise<Problem[]> {
  const { engine } = await settingsOf(options, now(), warn);
  const { files, problems } = await findInputs(options.paths, referenceOf(options, now()), true);
  const { files: logs, notes } = await setOf(files, true);
  const tables = new Tables();
  const part = new Part({ tables });
  for (const note of notes) part.note(note);
  let rows = 0;
  const fold = new LogFold(tables, engine, (row) => {
    rows++;
    part.add(row);
  });
  let shown = -1;
  let next = 0;
  const show = async (final: boolean) => {
    if (!final && (rows === shown || now() < next)) return;
    if (final && rows === shown && !isTerminal) return;
    shown = rows;
    next = now() + options.every * 1000;
    await print(renderSummary(part.finish(referenceOf(options, now())), options.format), final);
  };
  const print = async (text: string, final: boolean) => {
    if (options.output !== null) return replaceFile(options.output, text);
    if (options.format === 'json') output.write(`${JSON.stringify(JSON.parse(text))}\n`);
    else if (isTerminal) output.write(`${home}${text}`);
    else if (final) output.write(text);
    await output.flush();
  };
  const failed = await followFiles(logs, fold, {
    begin: (path, repeated) => part.open(path, false, repeated),
    bytes: (count) => part.addBytes(count),
    idle: () => show(false),
    warn,
    signal: untilInterrupted(),
  });
  fold.end();
  shown = options.format === 'json' || options.output !== null ? shown : -1;
  await show(true);
  return [...problems, ...failed];
}

/** To the upper left corner, the rest of the screen and what scrolled off cleared. */
const home = '\x1b[H\x1b[2J\x1b[3J';

/** At once: a reader never sees half of it. */
async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.part`, text);
  await rename(`${path}.part`, path);
}
