import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csvCell, escapeHtml, escapeMarkdown, markdownCode, plainText } from '../../../server/src/text/escape.ts';
import { renderBlocks } from '../../../server/src/text/prose.ts';

/** Characters that act in one of the surfaces. */
const hostile = fc.string({
  unit: fc.constantFrom(
    ...'`[](){}<>|*_~#&"\'\\!=+-@.:/ \n\r\t\u001b\u0000\u202e\u2066\u200b\ufeff\u0007%$^1aw',
    'https://x.y',
    'www.x.y',
    'a@b.c',
    '\ud800',
  ),
});

test('control and bidirectional characters are shown by number, never sent', () => {
  assert.equal(plainText('a\u001b[31mb\u202ec\u0000'), 'a⟨U+001B⟩[31mb⟨U+202E⟩c⟨U+0000⟩');
  fc.assert(
    fc.property(hostile, (text) => assert.ok(!/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/.test(plainText(text)))),
  );
});

test('ordinary text of any language stays as it is', () => {
  for (const text of ["Boîte inexistante : l'utilisateur", '用户不存在 ✉', 'Ящик не найден', 'ok 👍🏽']) assert.equal(plainText(text), text);
});

test('Markdown markup, HTML and links of the log do not act', () => {
  assert.equal(escapeMarkdown('[click](command:x) <img src=x> `a` **b**'), '\\[click\\](command\\:x) &lt;img src=x&gt; \\`a\\` \\*\\*b\\*\\*');
  assert.equal(escapeMarkdown('https://evil.example www.evil.example a@evil.example'), 'https\\://evil.example www\\.evil.example a\\@evil.example');
  fc.assert(
    fc.property(hostile, (text) => {
      const escaped = escapeMarkdown(text);
      assert.ok(
        !/(?<!\\)(?:\\\\)*[`*_[\]|~#$@]/.test(escaped) && !/[<>\n]/.test(escaped) && !/[a-z]:\/\//i.test(escaped) && !/www\./i.test(escaped),
        escaped,
      );
    }),
  );
});

test('a text cannot begin a list, a heading, a quotation or a table', () => {
  for (const text of ['- a', '+ a', '1. a', '# a', '> a', '| a |', '=== ']) assert.ok(/^\s*(\\|&gt;|\d+\\)/.test(escapeMarkdown(text)), text);
});

test('a code span holds any backticks', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const span = markdownCode(text);
      const fence = /^`+/.exec(span)![0];
      const inside = span.slice(fence.length, -fence.length);
      assert.ok(span.endsWith(fence) && !inside.split(/[^`]+/).includes(fence) && !inside.includes('|'));
    }),
  );
});

test('HTML is text', () => {
  assert.equal(escapeHtml(`<a href="x" onclick='y'>&`), '&lt;a href=&quot;x&quot; onclick=&#39;y&#39;&gt;&amp;');
});

test('CSV cells are quoted, and formulas are none', () => {
  assert.equal(csvCell('=HYPERLINK("x")'), `"'=HYPERLINK(""x"")"`);
  assert.deepEqual([csvCell(-5), csvCell(Number.NaN), csvCell(null), csvCell('a'), csvCell('a,b')], ['-5', '', '', 'a', '"a,b"']);
  fc.assert(fc.property(hostile, (text) => assert.ok(!/^"?\s*[=+\-@|%]/.test(csvCell(text)) && !/[\r\n]/.test(csvCell(text)))));
});

test('blocks render alike in Markdown, plain text and HTML; links keep their address', () => {
  const blocks = [
    ['see ', { link: 'RFC', href: 'https://www.rfc-editor.org/rfc/rfc5321#section-4.2' }, { code: '<x>' }],
    { items: [['a|b'], [{ strong: 'c' }]] },
    { head: ['h'], rows: [['a|b']] },
  ];
  assert.equal(
    renderBlocks(blocks, 'markdown'),
    'see [RFC](https://www.rfc-editor.org/rfc/rfc5321#section-4.2)`<x>`\n\n- a\\|b\n- **c**\n\n| h |\n| --- |\n| a\\|b |',
  );
  assert.equal(renderBlocks(blocks, 'plain'), 'see RFC <https://www.rfc-editor.org/rfc/rfc5321#section-4.2><x>\n\n- a|b\n- c\n\n- a|b');
  assert.match(renderBlocks(blocks, 'html'), /<a href="https:\/\/www\.rfc-editor\.org\/rfc\/rfc5321#section-4\.2">RFC<\/a><code>&lt;x&gt;<\/code>/);
});
