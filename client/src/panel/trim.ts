import type { Summary } from '../../../server/src/summary/summary.ts';

/** Lists that grow with the log. */
const lists = [
  'causes',
  'receivers',
  'recipientDomains',
  'senderDomains',
  'senders',
  'suppressions',
  'leftOut',
  'unknown',
  'rejectionReasons',
] as const;
export type ListName = (typeof lists)[number] | 'open' | 'notices';

/** Rows of a list that the page is given at first; the rest when it asks. */
const firstRows = 200;

/** A summary small enough to be drawn at once, whatever the size of the log, and how long its lists really are. */
export function trimmed(summary: Summary, rows = firstRows): { summary: Summary; lengths: Record<ListName, number> } {
  const { open, notices } = summary;
  const entries = lists.map((name) => [name, summary[name].slice(0, rows)]);
  const lengths = Object.fromEntries(lists.map((name) => [name, summary[name].length]));
  const cut = {
    ...Object.fromEntries(entries),
    open: { ...open, nextHops: open.nextHops.slice(0, rows) },
    notices: { ...notices, domains: notices.domains.slice(0, rows) },
  };
  return {
    summary: { ...summary, ...cut },
    lengths: { ...lengths, open: open.nextHops.length, notices: notices.domains.length } as Record<ListName, number>,
  };
}
