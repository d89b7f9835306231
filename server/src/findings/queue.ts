import { draft } from './draft.ts';
import { type Draft, type Facts, hour } from './facts.ts';
import { median } from './statistics.ts';
import { duration, number } from './words.ts';

/** How much more than usual, and how near to the most ever. */
const growth = { factor: 2, ofPeak: 0.9 };

/**
 * `queue-growing`: more and more messages wait. Counted are messages that had to wait, from their arrival (also before the log began) to their end. At the end of the log
 * they are twice as many as half of the time before, near the most there ever were, and more than an hour earlier.
 */
export function queueGrowing(facts: Facts): Draft[] {
  const { queueMessages, queueHours } = facts.thresholds;
  const levels = levelsOf(facts);
  const now = levels[levels.length - 1];
  const oldest = [...facts.finished.aggregates.receivers.values()].reduce((most, receiver) => Math.max(most, receiver.oldest), 0);
  if (!now || now.open < queueMessages || oldest < queueHours * 3600) return [];
  const before = levels.filter(({ at }) => at <= now.at - hour);
  if (before.length === 0) return [];
  const usual = median(before.map(({ open }) => open));
  const peak = levels.reduce((most, { open }) => Math.max(most, open), 0);
  const earlier = before[before.length - 1].open;
  if (now.open < growth.factor * usual || now.open < growth.ofPeak * peak || now.open <= earlier) return [];
  const begin = [...before].reverse().find(({ open }) => open * growth.factor <= now.open) ?? before[0];
  return [
    draft(
      facts,
      'queue-growing',
      'warning',
      { hits: now.open, since: begin.at, places: oldestLines(facts) },
      {
        title: `The queue is growing: ${number(now.open)} messages wait, ${number(begin.open)} at ${facts.clock(begin.at)}; the oldest for ${duration(oldest)}`,
        advice:
          'Look which next hop most of them wait for: one receiver (then its finding says why) or all (then line, DNS or disk of this server). Do not flush the queue over and over, that makes throttling worse.',
      },
    ),
  ];
}

/** Open messages at the end of each bucket within the log. */
function levelsOf({ finished: { aggregates, calendar }, history, first, last }: Facts): { at: number; open: number }[] {
  const step = history.waiting.stepMilliseconds;
  const changes = [...(history.waiting.series(0) ?? [])]
    .map(([bucket, [came, left]]) => ({ at: calendar.milliseconds(bucket * step) + step, change: came - left }))
    .sort((a, b) => a.at - b.at);
  if (aggregates.messages === 0 || changes.length === 0) return [];
  const levels: { at: number; open: number }[] = [];
  let open = 0;
  let next = 0;
  for (let at = Math.floor(first / step) * step + step; at < last + step; at += step) {
    while (next < changes.length && changes[next].at <= at) open += changes[next++].change;
    levels.push({ at: Math.min(at, last), open });
  }
  return levels;
}

/** Lines of receivers where most waits. */
function oldestLines({ finished: { aggregates, tables } }: Facts): number[] {
  const causes = [...aggregates.causes.values()].filter(
    ({ deliveries, reason }) => deliveries > 0 && tables.verdicts.reasons[reason] !== 'bad-mailbox',
  );
  return causes
    .sort((a, b) => b.deliveries - a.deliveries)
    .slice(0, 3)
    .flatMap(({ failed }) => failed.slice(0, 4));
}
