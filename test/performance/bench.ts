// Times Mail Log as whole processes beside other programs, on a log of its own making: npm run bench [-- --lines 1000000,10000000 --runs 5]
// --record writes BENCHMARKS.md; --compare BENCHMARKS.md fails where a ratio is more than a quarter worse than recorded there.
// npm run bench -- pipeline|reading|verdict|editor|typing|report runs a benchmark of one part of it.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { pinnedNode, root } from '../setup/pinned.mjs';
import { writeLog } from '../synthetic/write.ts';
import { type Contestant, contestants, isInstalled } from './bench/contestants.ts';
import { type Measured, measure, median } from './bench/measure.ts';
import { machine, markdownOf, type Round, recordedRatios, stepsBack } from './bench/table.ts';

const parts = ['pipeline', 'reading', 'verdict', 'editor', 'typing', 'report'];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    lines: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    record: { type: 'boolean', default: false },
    compare: { type: 'string' },
  },
});

if (positionals.length > 0) process.exit(runPart(positionals));
const folder = mkdtempSync(path.join(tmpdir(), 'mail-log-bench-'));
try {
  await bench();
} finally {
  rmSync(folder, { recursive: true });
}

async function bench(): Promise<void> {
  execFileSync(pinnedNode, ['esbuild.mjs', '--production'], { cwd: root, stdio: 'ignore' });
  const all = contestants(folder);
  const present = all.filter(({ needs }) => needs.every(isInstalled));
  for (const { name } of all) if (!present.some((one) => one.name === name)) console.error(`${name} is not installed: left out`);
  const rounds: Round[] = [];
  for (const lines of values.lines.split(',').map(Number)) rounds.push(await round(lines, present));
  const markdown = markdownOf(rounds);
  console.log(`${machine()}\n\n${markdown}`);
  if (values.record) writeFileSync(path.join(root, 'BENCHMARKS.md'), recordOf(markdown));
  if (values.compare === undefined) return;
  const worse = stepsBack(rounds, recordedRatios(readFileSync(values.compare, 'utf8')));
  for (const sentence of worse) console.error(`slower than recorded: ${sentence}`);
  if (worse.length > 0) process.exitCode = 1;
}

async function round(lines: number, programs: readonly Contestant[]): Promise<Round> {
  const log = path.join(folder, 'mail.log');
  await writeLog(log, { lines, seed: Number(values.seed) });
  execFileSync('sh', ['-c', `gzip -c "${log}" > "${log}.gz"`]);
  const runs = Math.max(1, Number(values.runs));
  const measured = new Map<string, Measured[]>(programs.map(({ name }) => [name, []]));
  // by turns, so that whatever else the machine does meets all of them
  for (let run = 0; run < runs; run++) {
    for (const { name, command } of programs) {
      measured.get(name)?.push(await measure(command(log)));
      process.stderr.write(`${lines} lines, run ${run + 1} of ${runs}: ${name}: ${measured.get(name)?.at(-1)?.seconds.toFixed(2)} s\n`);
    }
  }
  const results = programs.map(({ name, does, packed = false }) => {
    const list = measured.get(name) as Measured[];
    const memory = list.flatMap(({ megabytes }) => megabytes ?? []);
    return { name, does, packed, seconds: median(list.map(({ seconds }) => seconds)), megabytes: memory.length > 0 ? Math.max(...memory) : null };
  });
  return { lines, bytes: statSync(log).size, runs, results };
}

function recordOf(markdown: string): string {
  const command = `npm run bench -- --lines ${values.lines} --runs ${values.runs} --record`;
  return `# Benchmarks

Whole processes, from a cold start to the end of their output, by turns on the same log, which the benchmark makes itself. The ratio is the other
program's median time divided by Mail Log's on the same file: above 1, Mail Log is faster. Mail Log reads, joins, judges and sums up every line; what the others
do is said beside them. The numbers are of one machine and one day, and promise nothing for another; the ratios tell more than the times.

    ${command}

${machine()}

${markdown}`;
}

function runPart([name, ...rest]: string[]): number {
  if (!parts.includes(name)) {
    console.error(`there is no benchmark "${name}": ${parts.join(', ')}`);
    return 2;
  }
  return spawnSync(pinnedNode, [path.join(root, `test/performance/${name}.ts`), ...rest], { stdio: 'inherit' }).status ?? 1;
}
