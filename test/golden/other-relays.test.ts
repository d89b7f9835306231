import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { MailEvent } from '../../server/src/core.ts';
import { summaryOf } from '../unit/summary/fold.ts';
import { eventsOf, textOf } from './events.ts';

type Answer = [recipient: string | null, code: number | null, enhanced: string | null, phase: string | null, outcome: string | null, times: number];

/** What was sent and answered; see the field `about` of the truth files. */
interface Sent {
  answers: Answer[];
  sharedBanner: { recipients: string[]; code: number; enhanced: string; phase: string; outcome: string; times: number } | null;
  /** The next hop closed the connection: an attempt whose words are this server's own. */
  dropped?: { recipient: string; times: number };
  told: [recipient: string | null, firstDigit: number][];
}

/** Lines by which a relay says what became of a recipient where no next hop said anything. */
const ownOutcomes = {
  'exim-smarthost/mainlog':
    /^\S+ \S+ \S+ (?:\*\* \S+: (?!retry timeout)|(?:==|\*\*) (?!.*(?:SMTP error from remote|retry time not reached|retry timeout exceeded)))/,
  'opensmtpd-relay/mail.log': / result="(?:Temp|Perm)Fail" stat="(?!\d{3}[ "-])/,
  'sendmail-relay/mail.log': /: to=.*, stat=(?!Sent|queued|.*reply=)(?!Deferred: \d{3})/,
} as const;
const expiries = /\*\* \S+: retry timeout exceeded|relay: Expire for /;

for (const log of Object.keys(ownOutcomes) as (keyof typeof ownOutcomes)[]) {
  const text = textOf(log);
  const sent: Sent = JSON.parse(readFileSync(new URL(`../logs/${log.slice(0, log.indexOf('/'))}/truth.json`, import.meta.url), 'utf8'));
  const events = eventsOf(text);
  const attempts = events.filter(({ kind }) => kind === 'attempt');
  const rejections = events.filter(({ kind }) => kind === 'rejection');
  const summary = summaryOf(text);
  const shared = sent.sharedBanner;

  test(`${log}: each answer of a next hop is an attempt, once, and nothing else is`, () => {
    const isShared = ({ recipient }: MailEvent) => shared?.recipients.includes(recipient ?? '') ?? false;
    const isDropped = ({ recipient }: MailEvent) => recipient === sent.dropped?.recipient;
    const found = attempts.filter((event) => event.saidBy === 'remote' && !isShared(event)).map(shown);
    const expected = sent.answers.flatMap(([recipient, code, enhanced, phase, outcome, times]) =>
      Array<string>(times).fill(JSON.stringify([recipient, code, enhanced, phase, outcome, 'remote'])),
    );
    assert.deepEqual(found.sort(), expected.sort());
    const dropped = sent.dropped ? attempts.filter(isDropped) : [];
    assert.equal(dropped.length, sent.dropped?.times ?? 0);
    for (const { saidBy, status, reason } of dropped) assert.deepEqual([saidBy, status, reason], ['own', 'deferred', 'connection']);
    const banners = attempts.filter(isShared);
    assert.equal(banners.length, shared?.times ?? 0);
    for (const event of banners)
      assert.deepEqual(
        [event.replyCode, event.enhancedCode, event.phase, event.status],
        [shared?.code, shared?.enhanced, shared?.phase, shared?.outcome],
      );
  });

  test(`${log}: what became of a recipient without any answer is an attempt, in this server's words`, () => {
    const lines = text.split('\n');
    const told = lines.flatMap((line, at) => (ownOutcomes[log].test(line) && !line.includes(', reply=') ? [at + 1] : []));
    const own = attempts.filter(
      ({ saidBy, recipient }) => saidBy === 'own' && (log !== 'sendmail-relay/mail.log' || recipient !== sent.dropped?.recipient),
    );
    assert.deepEqual(
      own.map(({ line }) => line),
      told,
    );
    for (const { replyCode, status, line } of own)
      assert.deepEqual([replyCode, status], [null, / defer \(|TempFail|stat=Deferred/.test(lines[line - 1]) ? 'deferred' : 'bounced']);
    const givenUp = events.filter(({ kind }) => kind === 'expiry');
    assert.deepEqual(
      givenUp.map(({ line, status, reason }) => [line, status, reason]),
      lines.flatMap((line, at) => (expiries.test(line) ? [[at + 1, 'expired', 'expired']] : [])),
    );
  });

  test(`${log}: what the client was refused is a rejection, this server's own, and nothing else is`, () => {
    assert.deepEqual(
      rejections.map(({ recipient }) => recipient),
      sent.told.map(([recipient]) => recipient),
    );
    for (const { saidBy, receiver, relay, action, status } of rejections)
      assert.deepEqual([saidBy, receiver, relay, action, status], ['own', null, null, 'none', 'rejected']);
  });

  test(`${log}: the summary counts what is there and claims no more`, () => {
    const { totals, receivers, suppressions, notes } = summary;
    assert.deepEqual([totals.attempts, totals.rejections], [attempts.length, rejections.length]);
    assert.deepEqual([totals.messages, totals.deliveries, totals.bounceRate, totals.invalidRecipientRate], [0, 0, null, null]);
    assert.match(notes.join('\n'), /only replies, outcomes of single tries and refusals are read/);
    // next hops by address; no client, and no domain that this server refused something for
    const tried = new Set(attempts.map(({ receiver }) => receiver));
    for (const { receiver } of receivers) assert.ok(tried.has(receiver), receiver);
    for (const { receiver, saidBy } of attempts) if (saidBy === 'remote' && receiver !== null) assert.match(receiver, /^127\.0\.0\.[245]$/);
    const unrouteable = new Set(attempts.filter(({ text: words }) => words === 'Unrouteable address').map(({ recipient }) => recipient));
    for (const { address } of suppressions) assert.ok(/^nouser@/.test(address) || unrouteable.has(address), address);
  });
}

function shown({ recipient, replyCode, enhancedCode, phase, status, saidBy }: MailEvent): string {
  return JSON.stringify([recipient, replyCode, enhancedCode, phase, status, saidBy]);
}
