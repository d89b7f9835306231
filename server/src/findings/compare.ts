import type { Outcomes, Summary } from '../summary/summary.ts';
import { benjaminiHochberg, fisher, type Sample } from './statistics.ts';
import { defaultThresholds, type Thresholds } from './thresholds.ts';

/** How a share changed; `few`: one side has too few deliveries to say; `chance`: it may be chance, or is too little to matter. */
export type Judgement = 'new' | 'vanished' | 'worse' | 'better' | 'chance' | 'few';

/** One thing's deliveries before and after: those that were not delivered, of all. */
export interface Change {
  name: string;
  before: Sample;
  after: Sample;
  /** Fisher's exact test, two-sided, adjusted (Benjamini-Hochberg) over everything compared. */
  chance: number;
  judgement: Judgement;
}

/** What changed from one log, or range of a log, to another. Lists hold what differs: what is sure first, then by the size of the change. */
export interface Comparison {
  /** Deliveries with a reason for not being delivered. */
  reasons: Change[];
  receivers: Change[];
  senderDomains: Change[];
}

type Row = Pick<Change, 'name' | 'before' | 'after'>;

export function compare(before: Summary, after: Summary, thresholds: Thresholds = defaultThresholds): Comparison {
  const lists = [
    reasonRows(before, after),
    rateRows(before.receivers, after.receivers, ({ receiver }) => receiver),
    rateRows(before.senderDomains, after.senderDomains, ({ domain }) => domain),
  ];
  const chances = benjaminiHochberg(lists.flat().map((row) => (row.before.of > 0 && row.after.of > 0 ? fisher(row.before, row.after) : 1)));
  let next = 0;
  const [reasons, receivers, senderDomains] = lists.map((rows, at) =>
    rows
      .map((row): Change => {
        const chance = chances[next++];
        return { ...row, chance, judgement: judge(row, chance, at === 0, thresholds) };
      })
      .sort((a, b) => rank(a) - rank(b) || Math.abs(difference(b)) - Math.abs(difference(a)) || (a.name < b.name ? -1 : 1)),
  );
  return { reasons, receivers, senderDomains };
}

const difference = ({ before, after }: Row) => share(after) - share(before);
const share = ({ hits, of }: Sample) => (of === 0 ? 0 : hits / of);
const rank = ({ judgement }: Change) => ({ worse: 0, new: 1, better: 2, vanished: 3, chance: 4, few: 5 })[judgement];

/** A reason that was not there is new however rare, and the test's p stands beside it; a receiver is new where it had no mail at all. */
function judge({ before, after }: Row, chance: number, isReason: boolean, thresholds: Thresholds): Judgement {
  if (isReason ? before.hits === 0 : before.of === 0) return 'new';
  if (isReason ? after.hits === 0 : after.of === 0) return 'vanished';
  if (Math.min(before.of, after.of) < thresholds.minimumDeliveries) return 'few';
  const [was, is] = [share(before), share(after)];
  const [low, high] = was < is ? [was, is] : [is, was];
  const isSure = chance < thresholds.changeChance && high >= thresholds.changeFactor * low && high - low >= thresholds.changePoints;
  return isSure ? (is > was ? 'worse' : 'better') : 'chance';
}

function reasonRows(before: Summary, after: Summary): Row[] {
  const [first, second] = [reasonsOf(before), reasonsOf(after)];
  return namesOf(first, second)
    .map((name) => ({
      name,
      before: { hits: first.get(name) ?? 0, of: before.totals.deliveries },
      after: { hits: second.get(name) ?? 0, of: after.totals.deliveries },
    }))
    .filter((row) => row.before.hits + row.after.hits > 0 && difference(row) !== 0);
}

/** Deliveries that were not delivered, by reason and side. */
function reasonsOf({ causes }: Summary): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { reason, saidBy, deliveries } of causes) {
    const name = saidBy === 'own' ? `${reason} (this server)` : reason;
    if (deliveries > 0) counts.set(name, (counts.get(name) ?? 0) + deliveries);
  }
  return counts;
}

function rateRows<T extends Outcomes>(before: readonly T[], after: readonly T[], nameOf: (row: T) => string): Row[] {
  const sampleOf = (row: T): [string, Sample] => [nameOf(row), { hits: row.deliveries - row.delivered, of: row.deliveries }];
  const [first, second] = [new Map(before.map(sampleOf)), new Map(after.map(sampleOf))];
  const none = { hits: 0, of: 0 };
  return namesOf(first, second)
    .map((name) => ({ name, before: first.get(name) ?? none, after: second.get(name) ?? none }))
    .filter((row) => difference(row) !== 0);
}

function namesOf(...maps: ReadonlyMap<string, unknown>[]): string[] {
  return [...new Set(maps.flatMap((map) => [...map.keys()]))];
}
