import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** A heap may grow by half of what is alive in it, and by so much (bytes), before it is cleared. */
const slack = 12 << 20;

/**
 * V8 lets a heap grow to several times of what is alive in it while the machine has memory: each thread would take hundreds of
 * megabytes for a summary of twenty. To be called between pieces of work; costs a few per cent of the time.
 */
export function keepsHeapSmall(): () => void {
  let gc: ((options: { type: 'major'; execution: 'sync' }) => void) | null = null;
  let limit = getHeapStatistics().used_heap_size * 1.5 + slack;
  return () => {
    if (getHeapStatistics().used_heap_size < limit) return;
    gc ??= collector();
    gc({ type: 'major', execution: 'sync' });
    limit = getHeapStatistics().used_heap_size * 1.5 + slack;
  };
}

/**
 * Keeps the nurseries of this process at their first size, instead of tens of megabytes for the thread that reads: what a line leaves dies at once. For
 * processes that do nothing else; costs no time that can be measured.
 */
export function keepNurseriesSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}
