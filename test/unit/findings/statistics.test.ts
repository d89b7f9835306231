import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { benjaminiHochberg, fisher, fisherMore, logFactorial, median, wilson } from '../../../server/src/findings/statistics.ts';

const near = (actual: number, expected: number, digits: number) =>
  assert.ok(Math.abs(actual - expected) < 0.5 * 10 ** -digits, `${actual}, not ${expected}`);

test("Wilson's interval has the values of Newcombe (1998), method 3", () => {
  for (const [hits, of, lower, upper] of [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ]) {
    near(wilson(hits, of).lower, lower, 4);
    near(wilson(hits, of).upper, upper, 4);
  }
  assert.deepEqual(wilson(0, 0), { lower: 0, upper: 1 });
});

test('logarithms of factorials are exact where they can be counted', () => {
  let log = 0;
  for (let n = 0; n <= 170; n++) {
    if (n > 1) log += Math.log(n);
    near(logFactorial(n), log, 9);
  }
});

test("Fisher's exact test has the published values: the lady tasting tea, dieting, convictions of twins", () => {
  near(fisherMore({ hits: 1, of: 4 }, { hits: 3, of: 4 }), 17 / 70, 10);
  near(fisher({ hits: 1, of: 4 }, { hits: 3, of: 4 }), 34 / 70, 10);
  near(fisherMore({ hits: 1, of: 10 }, { hits: 11, of: 14 }), 0.001379728, 9);
  near(fisher({ hits: 1, of: 10 }, { hits: 11, of: 14 }), 0.002759456, 9);
  near(fisherMore({ hits: 2, of: 17 }, { hits: 10, of: 13 }), 0.0004652, 7);
  near(fisher({ hits: 2, of: 17 }, { hits: 10, of: 13 }), 0.0005367, 7);
});

test("Fisher's test stays a probability with windows of a large log, and sees no change where there is none", () => {
  assert.ok(fisherMore({ hits: 1000, of: 500_000 }, { hits: 3000, of: 500_000 }) < 1e-200);
  assert.ok(fisherMore({ hits: 1000, of: 500_000 }, { hits: 1000, of: 500_000 }) > 0.4);
  assert.equal(fisherMore({ hits: 0, of: 300 }, { hits: 0, of: 300 }), 1);
  assert.equal(fisherMore({ hits: 300, of: 300 }, { hits: 300, of: 300 }), 1);
});

test("Fisher's tail equals the sum counted one by one, for any small table", () => {
  const choose = (n: number, k: number): number => (k < 0 || k > n ? 0 : k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
  const table = fc.record({ a: fc.nat(12), b: fc.nat(12), c: fc.nat(12), d: fc.nat(12) }).filter(({ a, b, c, d }) => a + b > 0 && c + d > 0);
  fc.assert(
    fc.property(table, ({ a, b, c, d }) => {
      const [first, second, all] = [c + d, a + b, a + c];
      let sum = 0;
      for (let hits = c; hits <= Math.min(all, first); hits++)
        sum += (choose(first, hits) * choose(second, all - hits)) / choose(first + second, all);
      near(fisherMore({ hits: a, of: a + b }, { hits: c, of: c + d }), Math.min(1, sum), 9);
    }),
  );
});

test('Benjamini and Hochberg reject four of the fifteen hypotheses of their own example at 0.05', () => {
  const values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1];
  const adjusted = benjaminiHochberg(values);
  assert.equal(adjusted.filter((value) => value <= 0.05).length, 4);
  near(adjusted[3], 0.035625, 9);
  near(adjusted[4], (0.0201 * 15) / 5, 9);
  assert.deepEqual(benjaminiHochberg([...values].reverse()), adjusted.reverse());
  assert.deepEqual(benjaminiHochberg([]), []);
});

test('the median of an even number of values is one of them', () => {
  assert.equal(median([5, 1, 3]), 3);
  assert.equal(median([4, 1, 3, 2]), 2);
  assert.ok(Number.isNaN(median([])));
});
