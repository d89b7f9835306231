// The report page in a real browser, fed by a stand-in for VS Code: what a user sees, presses and hears.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { FromPage } from '../../client/src/report/messages.ts';
import type { Summary } from '../../server/src/summary/summary.ts';
import { findBrowser } from '../editor/hosts/browser.ts';
import { openReport } from '../screenshots/report-page.ts';
import { healthySummary, sampleSummary } from '../unit/client/sample.ts';

const executablePath = findBrowser();
const skip = executablePath ? false : 'no Chromium or Chrome here';
let browser: Browser;
let page: Page;
let problems: string[];

before(async () => {
  if (executablePath) browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
});
after(async () => browser?.close());

beforeEach(async () => {
  if (skip) return;
  await page?.close();
  page = await browser.newPage({ viewport: { width: 1100, height: 800 } });
  problems = [];
  page.setDefaultTimeout(5000);
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  await openReport(page, 'dark', sampleSummary);
});

const sent = () => page.evaluate(() => (globalThis as unknown as { sent: FromPage[] }).sent);
const lastSent = async (type: FromPage['type']) => (await sent()).findLast((message) => message.type === type);
const feed = (summary: Summary, filter = {}, lengths = {}) =>
  page.evaluate((message) => (globalThis as unknown as { postMessage(message: unknown, to: string): void }).postMessage(message, '*'), {
    type: 'summary',
    uris: ['file:///var/log/mail.log'],
    name: 'mail.log',
    summary,
    filter,
    failed: [],
    lengths,
  });

test('the page runs under its content security policy without a complaint', { skip }, async () => {
  await page.getByRole('heading', { name: 'Not understood' }).waitFor();
  assert.deepEqual(problems, []);
});

test('whatever the log says stays text', { skip }, async () => {
  const evil = JSON.parse(JSON.stringify(sampleSummary).replaceAll(/Gmail|acme-shop\.example/g, '<img src=x onerror=alert(1)>')) as Summary;
  await feed(evil);
  await page.getByRole('heading', { name: '<img src=x onerror=alert(1)> is rate-limiting' }).waitFor();
  assert.equal(await page.locator('img, iframe').count(), 0);
  assert.deepEqual(await page.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))), [
    'https://postmaster.google.com/',
  ]);
  assert.deepEqual(problems, []);
});

test('400 pixels wide: what to do stands with each cause, its words have room, and nothing makes the page scroll sideways', { skip }, async () => {
  await page.setViewportSize({ width: 400, height: 800 });
  const causes = page.locator('table:has(.cause) tbody tr');
  for (let row = 0; row < (await causes.count()); row++) {
    assert.ok(await causes.nth(row).locator('.do').isVisible());
    const cell = await causes.nth(row).locator('th').boundingBox();
    assert.ok(cell && cell.width > 180, `the cause has ${cell?.width} pixels`);
  }
  assert.ok((await causes.count()) > 0);
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 400);
  const selects = await page.locator('.filters select').evaluateAll((all) => all.map((select) => select.getBoundingClientRect().left));
  assert.equal(new Set(selects).size, 1);
});

test('the page that an advice names is a link, once, on its name', { skip }, async () => {
  assert.equal(await page.getByRole('link', { name: 'Google Postmaster Tools' }).getAttribute('href'), 'https://postmaster.google.com/');
  assert.doesNotMatch(await page.locator('.findings').innerText(), /https:/);
});

