import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { message } from './healthy.ts';
import { partOf, summaryOf } from './reading.ts';

test('the compiled scanner is what its sources compile to', () => {
  const build = fileURLToPath(new URL('../../../server/scanner/build.mjs', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [build, '--check'], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});

/** Reads a log as a host does whose WebAssembly is another one. */
function summaryWith(webAssembly: unknown): { summary: string; careful: number } {
  const host = globalThis as { WebAssembly?: unknown };
  const own = host.WebAssembly;
  host.WebAssembly = webAssembly;
  try {
    let careful = 0;
    const log = [0, 1, 2].flatMap((number) => message(number)).join('');
    const summary = summaryOf(partOf(log, { format: 'postfix', seen: () => careful++ }));
    return { summary, careful };
  } finally {
    host.WebAssembly = own;
  }
}

class NoVectors {
  constructor() {
    throw new TypeError('Wasm SIMD unsupported');
  }
}

test('a host without WebAssembly, or without its vectors, reads everything with care and says the same', () => {
  const without = summaryWith(undefined);
  const old = summaryWith({ Module: NoVectors });
  const usual = summaryWith((globalThis as { WebAssembly?: unknown }).WebAssembly);
  assert.equal(without.careful, 15);
  assert.equal(old.careful, 15);
  assert.ok(usual.careful < 10);
  assert.equal(without.summary, usual.summary);
  assert.equal(old.summary, usual.summary);
});
