import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultThresholds, thresholdSettings, thresholdsOf } from '../../../server/src/findings/thresholds.ts';
import { sent, unknownUser } from '../../synthetic/scenario.ts';
import { reference, summaryOf } from '../summary/fold.ts';
import { hour, scene, start } from './scenes.ts';

test('every threshold has a setting, and its default lies within what the setting allows', () => {
  for (const [name, { minimum, maximum, integer, description }] of Object.entries(thresholdSettings)) {
    const value = defaultThresholds[name as keyof typeof defaultThresholds];
    assert.ok(value >= minimum && value <= maximum, name);
    assert.ok(!integer || Number.isInteger(value), name);
    assert.match(description, /\.$/, name);
  }
  assert.deepEqual(Object.keys(thresholdSettings).sort(), Object.keys(defaultThresholds).sort());
});

test('own numbers count where they are usable, others leave the default', () => {
  assert.equal(thresholdsOf({ minimumDeliveries: 50 }).minimumDeliveries, 50);
  for (const bad of ['50', null, Number.NaN, -1, 1e12]) assert.deepEqual(thresholdsOf({ minimumDeliveries: bad }), defaultThresholds);
  assert.deepEqual(thresholdsOf(), defaultThresholds);
});

test('a threshold decides: 20 of 100 is too few by default, and a finding where 50 are enough', () => {
  const text = scene()
    .mails(100, { from: start, to: start + hour }, (index) => ({ to: `u${index}@firm.example`, attempts: [index % 5 ? sent() : unknownUser()] }))
    .text();
  assert.deepEqual(summaryOf(text).findings, []);
  const { findings } = summaryOf(text, { reference: { ...reference, thresholds: thresholdsOf({ minimumDeliveries: 50 }) } });
  assert.ok(findings.some(({ id }) => id === 'list-quality'));
});
