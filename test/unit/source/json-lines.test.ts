import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { isJsonLog, syslogLine } from '../../../server/src/source/json-lines.ts';
import { readLog } from '../../../server/src/source/node/open.ts';

const folder = mkdtempSync(join(tmpdir(), 'mail-log-json-'));
after(() => rmSync(folder, { recursive: true }));

const journal = {
  __REALTIME_TIMESTAMP: '1794182331123456',
  _HOSTNAME: 'mx1',
  SYSLOG_IDENTIFIER: 'postfix/smtp',
  _PID: '42',
  MESSAGE: '4jYBvC6c1RzJrPt: removed',
};

test('a journal entry reads as the syslog line it was', () => {
  assert.equal(syslogLine(JSON.stringify(journal)), '2026-11-08T23:58:51.123Z mx1 postfix/smtp[42]: 4jYBvC6c1RzJrPt: removed');
});

test('a message that is no UTF-8 comes as bytes, one with line breaks stays one line', () => {
  assert.match(syslogLine(JSON.stringify({ ...journal, MESSAGE: [104, 105, 255] })), /: hi\u00ff$/);
  assert.match(syslogLine(JSON.stringify({ ...journal, MESSAGE: 'one\r\n  two\n' })), /: one two$/);
});

test('Docker: the line a container wrote, with its own header or without', () => {
  const of = (log: string) => syslogLine(JSON.stringify({ log, stream: 'stdout', time: '2026-11-08T23:58:51.5Z' }));
  assert.equal(
    of('Nov  8 23:58:51 mx1 postfix/qmgr[7]: 4jYBvC6c1RzJrPt: removed\n'),
    'Nov  8 23:58:51 mx1 postfix/qmgr[7]: 4jYBvC6c1RzJrPt: removed',
  );
  assert.equal(of('postfix/qmgr[7]: 4jYBvC6c1RzJrPt: removed\n'), '2026-11-08T23:58:51.5Z localhost postfix/qmgr[7]: 4jYBvC6c1RzJrPt: removed');
});

test('times in seconds and milliseconds, programs named as syslog tags', () => {
  const line = { timestamp: 1794182331.5, hostname: 'mx1', syslogtag: 'postfix/smtp[42]:', pid: 42, msg: 'x' };
  assert.equal(syslogLine(JSON.stringify(line)), '2026-11-08T23:58:51.500Z mx1 postfix/smtp[42]: x');
  assert.match(syslogLine(JSON.stringify({ ...line, timestamp: 1794182331500 })), /^2026-11-08T23:58:51\.500Z/);
});

test('other text is left as it is', () => {
  for (const line of ['', '{', '{"a":1}', '[1]', 'Nov  8 23:58:51 mx1 x: {"MESSAGE":"y"}', '{"MESSAGE":null}']) assert.equal(syslogLine(line), line);
  assert.equal(isJsonLog('{"level":"info"}'), false);
});

test('read through the file: line for line, a broken line between them stays', async () => {
  const path = join(folder, 'journal.json');
  writeFileSync(path, `${JSON.stringify(journal)}\n{"cut\n${JSON.stringify({ ...journal, MESSAGE: 'ünïcode' })}`);
  const parts: Uint8Array[] = [];
  for await (const part of readLog(path)) parts.push(part);
  const lines = Buffer.concat(parts).toString().split('\n');
  assert.deepEqual([lines.length, lines[1]], [3, '{"cut']);
  assert.match(lines[2], /postfix\/smtp\[42\]: ünïcode$/);
});
