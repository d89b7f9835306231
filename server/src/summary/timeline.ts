import { isYearless } from '../events/row.ts';
import { day, yearlessYear } from '../header/clock.ts';
import { getOr } from './counters.ts';

/** Widths of buckets in milliseconds; each divides the next and the yearless year, so that buckets of parts fall together. */
const steps = [60_000, 300_000, 900_000, 3_600_000, 14_400_000, day, 6 * day, 61 * day, yearlessYear, 61 * yearlessYear];
/** Most buckets between the first and the last time. */
const most = 300;

/** Counts by bucket: delivered, deferred, bounced, expired. */
export type Counts = [delivered: number, deferred: number, bounced: number, expired: number];
export type Series = Map<number, Counts>;

/** First and last coded time, apart for times with and without a year: they cannot be compared. */
export interface Span {
  first: number;
  last: number;
}

interface TimelineData {
  step: number;
  dated: Span;
  yearless: Span;
  series: Map<number, Series>;
}

/**
 * Counts over time in buckets that widen as the log grows. All series share one width, which depends on the first and last time only,
 * so that it does not matter in what order parts come.
 */
export class Timeline {
  private data: TimelineData = {
    step: 0,
    dated: { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY },
    yearless: { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY },
    series: new Map(),
  };

  get stepMilliseconds(): number {
    return steps[this.data.step];
  }

  /** @param outcome index in `Counts`; @param time coded. */
  add(key: number, time: number, outcome: number, by = 1): void {
    if (Number.isNaN(time)) return;
    this.widen(time);
    const bucket = Math.floor(time / steps[this.data.step]);
    const series = getOr(this.data.series, key, (): Series => new Map());
    const counts = series.get(bucket);
    if (counts) counts[outcome] += by;
    else series.set(bucket, zeros(outcome, by));
  }

  series(key: number): Series | undefined {
    return this.data.series.get(key);
  }

  /** @param keyOf key here by key there; @param shift added to yearless times. */
  merge({ data: other }: Timeline, keyOf: (key: number) => number, shift: number): void {
    for (const span of [other.dated, moved(other.yearless, shift)])
      if (span.first <= span.last) for (const time of [span.first, span.last]) this.widen(time);
    while (this.data.step < other.step) this.coarsen();
    const step = steps[other.step];
    for (const [key, series] of other.series) {
      const mine = keyOf(key);
      for (const [bucket, counts] of series) {
        const start = bucket * step;
        const time = isYearless(start) ? start + shift : start;
        this.addCounts(mine, Math.floor(time / steps[this.data.step]), counts);
      }
    }
  }

  private addCounts(key: number, bucket: number, counts: Counts): void {
    const series = getOr(this.data.series, key, (): Series => new Map());
    const mine = series.get(bucket);
    if (!mine) series.set(bucket, [...counts]);
    else for (let i = 0; i < 4; i++) mine[i] += counts[i];
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
    const before = data.series;
    data.series = new Map();
    for (const [key, series] of before) for (const [bucket, counts] of series) this.addCounts(key, Math.floor(bucket / factor), counts);
  }
}

function zeros(outcome: number, by: number): Counts {
  const counts: Counts = [0, 0, 0, 0];
  counts[outcome] = by;
  return counts;
}

function moved({ first, last }: Span, by: number): Span {
  return { first: first + by, last: last + by };
}
