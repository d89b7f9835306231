import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFilter, type Filter, Part, Tables } from '../../../server/src/core.ts';
import { sent, unknownUser } from '../../synthetic/scenario.ts';
import { partOf, reference, rowsOf } from '../summary/fold.ts';
import { gmail, hour, ordinary, scene, start } from './scenes.ts';

const rows = rowsOf(
  ordinary(scene(), 3000)
    .mails(300, { from: start, to: start + 9 * hour }, (index) => ({
      to: `gone${index}@gmail.com`,
      ...gmail,
      attempts: [index % 10 ? sent() : unknownUser()],
    }))
    .text(),
);

function filtered(filter: Filter) {
  const calendar = partOf(rows, 0, rows.rows.length).calendar(reference);
  const part = new Part({ tables: rows.tables, filter: createFilter(filter, rows.tables, calendar) });
  part.open('mail.log');
  for (const row of rows.rows) part.add(row);
  const tables = new Tables();
  const threads = new Part({ tables, filter: createFilter(filter, tables, calendar) });
  threads.merge(structuredClone(part.export()));
  assert.deepEqual(threads.finish(reference).health, part.finish(reference).health, 'the same from another thread');
  return part.finish(reference);
}

test('a filter by reason leaves nothing but failures: no finding, no health, may come of that', () => {
  const { findings, health, totals } = filtered({ reason: 'bad-mailbox' });
  assert.equal(totals.bounced, 30);
  assert.deepEqual(findings, []);
  assert.match(health.sentence, /one reason only/);
});

test("a filter by receiver or time finds what is true of that receiver's mail", () => {
  assert.deepEqual(
    filtered({ receiver: 'Gmail' })
      .findings.map(({ id }) => id)
      .sort(),
    ['bounce-rate', 'list-quality'],
  );
  assert.deepEqual(filtered({ receiver: 'Yahoo' }).findings, []);
});
