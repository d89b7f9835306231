import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Summary } from '../../../server/src/core.ts';
import { suppressionFile } from '../../../server/src/features/suppression-file.ts';

const evidence = { path: 'file:///mail.log', line: 7 };
const entry = (address: string) => ({ address, reason: 'bad-mailbox' as const, rule: 'google/no-such-user', evidence });
const summary = {
  suppressions: [entry('a@shop.example'), entry('=HYPERLINK("x")@shop.example'), entry('"two words"@shop.example'), entry('x\n*@all.example')],
} as unknown as Summary;

test('CSV is safe to open in a spreadsheet', () => {
  const { text, count } = suppressionFile(summary, 'csv');
  assert.equal(count, 4);
  const rows = text.split('\r\n');
  assert.equal(rows[0], 'address,reason,rule,evidence');
  assert.equal(rows.length, 6);
  for (const row of rows) assert.doesNotMatch(row, /^[=+\-@]/);
});

test('a Postfix map has one line per address, and none that an address could end or continue', () => {
  const { text } = suppressionFile(summary, 'postfix');
  assert.equal(text, 'a@shop.example\tREJECT suppressed: bad-mailbox\n');
});

test('a plain list has one address a line', () => {
  assert.equal(suppressionFile(summary, 'plain').text.trimEnd().split('\n').length, 4);
});
