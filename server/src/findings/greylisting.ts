import { draft } from './draft.ts';
import type { Draft, Facts } from './facts.ts';
import { deliveries, duration } from './words.ts';

/** `greylisting-slow`: receivers that greylist, and a retry schedule that comes back too late. */
export function greylistingSlow(facts: Facts): Draft[] {
  const { greylistMinutes, minimumFailures, minimumMessages } = facts.thresholds;
  return [...facts.history.receivers].flatMap(([id, { greylist }]) => {
    if (facts.inbound.has(id) || greylist.deliveries < minimumFailures || greylist.messages < minimumMessages) return [];
    const median = greylist.wait.quantile(0.5);
    if (!(median > greylistMinutes * 60)) return [];
    const receiver = facts.receiverName(id);
    return draft(
      facts,
      'greylisting-slow',
      'information',
      { hits: greylist.deliveries, since: Number.NaN, places: greylist.evidence },
      {
        receivers: [id],
        receiver,
        title: `Greylisting at ${receiver} costs ${duration(median)} for half of ${deliveries(greylist.deliveries)}, ${duration(greylist.wait.quantile(0.95))} for one in twenty`,
        advice:
          'The receiver would take the mail after a few minutes; the queue comes back too late. Retry sooner after the first failure (in Postfix lower minimal_backoff_time and queue_run_delay to 300 s) and always from the same IP address.',
      },
    );
  });
}
