import { others } from '../events/interner.ts';
import type { FailureStats } from '../summary/aggregates.ts';
import type { Finished } from '../summary/build.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { Thresholds } from './thresholds.ts';

const daySeconds = 86_400;
/** A 450 (mailbox unavailable) and a full mailbox that several messages met, in seconds. */
const shortAge = 2 * daySeconds;
const fullMessages = 3;

/** An address that fails softly for long. */
export interface SoftFailure {
  id: number;
  address: string;
  failure: FailureStats;
  verdict: Verdict;
  /** Seconds. */
  age: number;
}

/**
 * Addresses whose mail fails softly, for reasons that lie with the recipient only: for `softDays`, as one message's delay or from the first failure to the last with no
 * delivery between; a 450 or a mailbox that is full for three messages for 48 hours.
 */
export function softFailures({ aggregates, tables, calendar }: Finished, { softDays }: Thresholds): SoftFailure[] {
  const found: SoftFailure[] = [];
  for (const [id, failure] of aggregates.softFailures) {
    const verdict = tables.verdicts.get(failure.verdict);
    if (!verdict || id === others || verdict.reason === 'suppressed') continue;
    const delivered = Math.max(aggregates.addresses.deliveredAt(failure.key), aggregates.aliases.deliveredAt(failure.key));
    if (delivered > failure.lastPlace) continue;
    const span = delivered > failure.firstPlace ? 0 : (calendar.milliseconds(failure.lastTime) - calendar.milliseconds(failure.firstTime)) / 1000;
    const age = Math.max(failure.delay, span || 0);
    const isShort = verdict.replyCode === 450 || (verdict.reason === 'mailbox-full' && failure.count >= fullMessages);
    if (age >= (isShort ? shortAge : softDays * daySeconds)) found.push({ id, address: tables.addresses.texts[id], failure, verdict, age });
  }
  return found.sort((a, b) => b.age - a.age || (a.address < b.address ? -1 : 1));
}
