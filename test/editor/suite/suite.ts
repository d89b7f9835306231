// The editor suites: tests that run inside a real VS Code, once in the Node extension host and once in the web extension host.
//
// Add a file NAME.test.ts beside this one; it is found by itself:
//
//   import { equal, open, test, until } from './suite.ts';
//
//   test('a hover on 550 names the mailbox', async () => {
//     const document = await open('postfix-syslog/mail.log');
//     const hovers = await until(() => hoversAt(document, 12, 130), 'a hover');   // hoversAt: vscode.executeHoverProvider
//     equal(hovers.length, 1, 'one hover');
//   });
//
// * The opened folder is a copy of test/logs and test/editor/logs; paths are relative to it. A test may change or add files there (in the web host
//   changes stay in memory, and there is no Node: no fs, path or process).
// * Wait for what a user would see with until(), never for a time. Ask VS Code's execute...Provider commands rather than moving a mouse.
// * A test leaves no dirty editor and no changed setting behind; all editors are closed after each test.
// * `npm run test:editor` runs both hosts, `npm run test:editor -- --only WORDS` only tests whose name holds these words.
import * as vscode from 'vscode';

declare const EDITOR_HOST: 'node' | 'web';
declare const ONLY: string;

/** In which extension host this runs. */
export const host = EDITOR_HOST;

interface Test {
  name: string;
  run: () => Promise<void> | void;
  seconds: number;
}

const tests: Test[] = [];

/** Adds a test. It fails when `run` throws, or takes longer than `seconds`. With `only`, it is for one of the hosts. */
export function test(name: string, run: Test['run'], { seconds = 60, only = host }: { seconds?: number; only?: 'node' | 'web' } = {}) {
  if (only === host && name.includes(ONLY)) tests.push({ name, run, seconds });
}

/** Waits until `look` returns something true-ish, and returns that. What it throws counts as "not yet". `what` completes "waited in vain for ...". */
export async function until<T>(look: () => T | PromiseLike<T>, what: string, seconds = 20): Promise<NonNullable<T>> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    let trouble: unknown;
    try {
      const found = await look();
      if (found) return found;
    } catch (error) {
      trouble = error;
    }
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for ${what}${trouble ? `: ${trouble}` : ''}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Throws unless both are the same value, or have the same JSON. */
export function equal<T>(actual: T, expected: T, what: string) {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) throw new Error(`${what}: ${is} instead of ${should}`);
}

/** Throws unless the text holds each of the parts. */
export function holds(text: string, parts: string[], what: string) {
  for (const part of parts) if (!text.includes(part)) throw new Error(`${what} does not hold ${JSON.stringify(part)}:\n${text}`);
}

/** The URI of a file in the opened folder. */
export function uriOf(file: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('no folder is open');
  return vscode.Uri.joinPath(folder.uri, file);
}

/** Opens a file of the opened folder in an editor. */
export async function open(file: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uriOf(file));
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

// what begins so is for the runner (test/editor/run.ts)
const say = (text: string) => console.log(text.replace(/^/gm, '[suite] '));

/** Runs all tests, one after another. VS Code calls this. */
export async function run(): Promise<void> {
  let failed = 0;
  for (const { name, run, seconds } of tests) {
    const start = Date.now();
    try {
      await withLimit(Promise.resolve().then(run), seconds);
      say(`✔ ${name} (${Date.now() - start} ms)`);
    } catch (error) {
      failed++;
      say(`✖ ${name}\n${error instanceof Error ? error.stack : String(error)}`);
    }
    await withLimit(Promise.resolve(vscode.commands.executeCommand('workbench.action.closeAllEditors')), 20).catch(() => undefined);
  }
  say(`counts ${JSON.stringify({ passed: tests.length - failed, failed })}`);
  if (failed > 0) throw new Error(`${failed} tests failed`);
}

function withLimit(work: Promise<unknown>, seconds: number): Promise<unknown> {
  const limit = new Promise((_, reject) => setTimeout(() => reject(new Error(`took longer than ${seconds} s`)), seconds * 1000));
  return Promise.race([work, limit]);
}
