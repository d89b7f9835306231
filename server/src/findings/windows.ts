import { bump } from '../summary/counters.ts';
import type { Bucket, Facts } from './facts.ts';
import { day } from './facts.ts';
import { benjaminiHochberg, fisherMore, type Sample, wilson } from './statistics.ts';
import type { Thresholds } from './thresholds.ts';

/** Some buckets of a series: how many of its deliveries were hit. */
export interface Window extends Sample {
  /** Messages among the hits. */
  messages: number;
  /** UTC milliseconds: begin of the first bucket, begin of the last. */
  start: number;
  end: number;
  /** The first hit and the last bucket that has one; NaN without. */
  since: number;
  until: number;
  places: number[];
}

/** Most windows that a series is cut into, so that a large log is not tested without end. */
const mostWindows = 24;

export function noWindow(): Window {
  return { hits: 0, of: 0, messages: 0, start: Number.NaN, end: Number.NaN, since: Number.NaN, until: Number.NaN, places: [] };
}

/** @param sizeOf what the rate is taken over; @param hitsOf what of a bucket of `hit` counts. */
export function pair(
  all: readonly Bucket[],
  hit: readonly Bucket[],
  sizeOf: (bucket: Bucket) => number = ({ deliveries }) => deliveries,
  hitsOf: (bucket: Bucket) => number = ({ deliveries }) => deliveries,
): Window[] {
  const hits = new Map(hit.map((bucket) => [bucket.start, bucket]));
  return all.map((bucket) => {
    const found = hits.get(bucket.start);
    const { start } = bucket;
    const of = sizeOf(bucket);
    const count = found ? hitsOf(found) : 0;
    if (!found || count === 0) return { hits: 0, of, messages: 0, start, end: start, since: Number.NaN, until: Number.NaN, places: [] };
    return { hits: count, of, messages: found.messages, start, end: start, since: found.time, until: start, places: found.places };
  });
}

export function join(windows: readonly Window[]): Window {
  const whole = noWindow();
  for (const window of windows) {
    whole.hits += window.hits;
    whole.of += window.of;
    whole.messages += window.messages;
    if (Number.isNaN(whole.start)) whole.start = window.start;
    whole.end = window.end;
    if (window.hits === 0) continue;
    if (Number.isNaN(whole.since)) whole.since = window.since;
    whole.until = window.until;
    if (whole.places.length < 20) whole.places.push(...window.places);
  }
  return whole;
}

/** Neighbours joined until each window is large enough; what is left over belongs to the last. */
export function grouped(buckets: readonly Window[], minimum: number): Window[] {
  const total = buckets.reduce((sum, { of }) => sum + of, 0);
  const size = Math.max(minimum, Math.ceil(total / mostWindows));
  const groups: Window[][] = [];
  let current: Window[] = [];
  let filled = 0;
  for (const bucket of buckets) {
    current.push(bucket);
    filled += bucket.of;
    if (filled < size) continue;
    groups.push(current);
    [current, filled] = [[], 0];
  }
  if (groups.length > 0) groups[groups.length - 1].push(...current);
  return groups.map(join);
}

/** A rate that is above a mark for sure: enough deliveries, failures and messages, and the lower bound of the interval above it. */
export function isAbove({ hits, of, messages }: Window, mark: number, thresholds: Thresholds): boolean {
  const { minimumDeliveries, minimumFailures, minimumMessages } = thresholds;
  return of >= minimumDeliveries && hits >= minimumFailures && messages >= minimumMessages && wilson(hits, of).lower > mark;
}

/**
 * The same for a whole log. In one of several days the rate must not come from one bad day that is over: it must be above the mark without
 * its worst day too, or on the last day.
 */
export function isAboveForGood(facts: Facts, buckets: readonly Window[], mark: number): boolean {
  const { thresholds } = facts;
  if (!isAbove(join(buckets), mark, thresholds)) return false;
  if (!(facts.last - facts.first >= 2 * day)) return true;
  const dayOf = ({ start }: Window) => Math.floor((start - facts.first) / day);
  const hits = new Map<number, number>();
  for (const bucket of buckets) bump(hits, dayOf(bucket), bucket.hits);
  const worst = [...hits].reduce((a, b) => (b[1] > a[1] ? b : a));
  const isNow = isAbove(join(buckets.filter((bucket) => isCurrent(facts, bucket.end))), mark, thresholds);
  return isNow || isAbove(join(buckets.filter((bucket) => dayOf(bucket) !== worst[0])), mark, thresholds);
}

/** Within the last day of the log. */
export function isCurrent(facts: Facts, time: number): boolean {
  return !(time + facts.stepMilliseconds <= facts.last - day);
}

/** A change that is none of chance: Fisher's test (already adjusted), how many times, how many points. */
export function isChange(before: Sample, after: Sample, chance: number, { changeChance, changeFactor, changePoints }: Thresholds): boolean {
  const [was, is] = [before.hits / before.of, after.hits / after.of];
  return chance < changeChance && is >= changeFactor * was && is - was >= changePoints;
}

/** A time in which a share was higher than in the rest of the log. */
export interface Episode {
  subject: number;
  window: Window;
  rest: Sample;
}

/**
 * Episodes of each subject: windows of at least `minimumDeliveries`, each compared with the rest by Fisher's exact test (one-sided), all
 * p-values of all subjects adjusted together; neighbours that stand out are one episode. Only those that reach into the log's last day.
 */
export function episodes(facts: Facts, subjects: readonly { subject: number; buckets: readonly Window[] }[]): Episode[] {
  const { thresholds } = facts;
  const tests = subjects.flatMap(({ subject, buckets }) => {
    const windows = grouped(buckets, thresholds.minimumDeliveries);
    const whole = join(windows);
    if (windows.length < 2 || whole.hits < thresholds.minimumFailures) return [];
    return windows.map((window, at) => {
      const rest = { hits: whole.hits - window.hits, of: whole.of - window.of };
      return { subject, at, window, rest, whole, chance: fisherMore(rest, window) };
    });
  });
  const chances = benjaminiHochberg(tests.map(({ chance }) => chance));
  const standing = tests.filter(({ rest, window }, at) => isChange(rest, window, chances[at], thresholds));
  const found: Episode[] = [];
  let last: (typeof tests)[number] | null = null;
  for (const test of standing) {
    const previous = found[found.length - 1];
    if (last && last.subject === test.subject && last.at + 1 === test.at) {
      previous.window = join([previous.window, test.window]);
      previous.rest = { hits: test.whole.hits - previous.window.hits, of: test.whole.of - previous.window.of };
    } else found.push({ subject: test.subject, window: test.window, rest: test.rest });
    last = test;
  }
  return found.filter(
    ({ window }) => window.messages >= thresholds.minimumMessages && window.hits >= thresholds.minimumFailures && isCurrent(facts, window.until),
  );
}
