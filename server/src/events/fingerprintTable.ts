/** A map from fingerprints to numbers from 0 on, open addressing in typed arrays: nothing per entry for the garbage collector. */
export class FingerprintTable {
  /** 0 is an empty place. */
  private keys: Float64Array;
  private values: Float64Array;
  private mask: number;
  size = 0;

  constructor(capacity = 64) {
    this.keys = new Float64Array(capacity);
    this.values = new Float64Array(capacity);
    this.mask = capacity - 1;
  }

  /** The value, -1 where there is none. */
  get(key: number): number {
    const at = this.place(key);
    return this.keys[at] === key && key !== 0 ? this.values[at] : -1;
  }

  set(key: number, value: number): void {
    const at = this.place(key);
    this.values[at] = value;
    if (this.keys[at] === key) return;
    this.keys[at] = key;
    if (++this.size * 3 > this.keys.length * 2) this.grow();
  }

  /** Sets the value where there is none, or a smaller one. @returns what was there before, -1 for nothing. */
  raise(key: number, value: number): number {
    const at = this.place(key);
    if (this.keys[at] === key) {
      const before = this.values[at];
      if (before < value) this.values[at] = value;
      return before;
    }
    this.keys[at] = key;
    this.values[at] = value;
    if (++this.size * 3 > this.keys.length * 2) this.grow();
    return -1;
  }

  delete(key: number): void {
    let hole = this.place(key);
    if (this.keys[hole] !== key) return;
    this.size--;
    // Entries behind move up, so that no search ends at the hole too early.
    for (let at = (hole + 1) & this.mask; this.keys[at] !== 0; at = (at + 1) & this.mask) {
      const home = this.keys[at] & this.mask;
      if (((at - home) & this.mask) < ((at - hole) & this.mask)) continue;
      this.keys[hole] = this.keys[at];
      this.values[hole] = this.values[at];
      hole = at;
    }
    this.keys[hole] = 0;
  }

  copy(): FingerprintTable {
    const copy = new FingerprintTable();
    copy.keys = this.keys.slice();
    copy.values = this.values.slice();
    copy.mask = this.mask;
    copy.size = this.size;
    return copy;
  }

  /** Takes over a table made elsewhere, of equal capacity: keys and values by turns, each where `place` looks for it. What this one holds comes to it. */
  adopt(pairs: Float64Array): void {
    const { keys, values } = this;
    const capacity = pairs.length / 2;
    this.size = 0;
    this.keys = new Float64Array(capacity);
    this.values = new Float64Array(capacity);
    this.mask = capacity - 1;
    for (let at = 0; at < capacity; at++) {
      if (pairs[2 * at] === 0) continue;
      this.keys[at] = pairs[2 * at];
      this.values[at] = pairs[2 * at + 1];
      this.size++;
    }
    for (let at = 0; at < keys.length; at++) if (keys[at] !== 0) this.raise(keys[at], values[at]);
  }

  /** What holds the entries, for `postMessage`: handed over, not copied; nothing is left here then. */
  get buffers(): ArrayBuffer[] {
    return [this.keys.buffer, this.values.buffer] as ArrayBuffer[];
  }

  get capacity(): number {
    return this.keys.length;
  }

  forEach(visit: (key: number, value: number) => void): void {
    for (let at = 0; at < this.keys.length; at++) if (this.keys[at] !== 0) visit(this.keys[at], this.values[at]);
  }

  /** Makes room for so many more. Entries that come in the order of another table would crowd in one that grows as they come. */
  reserve(more: number): void {
    while ((this.size + more) * 3 > this.keys.length * 2) this.grow();
  }

  private place(key: number): number {
    let at = key & this.mask;
    while (this.keys[at] !== 0 && this.keys[at] !== key) at = (at + 1) & this.mask;
    return at;
  }

  private grow(): void {
    const { keys, values } = this;
    this.keys = new Float64Array(keys.length * 2);
    this.values = new Float64Array(keys.length * 2);
    this.mask = this.keys.length - 1;
    this.size = 0;
    for (let at = 0; at < keys.length; at++) if (keys[at] !== 0) this.set(keys[at], values[at]);
  }
}
