import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Nearby } from '../../../server/src/summary/nearby.ts';

test('what is given for two numbers is what was kept for them last, or nothing', () => {
  const key = fc.constantFrom(0, 1, 2, 64, 2 ** 20, 3 * 2 ** 20, 2 ** 45 + 1, -5);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), key, fc.nat(2))), (steps) => {
      const nearby = new Nearby<number>();
      const kept = new Map<string, number>();
      steps.forEach(([write, a, b], at) => {
        const known = nearby.get(a, b);
        if (known !== undefined) assert.equal(known, kept.get(`${a} ${b}`));
        if (!write) return;
        kept.set(`${a} ${b}`, nearby.keep(at, a, b));
        assert.equal(nearby.get(a, b), at);
      });
      nearby.clear();
      for (const [, a, b] of steps) assert.equal(nearby.get(a, b), undefined);
    }),
  );
});
