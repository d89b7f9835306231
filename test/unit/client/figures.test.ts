import assert from 'node:assert/strict';
import { test } from 'node:test';
import { percent, seconds } from '../../../client/src/report/figures.ts';

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
