// Takes the pictures of README.md in a real VS Code: `npm run screenshots [-- NAME...]`. They are written to .github/pictures/.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Workbench } from '../editor/workbench.ts';
import { execute } from '../runner/step.ts';
import { pinnedNode, root } from '../setup/pinned.mjs';
import { dayOfLog } from './day.ts';
import { shrinkPng } from './palette.ts';

interface Picture {
  name: string;
  theme: string;
  show: (workbench: Workbench) => Promise<unknown>;
  /** Of a log that is made up; default: a real one of some minutes. */
  log?: () => string;
}

// small pictures, without what is not ours
const settings = { 'editor.minimap.enabled': false, 'workbench.layoutControl.enabled': false };
const reply = '550-5.1.1 The email account';

async function showReport(workbench: Workbench): Promise<void> {
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await workbench.runCommand('Mail Log: Summarize Bounces');
  await workbench.webview().getByRole('heading', { name: 'What failed' }).waitFor({ timeout: 60_000 });
  await workbench.webview().locator('canvas').waitFor();
  // off the buttons, whose titles would show
  await workbench.page.mouse.move(400, 400);
  await workbench.page.mouse.move(400, 420);
  await workbench.page.waitForTimeout(1500);
}

async function showCharts(workbench: Workbench): Promise<void> {
  await showReport(workbench);
  await workbench
    .webview()
    .getByRole('heading', { name: 'Over time' })
    .evaluate((heading) => heading.scrollIntoView({ block: 'start' }));
  await workbench.page.waitForTimeout(500);
}

async function showHover(workbench: Workbench): Promise<void> {
  await workbench.hover(`170:${reply}`);
}

async function showProblems(workbench: Workbench): Promise<void> {
  await workbench.problems();
}

async function showTree(workbench: Workbench): Promise<void> {
  await workbench.runCommand('Mail Log: Focus on Mail Log View');
  await workbench.page.getByRole('treeitem', { name: /Gmail/ }).first().click({ timeout: 60_000 });
}

const pictures: Picture[] = [
  { name: 'hover-dark', theme: 'dark', show: showHover },
  { name: 'hover-light', theme: 'light', show: showHover },
  { name: 'problems-dark', theme: 'dark', show: showProblems },
  { name: 'report-dark', theme: 'dark', show: showReport },
  { name: 'report-light', theme: 'light', show: showReport },
  { name: 'report-charts-dark', theme: 'dark', show: showCharts, log: dayOfLog },
  { name: 'report-high-contrast', theme: 'hc', show: showReport },
  { name: 'tree-dark', theme: 'dark', show: showTree },
];

async function take({ name, theme, show, log: made }: Picture, folder: string): Promise<void> {
  const log = path.join(folder, 'mail.log');
  if (made) writeFileSync(log, made());
  else cpSync(path.join(root, 'test/logs/postfix-syslog/mail.log'), log);
  const workbench = await Workbench.open({ files: [log], theme, settings, size: { width: 1440, height: 900 } });
  try {
    await workbench.page.locator('.statusbar-item', { hasText: 'Mail Log' }).first().waitFor({ timeout: 60_000 });
    await workbench.page.waitForTimeout(2500); // colours and problems have settled
    await show(workbench);
    const file = path.join(root, '.github/pictures', `${name}.png`);
    await workbench.screenshot(file);
    shrinkPng(file);
    console.log(`.github/pictures/${name}.png`);
  } finally {
    await workbench.close();
  }
}

async function main(wanted: string[]): Promise<void> {
  await execute(pinnedNode, ['esbuild.mjs', '--production']);
  mkdirSync(path.join(root, '.github/pictures'), { recursive: true });
  // a copy: nothing that happens in the window may touch the sample
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mail-log-pictures-'));
  try {
    const logs = path.join(folder, 'logs'); // the name that the window shows
    mkdirSync(logs);
    for (const picture of pictures) if (wanted.length === 0 || wanted.includes(picture.name)) await take(picture, logs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main(process.argv.slice(2));
process.exit();
