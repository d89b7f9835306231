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

test('a log without deliveries is not called broken, one of refusing replies not healthy', () => {
  assert.equal(judge([], own(0)).state, 'healthy');
  assert.equal(judge([], own(0), { deliveries: 0, replies: 12 }).state, 'too-few');
  assert.match(judge([], own(0), { deliveries: 30, replies: 0 }).sentence, /nothing was sent elsewhere/);
});
