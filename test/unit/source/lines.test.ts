import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { frameLines } from '../../../server/src/source/lines.ts';

function framed(text: string, last = true, limit?: number): [string[], number, boolean[]] {
  const lines: string[] = [];
  const cuts: boolean[] = [];
  const rest = frameLines(
    text,
    0,
    last,
    (start, end, cut) => {
      lines.push(text.slice(start, end));
      cuts.push(cut);
    },
    limit,
  );
  return [lines, rest, cuts];
}

test('lines end with \\n or \\r\\n, and the last one needs no ending', () => {
  assert.deepEqual(framed('a\nb\r\n\nc'), [['a', 'b', '', 'c'], 7, [false, false, false, false]]);
  assert.deepEqual(framed(''), [[], 0, []]);
});

test('an unfinished last line waits for the next chunk', () => {
  assert.deepEqual(framed('a\nb', false), [['a'], 2, [false]]);
});

test('a line above the limit is cut and says so; the next one is whole', () => {
  assert.deepEqual(framed('abcdef\ngh', true, 4), [['abcd', 'gh'], 9, [true, false]]);
});

test('NUL bytes that copytruncate leaves in front of a line are skipped', () => {
  assert.deepEqual(framed('\0\0\0a\nb')[0], ['a', 'b']);
});

test('framing in chunks of any size gives the same lines', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', '\r', ' '), { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (parts, size) => {
      const text = parts.join('');
      const lines: string[] = [];
      let pending = '';
      for (let at = 0; at < text.length; at += size) {
        pending += text.slice(at, at + size);
        const chunk = pending;
        const rest = frameLines(chunk, 0, false, (start, end) => lines.push(chunk.slice(start, end)));
        pending = chunk.slice(rest);
      }
      frameLines(pending, 0, true, (start, end) => lines.push(pending.slice(start, end)));
      assert.deepEqual(lines, framed(text)[0]);
    }),
  );
});
