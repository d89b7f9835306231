// VS Code with the Node extension host: the VS Code server of the npm package code-server, in a headless browser.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { environment, pinnedNode } from '../../setup/pinned.mjs';
import { launchBrowser } from './browser.ts';
import { onceAtExit } from './cleanup.ts';
import type { Host, HostRequest } from './host.ts';
import { hostPackages } from './install.ts';
import { quietSettings } from './settings.ts';
import { showIn } from './workbench-page.ts';

/** A running VS Code server. */
export interface Server {
  /** Its address, without a path: http://127.0.0.1:PORT */
  origin: string;
  /** Where its user data and, in TMPDIR, its sockets are. */
  data: string;
  /** Settles when the server has ended by itself. */
  ended: Promise<void>;
  /** Ends the server with all its children and removes its data. */
  close(): void;
}

/** How to start the server. */
export interface ServerOptions {
  /** The user's settings. */
  settings?: object;
  /** Flags of the server (one of them says who may connect), and variables in the environment of its extension hosts. */
  flags: string[];
  variables?: Record<string, string>;
  /** Folders of extensions to install. */
  extensions?: string[];
}

/** Starts the VS Code server on a free port of this machine. */
export async function startServer({ settings, flags, variables, extensions = [] }: ServerOptions): Promise<Server> {
  const data = mkdtempSync(path.join(os.tmpdir(), 'mail-log-server-'));
  for (const folder of ['data/User', 'extensions']) mkdirSync(path.join(data, folder), { recursive: true });
  writeFileSync(path.join(data, 'data/User/settings.json'), JSON.stringify({ ...quietSettings, ...settings }, undefined, 2));
  for (const extension of extensions) symlinkSync(extension, path.join(data, 'extensions', path.basename(extension)), 'junction');
  const main = path.join(hostPackages, 'code-server/lib/vscode/out/server-main.js');
  const child = spawn(pinnedNode, [main, '--host', '127.0.0.1', '--port', '0', '--server-data-dir', data, ...fixedFlags, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment, ...variables, TMPDIR: data },
    detached: true, // a process group of its own, so that extension hosts end with it
  });
  const close = onceAtExit(() => {
    killGroup(child);
    rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  try {
    return { origin: `http://127.0.0.1:${await portOf(child)}`, data, ended: new Promise((resolve) => child.once('exit', () => resolve())), close };
  } catch (error) {
    close();
    throw error;
  }
}

const fixedFlags = ['--disable-workspace-trust', '--accept-server-license-terms', '--telemetry-level', 'off'];

// a page may name development extensions and tests in its address only when the smoke test driver is on
const testFlags = ['--enable-smoke-test-driver', '--without-connection-token'];

function portOf(child: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Error(`the VS Code server did not start:\n${output}`));
    setTimeout(fail, 60_000).unref();
    child.on('error', reject).on('exit', fail);
    const read = (chunk: Buffer) => {
      if (output.length < 100_000) output += chunk;
      const port = /agent listening on (\d+)/.exec(output)?.[1];
      if (port) resolve(port);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
  });
}

function killGroup(child: ChildProcess) {
  try {
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}

/** The address at which the server shows a folder with the extension under development; `more` are further pairs for VS Code's payload. */
export function addressOf({ origin, data }: Server, { folder, extension, tests }: HostRequest, more: [string, string][] = []) {
  // VS Code takes themes below the extension's folder for the extension's own and applies one of them; this server is such a place, so: another path
  const link = path.join(data, 'extension');
  if (!existsSync(link)) symlinkSync(extension, link, 'junction');
  const payload = [['extensionDevelopmentPath', remote(origin, link)], ...(tests ? [['extensionTestsPath', remote(origin, tests)]] : []), ...more];
  return `${origin}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** The URI of a file of the machine in a window of this server. */
export function remote(origin: string, file: string) {
  return `vscode-remote://${new URL(origin).host}${encodeURI(file)}`;
}

/** Opens VS Code with the Node extension host. */
export async function openNodeHost(request: HostRequest): Promise<Host> {
  const server = await startServer({ settings: request.settings ?? {}, flags: testFlags });
  return showIn(launchBrowser(request.size), server, addressOf(server, request), request, (file) => remote(server.origin, path.resolve(file)));
}
