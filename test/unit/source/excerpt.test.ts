import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Excerpt, type Excerpted } from '../../../server/src/source/excerpt.ts';
import { Framer } from '../../../server/src/source/framer.ts';
import { lineInWindow, lineOfWindow, windowHeading, windowOf } from '../../../server/src/source/window.ts';

/** As the server does: pieces of whole lines, cut anywhere before. */
function excerptOf(bytes: Uint8Array, line: number, { most = 1 << 25, piece = 1 << 18 } = {}): Excerpted & { lines: number } {
  const excerpt = new Excerpt(line, most);
  const framer = new Framer();
  for (let at = 0; at < bytes.length; at += piece)
    if (!excerpt.add(framer.push(bytes.subarray(at, at + piece)))) return { ...excerpt.finish(), lines: excerpt.lines };
  excerpt.add(framer.end());
  return { ...excerpt.finish(), lines: excerpt.lines };
}

/** Lines as VS Code splits a text. */
const editorLines = (text: string) => text.split(/\r\n|\r|\n/);

const numbered = (count: number) => Buffer.from(Array.from({ length: count }, (_, i) => `line ${i + 1}\n`).join(''));

describe('the text of an archive for an editor', () => {
  test('whole where it fits: line N of the log is line N of the editor, whatever is in the lines and however they come', () => {
    const part = fc.constantFrom('a', ' ', 'ü', '😀', '\r', '\r\n', '\n', '\0', '\u2028', '\u2029', '\t', 'status=sent');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (parts, piece) => {
        const log = parts.join('');
        const { text, window } = excerptOf(Buffer.from(log), 1, { piece });
        assert.equal(window, null);
        const lines = log.split('\n').map((line) => line.replace(/\r$/, ''));
        const shown = editorLines(text);
        assert.equal(shown.length, lines.length);
        for (const [at, line] of lines.entries())
          assert.equal(shown[at].replace(/[\u2400\u240d\u2424]|\.{3}/g, ''), line.replace(/[\0\r\u2028\u2029]|\.{3}/g, ''));
        assert.doesNotMatch(text, /[\0\r\u2028\u2029]/);
      }),
    );
  });

  test('NUL bytes that copytruncate left do not fill the editor', () => {
    const { text } = excerptOf(Buffer.concat([Buffer.alloc(50_000), Buffer.from('first line\nsecond\n')]), 1);
    assert.equal(text, '\u2400...first line\nsecond\n');
  });

  test('too large to be whole: the lines around the one looked for, under their true numbers', () => {
    const log = numbered(40_000);
    for (const line of [1, 2, 9_999, 10_000, 10_001, 15_000, 19_999, 20_000, 20_001, 39_000, 40_000]) {
      const { text, window } = excerptOf(log, line, { most: 200_000 });
      assert.ok(window);
      const editor = `${windowHeading(window, 'mail.log.2.gz')}\n${text}`.split('\n');
      assert.equal(editor[lineInWindow(window, line) - 1], `line ${line}`);
      assert.equal(editor[1], `line ${window.first}`);
      assert.equal(editor.at(-2), `line ${window.last}`);
      const shift = window.first === 1 ? -1 : window.first - 2;
      assert.equal(lineInWindow(window, line) + shift, line);
      assert.ok(editor[0].includes(shift < 0 ? '1 is subtracted' : `${shift.toLocaleString('en')} is added`), editor[0]);
    }
  });

  test('every line has a window with lines around it, and the window can be asked for by its first line', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (line) => {
        const { first, last } = windowOf(line);
        assert.ok(first === 1 || line - first >= 900);
        assert.ok(last - line >= 1000);
        assert.deepEqual(windowOf(lineOfWindow(first)), { first, last });
      }),
    );
  });

  test('what lies behind the window is not unpacked; lines of kilobytes are cut, none is left out', () => {
    const { lines } = excerptOf(numbered(400_000), 5, { most: 100_000, piece: 50_000 });
    assert.ok(lines < 30_000, `${lines} lines read`);
    const long = Buffer.from(Array.from({ length: 13_000 }, (_, i) => `${i + 1} ${'x'.repeat(3000)}\n`).join(''));
    const { text } = excerptOf(long, 6_000, { most: 1 << 20 });
    assert.ok(text.length <= 1 << 20, `${text.length} characters`);
    assert.deepEqual(
      text.split('\n').slice(0, -1).map(Number.parseFloat),
      Array.from({ length: 11_000 }, (_, i) => i + 1),
    );
  });
});
