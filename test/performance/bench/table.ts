import { cpus, totalmem } from 'node:os';
import { ours, oursPacked } from './contestants.ts';

/** Medians of one program on one log. */
export interface Result {
  name: string;
  does: string;
  seconds: number;
  megabytes: number | null;
  packed: boolean;
}

/** The log's lines and what came out for it. */
export interface Round {
  lines: number;
  bytes: number;
  runs: number;
  results: Result[];
}

/** Time of the other program divided by ours on the same file: above 1, we are faster. */
export function ratioOf(result: Result, { results }: Round): number {
  const base = results.find(({ name }) => name === (result.packed ? oursPacked : ours)) as Result;
  return result.seconds / base.seconds;
}

export function markdownOf(rounds: readonly Round[]): string {
  return rounds.map(section).join('\n') + growth(rounds);
}

function section(round: Round): string {
  const { lines, bytes, runs, results } = round;
  const rows = results.map((result) => {
    const { name, does, seconds, megabytes } = result;
    return [name, does, `${seconds.toFixed(2)} s`, ratioOf(result, round).toPrecision(3), megabytes === null ? '' : `${Math.round(megabytes)} MB`];
  });
  const header = ['Program', 'What it does', 'Median time', 'Ratio', 'Memory'];
  return `## ${lines.toLocaleString('en-US')} lines\n\n${(bytes / 1e6).toFixed(0)} MB, median of ${runs} runs each.\n\n${table(header, rows)}\n`;
}

/** Columns as wide as their widest cell. */
function table(header: readonly string[], rows: readonly string[][]): string {
  const widths = header.map((cell, at) => Math.max(cell.length, ...rows.map((row) => row[at].length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => (at > 1 ? cell.padStart(widths[at]) : cell.padEnd(widths[at]))).join(' | ')} |\n`;
  const rule = `|${widths.map((width, at) => (at > 1 ? `${'-'.repeat(width + 1)}:` : '-'.repeat(width + 2))).join('|')}|\n`;
  return line(header) + rule + rows.map(line).join('');
}

/** How time and memory grow with the log. */
function growth(rounds: readonly Round[]): string {
  const [few, many] = [rounds[0], rounds[rounds.length - 1]];
  if (rounds.length < 2) return '';
  const [a, b] = [few, many].map(({ results }) => results.find(({ name }) => name === ours) as Result);
  const memory = a.megabytes && b.megabytes ? `, and ${(b.megabytes / a.megabytes).toFixed(1)} times the memory` : '';
  return `\n## Growth\n\n${(many.lines / few.lines).toFixed(0)} times the lines take Mail Log ${(b.seconds / a.seconds).toFixed(1)} times the time${memory}.\n`;
}

/** What the numbers were measured on, without naming it. */
export function machine(): string {
  const all = cpus();
  return `${all.length} × ${all[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB of memory, ${process.platform}, Node ${process.version}`;
}

/** The ratios that a BENCHMARKS.md records, by `LINES PROGRAM`. */
export function recordedRatios(markdown: string): Map<string, number> {
  const ratios = new Map<string, number>();
  let lines = '';
  for (const text of markdown.split('\n')) {
    lines = /^## ([\d,]+) lines/.exec(text)?.[1] ?? lines;
    const cells = text.split('|').map((cell) => cell.trim());
    const ratio = Number(cells[4]);
    if (lines !== '' && cells.length >= 6 && ratio > 0) ratios.set(`${lines} ${cells[1]}`, ratio);
  }
  return ratios;
}

/** A ratio so much worse than the recorded one is a step back. */
const tolerated = 0.75;

/** Sentences about ratios that are worse than recorded. */
export function stepsBack(rounds: readonly Round[], recorded: ReadonlyMap<string, number>): string[] {
  return rounds.flatMap((round) =>
    round.results.flatMap((result) => {
      const before = recorded.get(`${round.lines.toLocaleString('en-US')} ${result.name}`);
      const now = ratioOf(result, round);
      if (before === undefined || now >= before * tolerated) return [];
      return [`${round.lines.toLocaleString('en-US')} lines, ${result.name}: ratio ${now.toPrecision(3)}, recorded ${before}`];
    }),
  );
}
