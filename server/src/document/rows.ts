import { Columns } from '../events/columns.ts';
import { becomeFurther, type FurtherRow, keepFurther } from '../events/further.ts';
import type { Row } from '../events/row.ts';

/** What is kept of each line of a block: its row of the event model, and whether the line has been read since it changed. */
export class Rows {
  readonly columns: Columns;
  /** 1 by line where the row is that of the line's text. */
  readonly read: Uint8Array;
  /** Of lines about several recipients the rows behind the first, by line. Few logs have any. */
  readonly further = new Map<number, FurtherRow[]>();

  constructor(length: number) {
    this.columns = new Columns(length);
    this.read = new Uint8Array(length);
  }

  get length(): number {
    return this.read.length;
  }

  /** Keeps what was read of a line: its first row. */
  store(line: number, row: Row): void {
    this.columns.store(line, row);
    this.further.delete(line);
    this.read[line] = 1;
  }

  storeFurther(line: number, row: Row): void {
    const kept = this.further.get(line);
    if (kept) kept.push(keepFurther(row));
    else this.further.set(line, [keepFurther(row)]);
  }

  /** Turns the first row of a line into each of those behind it, one after the other. */
  furtherOf(line: number, row: Row): Iterable<Row> {
    const kept = this.further.get(line);
    return kept ? each(kept, row) : nothing;
  }

  /** Takes over rows [from, to) of another block. */
  copy(source: Rows, from: number, to: number, at: number): void {
    this.columns.copy(source.columns, from, to, at);
    this.read.set(source.read.subarray(from, to), at);
    for (const [line, rows] of source.further) if (line >= from && line < to) this.further.set(line + at - from, rows);
  }

  slice(from: number, to: number): Rows {
    const part = new Rows(to - from);
    part.copy(this, from, to, 0);
    return part;
  }
}

const nothing: readonly Row[] = [];

function* each(further: readonly FurtherRow[], row: Row): Generator<Row> {
  for (let at = 0; at < further.length; at++) yield becomeFurther(row, further[at], at + 1);
}
