import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { grouped } from '../../../server/src/text/number.ts';

test('numbers are written as in English, in groups of three digits', () => {
  assert.equal(grouped(0), '0');
  assert.equal(grouped(999), '999');
  assert.equal(grouped(-1000), '-1,000');
  assert.equal(grouped(1_234_567), '1,234,567');
  assert.equal(grouped(1234.5), '1,234.5');
  fc.assert(fc.property(fc.maxSafeInteger(), (value) => assert.equal(grouped(value), value.toLocaleString('en-US'))));
});
