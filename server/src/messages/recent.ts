import { FingerprintTable } from '../events/fingerprintTable.ts';

/** The last `capacity` things by key: what comes in pushes the oldest out. */
export class Recent<T> {
  private readonly keys: number[] = [];
  private readonly kept: T[] = [];
  private readonly index = new FingerprintTable();
  private readonly capacity: number;
  private readonly dropped: (value: T) => void;
  private next = 0;

  constructor(capacity: number, dropped: (value: T) => void) {
    this.capacity = capacity;
    this.dropped = dropped;
  }

  push(key: number, value: T): void {
    const { keys, kept, index, next } = this;
    const full = next < kept.length;
    const oldest = kept[next];
    if (full && index.get(keys[next]) === next) index.delete(keys[next]);
    keys[next] = key;
    kept[next] = value;
    index.set(key, next);
    this.next = (next + 1) % this.capacity;
    if (full) this.dropped(oldest);
  }

  /** The latest one with that key. */
  get(key: number): T | undefined {
    const at = this.index.get(key);
    return at < 0 ? undefined : this.kept[at];
  }

  /** From the oldest to the latest. */
  values(): T[] {
    const { kept, next } = this;
    return kept.length < this.capacity ? [...kept] : [...kept.slice(next), ...kept.slice(0, next)];
  }
}
