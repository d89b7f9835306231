/** Closed messages kept for a hop whose line comes late, and handed-on deliveries kept for a message that begins late; as in server/scanner/messages.ts. */
export const recentLimit = 1024;

/** Numbers of what happens, from 1. */
export interface Counter {
  readonly last: number;
  next(): number;
}

export function ownCounter(): Counter {
  let last = 0;
  return {
    get last() {
      return last;
    },
    next: () => ++last,
  };
}

interface Entry<T> {
  number: number;
  key: number;
  value: T;
}

/** The last `capacity` things by key: what comes in pushes the oldest out. Others may count with the same counter; then `drop` says when. */
export class Recent<T> {
  /** From the oldest to the latest; those before `first` are gone. */
  private entries: Entry<T>[] = [];
  private first = 0;
  private readonly latest = new Map<number, Entry<T>>();
  private readonly capacity: number;
  private readonly dropped: (value: T) => void;
  private readonly counter: () => Counter;

  constructor(capacity: number, dropped: (value: T) => void, counter: () => Counter) {
    this.capacity = capacity;
    this.dropped = dropped;
    this.counter = counter;
  }

  push(key: number, value: T): void {
    const entry = { number: this.counter().next(), key, value };
    this.entries.push(entry);
    this.latest.set(key, entry);
    this.drop();
  }

  /** Takes in what was counted before. */
  insert(number: number, key: number, value: T): void {
    let at = this.entries.length;
    while (at > this.first && this.entries[at - 1].number > number) at--;
    const entry = { number, key, value };
    this.entries.splice(at, 0, entry);
    const known = this.latest.get(key);
    if (!known || known.number < number) this.latest.set(key, entry);
  }

  /** The latest one with that key. */
  get(key: number): T | undefined {
    const entry = this.latest.get(key);
    return entry && entry.number > this.counter().last - this.capacity ? entry.value : undefined;
  }

  /** From the oldest to the latest. */
  values(): T[] {
    this.drop();
    return this.entries.slice(this.first).map(({ value }) => value);
  }

  /** Drops what has become too old. */
  drop(): void {
    const oldest = this.counter().last - this.capacity;
    while (this.first < this.entries.length && this.entries[this.first].number <= oldest) this.dropFirst();
    if (this.first < this.capacity) return;
    this.entries = this.entries.slice(this.first);
    this.first = 0;
  }

  private dropFirst(): void {
    const entry = this.entries[this.first++];
    if (this.latest.get(entry.key) === entry) this.latest.delete(entry.key);
    this.dropped(entry.value);
  }
}
