import { others } from '../events/interner.ts';
import { defaultKnowledge } from '../knowledge/default.ts';
import type { FailureStats } from '../summary/aggregates.ts';
import type { Finished } from '../summary/build.ts';
import { evidenceOf } from '../summary/places.ts';
import type { LeftOut, Suppression } from '../summary/summary.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { softFailures } from './soft-failures.ts';
import { counted, duration } from './words.ts';

const day = 86_400_000;

/**
 * Addresses not to be mailed again, by name: they failed for good and the recipient is why, or softly for so long that it comes to the same. Own mail only; the address that
 * was written to, where an alias stood between. Left out is who was delivered to after the failure, and a domain that failed on one day only: its name servers may have been down.
 */
export function suppressionsOf(finished: Finished): { suppressions: Suppression[]; leftOut: LeftOut[] } {
  const suppressions: Suppression[] = [];
  const leftOut: LeftOut[] = [];
  for (const [id, failure] of finished.aggregates.failures) {
    const verdict = finished.tables.verdicts.get(failure.verdict);
    if (!verdict || id === others) continue;
    const address = finished.tables.addresses.texts[id];
    const why = spared(finished, failure, verdict);
    if (why === null) suppressions.push(entryOf(finished, address, failure, verdict, hardWhy(verdict, failure)));
    else leftOut.push({ address, reason: verdict.reason, why, evidence: evidenceOf(failure.firstPlace, finished.inputs) });
  }
  const known = new Set(suppressions.map(({ address }) => address));
  for (const { address, failure, verdict, age } of softFailures(finished, finished.thresholds))
    if (!known.has(address))
      suppressions.push(entryOf(finished, address, failure, verdict, `${titleOf(verdict)}: failed softly for ${duration(age)}`));
  const byAddress = (a: { address: string }, b: { address: string }) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0);
  return { suppressions: suppressions.sort(byAddress), leftOut: leftOut.sort(byAddress) };
}

/** Why an address that failed for good is not suppressed; null where it is. */
function spared({ aggregates, calendar }: Finished, { key, lastPlace, firstTime, lastTime }: FailureStats, { reason }: Verdict): string | null {
  if (Math.max(aggregates.addresses.deliveredAt(key), aggregates.aliases.deliveredAt(key)) > lastPlace) return 'delivered after the failure';
  const dayOf = (coded: number) => Math.floor(calendar.local(calendar.milliseconds(coded)) / day);
  return reason === 'bad-domain' && !(dayOf(lastTime) > dayOf(firstTime)) ? 'the domain failed on one day only' : null;
}

function hardWhy(verdict: Verdict, { count }: FailureStats): string {
  const codes = [verdict.replyCode || null, verdict.enhancedCode].filter((code) => code !== null).join(' ');
  return `${titleOf(verdict)}: refused for good ${count === 1 ? 'once' : counted(count, 'time')}${codes === '' ? '' : ` (${codes})`}`;
}

const titleOf = ({ reason }: Verdict) => defaultKnowledge().reasons.get(reason)?.title ?? reason;

function entryOf(finished: Finished, address: string, failure: FailureStats, { reason, rule }: Verdict, why: string): Suppression {
  const { calendar } = finished;
  const evidence = evidenceOf(failure.firstPlace, finished.inputs);
  return {
    address,
    reason,
    rule,
    first: calendar.iso(failure.firstTime),
    last: calendar.iso(failure.lastTime),
    failures: failure.count,
    why,
    evidence,
  };
}
