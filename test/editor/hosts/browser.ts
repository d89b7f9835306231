// A headless Chromium with a profile of its own, in which VS Code's web workbench and its webviews work.
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { onceAtExit } from './cleanup.ts';

/** A running browser with one empty page. */
export interface Browser {
  page: Page;
  /** Ends the browser and removes its profile. */
  close(): Promise<void>;
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const macNames = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);

/** The executable of an installed Chromium, Chrome or Edge; the environment variable CHROMIUM goes first. */
export function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const candidates = [...names.flatMap((name) => folders.map((folder) => path.join(folder, name))), ...macNames];
  return [process.env.CHROMIUM ?? '', ...candidates].find(isExecutable);
}

function isExecutable(file: string) {
  try {
    accessSync(file, constants.X_OK);
    return file !== '';
  } catch {
    return false;
  }
}

/** Starts the browser with a page of the given size in CSS pixels. */
export async function launchBrowser(viewport = { width: 1400, height: 900 }): Promise<Browser> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('no Chromium or Chrome found');
  const profile = mkdtempSync(path.join(os.tmpdir(), 'mail-log-browser-'));
  const removeProfile = onceAtExit(() => rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  allowWebviews(profile);
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  const context = await chromium.launchPersistentContext(profile, { executablePath, viewport, args, timeout: 60_000 });
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    page,
    async close() {
      await context.close().catch(() => undefined);
      removeProfile();
    },
  };
}

// a webview lives on an origin of its own and needs a service worker there, which Chromium counts as third-party storage
function allowWebviews(profile: string) {
  mkdirSync(path.join(profile, 'Default'), { recursive: true });
  writeFileSync(
    path.join(profile, 'Default/Preferences'),
    JSON.stringify({ profile: { cookie_controls_mode: 0, block_third_party_cookies: false } }),
  );
}
