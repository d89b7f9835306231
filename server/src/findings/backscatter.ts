import { draft } from './draft.ts';
import type { Draft, Facts } from './facts.ts';
import { counted, number } from './words.ts';

/** Signs that mail of which the log does not say where it came from was passed on for strangers: sender domains, and few servers behind. */
const gateway = { domains: 10, share: 1 / 3, receivers: 3 };

/** `backscatter`: bounce notices of this server to people who never wrote to it, because it took mail in that it could not deliver. */
export function backscatter(facts: Facts): Draft[] {
  const { strangers, unknown } = facts.history;
  const domains = unknown.domains.count;
  const passedOn = domains >= gateway.domains && domains >= gateway.share * unknown.count && unknown.receivers.count <= gateway.receivers;
  const parts = passedOn ? [strangers, unknown] : [strangers];
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  if (count < facts.thresholds.backscatterNotices) return [];
  const first = parts.reduce((a, b) => (b.firstPlace < a.firstPlace ? b : a));
  const { deferred } = facts.finished.aggregates.noticeOutcomes;
  const waiting = deferred > 0 ? `, ${number(deferred)} of them cannot be delivered` : '';
  return [
    draft(
      facts,
      'backscatter',
      'warning',
      { hits: count, since: facts.milliseconds(first.firstTime), places: parts.flatMap(({ evidence }) => evidence) },
      {
        title: `This server sends bounce notices to strangers: ${counted(count, 'notice')} since ${facts.clock(facts.milliseconds(first.firstTime))}${waiting}`,
        advice:
          'Refuse such mail while the client is connected instead of taking it and bouncing it later: know the valid recipients at the border (relay_recipient_maps, recipient verification), filter before the queue, refuse for full mailboxes there. Senders are mostly forged, and these notices bring block listings.',
      },
    ),
  ];
}
