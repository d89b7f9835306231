import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineMemo } from '../../../server/src/document/line-memo.ts';

test('what is known of a line is found out once, and again after an edit at or before it', () => {
  const memo = new LineMemo<string>();
  const asked: number[] = [];
  const look = (line: number) =>
    memo.of(line, (at) => {
      asked.push(at);
      return `line ${at}`;
    });
  for (const line of [3, 5, 9, 3, 5, 9]) assert.equal(look(line), `line ${line}`);
  memo.forget(5);
  for (const line of [3, 5, 9]) look(line);
  assert.deepEqual(asked, [3, 5, 9, 5, 9]);
});

test('a line of which nothing is known is not looked at again either', () => {
  const memo = new LineMemo<string | null>();
  let looks = 0;
  for (let at = 0; at < 3; at++)
    memo.of(7, () => {
      looks++;
      return null;
    });
  assert.equal(looks, 1);
});

test('any number of lines is remembered in bounded memory', () => {
  const memo = new LineMemo<number>();
  for (let line = 0; line < 50_000; line++)
    assert.equal(
      memo.of(line, () => line),
      line,
    );
  let again = 0;
  for (let line = 0; line < 50_000; line++)
    memo.of(line, () => {
      again++;
      return line;
    });
  assert.ok(again >= 30_000);
});
