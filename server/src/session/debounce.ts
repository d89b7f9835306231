/** Calls `work` for a key once it has been quiet for `quiet` milliseconds, at the latest `longest` milliseconds after the first call. */
export class Debounce<K> {
  private readonly work: (key: K) => void;
  private readonly quiet: number;
  private readonly longest: number;
  private readonly pending = new Map<K, { timer: ReturnType<typeof setTimeout>; due: number }>();

  constructor(work: (key: K) => void, quiet: number, longest: number) {
    this.work = work;
    this.quiet = quiet;
    this.longest = longest;
  }

  call(key: K): void {
    const before = this.pending.get(key);
    const now = performance.now();
    const due = before?.due ?? now + this.longest;
    clearTimeout(before?.timer);
    const timer = setTimeout(() => this.fire(key), Math.max(0, Math.min(this.quiet, due - now)));
    this.pending.set(key, { timer, due });
  }

  cancel(key: K): void {
    clearTimeout(this.pending.get(key)?.timer);
    this.pending.delete(key);
  }

  private fire(key: K): void {
    this.pending.delete(key);
    this.work(key);
  }
}
