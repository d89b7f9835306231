import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeFilter, without } from '../../../client/src/report/filter.ts';
import { bucketRange, chartData } from '../../../client/src/report/series.ts';
import { sortRows } from '../../../client/src/report/sort.ts';

test('each part of a filter is named, the range as one', () => {
  const parts = describeFilter({ receiver: 'Gmail', reason: 'rate-limit', from: '2026-11-21T10:00:00Z', to: '2026-11-21T12:00:00Z' });
  assert.deepEqual(parts.slice(0, 2), ['receiver Gmail', 'reason rate-limit']);
  assert.match(parts[2] ?? '', /^from 2026-11-2\d \d\d:00 to 2026-11-2\d \d\d:00$/);
});

test('taking the range off a filter takes both its ends off and nothing else', () => {
  assert.deepEqual(without({ receiver: 'Gmail', from: 'a', to: 'b' }, 'from'), { receiver: 'Gmail' });
});

const buckets = [3, 0, 5].map((bounced, index) => ({
  start: new Date(Date.UTC(2026, 10, 21, 6, 15 * index)).toISOString(),
  delivered: 10,
  deferred: 1,
  bounced,
  expired: 0,
}));
const timeline = { stepSeconds: 900, buckets };

test('the chart stacks: its first series is the sum of all outcomes, its last the delivered alone', () => {
  const [, all, , , delivered] = chartData(timeline);
  assert.deepEqual(all, [14, 11, 16]);
  assert.deepEqual(delivered, [10, 10, 10]);
});

test('a range that is dragged covers whole steps, its end exclusive', () => {
  const second = Date.parse(buckets[1]?.start ?? '') / 1000;
  assert.deepEqual(bucketRange(timeline, second + 60, second + 61), { from: '2026-11-21T06:15:00.000Z', to: '2026-11-21T06:30:00.000Z' });
  assert.deepEqual(bucketRange(timeline, second - 60, second + 61), { from: '2026-11-21T06:00:00.000Z', to: '2026-11-21T06:30:00.000Z' });
  assert.equal(bucketRange(timeline, second + 90_000, second + 90_001), null);
});

test('sorting puts what has no value last, rising and falling, and keeps the given order without a column', () => {
  const rows = [{ rate: 0.1 }, { rate: null }, { rate: 0.3 }];
  const columns = [{ key: 'rate', value: (row: { rate: number | null }) => row.rate }];
  const rates = (sort?: string) => sortRows(rows, columns, sort).map(({ rate }) => rate);
  assert.deepEqual(rates('-rate'), [0.3, 0.1, null]);
  assert.deepEqual(rates('rate'), [0.1, 0.3, null]);
  assert.deepEqual(rates(), [0.1, null, 0.3]);
  assert.deepEqual(rates('gone'), [0.1, null, 0.3]);
});
