import { Table } from './table';

/** Counts by what they are about: rows of a fixed size, each found by a key of 64 bits. New rows are zero. */
export class Rows {
  start: usize;
  count: i32 = 0;
  /** Whether `row` has just made the row. */
  isNew: bool = false;
  private readonly stride: usize;
  private capacity: i32 = 64;
  private readonly index: Table = new Table(128);
  private lastKey: u64 = 0;
  private lastRow: usize = 0;

  /** @param stride bytes of a row. */
  constructor(stride: usize) {
    this.stride = stride;
    this.start = heap.alloc(stride * 64);
  }

  row(key: u64): usize {
    this.isNew = false;
    if (key == this.lastKey) return this.lastRow;
    const at = this.index.get(key);
    this.lastKey = key;
    this.lastRow = at >= 0 ? this.start + <usize>at * this.stride : this.add(key);
    return this.lastRow;
  }

  clear(): void {
    this.index.clear();
    this.count = 0;
    this.lastKey = 0;
  }

  private add(key: u64): usize {
    if (this.count == this.capacity) {
      this.capacity *= 2;
      this.start = heap.realloc(this.start, this.stride * this.capacity);
    }
    this.isNew = true;
    const row = this.start + <usize>this.count * this.stride;
    memory.fill(row, 0, this.stride);
    this.index.set(key, this.count++);
    return row;
  }
}
