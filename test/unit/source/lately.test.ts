import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Lately } from '../../../server/src/source/lately.ts';

const name = fc.string({ unit: fc.constantFrom('a', 'b', '.', '[', 'é'), maxLength: 6 });

test('a remembered name is found under its own slot only, wherever it stands, and never under another text', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ maxLength: 4 }), name), { maxLength: 200 }), (lines) => {
      const lately = new Lately();
      const bySlot: string[] = [];
      for (const [before, text] of lines) {
        const line = `${before}${text}, behind`;
        const [start, end] = [before.length, before.length + text.length];
        const found = lately.find(line, start, end);
        if (found >= 0) assert.equal(bySlot[found], text);
        else {
          const slot = lately.keep(line, start, end);
          if (slot >= 0) bySlot[slot] = text;
        }
      }
    }),
  );
});

test('what comes again is found, what is empty or not ASCII never is', () => {
  const lately = new Lately();
  assert.ok(lately.keep('relay=mx1.example.org[192.0.2.1]:25, delay', 6, 35) >= 0);
  assert.ok(lately.find('mx1.example.org[192.0.2.1]:25', 0, 29) >= 0);
  assert.equal(lately.find('mx2.example.org[192.0.2.1]:25', 0, 29), -1);
  assert.equal(lately.keep('', 0, 0), -1);
  assert.equal(lately.find('', 0, 0), -1);
  assert.equal(lately.keep('mx\u00e9', 0, 3), -1);
  assert.equal(lately.find('mx\u00e9', 0, 3), -1);
});
