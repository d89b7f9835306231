import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { LineSelector } from '../../server/src/core.ts';
import { partOf, reference, rowsOf } from '../unit/summary/fold.ts';
import { eventsOf, textOf } from './events.ts';

/** What was sent and answered; see the field `about` of the truth file. */
interface Sent {
  answers: [recipient: string, code: number | null, enhanced: string | null, outcome: string, times: number][];
  broken: { recipients: string[]; times: number };
}

const log = 'sendmail-lists/mail.log';
const sent: Sent = JSON.parse(readFileSync(new URL('../logs/sendmail-lists/truth.json', import.meta.url), 'utf8'));
const events = eventsOf(textOf(log));
const rows = rowsOf(textOf(log));
const whole = partOf(rows, 0, rows.rows.length);
const summary = whole.finish(reference);
const expected = sent.answers.flatMap((answer) => Array<string>(answer[4]).fill(JSON.stringify(answer.slice(0, 4))));

test(`${log}: each recipient of a line is an attempt of its own, as the next hop answered it`, () => {
  const answered = events.filter(({ kind, saidBy }) => kind === 'attempt' && saidBy === 'remote');
  const found = answered.map(({ recipient, replyCode, enhancedCode, status }) => JSON.stringify([recipient, replyCode, enhancedCode, status]));
  assert.deepEqual(found.sort(), expected.sort());
});

test(`${log}: where the next hop hung up, each recipient of the line was tried`, () => {
  for (const recipient of sent.broken.recipients) {
    const tried = events.filter((event) => event.recipient === recipient);
    assert.equal(tried.length, sent.broken.times);
    for (const { saidBy, status, reason } of tried) assert.deepEqual([saidBy, status, reason], ['own', 'deferred', 'connection']);
  }
});

test(`${log}: each recipient of a line without an answer is an attempt in this server's words`, () => {
  const expected = textOf(log)
    .split('\n')
    .flatMap((line, at) => {
      const list = /: to=(.*?), (?:ctladdr|\[more\]|delay)/.exec(line);
      const isOwn = list && !/reply=|stat=Sent|stat=queued/.test(line);
      return isOwn ? (list[1].match(/<[^>]+>/g) ?? []).map((address) => `${at + 1} ${address}`) : [];
    });
  const own = events.filter(({ kind, saidBy, replyCode }) => kind === 'attempt' && saidBy === 'own' && replyCode === null);
  assert.ok(expected.length > 40);
  assert.deepEqual(
    own.map(({ line, recipient }) => `${line} <${recipient}>`),
    expected,
  );
  for (const { line, status, reason } of own) {
    const isHost = textOf(log).split('\n')[line - 1].includes('Host unknown');
    assert.deepEqual([status, reason], isHost ? ['bounced', 'bad-domain'] : ['deferred', 'connection']);
  }
});

test(`${log}: codes are counted once for each recipient, and lead to their lines`, () => {
  const codes = new Map<number, number>();
  for (const [, code, , , times] of sent.answers) if (code !== null) codes.set(code, (codes.get(code) ?? 0) + times);
  for (const [code, count] of codes) {
    assert.equal(summary.replyCodes.find((entry) => entry.code === code && entry.saidBy === 'remote')?.count, count, `${code}`);
    const selector = new LineSelector({ replyCode: code, saidBy: 'remote' }, rows.tables, whole.calendar(reference));
    selector.open('mail.log');
    for (const row of rows.rows) selector.add(row);
    assert.equal(selector.finish(1000).total, count);
  }
  assert.equal(summary.inputs[0].lines, textOf(log).split('\n').length - 1);
  assert.equal(summary.totals.attempts, events.filter(({ kind }) => kind === 'attempt').length);
});

test(`${log}: every recipient that was refused for good because of itself is suppressed, and nobody else`, () => {
  const gone = sent.answers.filter(([, code, enhanced]) => code === 550 && enhanced === '5.1.1').map(([recipient]) => recipient);
  assert.deepEqual(
    summary.suppressions.map(({ address }) => address),
    [...new Set(gone)].sort(),
  );
});
