import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { defaults, noTruth, type Options, postfixLog, type Truth } from './postfix.ts';

/** Writes a synthetic log to a file without holding it in memory; tells what it holds. */
export async function writeLog(path: string, options: Partial<Options> = {}): Promise<Truth> {
  const truth = noTruth();
  const out = createWriteStream(path);
  let block = '';
  for (const line of postfixLog({ ...defaults, ...options }, truth)) {
    block += line;
    if (block.length < 1 << 20) continue;
    if (!out.write(block, 'latin1')) await once(out, 'drain');
    block = '';
  }
  out.end(block, 'latin1');
  await once(out, 'finish');
  return truth;
}

if (import.meta.main) {
  const [path, lines = '1000000', seed = '1'] = process.argv.slice(2);
  if (!path) {
    console.error('usage: node test/synthetic/write.ts FILE [LINES [SEED]]');
    process.exit(2);
  }
  console.log(JSON.stringify(await writeLog(path, { lines: Number(lines), seed: Number(seed) })));
}
