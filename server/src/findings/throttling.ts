import { draft } from './draft.ts';
import { type Draft, type Facts, hour } from './facts.ts';
import { Family } from './families.ts';
import { Subject } from './history.ts';
import { median, wilson } from './statistics.ts';
import { episodes, isAbove, isAboveForGood, isCurrent, join, pair, type Window } from './windows.ts';
import { number, pageAdvice, shareOf } from './words.ts';

const throttledOf = (facts: Facts, id: number, family: (typeof Family)['throttled' | 'distrusted'] = Family.throttled) =>
  pair(facts.series(Subject.receiver, id, Family.all), facts.series(Subject.receiver, id, family));

/** `rate-limited` and `reputation-throttling`: receivers that slow this server down, for a while because of speed, or for hours because of reputation. */
export function throttling(facts: Facts): Draft[] {
  const receivers = facts
    .subjects(Subject.receiver, facts.thresholds.minimumDeliveries)
    .map((subject) => ({ subject, buckets: throttledOf(facts, subject) }));
  const peaks = new Map(episodes(facts, receivers).map((episode) => [episode.subject, episode]));
  return receivers.flatMap(({ subject, buckets }) => {
    const hours = steadyHours(facts, buckets);
    if (hours) return [reputation(facts, subject, hours, `for ${number(hours.hours)} hours, at the usual volume`)];
    const mark = facts.thresholds.rateLimited;
    const whole = isAboveForGood(facts, buckets, mark) ? join(buckets) : null;
    const peak = peaks.get(subject)?.window;
    const window = whole ?? (peak && wilson(peak.hits, peak.of).lower > mark ? peak : null);
    if (!window) return [];
    const distrusted = join(throttledOf(facts, subject, Family.distrusted)).hits * 2 > join(buckets).hits;
    return [distrusted ? reputation(facts, subject, window, 'and says that it is a matter of reputation') : limited(facts, subject, window)];
  });
}

function limited(facts: Facts, subject: number, window: Window): Draft {
  const receiver = facts.receiverName(subject);
  const senderDomain = mostBlamed(facts, subject);
  return draft(facts, 'rate-limited', 'warning', window, {
    receivers: [subject],
    receiver,
    ...(senderDomain && { senderDomain }),
    cause: 'rate-limit',
    title: `${receiver} ${isOver(facts, window) ? 'rate-limited' : 'is rate-limiting'} ${senderDomain ?? 'your mail'}${timeOf(facts, window)}: ${number(window.hits)} of ${number(window.of)} deliveries deferred`,
    advice: `Send more slowly to this receiver: fewer connections at once and a delay between messages (in Postfix a transport of its own with a lower concurrency limit). Retrying faster makes it worse.${pageAdvice(facts, receiver, ['postmaster', 'codes'])}`,
  });
}

function reputation(facts: Facts, subject: number, window: Window, how: string): Draft {
  const receiver = facts.receiverName(subject);
  const senderDomain = mostBlamed(facts, subject);
  return draft(facts, 'reputation-throttling', 'warning', window, {
    receivers: [subject],
    receiver,
    ...(senderDomain && { senderDomain }),
    title: `${receiver} keeps throttling ${senderDomain ?? 'your mail'} ${how}: ${shareOf(window)} of the deliveries deferred${timeOf(facts, window)}`,
    advice: `This is about reputation, not about speed: sending more slowly alone will not help. Find what recipients complain about, stop mail to those who do not react, and check SPF, DKIM and DMARC.${pageAdvice(facts, receiver, ['postmaster', 'delist', 'codes'])}`,
  });
}

/** Throttling over many hours while no more mail than usual is sent; null where it is not so, or over. */
function steadyHours(facts: Facts, buckets: readonly Window[]): (Window & { hours: number }) | null {
  const { thresholds, stepMilliseconds } = facts;
  const length = Math.max(hour, stepMilliseconds);
  const hours: Window[] = [];
  for (const bucket of buckets) {
    const last = hours[hours.length - 1];
    const isSame = last && Math.floor(last.start / length) === Math.floor(bucket.start / length);
    if (isSame) hours[hours.length - 1] = join([last, bucket]);
    else hours.push(bucket);
  }
  const hot = hours.filter(({ hits, of }) => hits > 0 && hits / of > thresholds.rateLimited);
  const [first, last] = [hot[0], hot[hot.length - 1]];
  if (hot.length < 2 || (hot.length * length) / hour < thresholds.reputationHours || !isCurrent(facts, last.end)) return null;
  const between = hours.filter(({ start }) => start >= first.start && start <= last.start);
  const isUsual = median(hot.map(({ of }) => of)) <= 2 * median(hours.map(({ of }) => of));
  const whole = join(between);
  if (hot.length * 2 < between.length || !isUsual || !isAbove(whole, thresholds.rateLimited, thresholds)) return null;
  return { ...whole, hours: Math.max(1, Math.round((last.start + length - first.start) / hour)) };
}

/** Nothing of the kind in the last two hours of the log. */
function isOver(facts: Facts, { until }: Window): boolean {
  return until + facts.stepMilliseconds < facts.last - 2 * hour;
}

export function timeOf(facts: Facts, window: Window): string {
  if (Number.isNaN(window.since)) return '';
  const end = window.until + facts.stepMilliseconds;
  return isOver(facts, window) ? ` from ${facts.clock(window.since)} to ${facts.clock(end)}` : ` since ${facts.clock(window.since)}`;
}

/** The sender domain of at least four fifths of what a receiver slowed down; null where there are several. */
function mostBlamed(facts: Facts, receiver: number): string | null {
  const counts = new Map<number, number>();
  let total = 0;
  for (const { domain, blame } of facts.blamesAt(receiver, (reason) => reason === 'rate-limit' || reason.endsWith('-reputation'))) {
    counts.set(domain, (counts.get(domain) ?? 0) + blame.deliveries);
    total += blame.deliveries;
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  return best && best[0] !== 0 && best[1] >= 0.8 * total ? facts.finished.tables.domains.texts[best[0]] : null;
}
