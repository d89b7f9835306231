import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { run } from 'node:test';
import { inspect } from 'node:util';
import { root } from '../setup/pinned.mjs';
import type { Counts, Step } from './step.ts';

/** The part of node:test's events that is used here. */
interface TestEvent {
  type: string;
  data: { name: string; file?: string; line?: number; message?: string; skip?: unknown; todo?: unknown; details?: { error?: Error; type?: string } };
}

/** The files that node:test runs, as paths from the root folder. Those of the editor suites run inside VS Code. */
export function testFiles(folder = 'test'): string[] {
  return globSync(`${folder}/**/*.test.{ts,mjs}`, { cwd: root, exclude: (name) => name === 'node_modules' })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => !file.startsWith('test/editor/'))
    .sort();
}

/** A step that runs every *.test.ts below test/FOLDER whose path holds `only`; a step without tests is a failure. */
export function nodeTestStep(name: string, folder: string, only = ''): Step {
  return { name, run: () => runFiles(testFiles(`test/${folder}`).filter((file) => file.includes(only))) };
}

/** Runs test files and counts; paths are absolute or from the root folder. */
export async function runFiles(files: string[]): Promise<Counts> {
  if (files.length === 0) {
    console.log('   no tests found');
    return { passed: 0, failed: 1 };
  }
  const counts: Counts = { passed: 0, failed: 0 };
  const events = run({ files: files.map((file) => path.resolve(root, file)), cwd: root, concurrency: availableParallelism(), timeout: 300_000 });
  for await (const event of events) count(event as TestEvent, counts);
  return counts;
}

// Suites only contain. A file that cannot be loaded, or holds no test, is a test that failed; what is skipped or to do is not counted.
function count({ type, data }: TestEvent, counts: Counts) {
  if (type === 'test:stderr' || type === 'test:stdout') process.stdout.write(data.message ?? '');
  if (data.details?.type === 'suite' || data.skip !== undefined || data.todo !== undefined) return;
  if (type === 'test:pass' && data.name !== data.file) counts.passed++;
  else if (type === 'test:pass' || type === 'test:fail') {
    counts.failed++;
    printFailure(data);
  }
}

function printFailure({ name, file, line, details }: TestEvent['data']) {
  const place = file && file !== name ? ` (${path.relative(root, file)}:${line})` : '';
  const reason = details?.error?.cause ?? details?.error ?? 'the file holds no tests';
  console.log(`   \u2716 ${name}${place}\n${inspect(reason, { depth: 6 }).replace(/^/gm, '     ')}`);
}
