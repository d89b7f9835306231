/** Values kept as they are; beyond, buckets of 1 % width. */
const exactLimit = 512;
const width = Math.log(1.01);

/** Mergeable quantiles of durations: exact up to 512 values, within 0.5 % beyond. */
export class Quantiles {
  private exact: number[] | null = [];
  private buckets = new Map<number, number>();
  count = 0;

  /** @param by how often it occurs. */
  add(value: number, by = 1): void {
    if (!(value >= 0)) return;
    this.count += by;
    if (this.exact !== null && this.exact.length + by > exactLimit) this.spill();
    if (this.exact === null) this.bump(bucketOf(value), by);
    else for (let i = 0; i < by; i++) this.exact.push(value);
  }

  merge(other: Quantiles): void {
    this.count += other.count;
    if (this.exact !== null && other.exact !== null && this.exact.length + other.exact.length <= exactLimit) {
      this.exact.push(...other.exact);
      return;
    }
    this.spill();
    for (const value of other.exact ?? []) this.bump(bucketOf(value), 1);
    for (const [bucket, count] of other.buckets) this.bump(bucket, count);
  }

  /** The smallest value that at least the share `q` of all does not exceed; NaN without values. */
  quantile(q: number): number {
    const rank = Math.max(1, Math.ceil(q * this.count));
    if (this.exact !== null) return [...this.exact].sort((a, b) => a - b)[rank - 1] ?? Number.NaN;
    let seen = 0;
    for (const bucket of [...this.buckets.keys()].sort((a, b) => a - b)) {
      seen += this.buckets.get(bucket) as number;
      if (seen >= rank) return middleOf(bucket);
    }
    return Number.NaN;
  }

  private spill(): void {
    for (const value of this.exact ?? []) this.bump(bucketOf(value), 1);
    this.exact = null;
  }

  private bump(bucket: number, by: number): void {
    this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + by);
  }
}

/** Below a hundredth of a second everything is one bucket. */
function bucketOf(value: number): number {
  return value < 0.01 ? -1_000 : Math.floor(Math.log(value) / width);
}

/** The middle of a bucket. */
function middleOf(bucket: number): number {
  return bucket === -1_000 ? 0 : Number(Math.exp((bucket + 0.5) * width).toPrecision(4));
}
