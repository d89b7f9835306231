import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, count, duration, listed } from '../../../server/src/features/words.ts';

test('durations have two units at most, and seconds as the log writes them', () => {
  const words = [0, 0.14, 9.7, 55, 119, 120, 3600, 12_000, 86_400, 180_000, 432_000].map(duration);
  assert.deepEqual(words, ['0 s', '0.14 s', '9.7 s', '55 s', '119 s', '2 min', '1 h', '3 h 20 min', '24 h', '2 d 2 h', '5 d']);
});

test('counts agree with their noun', () => {
  assert.deepEqual(
    [count(0, 'attempt'), count(1, 'attempt'), count(1200, 'attempt'), count(2, 'delivery', 'deliveries')],
    ['0 attempts', '1 attempt', '1,200 attempts', '2 deliveries'],
  );
});

test('lists and sizes read well', () => {
  assert.equal(listed(['a', 'b', 'c']), 'a, b and c');
  assert.equal(listed([]), '');
  assert.deepEqual([bytes(3083), bytes(52_000), bytes(1_400_000)], ['3,083 bytes', '52 kB', '1.4 MB']);
});
