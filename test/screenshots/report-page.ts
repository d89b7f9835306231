// The report in a plain browser, fed with a summary: for working on it, and to see it in every theme and width.
// `node test/screenshots/report-page.ts OUTPUT_FOLDER [SUMMARY.json]` (build first); CHROMIUM names the browser.
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import type { Summary } from '../../server/src/summary/summary.ts';
import { healthySummary, sampleSummary } from '../unit/client/sample.ts';
import { themes } from './themes.ts';

const root = path.resolve(import.meta.dirname, '../..');
const policy = "default-src 'none'; script-src 'unsafe-inline' file:; style-src file:; img-src file:; font-src file:";

/** The page that VS Code would show: same policy for styles, a stand-in for its API that answers with the summary. */
export async function openReport(page: Page, theme: string, summary: Summary, state: object | null = null): Promise<void> {
  const { kind, variables } = themes[theme] as (typeof themes)[string];
  const dist = pathToFileURL(path.join(root, 'dist')).href;
  await page.addInitScript({ content: `(${stub})(${JSON.stringify({ summary, state, kind, variables })})` });
  await page.route('**/report.html', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!DOCTYPE html><html lang="en"><meta http-equiv="Content-Security-Policy" content="${policy}"><link rel="stylesheet" href="${dist}/report.css"><body><div id="report"></div><script src="${dist}/report.js"></script></body></html>`,
    }),
  );
  await page.goto(`${dist}/report.html`);
  await page.waitForSelector('h1');
}

/** Runs in the page before anything else. */
const stub = `function ({ summary, state, kind, variables }) {
  addEventListener('DOMContentLoaded', () => { document.body.className = kind; });
  const apply = () => { for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty('--vscode-' + name, value); };
  document.documentElement ? apply() : addEventListener('readystatechange', apply);
  addEventListener('DOMContentLoaded', apply);
  window.sent = [];
  let kept = state;
  window.kept = () => kept;
  const answer = (message) => setTimeout(() => postMessage(message, '*'));
  const send = (filter) => answer({ type: 'summary', uris: ['file:///var/log/mail.log'], name: 'mail.log', summary, filter, failed: [], lengths: {} });
  window.acquireVsCodeApi = () => ({
    getState: () => kept,
    setState: (next) => { kept = next; },
    postMessage(message) {
      window.sent.push(message);
      if (message.type === 'ready') send({});
      if (message.type === 'filter') send(message.filter);
      if (message.type === 'lines') {
        const lines = Array.from({ length: 60 }, (_, i) => ({ uri: 'file:///var/log/mail.log', line: 170010 + 37 * (i + message.offset), text: 'Nov 21 12:05:17 mx1 postfix/smtp[1207]: 4jYBwG5HZvzJr8B: to=<user' + i + '@gmail.com>, relay=gmail-smtp-in.l.google.com[142.250.27.27]:25, delay=1.2, status=deferred (host said: 421-4.7.28 Gmail has detected an unusual rate)' }));
        answer({ type: 'lines', request: message.request, total: 301, lines });
      }
    },
  });
}`;

async function main([output, file]: string[]): Promise<void> {
  const given: Summary | undefined = file ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  const folder = path.resolve(output ?? '/tmp/mail-log-report');
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  try {
    for (const theme of Object.keys(themes))
      for (const width of [1200, 600]) {
        const page = await browser.newPage({ viewport: { width, height: 900 } });
        page.on('console', (message) => console.log(theme, message.text()));
        page.on('pageerror', (error) => console.log(theme, String(error)));
        await openReport(page, theme, given ?? sampleSummary);
        await page.screenshot({ path: path.join(folder, `${theme}-${width}.png`), fullPage: true });
        await page.close();
      }
    const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
    await openReport(page, 'dark', sampleSummary);
    await page
      .getByRole('button', { name: /attempts: Too much/ })
      .first()
      .click();
    await page.getByRole('button', { name: '170010 Nov' }).waitFor();
    await page.screenshot({ path: path.join(folder, 'lines.png') });
    await openReport(page, 'light', healthySummary);
    await page.screenshot({ path: path.join(folder, 'healthy.png') });
  } finally {
    await browser.close();
  }
}

if (import.meta.main) await main(process.argv.slice(2));
