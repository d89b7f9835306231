import data from '../../server/data/reasons.json' with { type: 'json' };
import type { Cause } from '../../server/src/summary/summary.ts';
import type { Reason } from '../../server/src/verdict/verdict.ts';

export type Severity = 'error' | 'warning' | 'information';

const known = new Map(data.reasons.map((reason) => [reason.id, reason]));

/** "bad-mailbox" → "Mailbox does not exist"; the name itself where the data does not know it. */
export const reasonTitle = (reason: Reason): string => known.get(reason)?.title ?? reason;

/** As in the Problems panel: act now, watch, know; a receiver that accepts nothing is watched at least. */
export function severityOf({ reason, receiverAcceptsNothing }: Pick<Cause, 'reason' | 'receiverAcceptsNothing'>): Severity {
  const severity = known.get(reason)?.severity;
  if (severity === 'error') return 'error';
  return receiverAcceptsNothing || severity === 'warning' ? 'warning' : 'information';
}
