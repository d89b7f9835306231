import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import JSZip from 'jszip';
import { pack } from './vsix.ts';

// Everything that may be in the package. A new name here is a decision: each user downloads it.
const allowed = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/package.json',
  'extension/readme.md',
  'extension/changelog.md',
  'extension/LICENSE.txt',
  'extension/client/media/icon.png',
  'extension/client/media/view.svg',
  'extension/dist/THIRD-PARTY-NOTICES.txt',
  'extension/dist/cli.js',
  'extension/dist/client.browser.js',
  'extension/dist/client.js',
  'extension/dist/core.js',
  'extension/dist/knowledge.js',
  'extension/dist/re2.js',
  'extension/dist/report.css',
  'extension/dist/report.js',
  'extension/dist/server.browser.js',
  'extension/dist/server.js',
  'extension/dist/unpack.js',
  'extension/dist/worker.js',
  'extension/server/data/schema/user-rules.schema.json',
  'extension/syntaxes/language-configuration.json',
  'extension/syntaxes/maillog.tmLanguage.json',
];

const folder = mkdtempSync(path.join(os.tmpdir(), 'mail-log-vsix-'));
const file = path.join(folder, 'mail-log.vsix');
let zip: JSZip;
let names: string[] = [];
let manifest: Record<string, unknown>;

before(async () => {
  await pack(file);
  zip = await JSZip.loadAsync(readFileSync(file));
  names = Object.keys(zip.files).filter((name) => !name.endsWith('/'));
  manifest = JSON.parse((await zip.file('extension/package.json')?.async('string')) ?? '{}');
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('the package holds what the extension needs and nothing else', () => {
  assert.deepEqual(names.sort(), allowed.sort());
});

test('the package is at most 1 MB', () => {
  assert.ok(statSync(file).size <= 1_000_000, `${statSync(file).size} bytes`);
});

test('every file that package.json names is in the package', () => {
  const text = JSON.stringify({ ...manifest, scripts: undefined, devDependencies: undefined });
  const named = [...text.matchAll(/"(?:\.\/)?((?:dist|syntaxes|client|server)\/[^"*]+\.\w+)"/g)].map((match) => `extension/${match[1]}`);
  assert.ok(named.length > 5, 'package.json names files');
  assert.deepEqual(
    named.filter((name) => !names.includes(name)),
    [],
  );
});

test('the bundles need no package beside them: they require only vscode, what they share and what Node brings', async () => {
  for (const name of names.filter((name) => /dist\/.*\.js$/.test(name))) {
    const code = (await zip.file(name)?.async('string')) ?? '';
    const required = [...code.matchAll(/\brequire\(\s*["']([^"'$]+)["']\s*\)/g)].map((match) => match[1] ?? '');
    assert.deepEqual(
      required.filter((module) => !isBuiltin(module) && !['vscode', './core.js', './re2.js', './unpack.js'].includes(module)),
      [],
      name,
    );
  }
});

test('nothing leaves the machine: no bundle can open a connection, but for the pipes between editor and server', async () => {
  const bundles = names.filter((name) => name.endsWith('.js'));
  assert.ok(bundles.length >= 8);
  for (const name of bundles) {
    const code = (await zip.file(name)?.async('string')) ?? '';
    const modules = [...code.matchAll(/require\("(?:node:)?(https?|http2|net|tls|dgram|dns|inspector|undici)"\)/g)].map((match) => match[1]);
    // the language server library can also talk over a socket of the same machine when its command line says so
    const library = /\/(client|server)\.js$/.test(name) ? ['net'] : [];
    assert.deepEqual([...new Set(modules)].sort(), library, name);
    assert.doesNotMatch(code, /\b(XMLHttpRequest|WebSocket|EventSource|sendBeacon)\b|[^.\w]fetch\(/, name);
  }
});

test('the licences of the libraries inside are passed on', async () => {
  const notices = (await zip.file('extension/dist/THIRD-PARTY-NOTICES.txt')?.async('string')) ?? '';
  for (const library of [
    'vscode-languageclient',
    'vscode-languageserver',
    'preact',
    'uplot',
    're2js',
    'tldts-icann',
    'unbzip2-stream',
    'xz-decompress',
    'assemblyscript',
  ]) {
    assert.match(notices, new RegExp(`^${library} \\d`, 'm'), library);
  }
});
