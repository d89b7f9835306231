// Renders client/media/icon.svg to icon.png (256 x 256). `node test/screenshots/icon.ts`; CHROMIUM names the browser.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const media = path.resolve(import.meta.dirname, '../../client/media');
const scratch = mkdtempSync(path.join(os.tmpdir(), 'mail-log-icon-'));
const page = path.join(scratch, 'icon.html');
const svg = readFileSync(path.join(media, 'icon.svg'), 'utf8');
writeFileSync(page, `<body style="margin:0">${svg.replace('<svg', '<svg style="display:block" width="256" height="256"')}`);
const { status, stderr } = spawnSync(
  process.env.CHROMIUM ?? '/usr/bin/chromium',
  [
    '--headless',
    '--no-sandbox',
    '--hide-scrollbars',
    '--force-device-scale-factor=1',
    '--default-background-color=00000000',
    '--window-size=256,256',
    `--user-data-dir=${path.join(scratch, 'profile')}`,
    `--screenshot=${path.join(media, 'icon.png')}`,
    `file://${page}`,
  ],
  { encoding: 'utf8' },
);
rmSync(scratch, { recursive: true, force: true });
if (status !== 0) console.error(stderr);
process.exitCode = status ?? 1;
