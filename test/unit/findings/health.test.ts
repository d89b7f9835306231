import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeHealth } from '../../../server/src/findings/health.ts';
import { defaultThresholds } from '../../../server/src/findings/thresholds.ts';
import { noEligible } from '../../../server/src/summary/counters.ts';
import type { Finding } from '../../../server/src/summary/summary.ts';

const own = (delivered: number, bounced = 0, deferred = 0) => ({
  ...noEligible(),
  deliveries: delivered + bounced + deferred,
  delivered,
  bounced,
  deferred,
});
const finding = (severity: Finding['severity']): Finding => ({ id: 'x', severity, title: '', advice: '', count: 1, evidence: [] });
const judge = (findings: Finding[], mail = own(1000), all = { deliveries: mail.deliveries, replies: 0 }) =>
  judgeHealth(findings, mail, all, defaultThresholds);

test('errors are damage, warnings attention, and both are counted', () => {
  assert.deepEqual(judge([finding('error'), finding('warning')]), {
    state: 'damage',
    sentence: 'Damage: 1 finding needs action now, 1 more to watch.',
  });
  assert.deepEqual(judge([finding('warning'), finding('warning')]), { state: 'attention', sentence: 'Attention: 2 findings to look at.' });
  assert.equal(judge([finding('information')]).state, 'healthy');
});

test('without findings: nothing failed, few failed, too few to say', () => {
  assert.equal(judge([], own(1)).sentence, 'Healthy: nothing failed. The only delivery arrived.');
  assert.equal(
    judge([], own(990, 10, 1)).sentence,
    'Healthy: no pattern of trouble. 10 of 1,000 deliveries (1 %) came back, 1 delivery still waits.',
  );
  assert.deepEqual(judge([], own(20, 5, 2)), {
    state: 'too-few',
    sentence: 'Too few to judge: 25 deliveries ended and 5 of them came back, 2 wait; a rate wants 200.',
  });
});

test('a log without deliveries is neither called broken nor healthy: it may be the wrong file', () => {
  assert.deepEqual(judge([], own(0)), { state: 'too-few', sentence: 'Nothing to judge: there are no deliveries in this log.' });
  assert.equal(judge([], own(0), { deliveries: 0, replies: 12 }).state, 'too-few');
  assert.match(judge([], own(0), { deliveries: 30, replies: 0 }).sentence, /nothing was sent elsewhere/);
});

test('where more was delivered than what went to others, the sentence says of which it speaks', () => {
  const all = { deliveries: 1500, replies: 0 };
  assert.equal(judge([], own(54), all).sentence, 'Healthy: all 54 deliveries to others arrived.');
  assert.equal(judge([], own(1), all).sentence, 'Healthy: the only delivery to others arrived.');
  assert.match(judge([], own(990, 10), all).sentence, /10 of 1,000 deliveries to others \(1 %\) came back/);
  assert.match(judge([], own(20, 5), all).sentence, /^Too few to judge: 25 deliveries to others ended/);
});
