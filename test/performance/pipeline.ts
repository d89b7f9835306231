// Lines a second from bytes to summary on one thread: node test/performance/pipeline.ts [--careful] LOG... (see test/synthetic/write.ts);
// --careful without the compiled scanner.
import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { createEngine, LogFold, Part, Tables } from '../../server/src/core.ts';
import { Framer } from '../../server/src/source/framer.ts';

const engine = createEngine({ timeZone: 'UTC', now: () => Date.UTC(2026, 11, 31) });
const careful = process.argv.includes('--careful');

for (const path of process.argv.slice(2).filter((word) => !word.startsWith('--'))) {
  const rates = [1, 2, 3].map(() => measure(path)).sort((a, b) => a - b);
  const memory = process.memoryUsage();
  console.log(`${basename(path)}: ${(rates[1] / 1000).toFixed(0)} thousand lines/s (median of 3), resident ${(memory.rss / 2 ** 20).toFixed(0)} MiB`);
}

/** Reads the file once. @returns lines a second. */
function measure(path: string): number {
  const start = process.hrtime.bigint();
  const tables = new Tables();
  const part = new Part({ tables });
  const fold = new LogFold(tables, engine, (row) => void part.add(row), careful ? null : part.readsOrdinary());
  part.open(path);
  fold.begin();
  readPieces(path, fold);
  fold.end();
  part.end();
  const { inputs } = part.finish({ now: Date.UTC(2026, 11, 31), timeZone: 'UTC' });
  return inputs[0].lines / (Number(process.hrtime.bigint() - start) / 1e9);
}

function readPieces(path: string, fold: LogFold): void {
  const file = openSync(path, 'r');
  const buffer = Buffer.alloc(1 << 18);
  const framer = new Framer();
  for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) fold.addBytes(framer.pushBytes(buffer.subarray(0, length)));
  fold.add(framer.end());
  closeSync(file);
}
