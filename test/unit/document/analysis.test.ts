import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { createEngine, Log, LogDocument, type Summary } from '../../../server/src/core.ts';

const engine = createEngine({ timeZone: 'Europe/Berlin', now: () => Date.UTC(2026, 10, 23) });
const sample = readFileSync(new URL('../../logs/postfix-syslog/mail.log', import.meta.url), 'utf8')
  .split('\n')
  .filter(Boolean);

function open(text: string): Log {
  return new Log(new LogDocument('file:///mail.log', 'maillog', 1, text, 'utf-16'), engine);
}

function readAll(log: Log): Summary | null {
  log.analysis.read(() => false);
  return log.summary();
}

/** Without what counts characters, which lines that were edited away do not give back. */
function numbers(summary: Summary | null): unknown {
  return summary && JSON.parse(JSON.stringify(summary));
}

const chunk = fc.tuple(fc.nat(sample.length - 1), fc.integer({ min: 0, max: 40 })).map(([from, count]) =>
  sample
    .slice(from, from + count)
    .map((line) => `${line}\n`)
    .join(''),
);
const piece = fc.oneof(
  chunk,
  fc.constantFrom('', '\n', 'x', 'status=sent', 'Jan  1 00:00:01 mx1 postfix/qmgr[1]: 4jYBv22WxNzJrLX: removed\n', 'half a line', 'Dec 31 23:59:59 '),
);
const edit = fc.record({ line: fc.nat(200), column: fc.nat(120), toLine: fc.nat(3), text: piece, readFirst: fc.boolean(), appended: fc.boolean() });

test('after any sequence of edits the summary is that of the same text opened anew', () => {
  fc.assert(
    fc.property(chunk, fc.array(edit, { maxLength: 6 }), (start, edits) => {
      const log = open(start);
      for (const { line, column, toLine, text, readFirst, appended } of edits) {
        if (readFirst) readAll(log);
        const from = appended ? { line: log.document.lineCount - 1, character: 1000 } : { line, character: column };
        const to = appended ? from : { line: line + toLine, character: column };
        log.document.update([{ range: { start: from, end: to }, text }], log.document.version + 1);
      }
      const fresh = open(log.document.text.toString());
      assert.deepEqual(numbers(readAll(log)), numbers(readAll(fresh)));
      assert.deepEqual(log.analysis.progress, fresh.analysis.progress);
    }),
    { numRuns: 150 },
  );
});

test('reading may stop at any line and go on', () => {
  const text = sample.slice(0, 1500).join('\n');
  const whole = open(text);
  const stopped = open(text);
  let steps = 0;
  while (!stopped.analysis.done) {
    stopped.analysis.read(() => true);
    steps++;
  }
  assert.ok(steps > 10);
  assert.deepEqual(numbers(stopped.summary()), numbers(readAll(whole)));
});

test('appended lines are folded on: only they are read', () => {
  const log = open(`${sample.slice(0, 1000).join('\n')}\n`);
  readAll(log);
  const end = { line: log.document.lineCount - 1, character: 0 };
  log.document.update([{ range: { start: end, end }, text: `${sample.slice(1000, 1100).join('\n')}\n` }], 2);
  assert.deepEqual([log.analysis.progress.read, log.analysis.progress.lines], [1000, 1100]);
});

test('while an edit in the middle is being read the last whole summary is shown', () => {
  const log = open(`${sample.join('\n')}\n`);
  const before = readAll(log);
  log.document.update([{ range: { start: { line: 10, character: 0 }, end: { line: 11, character: 0 } }, text: '' }], 2);
  log.analysis.read(() => true);
  assert.equal(log.analysis.done, false);
  assert.equal(log.summary(), before);
});

test('after an edit in the middle counts over rows are right before everything is folded again', () => {
  const log = open(`${sample.join('\n')}\n`);
  readAll(log);
  const at = sample.findIndex((line) => line.includes('status=bounced'));
  const context = (target: Log) => {
    const verdict = target.verdictOf(target.parse(at));
    assert.ok(verdict);
    return target.similar(verdict, target.receiverOf(target.parse(at)));
  };
  const before = context(log);
  const place = { line: at, character: 0 };
  log.document.update([{ range: { start: place, end: place }, text: `${sample[at]}\n` }], 2);
  assert.equal(log.analysis.isRead, false);
  while (!log.analysis.isRead) log.analysis.read(() => true);
  assert.equal(log.analysis.done, false);
  assert.deepEqual(context(log), { ...before, attempts: before.attempts + 1 });
});

