/** An open-addressed map from numbers other than 0 to 64 bits: an entry is a key and its value. */
export class Table {
  entries: usize = 0;
  mask: u32;
  size: u32 = 0;

  constructor(capacity: u32) {
    this.mask = capacity - 1;
    this.entries = cleared(capacity);
  }

  /** The entry of a key, or the free place for it. */
  place(key: u64): usize {
    let at = <u32>key & this.mask;
    let entry = this.entries + ((<usize>at) << 4);
    for (let there = load<u64>(entry); there != key && there != 0; there = load<u64>(entry)) {
      at = (at + 1) & this.mask;
      entry = this.entries + ((<usize>at) << 4);
    }
    return entry;
  }

  /** Has the memory fetched that a key will be looked for in. */
  ask(key: u64): void {
    asked ^= load<u64>(this.entries + ((<usize>(<u32>key & this.mask)) << 4));
  }

  /** The value as a whole number, -1 where there is none. */
  get(key: u64): i32 {
    const entry = this.place(key);
    return load<u64>(entry) == key ? load<i32>(entry, 8) : -1;
  }

  set(key: u64, value: i32): void {
    const entry = this.place(key);
    store<i32>(entry, value, 8);
    if (load<u64>(entry) == key) return;
    store<u64>(entry, key);
    this.grown();
  }

  /** Sets a place where there is none, or an earlier one. */
  raise(key: u64, place: f64): void {
    const entry = this.place(key);
    if (load<u64>(entry) == key) {
      if (load<f64>(entry, 8) < place) store<f64>(entry, place, 8);
      return;
    }
    store<u64>(entry, key);
    store<f64>(entry, place, 8);
    this.grown();
  }

  delete(key: u64): void {
    let hole = this.place(key);
    if (load<u64>(hole) != key) return;
    this.size--;
    const entries = this.entries;
    const mask = this.mask;
    let holeAt = <u32>((hole - entries) >> 4);
    // entries behind move up, so that no search ends at the hole too early
    for (let at = (holeAt + 1) & mask; ; at = (at + 1) & mask) {
      const entry = entries + ((<usize>at) << 4);
      const there = load<u64>(entry);
      if (there == 0) break;
      const home = <u32>there & mask;
      if (((at - home) & mask) < ((at - holeAt) & mask)) continue;
      store<u64>(hole, there);
      store<u64>(hole, load<u64>(entry, 8), 8);
      hole = entry;
      holeAt = at;
    }
    store<u64>(hole, 0);
  }

  clear(): void {
    memory.fill(this.entries, 0, (<usize>this.mask + 1) << 4);
    this.size = 0;
  }

  private grown(): void {
    if (++this.size * 3 <= (this.mask + 1) * 2) return;
    const before = this.entries;
    const capacity = this.mask + 1;
    this.mask = capacity * 2 - 1;
    this.entries = cleared(capacity * 2);
    for (let entry = before; entry < before + ((<usize>capacity) << 4); entry += 16) {
      const key = load<u64>(entry);
      if (key == 0) continue;
      const place = this.place(key);
      store<u64>(place, key);
      store<u64>(place, load<u64>(entry, 8), 8);
    }
    heap.free(before);
  }
}

/** What was fetched goes somewhere, or nothing is. */
export let asked: u64 = 0;

function cleared(capacity: u32): usize {
  const bytes = (<usize>capacity) << 4;
  const entries = heap.alloc(bytes);
  memory.fill(entries, 0, bytes);
  return entries;
}
