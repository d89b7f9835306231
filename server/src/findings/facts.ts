import { defaultKnowledge } from '../knowledge/default.ts';
import type { Provider } from '../knowledge/types.ts';
import { type Cell, receiverCellKey } from '../summary/aggregates.ts';
import type { Finished } from '../summary/build.ts';
import { getOr } from '../summary/counters.ts';
import { evidenceOf } from '../summary/places.ts';
import type { Evidence, Finding } from '../summary/summary.ts';
import type { Reason, Verdict } from '../verdict/verdict.ts';
import type { FamilyNumber } from './families.ts';
import { type Blame, cohortKey, familyOf, type History, idOf, partsOfBlame, Subject, subjectOf, type Tally } from './history.ts';
import type { Thresholds } from './thresholds.ts';

export const hour = 3_600_000;
export const day = 24 * hour;

/** A bucket of a series with absolute times, UTC milliseconds. */
export interface Bucket extends Tally {
  start: number;
}

/** A finding with what decides between findings that have one cause. */
export interface Draft extends Finding {
  /** Identifiers of the receivers it is about, none where it is about all. */
  receivers: readonly number[];
  /** The reason behind it, where it is known. */
  cause: Reason | null;
}

/** What a detector looks at: the history of a log with absolute times and names. */
export interface Facts {
  finished: Finished;
  history: History;
  thresholds: Thresholds;
  /** Receivers that are one's own servers behind this one: mail to them is inbound, though the log does not say so. */
  inbound: ReadonlySet<number>;
  /** UTC milliseconds of the first and last line; NaN without times. */
  first: number;
  last: number;
  stepMilliseconds: number;
  /** Buckets in order of time. */
  series(subject: number, id: number, family: FamilyNumber): readonly Bucket[];
  /** Identifiers with at least `minimum` deliveries, the largest first. */
  subjects(subject: number, minimum: number): readonly number[];
  /** A sender domain's deliveries by receiver and reason. */
  cellsOf(domain: number): readonly { receiver: number; cell: Cell }[];
  milliseconds(coded: number): number;
  /** A time as the log's reader says it: "14:05", or "3 Nov, 14:05" in a log of several days. */
  clock(milliseconds: number): string;
  receiverName(id: number): string;
  provider(receiver: string): Provider | undefined;
  evidence(places: readonly number[]): Evidence[];
  /** Own deliveries of a receiver that were not delivered, by reason, the most frequent first. */
  reasonsAt(receiver: number): { reason: Reason; count: number }[];
  /** What replies of a receiver (0: of any) blamed senders for, by reason. */
  blamesAt(receiver: number, wanted: (reason: Reason) => boolean): Blamed[];
}

export interface Blamed {
  domain: number;
  receiver: number;
  verdict: Verdict;
  /** The first text that led to the verdict. */
  example: string;
  blame: Blame;
}

/** Lines shown for one finding. */
const mostEvidence = 10;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function factsOf(finished: Finished, thresholds: Thresholds): Facts {
  const { aggregates, tables, inputs, calendar } = finished;
  const { history } = aggregates;
  const times = inputs.flatMap(({ firstTime, lastTime }) => [firstTime, lastTime]).map((coded) => calendar.milliseconds(coded));
  const known = times.filter((time) => !Number.isNaN(time));
  const first = known.reduce((a, b) => Math.min(a, b), known[0] ?? Number.NaN);
  const last = known.reduce((a, b) => Math.max(a, b), known[0] ?? Number.NaN);
  const cache = new Map<number, readonly Bucket[]>();
  const outgoings = new Map<number, readonly Bucket[]>();
  const seriesOf = (key: number) => {
    const series = cache.get(key) ?? bucketsOf(finished, key);
    cache.set(key, series);
    return series;
  };
  const outgoing = (family: FamilyNumber) => {
    const all = seriesOf(cohortKey(Subject.receiver, 0, family));
    if (inbound.size === 0) return all;
    const others = () => [...inbound].flatMap((id) => seriesOf(cohortKey(Subject.receiver, id, family)));
    return getOr(outgoings, family, () => without(all, others()));
  };
  let cells: ReturnType<typeof cellsByDomain> | null = null;
  const providers = new Map(defaultKnowledge().providers.map((provider) => [provider.name, provider]));
  const inbound = inboundOf(finished, (name) => providers.get(name));
  return {
    finished,
    history,
    inbound,
    thresholds,
    first,
    last,
    stepMilliseconds: history.cohorts.stepMilliseconds,
    series: (subject, id, family) => (subject === Subject.receiver && id === 0 ? outgoing(family) : seriesOf(cohortKey(subject, id, family))),
    subjects: (subject, minimum) => subjectsOf(history, subject, minimum).filter((id) => subject !== Subject.receiver || !inbound.has(id)),
    cellsOf: (domain) => {
      cells ??= cellsByDomain(finished);
      return cells.get(domain) ?? [];
    },
    milliseconds: (coded) => calendar.milliseconds(coded),
    clock: (milliseconds) => clockOf(calendar.local(milliseconds), last - first > day),
    receiverName: (id) => tables.receivers.texts[id] ?? '',
    provider: (receiver) => providers.get(receiver),
    reasonsAt: (receiver) => reasonsAt(finished, receiver),
    blamesAt: (receiver, wanted) => blamesOf(finished, receiver, wanted),
    evidence: (places) =>
      [...new Set(places)]
        .filter((place) => Number.isFinite(place))
        .sort((a, b) => a - b)
        .slice(0, mostEvidence)
        .map((place) => evidenceOf(place, inputs)),
  };
}

