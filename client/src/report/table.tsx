import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useReport } from './context.ts';
import { sortRows } from './sort.ts';
import { grouped } from './words.ts';

export interface Column<Row> {
  key: string;
  title: string;
  /** Sorted by it; numbers fall first, words rise first. */
  value: (row: Row) => number | string | null | undefined;
  /** Shown; the value itself where it is left out. */
  show?: (row: Row) => ComponentChildren;
  numeric?: boolean;
  className?: string;
}

interface Props<Row> {
  id: string;
  caption: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** The list of the summary whose rows these are, where it is not named as the table. */
  list?: string;
  /** Rows shown before "Show all". */
  top?: number;
}

/** A sortable table with a caption, header scopes and aria-sort; the first column is the row's header. */
export function Table<Row>({ id, caption, columns, rows, keyOf, list = id, top = 10 }: Props<Row>) {
  const { sort, setSort, lengths, isWhole, askWhole } = useReport();
  const [all, setAll] = useState(false);
  if (rows.length === 0) return null;
  const sorted = sortRows(rows, columns, sort[id]);
  const shown = all ? sorted : sorted.slice(0, top);
  // of a list cut short that is shown in part, nobody knows how many rows it will have
  const isCut = list !== id && !isWhole && (lengths[list] ?? 0) > rows.length;
  const length = list === id ? Math.max(lengths[id] ?? 0, sorted.length) : sorted.length;
  const toggle = () => {
    if (!all && (isCut || sorted.length < length)) askWhole();
    setAll(!all);
  };
  return (
    <div class="table">
      <table>
        <caption class="hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.key} column={column} sort={sort[id]} onSort={(next) => setSort(id, next)} />
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={keyOf(row)}>{columns.map((column, index) => cell(column, row, index))}</tr>
          ))}
        </tbody>
      </table>
      {(length > top || isCut) && (
        <button type="button" class="more" aria-expanded={all} onClick={toggle}>
          {all ? `Show the first ${top}` : isCut ? 'Show all' : `Show all ${grouped(length)}`}
        </button>
      )}
    </div>
  );
}

function Head<Row>({ column, sort, onSort }: { column: Column<Row>; sort: string | undefined; onSort: (next: string) => void }) {
  const falling = sort === `-${column.key}`;
  const rising = sort === column.key;
  const first = column.numeric ? `-${column.key}` : column.key;
  const next = falling ? column.key : rising ? `-${column.key}` : first;
  return (
    <th scope="col" class={classOf(column)} aria-sort={falling ? 'descending' : rising ? 'ascending' : 'none'}>
      <button type="button" class="sort" onClick={() => onSort(next)}>
        {column.title}
        <span class="arrow" aria-hidden="true">
          {falling ? '↓' : rising ? '↑' : ''}
        </span>
      </button>
    </th>
  );
}

function cell<Row>(column: Column<Row>, row: Row, index: number) {
  const content = column.show ? column.show(row) : (column.value(row) ?? '–');
  const shown = typeof content === 'number' ? grouped(content) : content;
  return index === 0 ? (
    <th key={column.key} scope="row" class={classOf(column)}>
      {shown}
    </th>
  ) : (
    <td key={column.key} class={classOf(column)}>
      {shown}
    </td>
  );
}

const classOf = ({ numeric, className = '' }: Pick<Column<unknown>, 'numeric' | 'className'>) => `${numeric ? 'number ' : ''}${className}`.trim();
