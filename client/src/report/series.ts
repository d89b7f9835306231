import type { Selection, Summary } from '../../../server/src/summary/summary.ts';

type Timeline = Summary['timeline'];

/** Outcomes from the bottom of the stack to its top. */
export const outcomes = ['delivered', 'deferred', 'bounced', 'expired'] as const;

/** Times in seconds, then the stacked sums from the whole stack down to its lowest part: what is drawn later covers the lower end. */
export function chartData({ buckets }: Timeline): number[][] {
  const times = buckets.map(({ start }) => Date.parse(start) / 1000);
  const sums = outcomes.map((_, last) => buckets.map((bucket) => outcomes.slice(0, last + 1).reduce((sum, name) => sum + bucket[name], 0)));
  return [times, ...sums.reverse()];
}

/** The range of whole steps that the two moments (seconds) lie in; null outside of the log. */
export function bucketRange({ buckets, stepSeconds }: Timeline, from: number, to: number): Required<Pick<Selection, 'from' | 'to'>> | null {
  const touched = buckets.filter(({ start }) => {
    const begin = Date.parse(start) / 1000;
    return begin <= to && begin + stepSeconds > from;
  });
  const [first] = touched;
  const last = touched.at(-1);
  if (!first || !last) return null;
  return { from: first.start, to: new Date(Date.parse(last.start) + 1000 * stepSeconds).toISOString() };
}