function reasonsAt({ aggregates, tables }: Finished, receiver: number): { reason: Reason; count: number }[] {
  const found: { reason: Reason; count: number }[] = [];
  tables.verdicts.reasons.forEach((reason, id) => {
    const cell = aggregates.receiverCells.get(receiverCellKey(receiver, id));
    if (reason && cell && cell.outcomes.deliveries > cell.outcomes.delivered)
      found.push({ reason, count: cell.outcomes.deliveries - cell.outcomes.delivered });
  });
  return found.sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

function blamesOf(
  { aggregates: { history }, tables: { verdicts } }: Finished,
  wantedReceiver: number,
  wanted: (reason: Reason) => boolean,
): Blamed[] {
  const found: Blamed[] = [];
  for (const [key, blame] of history.blames) {
    const { domain, receiver, verdict: id } = partsOfBlame(key);
    const verdict = verdicts.get(id);
    if (!verdict || !wanted(verdict.reason) || (wantedReceiver !== 0 && receiver !== wantedReceiver)) continue;
    found.push({ domain, receiver, verdict, example: verdicts.example(id), blame });
  }
  return found.sort((a, b) => a.blame.firstPlace - b.blame.firstPlace);
}

/** Signs of mail from everywhere to one place: clients of many networks, senders of many domains, hardly anything of one's own. */
const everywhere = { deliveries: 20, share: 0.9, networks: 10, domains: 10 };

function inboundOf({ aggregates: { history }, tables }: Finished, providerOf: (name: string) => Provider | undefined): Set<number> {
  const found = new Set<number>();
  for (const [id, { deliveries, outside, networks, domains }] of history.receivers) {
    const isPublic = (providerOf(tables.receivers.texts[id])?.recipientDomains.length ?? 0) > 0;
    const isMany = outside >= everywhere.deliveries && outside >= everywhere.share * deliveries;
    if (!isPublic && isMany && networks.count >= everywhere.networks && domains.count >= everywhere.domains) found.add(id);
  }
  return found;
}

/** Buckets without what others count in them. */
function without(all: readonly Bucket[], others: readonly Bucket[]): Bucket[] {
  const left = new Map(all.map((bucket) => [bucket.start, { ...bucket }]));
  for (const other of others) {
    const bucket = left.get(other.start);
    if (!bucket) continue;
    for (const name of ['deliveries', 'messages', 'ended', 'failed', 'invalid'] as const) bucket[name] = Math.max(0, bucket[name] - other[name]);
    const places = bucket.places.filter((place) => !other.places.includes(place));
    if (places[0] !== bucket.places[0]) bucket.time = bucket.start;
    bucket.places = places;
  }
  return [...left.values()];
}

function bucketsOf({ aggregates: { history }, calendar }: Finished, key: number): Bucket[] {
  const step = history.cohorts.stepMilliseconds;
  return [...(history.cohorts.series(key) ?? [])]
    .map(([bucket, { deliveries, messages, ended, failed, invalid, places, time }]) => {
      const start = calendar.milliseconds(bucket * step);
      return { deliveries, messages, ended, failed, invalid, places, time: Number.isNaN(time) ? time : calendar.milliseconds(time), start };
    })
    .sort((a, b) => a.start - b.start);
}

/** Those with enough deliveries for a rate; the rest is most of a long tail. */
function subjectsOf(history: History, subject: number, minimum: number): number[] {
  const sizes = new Map<number, number>();
  for (const key of history.cohorts.keys()) {
    if (subjectOf(key) !== subject || familyOf(key) !== 0 || (subject === Subject.receiver && idOf(key) === 0)) continue;
    let size = 0;
    for (const { deliveries } of history.cohorts.series(key)?.values() ?? []) size += deliveries;
    if (size >= minimum) sizes.set(idOf(key), size);
  }
  return [...sizes].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([id]) => id);
}

function cellsByDomain({ aggregates }: Finished): Map<number, { receiver: number; cell: Cell }[]> {
  const byDomain = new Map<number, { receiver: number; cell: Cell }[]>();
  for (const [key, cell] of aggregates.senderCells) {
    const pair = Math.floor(key / 256);
    getOr(byDomain, Math.floor(pair / 131_072), () => []).push({ receiver: pair % 131_072, cell });
  }
  return byDomain;
}

function clockOf(local: number, withDate: boolean): string {
  if (Number.isNaN(local)) return '';
  const date = new Date(local);
  const time = date.toISOString().slice(11, 16);
  return withDate ? `${date.getUTCDate()} ${months[date.getUTCMonth()]}, ${time}` : time;
}
