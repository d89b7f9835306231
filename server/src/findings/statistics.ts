/** Standard normal quantile of a two-sided 95 % interval. */
const z95 = 1.959963984540054;

/**
 * Wilson's score interval of a share (E. B. Wilson, JASA 22, 1927): honest for small numbers and for shares near 0 and 1.
 * @returns lower and upper bound, 0..1; of nothing 0 and 1.
 */
export function wilson(hits: number, of: number, z = z95): { lower: number; upper: number } {
  if (of <= 0) return { lower: 0, upper: 1 };
  const share = hits / of;
  const square = (z * z) / of;
  const middle = share + square / 2;
  const reach = z * Math.sqrt((share * (1 - share)) / of + square / (4 * of));
  return { lower: Math.max(0, (middle - reach) / (1 + square)), upper: Math.min(1, (middle + reach) / (1 + square)) };
}

/** Lanczos coefficients, g = 7, n = 9: relative error below 1e-14 for arguments from 1 on. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012,
  9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Logarithm of n! */
export function logFactorial(n: number): number {
  const t = n + 7.5;
  let sum = lanczos[0];
  for (let i = 1; i < lanczos.length; i++) sum += lanczos[i] / (n + i);
  return 0.9189385332046727 + (n + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Hits and misses in a window. */
export interface Sample {
  hits: number;
  of: number;
}

/** Logarithm of the chance to see exactly `hits` of all hits in the first window, all four margins being what they are. */
function logChance(hits: number, all: number, first: number, second: number): number {
  const choose = (n: number, k: number) => logFactorial(n) - logFactorial(k) - logFactorial(n - k);
  return choose(first, hits) + choose(second, all - hits) - choose(first + second, all);
}

/**
 * Fisher's exact test, one-sided: how likely is it that `after` has as many hits as it has, or more, were there no difference?
 * Exact in the hypergeometric distribution; the sum stops where what is left cannot matter.
 */
export function fisherMore(before: Sample, after: Sample): number {
  const all = before.hits + after.hits;
  const most = Math.min(all, after.of);
  let chance = Math.exp(logChance(after.hits, all, after.of, before.of));
  let sum = chance;
  for (let hits = after.hits; hits < most; hits++) {
    // the ratio of neighbours of the hypergeometric distribution
    chance *= ((all - hits) * (after.of - hits)) / ((hits + 1) * (before.of - all + hits + 1));
    sum += chance;
    if (chance < sum * 1e-15) break;
  }
  return Math.min(1, sum);
}

/** Fisher's exact test, two-sided: the chance of all tables that are no likelier than this one. */
export function fisher(before: Sample, after: Sample): number {
  const all = before.hits + after.hits;
  const seen = logChance(after.hits, all, after.of, before.of) + 1e-7;
  const least = Math.max(0, all - before.of);
  const most = Math.min(all, after.of);
  if (most - least > 200_000) return Math.min(1, 2 * Math.min(fisherMore(before, after), fisherMore(after, before)));
  let sum = 0;
  for (let hits = least; hits <= most; hits++) {
    const log = logChance(hits, all, after.of, before.of);
    if (log <= seen) sum += Math.exp(log);
  }
  return Math.min(1, sum);
}

/**
 * Benjamini and Hochberg's step-up procedure (JRSS B 57, 1995): p-values adjusted for how many were asked for at once, in the order given.
 * Those below q keep the share of false discoveries below q.
 */
export function benjaminiHochberg(values: readonly number[]): number[] {
  const order = values.map((_, at) => at).sort((a, b) => values[b] - values[a]);
  const adjusted = new Array<number>(values.length);
  let least = 1;
  order.forEach((at, rank) => {
    least = Math.min(least, (values[at] * values.length) / (values.length - rank));
    adjusted[at] = least;
  });
  return adjusted;
}

/** The middle value, of an even number of values the lower one; NaN of none. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;
}
