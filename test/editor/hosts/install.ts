// The VS Code builds that the editor suites run in are big (1.2 GB, one of them compiles native modules): they have a package.json of their own
// here, are installed on first need, and stay until their lock file or the Node they were compiled for changes.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installDebianPackages } from '../../setup/debian.ts';
import { environment } from '../../setup/pinned.mjs';
import { findBrowser } from './browser.ts';

/** The folder that holds the hosts' package.json and node_modules, absolute. */
export const hostsFolder = import.meta.dirname;

/** Packages of the hosts, absolute. */
export const hostPackages = path.join(hostsFolder, 'node_modules');

const cache = path.join(hostsFolder, '.cache');
const stampFile = path.join(cache, 'installed');

/** Installs the VS Code builds and, unless told otherwise, a browser to drive, where they are missing. Throws when that does not succeed. */
export function installHosts({ browser = true } = {}) {
  if (browser) installBrowser();
  const stamp = currentStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp && existsSync(hostPackages)) return;
  console.log('Installing VS Code builds for the editor suites; the first time this takes about three minutes ...');
  installDebianPackages([...compilers(), ...(existsSync('/usr/include/gssapi/gssapi.h') ? [] : ['libkrb5-dev'])]);
  npm(['ci', '--loglevel=error'], hostsFolder, { npm_config_nodedir: nodeHeaders(), PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' });
  mkdirSync(cache, { recursive: true });
  writeFileSync(stampFile, stamp);
}

function installBrowser() {
  if (!findBrowser()) installDebianPackages(['chromium']);
  if (!findBrowser()) throw new Error('No Chromium or Chrome was found. Install one, or name its executable in the environment variable CHROMIUM.');
}

// native modules fit one lock file and one version of Node's binary interface
function currentStamp() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(hostsFolder, 'package-lock.json')))
    .digest('hex');
  return `${lock} node-abi-${process.versions.modules} ${process.platform}-${process.arch}\n`;
}

function compilers() {
  return ['python3', 'make', 'g++'].filter((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).error);
}

// The npm package that brings this very Node also brings its headers; node-gyp would otherwise download them from elsewhere, or find those of another Node
function nodeHeaders() {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = path.join(cache, `headers-${process.version}`);
  const headers = path.join(folder, 'node_modules', name);
  if (!existsSync(path.join(headers, 'include/node/node_version.h'))) {
    mkdirSync(folder, { recursive: true });
    npm(
      ['install', '--prefix', folder, '--no-save', '--no-package-lock', '--ignore-scripts', '--loglevel=error', `${name}@${process.versions.node}`],
      folder,
      {},
    );
  }
  return headers;
}

function npm(commandArguments: string[], cwd: string, extra: Record<string, string>) {
  const { status } = spawnSync('npm', commandArguments, {
    cwd,
    env: { ...withoutOuterNpm(), ...extra },
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: 30 * 60_000,
  });
  if (status !== 0) throw new Error(`npm ${commandArguments[0]} failed in ${cwd}`);
}

// an npm that started this process says in the environment which Node it runs on; the one started here runs on another
function withoutOuterNpm() {
  const outer = /^(npm_(?!config_)|npm_config_(user_agent|local_prefix)$|NODE$)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !outer.test(name)));
}
