import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { LineSelector } from '../../server/src/core.ts';
import { partOf, reference, rowsOf } from '../unit/summary/fold.ts';
import { eventsOf, textOf } from './events.ts';

/** What was sent, answered and told; see the field `about` of the truth file. */
interface Sent {
  answers: [recipient: string, code: number, outcome: string, times: number][];
  broken: [recipient: string, times: number][];
  told: [recipient: string | null, temporary: boolean, times: number][];
  own: Record<string, [outcome: string, reason: string]>;
}

const log = 'exim-own-words/mainlog';
const sent: Sent = JSON.parse(readFileSync(new URL('../logs/exim-own-words/truth.json', import.meta.url), 'utf8'));
const text = textOf(log);
const lines = text.split('\n');
const events = eventsOf(text);
const attempts = events.filter(({ kind }) => kind === 'attempt');
const rejections = events.filter(({ kind }) => kind === 'rejection');
const rows = rowsOf(text);
const whole = partOf(rows, 0, rows.rows.length);
const summary = whole.finish(reference);

/** Each row as text, as often as its last element says. */
function repeated(list: readonly (readonly unknown[])[]): string[] {
  return list.flatMap((row) => Array<string>(row.at(-1) as number).fill(JSON.stringify(row.slice(0, -1)))).sort();
}

test(`${log}: each answer of a next hop is an attempt, once, and nothing else is`, () => {
  const found = attempts.filter(({ saidBy }) => saidBy === 'remote').map((event) => JSON.stringify([event.recipient, event.replyCode, event.status]));
  assert.deepEqual(found.sort(), repeated(sent.answers));
});

test(`${log}: where a next hop fell silent or hung up, the recipient was tried, and its mail waits`, () => {
  for (const [recipient, times] of sent.broken) {
    const tried = attempts.filter((event) => event.recipient === recipient && event.saidBy === 'own');
    assert.equal(tried.length, times, recipient);
    for (const { status, reason, phase } of tried) {
      assert.deepEqual([status, reason], ['deferred', 'connection']);
      assert.equal(phase, /eod/.test(recipient) ? 'end-of-data' : /data/.test(recipient) ? 'data' : 'rcpt');
    }
  }
});

test(`${log}: what this server could not do is told of each recipient on each line that says so`, () => {
  for (const [recipient, [outcome, reason]] of Object.entries(sent.own)) {
    const told = lines.filter((line) => line.slice(36).startsWith(` == ${recipient} `) || line.slice(36).startsWith(` ** ${recipient}`));
    const tries = told.filter((line) => !/retry time not reached|retry timeout exceeded/.test(line));
    const found = attempts.filter((event) => event.recipient === recipient);
    assert.equal(found.length, tries.length, recipient);
    assert.ok(found.length > 0, recipient);
    for (const event of found) assert.deepEqual([event.saidBy, event.status, event.reason], ['own', outcome, reason], recipient);
  }
});

test(`${log}: waiting for the next try is no attempt, giving up is an expiry`, () => {
  assert.ok(!attempts.some(({ line }) => lines[line - 1].includes('retry time not reached')));
  const givenUp = lines.flatMap((line, at) => (line.endsWith(': retry timeout exceeded') ? [at + 1] : []));
  const expiries = events.filter(({ kind }) => kind === 'expiry');
  assert.ok(givenUp.length > 10);
  assert.deepEqual(
    expiries.map(({ line, status }) => [line, status]),
    givenUp.map((line) => [line, 'expired']),
  );
  const cause = summary.causes.find(({ reason }) => reason === 'expired');
  assert.deepEqual([cause?.attempts, cause?.deliveries], [0, givenUp.length]);
});

test(`${log}: what clients were refused is refused for good or for now, as they were told`, () => {
  const found = rejections.map(({ recipient, permanence }) => JSON.stringify([recipient, permanence === 'temporary']));
  assert.deepEqual(found.sort(), repeated(sent.told));
  for (const { saidBy, receiver, relay, action, status, client } of rejections)
    assert.deepEqual([saidBy, receiver, relay, action, status, client?.includes('127.0.0.1')], ['own', null, null, 'none', 'rejected', true]);
});

test(`${log}: the summary counts the same, and its numbers lead to as many lines`, () => {
  assert.deepEqual([summary.totals.attempts, summary.totals.rejections], [attempts.length, rejections.length]);
  const count = (selection: ConstructorParameters<typeof LineSelector>[0]) => {
    const selector = new LineSelector(selection, rows.tables, whole.calendar(reference));
    selector.open('mainlog');
    for (const row of rows.rows) selector.add(row);
    return selector.finish(1000).total;
  };
  assert.equal(count({ kind: 'attempt' }), attempts.length);
  assert.equal(count({ kind: 'rejection' }), rejections.length);
  assert.equal(count({ kind: 'rejection', permanence: 'temporary' }), rejections.filter(({ permanence }) => permanence === 'temporary').length);
  for (const { reason, saidBy, receiver, attempts: tries, deliveries } of summary.causes) {
    const selection = { reason, saidBy, ...(saidBy === 'remote' && { receiver: receiver ?? '' }) };
    assert.equal(count({ ...selection, kind: 'cause' }), tries, `${reason} ${receiver}`);
    assert.equal(count({ ...selection, kind: 'failure' }), deliveries, `${reason} ${receiver}`);
  }
});
