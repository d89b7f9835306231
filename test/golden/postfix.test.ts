import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MailEvent } from '../../server/src/core.ts';
import { summaryOf } from '../unit/summary/fold.ts';
import { eventsOf, postfixLogs, type Truth, textOf, truthOf } from './events.ts';

for (const { log, truth: folder } of postfixLogs) {
  const text = textOf(log);
  const truth = truthOf(folder);
  const events = eventsOf(text);
  const attempts = events.filter(({ kind }) => kind === 'attempt');
  const summary = summaryOf(text);

  test(`${log}: each recipient's last attempt is what the other side answered last`, () => {
    let compared = 0;
    for (const { address, final } of onceWritten(truth)) {
      const last = attempts.findLast(({ recipient, relay }) => recipient === address && relay !== 'local');
      if (final.outcome === 'never-reached-the-sink' || !last) continue;
      compared++;
      assert.equal(outcomeOf(last), expected(final.outcome, last), `${address} line ${last.line}`);
      if (!final.code || final.code === 354 || final.outcome === 'hang') continue;
      assert.equal(last.replyCode, final.code, `${address} line ${last.line}`);
      // The recorder notes codes at the usual place only, we read `(#5.7.1)` too.
      const elsewhere = !final.enhanced && last.enhancedCode !== null && last.text?.includes(`#${last.enhancedCode}`);
      if (!elsewhere) assert.equal(last.enhancedCode, final.enhanced ?? null, `${address} line ${last.line}`);
    }
    assert.ok(compared > 150, `${compared} compared`);
  });

  test(`${log}: every submitted message is known with its sender and account`, () => {
    let compared = 0;
    for (const { queueId, sender, authenticated } of truth.submitted) {
      const own = attempts.filter((event) => event.queueId === queueId);
      if (own.length === 0) continue;
      compared++;
      // A short queue ID may have been used before: the latest message is not always this one.
      if (folder === 'postfix-shortqid') continue;
      assert.ok(
        own.every((event) => event.sender === sender),
        `${queueId}`,
      );
      assert.ok(
        own.every(({ messageId }) => messageId !== null),
        `${queueId}`,
      );
      assert.ok(
        own.every((event) => (event.saslUsername !== null) === authenticated),
        `${queueId}`,
      );
      if (authenticated)
        assert.ok(
          own.every(({ origin }) => origin === 'local'),
          `${queueId}`,
        );
    }
    assert.ok(compared > truth.submitted.length / 2, `${compared} compared`);
  });

  test(`${log}: rejections are word for word what clients were told`, () => {
    const told = truth.rejections.map(({ lines }) => lines.join(' '));
    for (const { line, text: said } of events.filter(({ kind }) => kind === 'rejection')) {
      // A milter's refusal is logged without its basic code.
      const found = told.some((words) => words.startsWith(said ?? '') || words.slice(4).startsWith(said ?? ''));
      assert.ok(found || /postscreen|Service currently unavailable|PREGREET/.test(said ?? ''), `line ${line}: ${said}`);
    }
    const loggable = truth.rejections.filter(
      ({ stage, lines }) => (stage === 'RCPT' || stage === 'EOD') && /^[45]\d\d /.test(lines[0]) && !lines[0].startsWith('421'),
    );
    assert.ok(summary.totals.rejections >= loggable.length, `${summary.totals.rejections} of ${loggable.length}`);
  });

  test(`${log}: the totals are those that counting the raw lines gives`, () => {
    const lines = text.split('\n');
    const outcome = lines.filter(
      (line) => /: to=<.*, status=(?:sent|deferred|bounced|SOFTBOUNCE) /.test(line) || /: to=<.*, status=(?:sent|deferred|bounced) \(/.test(line),
    );
    const tried = outcome.filter((line) => !line.includes('(delivery temporarily suspended'));
    assert.equal(summary.totals.attempts, tried.length);
    assert.equal(attempts.length, tried.length);
    assert.equal(summary.totals.probes, lines.filter((line) => /status=(?:un)?deliverable/.test(line)).length);
    assert.equal(summary.totals.rejections, lines.filter((line) => /: (?:milter-)?reject: /.test(line)).length);
    const { deliveries, delivered, deferred, bounced, expired } = summary.totals;
    assert.equal(delivered + deferred + bounced + expired, deliveries);
  });

  test(`${log}: the tables add up to the totals`, () => {
    const { totals, reasons, recipientDomains, timeline, causes } = summary;
    assert.equal(
      sum(reasons, ({ attempts }) => attempts),
      totals.attempts,
    );
    assert.equal(
      sum(reasons, ({ deliveries }) => deliveries),
      totals.deliveries,
    );
    assert.equal(
      sum(recipientDomains, ({ deliveries }) => deliveries),
      totals.deliveries,
    );
    for (const outcome of ['delivered', 'deferred', 'bounced', 'expired'] as const)
      assert.equal(
        sum(timeline.buckets, (bucket) => bucket[outcome]),
        totals[outcome],
      );
    for (const { receiver, deliveries, delivered, reasons } of summary.receivers)
      assert.equal(
        sum(reasons, ({ count }) => count),
        deliveries - delivered,
        receiver,
      );
    assert.ok(sum(causes, ({ deliveries }) => deliveries) >= totals.deliveries - totals.delivered);
  });
}

test('the RFC 5424 twin of a log gives the same summary', () => {
  const [iso, syslog] = ['postfix-iso/mail.log', 'postfix-iso/mail-rfc5424.log'].map((log) => {
    const { inputs, ...rest } = summaryOf(textOf(log));
    return { ...rest, lines: inputs[0].lines };
  });
  assert.deepEqual(syslog, iso);
});

function sum<T>(rows: readonly T[], of: (row: T) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

/** Recipients that one message only was written to: their last attempt is the truth's last reply. */
function onceWritten({ submitted, recipients }: Truth): Truth['recipients'] {
  const written = new Map<string, number>();
  for (const { recipients: addresses } of submitted) for (const address of addresses) written.set(address, (written.get(address) ?? 0) + 1);
  return recipients.filter(({ address, attempts }) => attempts > 0 && written.get(address) === 1);
}

function outcomeOf({ status }: MailEvent): string {
  return status ?? 'none';
}

/** A temporary answer, a drop or a hang leaves the mail deferred, unless Postfix was told to bounce at once. */
function expected(outcome: string, { status, replyCode, dsn }: MailEvent): string {
  if (outcome === 'accepted') return 'delivered';
  // soft_bounce=yes: a refusal for good stays in the queue, with a dsn of class 4.
  if (outcome === 'perm') return replyCode !== null && replyCode >= 500 && dsn?.startsWith('4') ? 'deferred' : 'bounced';
  return status === 'bounced' || status === 'deferred' ? status : 'deferred';
}
