import { Columns } from '../events/columns.ts';

/** What is kept of each line of a block: its row of the event model, and whether the line has been read since it changed. */
export class Rows {
  readonly columns: Columns;
  /** 1 by line where the row is that of the line's text. */
  readonly read: Uint8Array;

  constructor(length: number) {
    this.columns = new Columns(length);
    this.read = new Uint8Array(length);
  }

  get length(): number {
    return this.read.length;
  }

  /** Takes over rows [from, to) of another block. */
  copy(source: Rows, from: number, to: number, at: number): void {
    this.columns.copy(source.columns, from, to, at);
    this.read.set(source.read.subarray(from, to), at);
  }

  slice(from: number, to: number): Rows {
    const part = new Rows(to - from);
    part.copy(this, from, to, 0);
    return part;
  }
}
