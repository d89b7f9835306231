import assert from 'node:assert/strict';
import { test } from 'node:test';
import { percent, seconds, stateOf } from '../../../client/src/report/judge.ts';
import type { Summary } from '../../../server/src/summary/summary.ts';
import { healthySummary, sampleSummary } from './sample.ts';

const withTotals = (totals: Partial<Summary['totals']>): Summary => ({ ...healthySummary, totals: { ...healthySummary.totals, ...totals } });
const finding = (severity: 'error' | 'warning' | 'information') => ({ id: 'x', severity, title: '', advice: '', count: 1, evidence: [] });

test('an error finding is damage, a warning attention, information neither', () => {
  assert.equal(stateOf(sampleSummary).level, 'damage');
  assert.equal(stateOf({ ...healthySummary, findings: [finding('warning')] }).level, 'attention');
  assert.equal(stateOf({ ...healthySummary, findings: [finding('information')] }).level, 'healthy');
});

test('a log in which nothing failed says so', () => {
  const { level, text } = stateOf(healthySummary);
  assert.equal(level, 'healthy');
  assert.match(text, /nothing failed/i);
  assert.match(text, /24,318/);
});

test('few deliveries with a failure are too few to judge, not healthy', () => {
  const { level } = stateOf(withTotals({ deliveries: 12, delivered: 9, bounced: 3 }));
  assert.equal(level, 'few');
});

test('a log without deliveries is no healthy one', () => {
  assert.equal(stateOf(withTotals({ deliveries: 0, delivered: 0, rejections: 0 })).level, 'empty');
  assert.match(stateOf(withTotals({ deliveries: 0, delivered: 0, rejections: 5 })).text, /refused 5 times/);
});

test('without a finding the bounce rate decides, and only where it is sure to be above the mark', () => {
  const level = (delivered: number, bounced: number) => stateOf(withTotals({ deliveries: delivered + bounced, delivered, bounced })).level;
  assert.equal(level(300, 200), 'damage');
  assert.equal(level(975, 25), 'healthy'); // 2.5 % of 1,000: could be chance
  assert.equal(level(97_500, 2_500), 'attention'); // 2.5 % of 100,000: no chance
  assert.equal(level(99_000, 1_000), 'healthy');
});

test("a cause that is the operator's to mend is no healthy state", () => {
  const causes = sampleSummary.causes.filter(({ reason }) => reason === 'blocklist');
  assert.equal(stateOf({ ...withTotals({ deliveries: 5000, delivered: 4999, deferred: 1 }), causes }).level, 'attention');
});

test('rates show two digits where they decide, and never a rate that is not known', () => {
  assert.equal(percent(0.0213), '2.13 %');
  assert.equal(percent(0.123), '12.3 %');
  assert.equal(percent(1), '100 %');
  assert.equal(percent(0), '0 %');
  assert.equal(percent(null), '–');
});

test('durations are said as people say them', () => {
  assert.deepEqual([0.42, 9, 95, 340, 7_600, 200_000, null].map(seconds), ['0.4 s', '9 s', '95 s', '5.7 min', '2.1 h', '2.3 d', '–']);
});
