// From a summary that is ready to the first paint of the report, for a log of a million lines: npm run bench -- report [LINES]
// Times the extension's own steps (cutting the lists, serialising) and the page's in Chromium, until the frame that shows the heading is drawn.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { trimmed } from '../../client/src/panel/trim.ts';
import { createEngine, type Summary } from '../../server/src/core.ts';
import type { EngineSettings } from '../../server/src/threads/job.ts';
import { summarizeFiles } from '../../server/src/threads/summarize.ts';
import { findBrowser } from '../editor/hosts/browser.ts';
import { openReport } from '../screenshots/report-page.ts';
import { writeLog } from '../synthetic/write.ts';

const lines = Number(process.argv[2] ?? 1_000_000);
const settings: EngineSettings = { rules: null, ownDomains: [], ownNetworks: [], timeZone: 'UTC', now: Date.now() };

async function summaryOf(folder: string): Promise<Summary> {
  const file = path.join(folder, 'mail.log');
  await writeLog(file, { lines });
  const engine = createEngine({ timeZone: settings.timeZone, now: () => settings.now });
  const job = { files: [{ path: file, name: file }], settings, reference: engine.reference(), filter: null, threads: availableParallelism() };
  return (await summarizeFiles(job, { engine })).summary;
}

async function paintOf(summary: Summary): Promise<{ paint: number; elements: number }> {
  const executablePath = findBrowser();
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    await openReport(page, 'dark', { ...summary, ...empty });
    return await page.evaluate(`(${paint})(${JSON.stringify(summary)})`);
  } finally {
    await browser.close();
  }
}

/** A report that is open already, and shows next to nothing: the new summary builds it all. */
const empty = { causes: [], receivers: [], senders: [], recipientDomains: [], senderDomains: [], findings: [] };

/** Runs in the page: from the arrival of the message to two frames after its last heading is there. */
const paint = `(summary) => new Promise((resolve) => {
  const start = performance.now();
  const rows = document.querySelectorAll('tr').length;
  const look = () => {
    if (document.querySelectorAll('tr').length === rows) return requestAnimationFrame(look);
    requestAnimationFrame(() => requestAnimationFrame(() => resolve({ paint: performance.now() - start, elements: document.querySelectorAll('*').length })));
  };
  postMessage({ type: 'summary', uris: ['file:///mail.log'], name: 'mail.log', summary, filter: {}, failed: [], lengths: {} }, '*');
  look();
})`;

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'mail-log-report-'));
  try {
    const summary = await summaryOf(folder);
    const start = performance.now();
    const { summary: first } = trimmed(summary);
    const size = JSON.stringify(first).length;
    const prepared = performance.now() - start;
    const { paint: painted, elements } = await paintOf(first);
    const whole = JSON.stringify(summary).length;
    console.log(`lines ${summary.inputs[0]?.lines}  receivers ${summary.receivers.length}  recipient domains ${summary.recipientDomains.length}`);
    console.log(
      `summary ${(whole / 1e6).toFixed(2)} MB, sent to the page ${(size / 1e6).toFixed(2)} MB, cut and serialised in ${prepared.toFixed(0)} ms`,
    );
    console.log(`painted in ${painted.toFixed(0)} ms, ${elements} elements`);
    const slow = prepared + painted > 1000;
    console.log(slow ? 'SLOWER than 1 s' : `first paint ${(prepared + painted).toFixed(0)} ms after the summary`);
    process.exitCode = slow ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
