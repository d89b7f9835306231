import type { Worker } from 'node:worker_threads';
import { type Engine, Part, Tables } from '../core.ts';
import { problemOf } from '../source/problem.ts';
import { engineOf, filterOf, type HelperMessage, type SummaryJob, type SummaryResult, type WorkerJob } from './job.ts';
import { overlapOf } from './overlap.ts';
import { blocksOf, type Source, sourceOf, weightOf } from './plan.ts';
import { Regions } from './regions.ts';
import { type Problem, readStretch, type Stretch, type StretchOptions } from './stretch.ts';

/** Most of what a line leaves behind dies young: a small nursery is cleared sooner and stays in the processor's cache. */
export const resourceLimits = { maxYoungGenerationSizeMb: 12 };

/** A further thread is worth its start, and the time until its code is fast, for so many bytes of log. */
const bytesPerThread = 96 << 20;

/**
 * Sums up files of any size with several threads: this one reads, too, and merges what the others send. Memory does not grow with
 * the files, only with what a summary keeps (events/tables.ts, messages/messages.ts), once for each thread.
 * @param progress two numbers: bytes on disk read so far and of all.
 */
export async function summarizeFiles(
  job: SummaryJob,
  { progress = new SharedArrayBuffer(16), engine }: { progress?: SharedArrayBuffer; engine?: Engine } = {},
): Promise<SummaryResult> {
  const problems: Problem[] = [];
  const sources = job.files.flatMap((file) => lookAt(file, problems));
  const notes = await leaveOutRepeated(sources);
  const blocks = blocksOf(sources);
  const weights = blocks.map((block) => weightOf(block, sources));
  const threads = Math.max(1, Math.min(job.threads, blocks.length, Math.floor(sum(weights) / (job.bytesPerThread ?? bytesPerThread))));
  const regions = Regions.deal(weights, threads);
  new Float64Array(progress)[1] = sum(sources.map(({ size }) => size));
  const helpers = await helpersFor(
    Array.from({ length: threads - 1 }, (_, at) => ({ kind: 'help', job, thread: at + 1, regions, sources, blocks, progress })),
  );
  try {
    const options = { sources, blocks, engine: engine ?? engineOf(job.settings), filter: filterOf(job), advance: advanceOf(progress) };
    const own: Stretch[] = [];
    await readRegions(new Regions(regions), 0, options, (stretch) => own.push(stretch));
    const others = await Promise.all(helpers.map(({ stretches }) => stretches));
    return merge([...own, ...others.flat()], job, problems, notes);
  } finally {
    await Promise.all(helpers.map(({ worker }) => worker.terminate()));
  }
}

/** What each thread does: reads its own blocks, then what it can take from others. */
export async function readRegions(regions: Regions, thread: number, options: StretchOptions, done: (stretch: Stretch) => void): Promise<void> {
  const claim = () => regions.claim(thread);
  do {
    const first = claim();
    if (first >= 0) done(await readStretch(first, claim, options));
  } while (regions.take(thread));
}

/** Counts the bytes of all threads. Atomics know no fractions, and a sum that is a little late harms nobody. */
export function advanceOf(progress: SharedArrayBuffer): (bytes: number) => void {
  const done = new Float64Array(progress);
  return (bytes) => {
    done[0] += bytes;
  };
}

function lookAt({ path, name }: SummaryJob['files'][number], problems: Problem[]): Source[] {
  try {
    return [sourceOf(path, name)];
  } catch (error) {
    problems.push({ path: name, message: problemOf(error).message });
    return [];
  }
}

/** What a file repeats of the one before it is left out. @returns sentences that say so. */
export async function leaveOutRepeated(sources: Source[]): Promise<string[]> {
  const notes: string[] = [];
  // compared as they lie, whatever of them is left out
  const asTheyLie = sources.map((source) => ({ ...source }));
  let before = asTheyLie[0];
  for (const [at, source] of asTheyLie.entries()) {
    if (at === 0) continue;
    const { bytes, lines } = await overlapOf(before, source).catch(() => ({ bytes: 0, lines: 0 }));
    if (bytes > 0 && source.skip + bytes >= source.size) {
      notes.push(`${source.name} holds nothing that is not in ${before.name}: it was not counted again.`);
      sources.splice(
        sources.findIndex(({ path }) => path === source.path),
        1,
      );
      continue;
    }
    if (bytes > 0) notes.push(`The first ${lines} lines of ${source.name} repeat the end of ${before.name}: they are counted once.`);
    const own = sources.find(({ path }) => path === source.path) as Source;
    own.skip += bytes;
    own.repeated = lines;
    before = source;
  }
  return notes;
}

interface Helper {
  worker: Worker;
  stretches: Promise<Stretch[]>;
}

/** Starts a thread for each. What threads take is loaded only for some. */
async function helpersFor(jobs: readonly WorkerJob[]): Promise<Helper[]> {
  if (jobs.length === 0) return [];
  const { Worker } = await import('node:worker_threads');
  return jobs.map((workerData) => follow(new Worker(workerFile(), { workerData, resourceLimits })));
}

/** Hears what a thread sends. */
function follow(worker: Worker): Helper {
  const stretches = new Promise<Stretch[]>((resolve, reject) => {
    const all: Stretch[] = [];
    worker.on('message', (message: HelperMessage) => {
      if (message) all.push({ ...message, part: Part.from(message.part) });
      else resolve(all);
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('a thread ended before its work was done')));
  });
  // whoever awaits it hears of the fault; nobody does where this thread failed first
  stretches.catch(() => {});
  return { worker, stretches };
}

/** Beside the bundles; beside this folder when the sources run. */
export function workerFile(): string | URL {
  return typeof __filename === 'string' ? `${__dirname}/worker.js` : new URL('../worker.ts', import.meta.url);
}

function merge(stretches: Stretch[], { reference, notes: given = [] }: SummaryJob, problems: Problem[], notes: readonly string[]): SummaryResult {
  const ordered = stretches.sort((a, b) => a.first - b.first);
  const part = ordered[0]?.part ?? new Part({ tables: new Tables() });
  for (const { part: later } of ordered.slice(1)) part.merge(later);
  part.end();
  const cut = sum(ordered.map(({ cut }) => cut));
  for (const note of [...given, ...notes]) part.note(note);
  if (cut > 0) part.note(`${cut} ${cut === 1 ? 'line is' : 'lines are'} longer than 65,536 characters: only the beginning was read.`);
  return { summary: part.finish(reference), span: part.years, problems: [...problems, ...ordered.flatMap((stretch) => stretch.problems)] };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