test('what waits, notices, delays and TLS lead to their lines', { skip }, async () => {
  const asks = async (name: string) => {
    await page.getByRole('button', { name }).click();
    const asked = await lastSent('lines');
    await page.keyboard.press('Escape');
    return asked?.type === 'lines' ? asked.selection : null;
  };
  assert.deepEqual(await asks('63 waiting, web.de, show lines'), { kind: 'delivery', status: 'deferred', receiver: 'web.de' });
  assert.deepEqual(await asks('4 messages not tried yet, show lines'), { kind: 'untried' });
  assert.deepEqual(await asks('2 bounced, notices to forged.example, show lines'), {
    kind: 'notice',
    recipientDomain: 'forged.example',
    status: 'bounced',
  });
  assert.deepEqual(await asks('31 untrusted TLS connections, web.de, show lines'), { kind: 'tls', tls: 'untrusted', receiver: 'web.de' });
  assert.deepEqual(await asks('4 attempts that failed at STARTTLS, web.de, show lines'), { kind: 'tls', tls: 'failed', receiver: 'web.de' });
});

test('every number of the report leads to lines, or is a rate, a time or a line', { skip }, async () => {
  const plain = await page
    .locator('td.number, dd')
    .evaluateAll((cells) =>
      cells.filter((cell) => /^[1-9][\d,]*$/.test(cell.textContent ?? '') && !cell.querySelector('button')).map((cell) => cell.outerHTML),
    );
  assert.deepEqual(plain, []);
});

test('a number asks for the lines it stands for, and Escape leads back to it', { skip }, async () => {
  const number = page.getByRole('button', { name: '402 bounced, Gmail, show lines' });
  await number.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^170010 Nov/ }).waitFor();
  const asked = await lastSent('lines');
  assert.deepEqual(asked?.type === 'lines' && asked.selection, { receiver: 'Gmail', kind: 'delivery', status: 'bounced' });
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.drawer').count(), 0);
  assert.equal(await number.evaluate((element) => element === element.ownerDocument.activeElement), true);
});

