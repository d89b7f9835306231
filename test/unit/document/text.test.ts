import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { BlockText, type Place } from '../../../server/src/document/text.ts';
import { Row } from '../../../server/src/events/row.ts';

const piece = fc
  .array(fc.constantFrom('a', 'bb', '\n', '\r\n', '\r', 'é', '😀', 'line of some length\n', ''), { maxLength: 12 })
  .map((parts) => parts.join(''));
const place = fc.record({ line: fc.nat(12), index: fc.nat(20) });
const edit = fc.record({ from: place, to: place, text: piece });

/** A new document each time: its stored line offsets go stale on ranges beyond the end. */
function edited(start: string, from: Place, to: Place, text: string): string {
  const range = { start: { line: from.line, character: from.index }, end: { line: to.line, character: to.index } };
  return TextDocument.update(TextDocument.create('x:y', 'maillog', 1, start), [{ range, text }], 2).getText();
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

test('any sequence of edits leaves the text and the lines that an ordinary text document has', () => {
  fc.assert(
    fc.property(piece, fc.array(edit, { maxLength: 12 }), fc.integer({ min: 1, max: 40 }), (start, edits, blockSize) => {
      const own = new BlockText(start, blockSize);
      let other = start;
      for (const { from, to, text } of edits) {
        own.replace(from, to, text);
        other = edited(other, from, to, text);
        assert.equal(own.toString(), other);
        const lines = linesOf(other);
        assert.equal(own.lineCount, lines.length);
        assert.deepEqual(
          lines.map((_, line) => own.line(line)),
          lines,
        );
      }
    }),
    { numRuns: 2000 },
  );
});

test('rows of untouched lines stay with their lines through any edit', () => {
  fc.assert(
    fc.property(piece, fc.array(edit, { maxLength: 8 }), fc.integer({ min: 1, max: 40 }), (start, edits, blockSize) => {
      const own = new BlockText(start, blockSize);
      for (const { from, to, text } of edits) {
        mark(own);
        own.replace(from, to, text);
        own.blocks.forEach((block, at) => {
          assert.equal(block.rows.length, block.starts.length);
          const row = new Row();
          block.rows.read.forEach((read, line) => {
            block.rows.columns.load(line, row, 0);
            if (read) assert.equal(row.queue, markOf(own.line(own.firstLine(at) + line)));
          });
        });
      }
    }),
    { numRuns: 2000 },
  );
});

test('an edit makes only the lines it touches unread', () => {
  const own = new BlockText(Array.from({ length: 500 }, (_, i) => `line ${i}\n`).join(''), 100);
  mark(own);
  own.replace({ line: 250, index: 2 }, { line: 251, index: 3 }, 'X\nY\nZ');
  const open: number[] = [];
  own.blocks.forEach((block, at) => {
    block.rows.read.forEach((read, line) => {
      if (!read) open.push(own.firstLine(at) + line);
    });
  });
  assert.deepEqual(open, [250, 251, 252]);
});

test('text that ends with a line end has one more, empty line', () => {
  assert.equal(new BlockText('').lineCount, 1);
  assert.equal(new BlockText('a').lineCount, 1);
  assert.equal(new BlockText('a\n').lineCount, 2);
  assert.equal(new BlockText('a\r\nb').lineCount, 2);
});

function mark(text: BlockText): void {
  const row = new Row();
  text.blocks.forEach((block, at) => {
    for (let line = 0; line < block.rows.length; line++) {
      block.rows.read[line] = 1;
      row.queue = markOf(text.line(text.firstLine(at) + line));
      block.rows.columns.store(line, row);
    }
  });
}

function markOf(line: string): number {
  return [...line].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) >>> 0, line.length);
}
