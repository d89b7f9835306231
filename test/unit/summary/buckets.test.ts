import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Timeline } from '../../../server/src/summary/timeline.ts';

const year = 366 * 86_400_000;

test('deliveries fall into the same buckets in whatever order they come, from minutes to centuries', () => {
  const span = fc.constantFrom(1e6, 1e8, year / 2, year, 3 * year, 6 * year, 60 * year);
  const shares = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(span, shares, (span, shares) => {
      const times = shares.map((share) => Math.floor((share / 1_000_000) * span));
      const inOrder = new Timeline();
      const backwards = new Timeline();
      const covered = new Timeline();
      for (const time of times) inOrder.add(0, time, 0);
      for (const time of times.toReversed()) backwards.add(0, time, 0);
      covered.cover(Math.min(...times), Math.max(...times));
      for (const time of times) covered.addMinute(0, Math.floor(time / 60_000) * 60_000, 0, 1);
      const buckets = (timeline: Timeline) => [...(timeline.series(0) ?? [])].sort(([a], [b]) => a - b);
      assert.deepEqual(buckets(inOrder), buckets(backwards));
      assert.deepEqual(buckets(inOrder), buckets(covered));
    }),
    { numRuns: 500 },
  );
});
