import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summaryCsv, summaryMarkdown } from '../../../server/src/core.ts';
import { log, logText, summaryOf } from './fold.ts';

const delivered = (i: number, host = 'mx.b.example') =>
  `Nov  8 12:00:00 mx1 postfix/smtp[1]: 4A${100 + i}C0FFEE: to=<u${i}@b.example>, relay=${host}[198.51.100.7]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)`;

test('a clean log: the report says that nothing failed, and shows no causes and no suppressions', () => {
  const report = summaryMarkdown(summaryOf(log(...Array.from({ length: 30 }, (_, i) => delivered(i)))));
  assert.match(report, /^# Mail Log\n\n\*\*Healthy/);
  assert.doesNotMatch(report, /Causes of what failed|Stop writing to|Not understood/);
});

test('tables are aligned: every line of one is as wide as the others, also with wide letters', () => {
  const summary = summaryOf(log(delivered(1, 'mx.b.example'), delivered(2, 'mx.日本語.example'), delivered(3, 'mx.c-with-a-long-name.example')));
  const tables = summaryMarkdown(summary)
    .split('\n\n')
    .map((part) => part.split('\n').filter((line) => line.startsWith('|')))
    .filter((lines) => lines.length > 0);
  const columns = (line: string) => [...line].reduce((sum, char) => sum + (/[\u3000-\u9fff]/.test(char) ? 2 : 1), 0);
  assert.ok((tables[0]?.length ?? 0) >= 4);
  for (const table of tables) assert.equal(new Set(table.map(columns)).size, 1, table[0]);
});

test('long lists are cut in Markdown, with what is left out counted, and whole in CSV', () => {
  const summary = summaryOf(log(...Array.from({ length: 40 }, (_, i) => delivered(i, `mx.d${i}.example`))));
  assert.match(summaryMarkdown(summary), /… and 25 more/);
  const rows = summaryCsv(summary).split('\r\n');
  assert.equal(rows.filter((row) => /^receiver,.*,deliveries,1$/.test(row)).length, 40);
});

test('every row of the CSV has five cells', () => {
  const rows = summaryCsv(summaryOf(logText('postfix-shortqid/mail.log')))
    .trimEnd()
    .split('\r\n');
  assert.equal(rows[0], 'table,name,detail,measure,value');
  for (const row of rows) assert.equal(row.replace(/"(?:[^"]|"")*"/g, '').split(',').length, 5, row);
});
