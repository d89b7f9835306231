import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { chooseEncoding, fromIndex, toIndex } from '../../../server/src/document/encoding.ts';

const whole = fc.string({ unit: 'grapheme' });

test('positions count bytes, units or code points as the client chose', () => {
  fc.assert(
    fc.property(whole, fc.nat(30), (line, cut) => {
      const points = [...line].slice(0, cut).join('');
      assert.equal(fromIndex(line, points.length, 'utf-8'), Buffer.byteLength(points));
      assert.equal(fromIndex(line, points.length, 'utf-16'), points.length);
      assert.equal(fromIndex(line, points.length, 'utf-32'), [...points].length);
      for (const encoding of ['utf-8', 'utf-16', 'utf-32'] as const)
        assert.equal(toIndex(line, fromIndex(line, points.length, encoding), encoding), points.length);
    }),
  );
});

test('a position beyond the line is its end', () => {
  for (const encoding of ['utf-8', 'utf-16', 'utf-32'] as const) assert.equal(toIndex('aé😀', 99, encoding), 4);
});

test('the first encoding the client offers that we can is taken, UTF-16 without an offer', () => {
  assert.equal(chooseEncoding(undefined), 'utf-16');
  assert.equal(chooseEncoding([]), 'utf-16');
  assert.equal(chooseEncoding(['utf-7', 'utf-8', 'utf-16']), 'utf-8');
  assert.equal(chooseEncoding(['utf-32']), 'utf-32');
});
