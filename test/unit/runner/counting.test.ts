import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

const begin = "import { describe, test } from 'node:test';\n";

/** What the runner counts for one test file, in a process of its own: node:test does not run inside node:test. */
function countsOf(content: string) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mail-log-runner-'));
  const file = path.join(folder, 'sample.test.mjs');
  writeFileSync(file, content);
  const runner = new URL('../../runner/node-tests.ts', import.meta.url).href;
  const script = path.join(folder, 'run.mjs');
  writeFileSync(
    script,
    `const { runFiles } = await import(${JSON.stringify(runner)}); console.log(JSON.stringify(await runFiles([${JSON.stringify(file)}])));`,
  );
  try {
    const { NODE_TEST_CONTEXT, ...env } = process.env;
    const output = execFileSync(process.execPath, [script], { encoding: 'utf8', env });
    return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('npm test counts each test and subtest once, and no suite', () => {
  const content = `${begin}describe('a suite', () => { test('one', () => {}); test('two', async (t) => { await t.test('part', () => {}); }); });`;
  assert.deepEqual(countsOf(content), { passed: 3, failed: 0 });
});

test('npm test counts a failed test and what follows it', () => {
  const content = `${begin}test('bad', () => { throw new Error('no'); }); test('good', () => {});`;
  assert.deepEqual(countsOf(content), { passed: 1, failed: 1 });
});

test('npm test counts a skipped test neither as passed nor as failed', () => {
  assert.deepEqual(countsOf(`${begin}test('later', { skip: true }, () => {}); test('good', () => {});`), { passed: 1, failed: 0 });
});

test('npm test counts a file that cannot be loaded as failed', () => {
  assert.deepEqual(countsOf("import { nothing } from 'node:fs';"), { passed: 0, failed: 1 });
});

test('npm test counts a file without tests as failed', () => {
  assert.deepEqual(countsOf('export {};'), { passed: 0, failed: 1 });
});

test('npm test counts a suite whose before hook fails as failed', () => {
  const content = `import { before } from 'node:test';\n${begin}describe('a suite', () => { before(() => { throw new Error('no'); }); test('one', () => {}); });`;
  const { passed, failed } = countsOf(content);
  assert.equal(passed, 0);
  assert.ok(failed >= 1);
});