test('arrow keys walk through the lines and Enter opens one', { skip }, async () => {
  await page.getByRole('button', { name: '402 bounced, Gmail, show lines' }).click();
  await page.getByRole('button', { name: /^170010 Nov/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  assert.deepEqual(await lastSent('open'), { type: 'open', uri: 'file:///var/log/mail.log', line: 170_047, keepFocus: false });
});

test('filters combine, are sent as one, and go away one by one', { skip }, async () => {
  await page.getByRole('combobox', { name: 'Receiver' }).selectOption('Gmail');
  await page.getByRole('combobox', { name: 'Reason' }).selectOption('rate-limit');
  assert.deepEqual(await lastSent('filter'), { type: 'filter', filter: { receiver: 'Gmail', reason: 'rate-limit' } });
  await page.getByRole('combobox', { name: 'Receiver' }).selectOption('');
  assert.deepEqual(await lastSent('filter'), { type: 'filter', filter: { reason: 'rate-limit' } });
});

test('lines are asked for within the filter', { skip }, async () => {
  await page.getByRole('combobox', { name: 'Sender domain' }).selectOption('acme-shop.example');
  await page.getByRole('button', { name: '402 bounced, Gmail, show lines' }).click();
  const asked = await lastSent('lines');
  assert.deepEqual(asked?.type === 'lines' && asked.selection, {
    senderDomain: 'acme-shop.example',
    receiver: 'Gmail',
    kind: 'delivery',
    status: 'bounced',
  });
});

test('dragging over the chart filters by whole steps of time', { skip }, async () => {
  await page.locator('.u-over').scrollIntoViewIfNeeded();
  const box = await page.locator('.u-over').boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + 0.51 * box.width, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.6 * box.width, box.y + 50, { steps: 4 });
  await page.mouse.up();
  const message = await lastSent('filter');
  assert.ok(message?.type === 'filter');
  assert.match(message.filter.from ?? '', /:(00|15|30|45):00\.000Z$/);
  assert.match(message.filter.to ?? '', /:(00|15|30|45):00\.000Z$/);
  assert.ok(Date.parse(message.filter.from ?? '') < Date.parse(message.filter.to ?? ''));
});

test('as the log grows numbers change in place: filter, order, focus and scroll stay', { skip }, async () => {
  await page.getByRole('button', { name: 'Bounced', exact: true }).first().click();
  const focused = page.getByRole('button', { name: /bounced, Yahoo, show lines/ });
  await focused.focus();
  const scroll = await page.evaluate('scrollY');
  const grown = structuredClone(sampleSummary);
  const yahoo = grown.receivers.find(({ receiver }) => receiver === 'Yahoo');
  assert.ok(yahoo);
  yahoo.bounced = 131;
  await feed(grown);
  await page.getByRole('button', { name: '131 bounced, Yahoo, show lines' }).waitFor();
  assert.equal(await focused.evaluate((element) => element === element.ownerDocument.activeElement), true);
  assert.equal(await page.evaluate('scrollY'), scroll);
  assert.equal(await page.locator('th[aria-sort="descending"]').innerText(), 'Bounced↓');
});

test('a column head sorts: numbers fall first, then rise', { skip }, async () => {
  const table = page.getByRole('table', { name: /Deliveries by receiver/ });
  const first = () => table.locator('tbody th').first().innerText();
  await table.getByRole('button', { name: 'Expired', exact: true }).click();
  assert.equal(await first(), 'web.de');
  await table.getByRole('button', { name: 'Expired', exact: true }).click();
  assert.notEqual(await first(), 'web.de');
});

test('every table has a caption and header scopes, and a state is never said by colour alone', { skip }, async () => {
  const tables = await page.locator('table').count();
  assert.ok(tables > 8);
  assert.equal(await page.locator('table > caption').count(), tables);
  assert.equal(await page.locator('th:not([scope])').count(), 0);
  assert.ok(await page.getByText('Damage: 1 finding needs action now').isVisible());
  assert.equal(await page.locator('button:not([type])').count(), 0);
});

test('a reader of screens is told when the numbers change', { skip }, async () => {
  const grown = structuredClone(sampleSummary);
  grown.totals.bounced = 656;
  await feed(grown);
  await page.getByRole('status').filter({ hasText: '656 bounced' }).waitFor({ state: 'attached' });
});

test('nothing failed is said, and no empty table is shown', { skip }, async () => {
  await feed(healthySummary);
  await page.getByText('Healthy: nothing failed.').waitFor();
  assert.equal(await page.getByRole('heading', { name: 'What failed' }).count(), 0);
  assert.equal(await page.locator('tbody:empty').count(), 0);
});

test('what the page must know after a reload is kept: logs, filter, order', { skip }, async () => {
  await page.getByRole('combobox', { name: 'Receiver' }).selectOption('Gmail');
  await page.getByRole('button', { name: 'Bounced', exact: true }).first().click();
  const kept = await page.evaluate(() => (globalThis as unknown as { kept(): unknown }).kept());
  const { uris, filter, sort } = kept as { uris: string[]; filter: object; sort: object };
  assert.deepEqual([uris, filter, sort], [['file:///var/log/mail.log'], { receiver: 'Gmail' }, { receivers: '-bounced' }]);
});

for (const theme of ['light', 'high-contrast'])
  test(`in the ${theme} theme at 600 pixels nothing is wider than the page`, { skip }, async () => {
    await page.setViewportSize({ width: 600, height: 800 });
    await openReport(page, theme, sampleSummary);
    const [scroll, client] = await page.evaluate<number[]>('[document.documentElement.scrollWidth, document.documentElement.clientWidth]');
    assert.equal(scroll, client);
    assert.deepEqual(problems, []);
  });

test('where a list was cut, its real length is shown and all of it asked for', { skip }, async () => {
  const recipientDomains = Array.from({ length: 30 }, (_, index) => ({ ...sampleSummary.recipientDomains[0]!, domain: `d${index}.example` }));
  await feed({ ...sampleSummary, recipientDomains }, {}, { recipientDomains: 41_203 });
  await page.getByRole('button', { name: 'Show all 41,203' }).click();
  assert.deepEqual(await lastSent('whole'), { type: 'whole' });
});
