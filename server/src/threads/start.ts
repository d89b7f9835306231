import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { SummaryJob, SummaryResult, WorkerJob } from './job.ts';
import { resourceLimits, workerFile } from './summarize.ts';

/** Smaller ones are read sooner than a thread starts (bytes on disk). */
const worthThread = 4 << 20;
/** How often progress is told, in milliseconds. */
const tellEvery = 150;

/** Whether files are so large that another thread should read them. */
export function areLarge(paths: readonly string[]): boolean {
  return paths.reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0) >= worthThread;
}

/** Sums up files beside the calling thread, which stays free. @param tell percent read. @throws the signal's reason once it is aborted: the threads end at once. */
export async function summarizeBeside(job: SummaryJob, tell: (percent: number) => void, signal: AbortSignal): Promise<SummaryResult> {
  signal.throwIfAborted();
  const progress = new SharedArrayBuffer(16);
  const read = new Float64Array(progress);
  const worker = new Worker(workerFile(), { workerData: { kind: 'summarize', job, progress } satisfies WorkerJob, resourceLimits });
  const timer = setInterval(() => tell(read[1] > 0 ? Math.min(99, (100 * read[0]) / read[1]) : 0), tellEvery);
  let stop = () => {};
  try {
    return await new Promise<SummaryResult>((resolve, reject) => {
      stop = () => reject(signal.reason);
      signal.addEventListener('abort', stop);
      worker.on('message', resolve);
      worker.on('error', reject);
      worker.on('exit', () => reject(new Error('the thread that read the log ended before its work was done')));
    });
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', stop);
    void worker.terminate();
  }
}
