import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fingerprint } from '../../../server/src/events/fingerprint.ts';
import { Addresses } from '../../../server/src/summary/addresses.ts';
import { Distinct } from '../../../server/src/summary/distinct.ts';
import { keepFirst } from '../../../server/src/summary/places.ts';
import { Quantiles } from '../../../server/src/summary/quantiles.ts';
import { Timeline } from '../../../server/src/summary/timeline.ts';

test('quantiles are exact for few values and within one percent for many, however they were merged', () => {
  const values = Array.from({ length: 20_000 }, (_, at) => ((at * 7_919) % 20_000) / 10 + 0.05);
  const sorted = [...values].sort((a, b) => a - b);
  const parts = [0, 1, 2, 3].map((part) => {
    const quantiles = new Quantiles();
    for (let at = part; at < values.length; at += 4) quantiles.add(values[at]);
    return quantiles;
  });
  for (const part of parts.slice(1)) parts[0].merge(part);
  for (const q of [0.5, 0.95]) {
    const exact = sorted[Math.ceil(q * values.length) - 1];
    assert.ok(Math.abs(parts[0].quantile(q) - exact) <= exact * 0.01, `${q}: ${parts[0].quantile(q)} for ${exact}`);
  }
  const few = new Quantiles();
  for (const value of [0.14, 3, 0.2]) few.add(value);
  assert.deepEqual([few.quantile(0.5), few.quantile(0.95)], [0.2, 3]);
});

test('different things are counted exactly up to the limit, near enough beyond, in any order and grouping', () => {
  const keys = Array.from({ length: 50_000 }, (_, at) => fingerprint(`user${at}`));
  const whole = new Distinct(1024);
  const parts = [new Distinct(1024), new Distinct(1024), new Distinct(1024)];
  keys.forEach((key, at) => {
    whole.add(key);
    whole.add(key);
    parts[at % 3].add(key);
  });
  parts[2].merge(parts[0]);
  parts[2].merge(parts[1]);
  assert.equal(parts[2].count, whole.count);
  assert.ok(Math.abs(whole.count - 50_000) < 5_000, `${whole.count}`);
  const few = new Distinct(1024);
  for (const key of keys.slice(0, 1000)) few.add(key);
  assert.deepEqual([few.count, few.approximate], [1000, false]);
});

test('addresses know where they were delivered to last, and a copy changes on its own', () => {
  const addresses = new Addresses();
  addresses.note(7, 100);
  addresses.note(7, 50);
  addresses.note(8, 0);
  const copy = addresses.copy();
  copy.note(9, 1);
  assert.deepEqual([addresses.count, copy.count, addresses.deliveredAt(7), addresses.deliveredAt(8), addresses.deliveredAt(9)], [2, 3, 100, 0, 0]);
});

test('the first places are kept in order, whatever order they come in', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), fc.integer({ min: 1, max: 5 }), (all, most) => {
      const kept: number[] = [];
      for (const place of all) keepFirst(kept, place, most);
      assert.deepEqual(kept, [...new Set(all)].sort((a, b) => a - b).slice(0, most));
    }),
  );
});

test('a timeline cut into parts and merged in any order has the same buckets', () => {
  const event = fc.record({ time: fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2026, 11) }), outcome: fc.nat(3), part: fc.nat(2) });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const whole = new Timeline();
      const parts = [new Timeline(), new Timeline(), new Timeline()];
      for (const { time, outcome, part } of events) {
        whole.add(0, time, outcome);
        parts[part].add(0, time, outcome);
      }
      for (const at of [2, 1]) parts[at - 1].merge(parts[at], (key) => key, 0);
      assert.deepEqual(new Map([...(parts[0].series(0) ?? [])].sort()), new Map([...(whole.series(0) ?? [])].sort()));
      assert.ok((whole.series(0)?.size ?? 0) <= 302);
    }),
  );
});
