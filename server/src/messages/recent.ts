import { FingerprintTable } from '../events/fingerprintTable.ts';

/** The last `capacity` things by key: what comes in pushes the oldest out. */
export class Recent<T> {
  private readonly entries: { key: number; value: T }[] = [];
  private readonly index = new FingerprintTable();
  private readonly capacity: number;
  private readonly dropped: (value: T) => void;
  private next = 0;

  constructor(capacity: number, dropped: (value: T) => void) {
    this.capacity = capacity;
    this.dropped = dropped;
  }

  push(key: number, value: T): void {
    const oldest = this.entries[this.next];
    if (oldest !== undefined && this.index.get(oldest.key) === this.next) this.index.delete(oldest.key);
    this.entries[this.next] = { key, value };
    this.index.set(key, this.next);
    this.next = (this.next + 1) % this.capacity;
    if (oldest !== undefined) this.dropped(oldest.value);
  }

  /** The latest one with that key. */
  get(key: number): T | undefined {
    const at = this.index.get(key);
    return at < 0 ? undefined : this.entries[at].value;
  }

  /** From the oldest to the latest. */
  values(): T[] {
    const { entries, next } = this;
    const ordered = entries.length < this.capacity ? entries : [...entries.slice(next), ...entries.slice(0, next)];
    return ordered.map(({ value }) => value);
  }
}
