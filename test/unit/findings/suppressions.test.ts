import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Attempt, said, sent, unknownUser } from '../../synthetic/scenario.ts';
import { day, hour, scene, start, summarized } from './scenes.ts';

const outside = { from: 'stranger@elsewhere.example', client: 'mail.elsewhere.example[203.0.113.77]' };
const lost: Attempt = {
  outcome: 'bounced',
  dsn: '5.4.4',
  text: 'Host or domain name not found. Name service error for name=gone.example type=A: Host not found',
  unreached: true,
};

test('hard bounces because of the recipient are suppressed at once, with why, how often, first and last', () => {
  const { suppressions } = summarized(
    scene()
      .mail({ at: start, to: 'gone@firm.example', attempts: [unknownUser()] })
      .mail({ at: start + hour, to: 'gone@firm.example', attempts: [unknownUser()] }),
  );
  assert.deepEqual(
    suppressions.map(({ address, reason, failures, first, last, why, evidence }) => ({
      address,
      reason,
      failures,
      first,
      last,
      why,
      line: evidence.line,
    })),
    [
      {
        address: 'gone@firm.example',
        reason: 'bad-mailbox',
        failures: 2,
        first: '2026-11-02T00:00:01Z',
        last: '2026-11-02T01:00:01Z',
        why: 'Mailbox does not exist: refused for good 2 times (550 5.1.1)',
        line: 4,
      },
    ],
  );
});

test('a 550 for the sender, its reputation, authentication, content or size never suppresses', () => {
  const log = scene();
  for (const [index, reply] of [
    '550 5.7.1 Message rejected as spam',
    '550 5.7.26 This mail is unauthenticated',
    '554 5.7.1 Client host [203.0.113.25] blocked using zen.spamhaus.org',
    '552 5.3.4 Message size exceeds fixed limit',
    '550 5.7.1 Relaying denied',
    '550 5.1.8 Sender address rejected: Domain not found',
    '554 5.5.0 Transaction failed',
  ].entries())
    log.mail({ at: start, to: `good${index}@firm.example`, attempts: [said('bounced', reply)] });
  assert.deepEqual(summarized(log).suppressions, []);
});

test('forward targets and inbound recipients are never suppressed', () => {
  const log = scene()
    .mail({ at: start, ...outside, originalRecipient: 'info@shop.example', to: 'old@gmail.com', attempts: [unknownUser()] })
    .mail({ at: start, ...outside, to: 'nobody@shop.example', agent: 'lmtp', attempts: [unknownUser()] });
  assert.deepEqual(summarized(log).suppressions, []);
});

test('a domain that does not resolve is suppressed only after failures on two days, and said to be left out before', () => {
  const once = scene()
    .mail({ at: start, to: 'a@gone.example', attempts: [lost] })
    .mail({ at: start + 5 * hour, to: 'a@gone.example', attempts: [lost] });
  const { suppressions, leftOut } = summarized(once);
  assert.deepEqual(suppressions, []);
  assert.deepEqual(
    leftOut.map(({ address, why }) => [address, why]),
    [['a@gone.example', 'the domain failed on one day only']],
  );
  assert.equal(summarized(once.mail({ at: start + day, to: 'a@gone.example', attempts: [lost] })).suppressions.length, 1);
});

test('who was delivered to after the failure is left out, who was delivered to only before is not', () => {
  const failure = { at: start + hour, to: 'x@firm.example', attempts: [unknownUser()] };
  const after = summarized(
    scene()
      .mail(failure)
      .mail({ at: start + 2 * hour, to: 'x@firm.example', attempts: [sent()] }),
  );
  assert.deepEqual(after.suppressions, []);
  assert.deepEqual(
    after.leftOut.map(({ address, why }) => [address, why]),
    [['x@firm.example', 'delivered after the failure']],
  );
  assert.equal(
    summarized(
      scene()
        .mail({ at: start, to: 'x@firm.example', attempts: [sent()] })
        .mail(failure),
    ).suppressions.length,
    1,
  );
});

test('the address that was written to is suppressed where an alias of our own mail stands between', () => {
  const log = scene().mail({ at: start, account: 'anna', originalRecipient: 'team@shop.example', to: 'old@gmail.com', attempts: [unknownUser()] });
  assert.deepEqual(
    summarized(log).suppressions.map(({ address }) => address),
    ['team@shop.example'],
  );
});

test('soft failures of five days are suppressed with their age, those of a day are not', () => {
  const full = (after: number) => said('deferred', '452 4.2.2 Mailbox full', { after });
  const log = (days: number) => scene().mail({ at: start, to: 'full@firm.example', attempts: [full(1), full(days * 86_400)], expires: true });
  assert.deepEqual(
    summarized(log(5)).suppressions.map(({ address, why }) => [address, why]),
    [['full@firm.example', 'Mailbox is full: failed softly for 5 days']],
  );
  assert.deepEqual(summarized(log(1)).suppressions, []);
});