test('while a log is read for the first time a summary of what has been read can be had', () => {
  const log = open(`${sample.join('\n')}\n`);
  for (let step = 0; step < 40; step++) log.analysis.read(() => true);
  assert.equal(log.summary(), null, 'nothing was asked for');
  const { read } = log.analysis.progress;
  assert.ok(read > 0 && read < sample.length);
  log.analysis.wantPartial();
  while (log.analysis.makesPartial) log.analysis.read(() => true);
  const early = open(`${sample.slice(0, read).join('\n')}\n`);
  assert.deepEqual(log.summary()?.totals, readAll(early)?.totals);
  assert.equal(log.whole(), null, 'hovers count nothing yet');
  assert.deepEqual(numbers(readAll(log)), numbers(readAll(open(`${sample.join('\n')}\n`))));
});

test('the example of a refusal is one that still stands in the log', () => {
  const refusal = sample.find((line) => line.includes('User unknown in local')) as string;
  const refusals = [refusal, refusal.replace(/<[^>]+>: Recipient/, '<somebody-else@mx.acme-shop.example>: Recipient')];
  const log = open(`${refusals.join('\n')}\n`);
  const first = readAll(log)?.rejectionReasons[0].example;
  log.document.update([{ range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } }, text: '' }], 2);
  const second = readAll(log)?.rejectionReasons[0].example;
  assert.ok(first && refusals[0].includes(first));
  assert.ok(second && refusals[1].includes(second));
});

test('a log that has been emptied has no summary', () => {
  const log = open(`${sample.slice(0, 100).join('\n')}\n`);
  readAll(log);
  log.document.update([{ text: '' }], 2);
  assert.equal(readAll(log), null);
});

test('an empty document has no lines, no format and no summary', () => {
  const log = open('');
  assert.equal(readAll(log), null);
  assert.deepEqual(log.analysis.progress, { lines: 0, read: 0, understood: 0, cut: 0, format: null });
});

test('CRLF line ends change no number', () => {
  const text = sample.slice(0, 800).join('\n');
  const { inputs: _, ...lf } = readAll(open(text)) as Summary;
  const { inputs: __, ...crlf } = readAll(open(text.replaceAll('\n', '\r\n'))) as Summary;
  assert.deepEqual(crlf, lf);
});

test('a document that becomes a mail log by an edit is recognised then', () => {
  const log = open('notes\n');
  readAll(log);
  assert.equal(log.analysis.progress.format, null);
  const end = { line: 1, character: 0 };
  log.document.update([{ range: { start: end, end }, text: sample.slice(0, 50).join('\n') }], 2);
  const summary = readAll(log) as Summary;
  assert.equal(log.analysis.progress.format, 'postfix');
  assert.ok(summary.totals.attempts > 0);
});

const lists = readFileSync(new URL('../../logs/sendmail-lists/mail.log', import.meta.url), 'utf8')
  .split('\n')
  .filter(Boolean);

test('a line about several recipients counts the same in an open log, whatever is edited around it', () => {
  const listEdit = fc.record({
    line: fc.nat(110),
    toLine: fc.nat(3),
    lines: fc.array(fc.constantFrom(...lists), { maxLength: 4 }),
    readFirst: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(listEdit, { maxLength: 5 }), (edits) => {
      const log = open(`${lists.join('\n')}\n`);
      for (const { line, toLine, lines, readFirst } of edits) {
        if (readFirst) readAll(log);
        const range = { start: { line, character: 0 }, end: { line: line + toLine, character: 0 } };
        log.document.update([{ range, text: lines.map((one) => `${one}\n`).join('') }], log.document.version + 1);
      }
      const fresh = open(log.document.text.toString());
      assert.deepEqual(numbers(readAll(log)), numbers(readAll(fresh)));
      assert.deepEqual([...log.analysis.replay()].length, [...fresh.analysis.replay()].length);
    }),
    { numRuns: 60 },
  );
});

test('a recipient is found on every line that names it, whichever it is there', () => {
  const log = open(`${lists.join('\n')}\n`);
  readAll(log);
  for (const address of ['x1@refused.example', 'three@remote.example', 'ok4@other.example', 'john@remote.example', 'busy2@other.example']) {
    const named = lists.flatMap((line, at) => (new RegExp(`to=.*${address}.*stat=`).test(line) ? [at] : []));
    assert.deepEqual(log.linesOfRecipient(address), named, address);
  }
});

test('a list of recipients that syslog says was repeated counts each of them as often, in the summary as in a hover', () => {
  const body =
    '6ANH8joB020518: to=<a@x.example>,<b@x.example>, delay=00:00:01, relay=mx.x.example. [192.0.2.1], dsn=4.3.0, stat=Deferred: 451 4.3.0 try later';
  const log = open([`Nov 23 17:08:45 mail1 sm-mta[1]: ${body}`, `Nov 23 17:08:45 mail1 sm-mta[1]: message repeated 3 times: [ ${body}]`].join('\n'));
  const summary = readAll(log);
  assert.equal(summary?.totals.attempts, 8);
  const fields = log.parse(1);
  const verdict = log.verdictOf(fields);
  assert.ok(verdict);
  assert.deepEqual(log.similar(verdict, log.receiverOf(fields)), { attempts: 8, recipients: 2 });
});
