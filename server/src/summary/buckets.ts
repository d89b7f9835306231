import { isYearless } from '../events/row.ts';
import { day, yearlessYear } from '../header/clock.ts';
import { getOr } from './counters.ts';
import { Nearby } from './nearby.ts';

/** Widths of buckets in milliseconds; each divides the next and the yearless year, so that buckets of parts fall together. */
const steps = [60_000, 300_000, 900_000, 3_600_000, 14_400_000, day, 6 * day, yearlessYear, 61 * yearlessYear];
/** Most buckets between the first and the last time. */
const most = 300;

/** First and last coded time, apart for times with and without a year: they cannot be compared. */
export interface Span {
  first: number;
  last: number;
}

interface BucketsData<T> {
  step: number;
  dated: Span;
  yearless: Span;
  series: Map<number, Map<number, T>>;
}

/**
 * Something over time, in buckets that widen as the log grows. All series share one width, which depends on the first and last time only,
 * so that it does not matter in what order parts come. What is in a bucket is plain data: threads send it.
 */
export abstract class Buckets<T> {
  private data: BucketsData<T> = {
    step: 0,
    dated: { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY },
    yearless: { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY },
    series: new Map(),
  };
  /** Private by #, so that it stays here when the data goes to another thread. */
  readonly #late = new Nearby<T>();
  protected abstract none(): T;
  protected abstract join(into: T, from: T): void;
  /** The same, apart from what it was made of. */
  protected abstract copyOf(from: T): T;

  get stepMilliseconds(): number {
    return steps[this.data.step];
  }

  /** What is in the bucket of a series that a time falls in; null for no time. */
  at(key: number, time: number): T | null {
    const bucket = this.bucketAt(time);
    return Number.isNaN(bucket) ? null : this.inBucket(key, bucket);
  }

  /** The number of the bucket that a time falls in, until the next time makes them wider; NaN for no time. */
  bucketAt(time: number): number {
    if (Number.isNaN(time)) return Number.NaN;
    this.widen(time);
    return Math.floor(time / steps[this.data.step]);
  }

  inBucket(key: number, bucket: number): T {
    return this.late(key, bucket) ?? this.#late.keep(this.bucket(key, bucket), key, bucket);
  }

  /** As `inBucket`, where it was asked for lately. */
  late(key: number, bucket: number): T | undefined {
    return this.#late.get(key, bucket);
  }

  /** Makes room for the times between two. */
  cover(first: number, last: number): void {
    if (!(first <= last)) return;
    this.widen(first);
    this.widen(last);
  }

  /** The bucket of a series that a minute falls in, which `cover` has made room for. @param start of the minute. */
  minute(key: number, start: number): T {
    return this.inBucket(key, Math.floor(start / steps[this.data.step]));
  }

  series(key: number): ReadonlyMap<number, T> | undefined {
    return this.data.series.get(key);
  }

  keys(): Iterable<number> {
    return this.data.series.keys();
  }

  /** How many series there are. */
  get size(): number {
    return this.data.series.size;
  }

  /** Becomes what another one is, apart from it. */
  copy({ data: other }: Buckets<T>): void {
    const series = new Map<number, Map<number, T>>();
    for (const [key, buckets] of other.series) {
      const mine = new Map<number, T>();
      for (const [bucket, from] of buckets) mine.set(bucket, this.copyOf(from));
      series.set(key, mine);
    }
    this.data = { step: other.step, dated: { ...other.dated }, yearless: { ...other.yearless }, series };
    this.#late.clear();
  }

  /** @param keyOf key here by key there; @param shift added to yearless times; @param moved what is in a bucket there, as it is here. */
  merge({ data: other }: Buckets<T>, keyOf: (key: number) => number, shift: number, moved: (from: T) => T = (from) => from): void {
    for (const span of [other.dated, shifted(other.yearless, shift)])
      if (span.first <= span.last) for (const time of [span.first, span.last]) this.widen(time);
    while (this.data.step < other.step) this.coarsen();
    const step = steps[other.step];
    for (const [key, series] of other.series) {
      const mine = keyOf(key);
      for (const [bucket, from] of series) {
        const start = bucket * step;
        const time = isYearless(start) ? start + shift : start;
        this.join(this.bucket(mine, Math.floor(time / steps[this.data.step])), moved(from));
      }
    }
  }

  private bucket(key: number, bucket: number): T {
    const series = getOr(this.data.series, key, () => new Map<number, T>());
    return getOr(series, bucket, () => this.none());
  }

  private widen(time: number): void {
    const span = isYearless(time) ? this.data.yearless : this.data.dated;
    if (time >= span.first && time <= span.last) return;
    span.first = Math.min(span.first, time);
    span.last = Math.max(span.last, time);
    while (this.data.step < steps.length - 1 && (span.last - span.first) / steps[this.data.step] > most) this.coarsen();
  }

  private coarsen(): void {
    const { data } = this;
    const factor = steps[data.step + 1] / steps[data.step];
    data.step++;
    this.#late.clear();
    const before = data.series;
    data.series = new Map();
    for (const [key, series] of before) for (const [bucket, from] of series) this.join(this.bucket(key, Math.floor(bucket / factor)), from);
  }
}

function shifted({ first, last }: Span, by: number): Span {
  return { first: first + by, last: last + by };
}
