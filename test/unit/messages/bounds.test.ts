import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Part } from '../../../server/src/core.ts';
import { log, partOf, reference, rowsOf, summaryOf } from '../summary/fold.ts';

const stamp = 'Nov  8 12:00:00 mx1 postfix';
const to = (queue: string, recipient: string, rest: string) =>
  `${stamp}/smtp[1]: ${queue}: to=<${recipient}>, relay=mx.b.example[198.51.100.7]:25, delay=1, delays=0/0/0/1, ${rest}`;
const busy = 'dsn=4.3.0, status=deferred (host mx.b.example[198.51.100.7] said: 451 4.3.0 Try again later (in reply to RCPT TO command))';
const sent = 'dsn=2.0.0, status=sent (250 ok)';

test('a message to 40,000 recipients takes time in proportion, also when it is cut in the middle', () => {
  const lines = [`${stamp}/qmgr[1]: 4A1C0FFEE: from=<a@shop.example>, size=1, nrcpt=40000 (queue active)`];
  for (const outcome of [busy, sent]) for (let i = 0; i < 40_000; i++) lines.push(to('4A1C0FFEE', `u${i}@b.example`, outcome));
  const rows = rowsOf(log(...lines));
  const start = process.cpuUsage().user;
  const part = partOf(rows, 0, 60_000);
  part.merge(partOf(rows, 60_000, rows.rows.length));
  const { totals } = part.finish(reference);
  assert.deepEqual([totals.messages, totals.deliveries, totals.delivered, totals.recovered, totals.addresses], [1, 40_000, 40_000, 40_000, 40_000]);
  assert.ok((process.cpuUsage().user - start) / 1e6 < 3, 'quadratic time would be minutes');
});

test('more open messages than are kept: the silent ones are settled as they are, the totals stay right, and the summary says so', () => {
  const rows = rowsOf(log(to('4A1C0FFEE', 'u@b.example', busy)));
  const part = new Part({ tables: rows.tables });
  part.open('mail.log');
  const [row] = rows.rows;
  for (let i = 1; i <= 210_000; i++) {
    row.queue = i * 2_654_435_761;
    row.line = i;
    part.add(row);
  }
  const { totals, notes } = part.finish(reference);
  assert.deepEqual([totals.deliveries, totals.deferred, totals.attempts], [210_000, 210_000, 210_000]);
  assert.ok(notes.some((note) => note.includes('200,000 messages')));
});

test('mail to new senders and domains without end does not grow the tables without end', () => {
  const rows = rowsOf(log(`${stamp}/qmgr[1]: 4A1C0FFEE: from=<a@shop.example>, size=1, nrcpt=1 (queue active)`));
  const { senders } = rows.tables;
  for (let i = 0; i < 200_000; i++) senders.internText(`sender.${i.toString(36)}@spam.example`);
  assert.equal(senders.full, true);
  assert.ok(senders.texts.length <= 150_000);
});

test('a repeated line counts as often as it says', () => {
  const { totals } = summaryOf(
    log(
      to('4A1C0FFEE', 'u@b.example', busy),
      'Nov  8 12:00:01 mx1 postfix/smtp[1]: message repeated 2 times: [4A1C0FFEE: to=<u@b.example>, relay=mx.b.example[198.51.100.7]:25, delay=1, delays=0/0/0/1, dsn=4.3.0, status=deferred (host mx.b.example[198.51.100.7] said: 451 4.3.0 Try again later (in reply to RCPT TO command))]',
    ),
  );
  assert.deepEqual([totals.attempts, totals.deliveries, totals.deferred], [3, 1, 1]);
});
