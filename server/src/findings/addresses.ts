import { others } from '../events/interner.ts';
import type { FailureStats } from '../summary/aggregates.ts';
import { draft } from './draft.ts';
import { type Draft, day, type Facts, hour } from './facts.ts';
import { softFailures } from './soft-failures.ts';
import { counted, listed, number } from './words.ts';

/** `hard-bounce-retried`: addresses that get new mail an hour and more after they failed for good. */
export function hardBounceRetried(facts: Facts): Draft[] {
  const { failures, softFailures: soft } = facts.finished.aggregates;
  const again: FailureStats[] = [];
  for (const [id, failure] of failures) {
    if (id === others || isRecovered(facts, failure)) continue;
    const sent = Math.max(facts.milliseconds(failure.lastSent), facts.milliseconds(soft.get(id)?.lastSent ?? Number.NaN) || Number.NEGATIVE_INFINITY);
    if (sent >= facts.milliseconds(failure.firstTime) + hour) again.push(failure);
  }
  if (again.length < facts.thresholds.retriedAddresses) return [];
  const first = again.reduce((a, b) => (b.firstPlace < a.firstPlace ? b : a));
  const mails = again.reduce((sum, { count }) => sum + count - 1, 0);
  return [
    draft(
      facts,
      'hard-bounce-retried',
      'warning',
      { hits: again.length, since: facts.milliseconds(first.firstTime), places: again.flatMap((one) => [one.firstPlace, one.lastPlace]) },
      {
        title: `Suppression is not working: ${counted(again.length, 'address', 'addresses')} that had failed for good got new mail, ${counted(Math.max(mails, again.length), 'more failure')}`,
        advice:
          'Take bounced addresses out of every list and system that sends, at once and for all senders: the suppression list can be exported here. Receivers see repeated mail to dead addresses as the mark of a spammer.',
      },
    ),
  ];
}

/** Delivered to after the failure: alive again. */
function isRecovered({ finished: { aggregates } }: Facts, { key, lastPlace }: FailureStats): boolean {
  return Math.max(aggregates.addresses.deliveredAt(key), aggregates.aliases.deliveredAt(key)) > lastPlace;
}

/** `soft-bounce-expired`: addresses that fail softly for so long that they are as good as gone. */
export function softBounceExpired(facts: Facts): Draft[] {
  const gone = softFailures(facts.finished, facts.thresholds);
  if (gone.length === 0) return [];
  const first = gone.reduce((a, b) => (b.failure.firstPlace < a.failure.firstPlace ? b : a)).failure;
  const longest = gone.reduce((most, { age }) => Math.max(most, age), 0);
  const names = gone.map(({ address }) => address);
  return [
    draft(
      facts,
      'soft-bounce-expired',
      'information',
      {
        hits: gone.length,
        since: facts.milliseconds(first.firstTime),
        places: gone.flatMap(({ failure }) => [failure.firstPlace, failure.lastPlace]),
      },
      {
        title: `${counted(gone.length, 'address fails', 'addresses fail')} softly for too long, up to ${number((longest * 1000) / day)} days: ${listed(names)}`,
        advice: 'Treat this as permanent: suppress them like hard bounces. They are in the exported suppression list.',
      },
    ),
  ];
}
