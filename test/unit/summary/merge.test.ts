import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LogFold, Part, Tables } from '../../../server/src/core.ts';
import { logText, partOf, plainEngine, reference, rowsOf, sent } from './fold.ts';
import { randomLog } from './random.ts';

test('a log cut at any line and merged gives the summary of the whole', () => {
  const rows = rowsOf(logText('postfix-shortqid/mail.log'));
  const { length } = rows.rows;
  const whole = partOf(rows, 0, length).finish(reference);
  for (let cut = 1; cut < length; cut += Number(process.env.CUT_STEP ?? 7)) {
    const part = partOf(rows, 0, cut);
    part.merge(partOf(rows, cut, length));
    assert.deepEqual(part.finish(reference), whole, `cut behind line ${cut}`);
  }
});

test('many cuts at once, parts merged pairwise in any grouping, sent between threads', () => {
  const rows = rowsOf(logText('postfix-syslog/mail.log'));
  const { length } = rows.rows;
  const whole = partOf(rows, 0, length).finish(reference);
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: length - 1 }), { minLength: 1, maxLength: 6 }), fc.boolean(), (cuts, leftFirst) => {
      const borders = [0, ...cuts.sort((a, b) => a - b), length];
      const parts = borders.slice(1).map((to, at) => Part.from(sent(partOf(rows, borders[at], to))));
      while (parts.length > 1) {
        const at = leftFirst ? 0 : parts.length - 2;
        parts[at].merge(parts[at + 1]);
        parts.splice(at + 1, 1);
      }
      assert.deepEqual(parts[0].finish(reference), whole);
    }),
    { numRuns: 15 },
  );
});

test('finishing does not change a part: asked twice, and again after more lines', () => {
  const rows = rowsOf(logText('postfix-shortqid/mail.log'));
  const { length } = rows.rows;
  const part = partOf(rows, 0, 1000);
  assert.deepEqual(part.finish(reference), part.finish(reference));
  for (let at = 1000; at < length; at++) part.add(rows.rows[at]);
  assert.deepEqual(part.finish(reference), partOf(rows, 0, length).finish(reference));
});

test('the summary does not depend on how the bytes are cut into chunks', () => {
  const text = logText('postfix-shortqid/mail.log').slice(0, 40_000);
  const whole = summaryOfChunks(text, [text.length]);
  for (const size of [170, 1_000, 30_000]) assert.deepEqual(summaryOfChunks(text, Array(Math.ceil(text.length / size)).fill(size)), whole, `${size}`);
});

/** Chunks end at the line end behind each size, as the framer gives them. */
function summaryOfChunks(text: string, sizes: number[]) {
  const tables = new Tables();
  const part = new Part({ tables });
  const fold = new LogFold(tables, plainEngine(), (row) => void part.add(row));
  part.open('mail.log');
  fold.begin();
  let from = 0;
  for (const size of sizes) {
    const to = Math.max(from, text.indexOf('\n', Math.min(text.length - 1, from + size)) + 1) || text.length;
    if (to > from) fold.add(text.slice(from, to));
    from = Math.max(from, to);
  }
  if (from < text.length) fold.add(text.slice(from));
  fold.end();
  return part.finish(reference);
}

test('parts read by threads of their own, each with its own tables and its own count of years, give the same summary', () => {
  const text = logText('postfix-syslog/mail.log');
  const whole = rowsOf(text);
  const expected = partOf(whole, 0, whole.rows.length).finish(reference);
  for (const share of [0.1, 0.37, 0.5, 0.62, 0.93]) {
    const cut = text.indexOf('\n', text.length * share) + 1;
    const [before, after] = [rowsOf(text.slice(0, cut)), rowsOf(text.slice(cut))];
    const part = partOf(before, 0, before.rows.length);
    const later = new Part({ tables: after.tables, first: false });
    later.open('mail.log', true);
    for (const row of after.rows) later.add(row);
    part.merge(sent(later));
    assert.deepEqual(part.finish(reference), expected, `cut at ${share}`);
  }
});

test('random logs with queue IDs used again, lost endings and hops, cut at every line, give the same summary', () => {
  fc.assert(
    fc.property(randomLog, (text) => {
      const rows = rowsOf(text);
      const { length } = rows.rows;
      const whole = partOf(rows, 0, length).finish(reference);
      for (let cut = 1; cut < length; cut++) {
        const part = partOf(rows, 0, cut);
        part.merge(partOf(rows, cut, length));
        assert.deepEqual(part.finish(reference), whole, `cut behind line ${cut} of\n${text}`);
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 60) },
  );
});
