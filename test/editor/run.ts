// The steps of `npm test` that run the editor suites (see suite/suite.ts) in both hosts.
import { cpSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import type { Counts, Step } from '../runner/step.ts';
import { environment, root } from '../setup/pinned.mjs';
import { onceAtExit } from './hosts/cleanup.ts';
import { installHosts } from './hosts/install.ts';
import { openWebHost } from './hosts/web-host.ts';

const limitSeconds = 900;

type RunSuite = (tests: string, folder: string, log: (text: string) => void) => Promise<void>;

/** The editor suites; `only` restricts them to tests whose name holds it. */
export function editorSteps(only = ''): Step[] {
  return [
    { name: 'editor suite, Node extension host', run: () => runSuite('node', only, runInNodeHost) },
    { name: 'editor suite, web extension host', run: () => runSuite('web', only, runInWebHost) },
  ];
}

async function runSuite(host: 'node' | 'web', only: string, run: RunSuite): Promise<Counts> {
  const tests = await bundleSuite(host, only);
  const folder = sampleFolder();
  const lines: string[] = [];
  try {
    await run(tests, folder.path, (text) => collect(text, lines)).catch((error) => lines.push(String(error)));
  } finally {
    folder.remove();
  }
  return countsOf(lines);
}

/** Bundles all tests of the suite for one host; the web host reads them below the extension's folder. */
async function bundleSuite(host: 'node' | 'web', only: string): Promise<string> {
  const suite = path.join(import.meta.dirname, 'suite');
  const files = globSync('*.test.ts', { cwd: suite }).sort();
  // Node takes a .js file below test/ for an ES module; the web host takes nothing but .js
  const outfile = path.join(import.meta.dirname, `.cache/suite.${host}.${host === 'node' ? 'cjs' : 'js'}`);
  const contents = [...files.map((file) => `import './${file}';`), "export { run } from './suite.ts';"].join('\n');
  await esbuild.build({
    stdin: { contents, resolveDir: suite, loader: 'ts' },
    outfile,
    bundle: true,
    format: 'cjs',
    platform: host === 'node' ? 'node' : 'browser',
    target: 'es2023',
    external: ['vscode'],
    define: { EDITOR_HOST: JSON.stringify(host), ONLY: JSON.stringify(only) },
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}

/** A folder for VS Code to open: a copy, since tests append to logs and add some. */
function sampleFolder() {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'mail-log-samples-'));
  for (const source of ['test/logs', 'test/editor/logs']) {
    if (existsSync(path.join(root, source)))
      cpSync(path.join(root, source), copy, { recursive: true, filter: (file) => !/truth\.json$|\.ts$/.test(file) });
  }
  return { path: copy, remove: onceAtExit(() => rmSync(copy, { recursive: true, force: true })) };
}

const runInNodeHost: RunSuite = async (tests, folder, log) => {
  const userData = mkdtempSync(path.join(os.tmpdir(), 'mail-log-vscode-'));
  const remove = onceAtExit(() => rmSync(userData, { recursive: true, force: true }));
  process.env.PATH = environment.PATH; // the stand-in for VS Code asks for the pinned Node there
  try {
    await runTests({
      vscodeExecutablePath: await desktop(),
      extensionDevelopmentPath: root,
      extensionTestsPath: tests,
      launchArgs: [folder, `--user-data-dir=${userData}/data`, `--extensions-dir=${userData}/extensions`],
      extensionTestsEnv: { CODE_LIMIT_SECONDS: String(limitSeconds) },
      stdout: writeTo(log),
      stderr: writeTo(log),
    });
  } finally {
    remove();
  }
};

/** The desktop VS Code where it can run and be had (VSCODE_VERSION names another than the newest), else the project's stand-in. */
async function desktop(): Promise<string> {
  const display = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!display) return standIn();
  const version = process.env.VSCODE_VERSION ?? 'stable';
  const download = downloadAndUnzipVSCode({ version, cachePath: path.join(import.meta.dirname, '.cache/vscode'), timeout: 15_000 });
  return download.catch((error) => {
    console.log(`   VS Code cannot be downloaded here (${error instanceof Error ? error.message : error}); using its server in a browser`);
    if (process.env.VSCODE_VERSION) throw error;
    return standIn();
  });
}

function standIn(): string {
  installHosts();
  return path.join(import.meta.dirname, 'hosts/code.ts');
}

const runInWebHost: RunSuite = async (tests, folder, log) => {
  installHosts();
  const host = await openWebHost({ extension: root, tests, folder, log });
  const overdue = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error(`the tests did not end in ${limitSeconds} s`)), limitSeconds * 1000).unref(),
  );
  try {
    await Promise.race([host.exitCode, overdue]);
  } finally {
    await host.close();
  }
};

function writeTo(log: (text: string) => void) {
  let rest = '';
  return new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      if (lines.length > 0) log(lines.join('\n'));
      done();
    },
  }) as unknown as NodeJS.WriteStream;
}

const mark = '[suite] ';

// shows what the suite says, keeps everything
function collect(text: string, lines: string[]) {
  for (const line of text.split('\n')) {
    lines.push(line);
    if (line.startsWith(mark) && !line.startsWith(`${mark}counts`)) console.log(`   ${line.slice(mark.length)}`);
  }
}

function countsOf(lines: string[]): Counts {
  const counts = lines.map((line) => /^\[suite\] counts (\{.*\})/.exec(line)?.[1]).find(Boolean);
  if (counts) return JSON.parse(counts);
  console.log(['   The suite did not report. The last lines of VS Code:', ...lines.slice(-40)].join('\n'));
  return { passed: 0, failed: 1 };
}
