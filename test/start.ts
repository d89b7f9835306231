// `npm start [-- FILE...]` (with `--no-build` for who runs `npm run watch` beside): builds the extension and opens it in VS Code, on the given logs or on real sample logs.
// The desktop's `code` where there is one, and a display; otherwise VS Code in the browser on this machine.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { installHosts } from './editor/hosts/install.ts';
import { startServer } from './editor/hosts/node-host.ts';
import { execute } from './runner/step.ts';
import { pinnedNode, root } from './setup/pinned.mjs';

const samples = path.join(root, 'test/logs');

const { values, positionals } = parseArgs({ options: { build: { type: 'boolean', default: true } }, allowNegative: true, allowPositionals: true });
const given = positionals.map((file) => path.resolve(process.env.INIT_CWD ?? '.', file));
const missing = given.filter((file) => !existsSync(file));
if (missing.length > 0) {
  console.error(`No such file: ${missing.join(', ')}`);
  process.exit(2);
}
if (values.build && (await execute(pinnedNode, ['esbuild.mjs'])) !== 0) process.exit(1);

const folders = given.filter((file) => statSync(file).isDirectory());
const files = given.length > 0 ? given.filter((file) => !folders.includes(file)) : [path.join(samples, 'postfix-syslog/mail.log')];
const folder = folders[0] ?? (given[0] ? path.dirname(given[0]) : samples);
const desktop = hasDisplay() ? onPath('code', 'code-insiders', 'codium') : undefined;
if (desktop) openDesktop(desktop);
else await serveBrowser();

function openDesktop(code: string) {
  console.log(`Opening ${code} ...`);
  // VS Code refuses to run as root without a folder of its own for its data
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox', `--user-data-dir=${path.join(os.tmpdir(), 'mail-log-as-root')}`] : [];
  const shell = process.platform === 'win32';
  const flags = [...asRoot, `--extensionDevelopmentPath=${root}`, folder, ...files].map((text) => (shell ? `"${text}"` : text));
  spawn(shell ? `"${code}"` : code, flags, { stdio: 'inherit', shell });
}

async function serveBrowser() {
  installHosts({ browser: false });
  const token = randomBytes(12).toString('hex'); // other users of this machine must not get at this user's files
  const server = await startServer({
    settings: { 'window.autoDetectColorScheme': true },
    flags: ['--default-folder', folder, '--connection-token', token],
    variables: { MAIL_LOG_OPEN: JSON.stringify(files) },
    extensions: [root, path.join(root, 'test/editor/opener')],
  });
  const address = `${server.origin}/?tkn=${token}`;
  console.log(`\nMail Log is running in VS Code at\n\n  ${address}\n\nCtrl-C ends it.`);
  const opener = process.platform === 'darwin' ? 'open' : onPath('xdg-open', 'x-www-browser', 'sensible-browser');
  if (opener && hasDisplay()) spawn(opener, [address], { stdio: 'ignore', detached: true }).unref();
  await server.ended;
  console.error('The VS Code server has ended.');
  process.exit(1);
}

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function onPath(...names: string[]): string | undefined {
  const places = (process.env.PATH ?? '').split(path.delimiter);
  const endings = process.platform === 'win32' ? ['.cmd', '.exe'] : [''];
  return names
    .flatMap((name) => places.flatMap((place) => endings.map((ending) => path.join(place, name + ending))))
    .find((file) => existsSync(file));
}
