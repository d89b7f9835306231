import { type Block, renderBlocks, type Summary } from '../core.ts';
import { listed } from './words.ts';

/** Rows of one table. */
const shown = 25;

/** What changed from one log to another, as a page: outcomes, new and vanished reasons, receivers and sender domains that got worse or better. */
export function compareSummaries(before: Summary, after: Summary): string {
  const blocks: Block[] = [
    { heading: 'Before and after', level: 2 },
    [`Before: ${namesOf(before)}. After: ${namesOf(after)}.`],
    { head: ['', 'Before', 'After', 'Change'], rows: totalsOf(before, after) },
    { heading: 'Reasons', level: 3 },
    ...table(reasonRows(before, after), ['Reason', 'Before', 'After', 'Change']),
    { heading: 'Receivers', level: 3 },
    ...table(
      rateRows(before.receivers, after.receivers, ({ receiver }) => receiver),
      ['Receiver', 'Not delivered before', 'Not delivered after', 'Change'],
    ),
    { heading: 'Sender domains', level: 3 },
    ...table(
      rateRows(before.senderDomains, after.senderDomains, ({ domain }) => domain),
      ['Sender domain', 'Not delivered before', 'Not delivered after', 'Change'],
    ),
  ];
  return renderBlocks(blocks, 'markdown');
}

function namesOf({ inputs }: Summary): string {
  return (
    listed(
      inputs.map(
        ({ path, firstTime, lastTime }) => `${decoded(path.slice(path.lastIndexOf('/') + 1))}${firstTime ? ` (${firstTime} to ${lastTime})` : ''}`,
      ),
    ) || 'nothing'
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function totalsOf({ totals: before }: Summary, { totals: after }: Summary): string[][] {
  const counts = ['messages', 'deliveries', 'delivered', 'deferred', 'bounced', 'expired', 'rejections'] as const;
  const rates = ['bounceRate', 'invalidRecipientRate'] as const;
  const rateNames = { bounceRate: 'bounce rate', invalidRecipientRate: 'invalid recipients' };
  return [
    ...counts.map((name) => [name, String(before[name]), String(after[name]), signed(after[name] - before[name])]),
    ...rates.map((name) => [rateNames[name], percent(before[name]), percent(after[name]), points(before[name], after[name])]),
  ];
}

function reasonRows(before: Summary, after: Summary): string[][] {
  const first = countsOf(before);
  const second = countsOf(after);
  const names = [...new Set([...first.keys(), ...second.keys()])];
  const rows = names.map((name) => ({ name, before: first.get(name) ?? 0, after: second.get(name) ?? 0 })).filter((row) => row.before !== row.after);
  return rows
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
    .map((row) => [row.name, String(row.before), String(row.after), changeOf(row)]);
}

function changeOf({ before, after }: { before: number; after: number }): string {
  return before === 0 ? 'new' : after === 0 ? 'vanished' : signed(after - before);
}

/** Deliveries that were not delivered, by reason and side. */
function countsOf({ causes }: Summary): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { reason, saidBy, deliveries } of causes) {
    const name = saidBy === 'own' ? `${reason} (this server)` : reason;
    if (deliveries > 0) counts.set(name, (counts.get(name) ?? 0) + deliveries);
  }
  return counts;
}

interface Outcome {
  deliveries: number;
  delivered: number;
}

/** Shares of what was not delivered, where they differ by more than a point or a side is new. */
function rateRows<T extends Outcome>(before: readonly T[], after: readonly T[], nameOf: (row: T) => string): string[][] {
  const first = new Map(before.map((row) => [nameOf(row), row]));
  const second = new Map(after.map((row) => [nameOf(row), row]));
  const rows = [...new Set([...first.keys(), ...second.keys()])].map((name) => ({
    name,
    before: shareOf(first.get(name)),
    after: shareOf(second.get(name)),
  }));
  const changed = rows.filter((row) => row.before === null || row.after === null || Math.abs(row.after - row.before) >= 0.01);
  const size = (row: { before: number | null; after: number | null }) => Math.abs((row.after ?? 0) - (row.before ?? 0));
  return changed
    .sort((a, b) => size(b) - size(a))
    .map((row) => [
      row.name,
      percent(row.before),
      percent(row.after),
      row.before === null ? 'new' : row.after === null ? 'vanished' : points(row.before, row.after),
    ]);
}

function shareOf(row: Outcome | undefined): number | null {
  return row && row.deliveries > 0 ? 1 - row.delivered / row.deliveries : null;
}

function table(rows: string[][], head: string[]): Block[] {
  if (rows.length === 0) return [['No change.']];
  const rest = rows.length - shown;
  return [{ head, rows: rows.slice(0, shown) }, ...(rest > 0 ? [[`… and ${rest} more.`]] : [])];
}

function signed(change: number): string {
  return change > 0 ? `+${change}` : String(change);
}

function percent(rate: number | null): string {
  return rate === null ? '–' : `${(100 * rate).toFixed(1)} %`;
}

function points(before: number | null, after: number | null): string {
  if (before === null || after === null) return '–';
  const change = 100 * (after - before);
  return `${change > 0 ? '+' : ''}${change.toFixed(1)} points`;
}
