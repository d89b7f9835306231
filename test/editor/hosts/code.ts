#!/usr/bin/env node
// Stands in for the desktop's `code` where that cannot be downloaded: takes the flags that @vscode/test-electron passes, runs the tests in a VS Code
// with the Node extension host, and exits with their exit code. Environment: CODE_LIMIT_SECONDS ends a run that hangs.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openNodeHost } from './node-host.ts';

const { values, positionals } = parseArgs({
  options: { extensionDevelopmentPath: { type: 'string' }, extensionTestsPath: { type: 'string' } },
  allowPositionals: true,
  strict: false, // the many flags that are only for a desktop
});
const { extensionDevelopmentPath: extension, extensionTestsPath: tests } = values;
if (typeof extension !== 'string' || typeof tests !== 'string') {
  console.error('usage: code.ts --extensionDevelopmentPath=FOLDER --extensionTestsPath=FILE [FOLDER]');
  process.exit(2);
}
const limit = Number(process.env.CODE_LIMIT_SECONDS ?? 900);
const host = await openNodeHost({
  extension: path.resolve(extension),
  tests: path.resolve(tests),
  folder: path.resolve(positionals[0] ?? '.'),
  log: console.log,
});
const overdue = new Promise<number>((resolve) => setTimeout(resolve, limit * 1000, 124).unref());
const code = await Promise.race([host.exitCode, overdue]);
if (code === 124) console.error(`the tests did not end in ${limit} s`);
await host.close();
process.exit(code);
