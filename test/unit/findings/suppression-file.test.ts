import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suppressionFile } from '../../../server/src/findings/suppression-file.ts';

const evidence = { path: 'file:///mail.log', line: 7 };
const entry = (address: string) => ({
  address,
  reason: 'bad-mailbox' as const,
  rule: 'google/no-such-user',
  first: '2026-11-02T08:00:00Z',
  last: '2026-11-03T08:00:00Z',
  failures: 2,
  why: 'Mailbox does not exist: refused for good 2 times (550 5.1.1)',
  evidence,
});
const lists = {
  suppressions: [
    entry('a@shop.example'),
    entry('=HYPERLINK("x")@shop.example'),
    entry('"two words"@shop.example'),
    entry('x\n*@all.example'),
    entry('#x@shop.example'),
  ],
  leftOut: [{ address: 'alive@shop.example', reason: 'bad-mailbox' as const, why: 'delivered after the failure', evidence }],
};

test('CSV is safe to open in a spreadsheet, and has reason, rule, first, last and evidence', () => {
  const { text, count } = suppressionFile(lists, 'csv');
  assert.equal(count, 5);
  const rows = text.split('\r\n');
  assert.match(rows[0], /^address,reason,rule,first,last,evidence,/);
  assert.match(rows[1], /^a@shop\.example,bad-mailbox,google\/no-such-user,2026-11-02T08:00:00Z,2026-11-03T08:00:00Z,file:\/\/\/mail\.log:7,2,/);
  assert.equal(rows.length, 7);
  for (const row of rows) assert.doesNotMatch(row, /^"?[=+\-@]/);
});

test('a Postfix map has one line per address, and none that an address could end, continue or comment out; what does not fit is said', () => {
  const { text, count, note } = suppressionFile(lists, 'postfix');
  assert.deepEqual(
    text.split('\n').filter((line) => line !== '' && !line.startsWith('# ')),
    ['a@shop.example\tREJECT suppressed: bad-mailbox'],
  );
  assert.equal(count, 1);
  assert.match(note as string, /4 addresses that a Postfix table cannot hold/);
});

test('a plain list has one address a line, none of those that are alive; the note says how many were left out', () => {
  const { text, note } = suppressionFile(lists, 'plain');
  assert.equal(text.trimEnd().split('\n').length, 5);
  assert.doesNotMatch(text, /alive/);
  assert.equal(note, 'Left out: 1 address that mail was delivered to later.');
});

test('JSON holds those left out, with why', () => {
  const { suppressions, leftOut } = JSON.parse(suppressionFile(lists, 'json').text);
  assert.equal(suppressions.length, 5);
  assert.equal(leftOut[0].why, 'delivered after the failure');
});
