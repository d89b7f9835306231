// One log, looked at in every way there is: the command line, the language server, the tree, the problems, the report page say the same numbers.
import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { htmlReport } from '../../client/src/export/html.ts';
import { reasonTitle } from '../../client/src/reasons.ts';
import { type Node, nodesOf } from '../../client/src/tree/nodes.ts';
import { run } from '../../server/src/cli/run.ts';
import type { Summary } from '../../server/src/summary/summary.ts';
import { findBrowser } from '../editor/hosts/browser.ts';
import { sampleLog, TestClient } from '../protocol/client.ts';
import { openReport } from '../screenshots/report-page.ts';

const name = 'postfix-syslog/mail.log';
const path = fileURLToPath(new URL(`../logs/${name}`, import.meta.url));
const uri = 'file:///var/log/mail.log';
let printed: Summary;
let answered: Summary;
let client: TestClient;

before(async () => {
  printed = JSON.parse(
    (await printedBy('summarize', '--format', 'json', '--timezone', 'UTC', path)).replaceAll(JSON.stringify(path), JSON.stringify(uri)),
  );
  client = await TestClient.start({ settings: { timeZone: 'UTC', problems: { maximum: 1000 } } });
  await client.open(uri, sampleLog(name));
  answered = (await client.connection.sendRequest<{ summary: Summary }>('mailLog/summarize', { uris: [uri] })).summary;
});
after(async () => client.stop());

/** What the command line prints. */
async function printedBy(...args: string[]): Promise<string> {
  let text = '';
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  const code = await run(args, { stdout, stderr: { write: () => true }, now: () => Date.now(), timeZone: 'UTC', version: () => '' });
  assert.equal(code, 0);
  return text;
}

test('`summarize --format json` and the language server give the same summary', () => {
  assert.ok(printed.totals.bounced > 50 && printed.findings.length > 0);
  assert.deepEqual(numbersOf(answered), numbersOf(printed));
});

/** Without what is text or storage: an open document quotes the line a cause begins with, and has no bytes. */
function numbersOf({ inputs, causes, ...rest }: Summary): unknown {
  const plain = { ...rest, inputs: inputs.map(({ bytes: _, ...input }) => input), causes: causes.map(({ example: _, ...cause }) => cause) };
  return JSON.parse(JSON.stringify(plain));
}

test('each cause of `summarize` is one problem at its first line, with its numbers', async () => {
  const { items } = await client.pull(uri);
  const causes = printed.causes.filter(({ deliveries, recipients }) => deliveries > 0 && recipients > 0);
  assert.ok(causes.length > 20);
  for (const { reason, receiver, deliveries, recipients, attempts, first } of causes) {
    const label = `${reason} ${receiver} in line ${first.line}`;
    const there = items.filter(({ range, code }) => range.start.line === first.line - 1 && code === reason);
    assert.equal(there.length, 1, label);
    assert.deepEqual(countsOf(there[0]?.message ?? '', recipients), { recipients, deliveries, attempts }, label);
  }
});

/** "(6 recipients, 4 not delivered, 26 attempts; ...": what is not said is the number of recipients. */
function countsOf(message: string, otherwise: number) {
  const number = (pattern: RegExp) => Number(pattern.exec(message)?.[1]?.replaceAll(',', '') ?? otherwise);
  return {
    recipients: number(/\(([\d,]+) recipients?\b/),
    deliveries: number(/ ([\d,]+) not delivered/),
    attempts: number(/ ([\d,]+) attempts?\b/),
  };
}

test('each finding of `summarize` is a problem with its sentence', async () => {
  const { items } = await client.pull(uri);
  for (const { id, title, evidence } of printed.findings) {
    const problem = items.find(({ code, message }) => code === id && message.startsWith(title));
    assert.ok(problem, title);
    assert.equal(problem.range.start.line, (evidence[0]?.line ?? 0) - 1, title);
  }
});

test('the tree names the receivers, reasons and lines that `summarize` counts', async () => {
  const lines = (selection: object, limit: number) =>
    client.connection.sendRequest<{ total: number; lines: [] }>('mailLog/lines', { uris: [uri], selection, limit });
  const nodes = ((await nodesOf(uri, answered, lines).children?.()) ?? []) as Node[];
  assert.equal(nodes.find(({ label }) => label === 'Findings')?.description, String(printed.findings.length));
  for (const { receiver, reasons, ...counts } of printed.receivers.filter((row) => row.reasons.length > 0)) {
    const node = nodes.find(({ label }) => label === receiver);
    const outcomes = (['bounced', 'expired', 'deferred', 'delivered'] as const).filter((outcome) => counts[outcome] > 0);
    assert.equal(node?.description, outcomes.map((outcome) => `${counts[outcome]} ${outcome}`).join(', '), receiver);
    const children = ((await node?.children?.()) ?? []) as Node[];
    assert.deepEqual(
      children.map(({ label, description }) => [label, description]),
      reasons.map(({ reason, count }) => [reasonTitle(reason), String(count)]),
      receiver,
    );
  }
});

const executablePath = findBrowser();
test('the report page and the exported page show the numbers of `summarize`', {
  skip: executablePath ? false : 'no Chromium or Chrome here',
}, async () => {
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    await openReport(page, 'dark', answered);
    const grouped = (value: number) => value.toLocaleString('en');
    const exported = htmlReport(answered, 'mail.log');
    for (const outcome of ['deliveries', 'delivered', 'deferred', 'bounced', 'expired'] as const) {
      const figure = page.locator('.figures div', { has: page.getByText(outcome, { exact: true }) });
      assert.equal(await figure.locator('dd').innerText(), grouped(printed.totals[outcome]), outcome);
      assert.ok(exported.includes(`<dt>${outcome}</dt><dd>${grouped(printed.totals[outcome])}</dd>`), outcome);
    }
    const receivers = page.getByRole('table', { name: /^Deliveries by receiver/ });
    for (const { receiver, deliveries, delivered, deferred, bounced, expired, attempts } of printed.receivers.slice(0, 10)) {
      const row = receivers.getByRole('row').filter({ has: page.getByRole('rowheader', { name: receiver, exact: true }) });
      const cells = (await row.locator('td.number').allInnerTexts()).slice(0, 6);
      assert.deepEqual(cells, [deliveries, delivered, deferred, bounced, expired, attempts].map(grouped), receiver);
    }
    const causes = page.getByRole('table', { name: /^What failed/ }).locator('tbody tr');
    for (const [at, { deliveries, recipients, attempts }] of printed.causes.slice(0, 12).entries())
      assert.deepEqual(await causes.nth(at).locator('td.number').allInnerTexts(), [deliveries, recipients, attempts].map(grouped), `cause ${at}`);
  } finally {
    await browser.close();
  }
});
