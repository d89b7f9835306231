import { parentPort, workerData } from 'node:worker_threads';
import { engineOf, filterOf, type HelperMessage, type WorkerJob } from './threads/job.ts';
import { Regions } from './threads/regions.ts';
import { advanceOf, readRegions, summarizeFiles } from './threads/summarize.ts';

/** A thread of its own: sums up files for the language server, or helps another one to. Ends with its work; can be terminated at any time. */
async function run(work: WorkerJob): Promise<void> {
  if (work.kind === 'summarize') {
    parentPort?.postMessage(await summarizeFiles(work.job, { progress: work.progress }));
    return;
  }
  const { job, thread, regions, sources, blocks, progress } = work;
  const options = { sources, blocks, engine: engineOf(job.settings), filter: filterOf(job), advance: advanceOf(progress) };
  await readRegions(new Regions(regions), thread, options, ({ part, ...rest }) => {
    const message: HelperMessage = { ...rest, part: part.export() };
    parentPort?.postMessage(message, part.buffers);
  });
  parentPort?.postMessage(null satisfies HelperMessage);
}

void run(workerData as WorkerJob);
