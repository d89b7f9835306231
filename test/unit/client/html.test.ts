import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { escapeHtml } from '../../../client/src/export/escape.ts';
import { htmlReport } from '../../../client/src/export/html.ts';
import { healthySummary, sampleSummary } from './sample.ts';

const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e&lt;`;

test('escaped text holds no character that could open a tag, an attribute or turn the text around', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.doesNotMatch(escapeHtml(text), /[<>"'\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    }),
  );
});

test('whatever the log says, the page has no element of its making', () => {
  const evil = structuredClone(sampleSummary);
  for (const cause of evil.causes) cause.example = cause.receiver = hostile;
  for (const receiver of evil.receivers) receiver.receiver = hostile;
  for (const finding of evil.findings) finding.title = finding.advice = hostile;
  for (const shape of evil.unknown) shape.shape = hostile;
  evil.notes.push(hostile);
  const page = htmlReport(evil, hostile, { receiver: hostile });
  assert.doesNotMatch(page, /<script|<img/i);
  assert.ok(page.includes('&lt;script&gt;'));
});

test('the page stands alone: no script, no address it would load from', () => {
  const page = htmlReport(sampleSummary, 'mail.log');
  assert.doesNotMatch(page, /<script|<link|src=|url\(|@import/i);
});

test('the page holds the numbers of the summary', () => {
  const page = htmlReport(sampleSummary, 'mail.log');
  for (const text of ['24,318', '655', '2.69 %', 'Gmail', 'news.acme-shop.example', 'anna.alt@gmail.com']) assert.ok(page.includes(text), text);
});

test('a log without failures says so', () => {
  assert.match(htmlReport(healthySummary, 'mail.log'), /nothing failed/i);
});
