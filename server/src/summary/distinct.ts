/**
 * Counts different fingerprints in bounded memory: exact up to `limit`, then estimated from the `limit` smallest ones (a k-minimum-values
 * sketch, standard error 1/sqrt(limit)). Order does not matter; two can be merged.
 */
export class Distinct {
  private readonly limit: number;
  private values = new Set<number>();
  /** Once some were left out: all kept ones are at most this. */
  private highest = Number.POSITIVE_INFINITY;

  constructor(limit = 1024) {
    this.limit = limit;
  }

  add(value: number): void {
    if (value > this.highest) return;
    this.values.add(value);
    if (this.values.size >= this.limit * 2) this.cut();
  }

  merge(other: Distinct): void {
    if (other.highest < this.highest) this.lower(other.highest);
    for (const value of other.values) this.add(value);
  }

  get approximate(): boolean {
    return this.values.size > this.limit || this.highest !== Number.POSITIVE_INFINITY;
  }

  get count(): number {
    if (!this.approximate) return this.values.size;
    this.cut();
    if (this.values.size < this.limit) return this.values.size;
    return Math.round(((this.limit - 1) / this.highest) * range);
  }

  private lower(highest: number): void {
    this.highest = highest;
    for (const value of this.values) if (value > highest) this.values.delete(value);
  }

  private cut(): void {
    if (this.values.size < this.limit) return;
    const sorted = Float64Array.from(this.values).sort().subarray(0, this.limit);
    this.highest = sorted[this.limit - 1];
    this.values = new Set(sorted);
  }
}

/** Fingerprints are spread evenly below this. */
const range = 2 ** 53;
