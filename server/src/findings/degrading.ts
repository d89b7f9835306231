import type { Reason } from '../verdict/verdict.ts';
import { draft } from './draft.ts';
import { type Draft, day, type Facts } from './facts.ts';
import { contentReasons, Family, recipientReasons } from './families.ts';
import { Subject } from './history.ts';
import { benjaminiHochberg, fisherMore } from './statistics.ts';
import { isChange, join, pair, type Window } from './windows.ts';
import { listed, pageAdvice, shareOf } from './words.ts';

/** Of a log of less than two days: where the second window may begin, by deliveries. */
const cuts = [1, 2, 3, 4, 5, 6, 7].map((eighth) => eighth / 8);

interface Trend {
  subject: number;
  family: (typeof Family)['refused' | 'throttled'];
  before: Window;
  after: Window;
  chance: number;
}

/**
 * `degrading`: a receiver, or all together, refuse or slow down more than before: the last day against the days before (the same hours of the day in both), in a shorter log
 * the time from one of seven moments on against the time before. All pairs of windows are tested together.
 */
export function degrading(facts: Facts): Draft[] {
  const trends = [0, ...facts.subjects(Subject.receiver, facts.thresholds.minimumDeliveries)].flatMap((subject) =>
    [Family.refused, Family.throttled].flatMap((family) => trendsOf(facts, subject, family)),
  );
  const chances = benjaminiHochberg(trends.map(({ chance }) => chance));
  const { thresholds } = facts;
  const worse = trends.filter(
    ({ before, after }, at) =>
      isChange(before, after, chances[at], thresholds) && after.hits >= thresholds.minimumFailures && after.messages >= thresholds.minimumMessages,
  );
  const receivers = new Map<number, Trend>();
  for (const trend of worse) {
    const known = receivers.get(trend.subject);
    if (!known || trend.chance < known.chance) receivers.set(trend.subject, trend);
  }
  const single = [...receivers.values()].filter(({ subject }) => subject !== 0);
  return (single.length > 0 ? single : [...receivers.values()]).map((trend) => describe(facts, trend));
}

function trendsOf(facts: Facts, subject: number, family: Trend['family']): Trend[] {
  const buckets = pair(facts.series(Subject.receiver, subject, Family.all), facts.series(Subject.receiver, subject, family));
  return beginnings(facts, buckets).flatMap((start) => {
    const [before, after] = [join(buckets.filter((bucket) => bucket.start < start)), join(buckets.filter((bucket) => bucket.start >= start))];
    if (Math.min(before.of, after.of) < facts.thresholds.minimumDeliveries) return [];
    return [{ subject, family, before, after, chance: fisherMore(before, after) }];
  });
}

function beginnings(facts: Facts, buckets: readonly Window[]): number[] {
  if (facts.last - facts.first >= 2 * day) return [facts.last - day];
  const total = buckets.reduce((sum, { of }) => sum + of, 0);
  return cuts.flatMap((share) => {
    let seen = 0;
    const at = buckets.findIndex(({ of }) => {
      seen += of;
      return seen > share * total;
    });
    return at > 0 ? [buckets[at].start] : [];
  });
}

function describe(facts: Facts, { subject, family, before, after }: Trend): Draft {
  const receiver = subject === 0 ? undefined : facts.receiverName(subject);
  const what = family === Family.refused ? 'refuses for good' : 'defers';
  const fresh = family === Family.refused && subject !== 0 ? newReasons(facts, subject, after.start) : [];
  return draft(facts, 'degrading', 'warning', after, {
    receivers: subject === 0 ? [] : [subject],
    ...(receiver && { receiver }),
    cause: family === Family.throttled ? 'rate-limit' : (mainReason(facts, subject) ?? null),
    title: `${receiver ?? 'Receivers together'} ${receiver ? what : what.replace('refuses', 'refuse').replace('defers', 'defer')} more and more: ${shareOf(after)} since ${facts.clock(after.since)}, ${shareOf(before)} before${fresh.length > 0 ? `; new: ${listed(fresh)}` : ''}`,
    advice: `Something changed: what was sent, to whom, or from where? Look at it now, before the receiver blocks you.${receiver ? pageAdvice(facts, receiver, ['postmaster', 'codes']) : ''}`,
  });
}

/** The most frequent reason that is not about recipients. */
function mainReason(facts: Facts, subject: number): Reason | undefined {
  return facts.reasonsAt(subject).find(({ reason }) => !recipientReasons.has(reason))?.reason;
}

/** Security and policy reasons that the receiver did not give before. */
function newReasons({ finished: { aggregates, tables }, milliseconds, reasonsAt }: Facts, receiver: number, start: number): string[] {
  return reasonsAt(receiver).flatMap(({ reason }) => {
    const cell = aggregates.receiverCells.get(receiver * 256 + tables.verdicts.reasons.indexOf(reason));
    const isNew = cell && milliseconds(cell.firstTime) >= start;
    return isNew && (contentReasons.has(reason) || reason.startsWith('auth-')) ? [reason] : [];
  });
}
