import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Columns } from '../../../server/src/events/columns.ts';
import { Row } from '../../../server/src/events/row.ts';
import { logText, rowsOf } from '../summary/fold.ts';

test('rows come out of columns as they went in, so that an open document and a streamed file count the same', () => {
  const { rows } = rowsOf(logText('postfix-syslog/mail.log'));
  const columns = new Columns(rows.length);
  rows.forEach((row, at) => {
    columns.store(at, row);
  });
  const copy = new Columns(rows.length);
  copy.copy(columns, 0, rows.length, 0);
  const loaded = new Row();
  rows.forEach((row, at) => {
    copy.load(at, loaded, row.line);
    assert.deepEqual(loaded, row);
  });
});
