import { History, mergingHistory, reviveHistory } from '../findings/history.ts';
import type { Place } from '../messages/message.ts';
import { Addresses } from './addresses.ts';
import { addEligible, addOutcomes, bump, type Eligible, getOr, noEligible, noOutcomes } from './counters.ts';
import { Distinct } from './distinct.ts';
import { type Extent, mergeExtent, noExtent } from './extent.ts';
import { Nearby } from './nearby.ts';
import { keepFirst } from './places.ts';
import { Quantiles } from './quantiles.ts';
import { identity, type Shift } from './shift.ts';
import { atOnce, type Steps } from './steps.ts';
import type { Outcomes } from './summary.ts';
import { Timeline } from './timeline.ts';
import { receiverOfTls, tlsKey } from './tls.ts';
import { Waiting } from './waiting.ts';

/** Lines kept as evidence for one thing. */
export const evidenceLimit = 20;

export interface ReceiverStats {
  outcomes: Outcomes;
  attempts: number;
  /** Deliveries not delivered, by number of the last reason. */
  reasons: Map<number, number>;
  delay: Quantiles;
  /** Sums over delivered attempts that log `delays=`: whole milliseconds, and how many. */
  parts: { queue: number; manager: number; connect: number; transfer: number; count: number };
  /** Longest time in the queue of what is still deferred, seconds. */
  oldest: number;
}

export interface SenderStats {
  outcomes: Outcomes;
  /** Ended because the recipient does not exist. */
  invalid: number;
  clients: Set<number>;
}

export interface CauseStats extends Extent {
  reason: number;
  own: boolean;
  receiver: number;
  attempts: number;
  deliveries: number;
  /** The verdict of the first line. */
  verdict: number;
  recipients: Distinct;
  /** Attempts by verdict, at most 200 of them: permanence, action and names come from the most frequent. */
  verdicts: Map<number, number>;
  /** Lines of deliveries that were not delivered; of attempts where there are none. */
  failed: Place[];
  tried: Place[];
}

/** Deliveries of own mail by receiver and reason, or by sender domain, receiver and reason: what findings look at. */
export interface Cell extends Extent {
  outcomes: Outcomes;
  evidence: Place[];
}

/** An address whose mail failed and the recipient is why. */
export interface FailureStats extends Extent {
  /** Fingerprint of the address. */
  key: number;
  verdict: number;
  count: number;
  /** Longest time a delivery waited, seconds. */
  delay: number;
  /** Latest begin of a delivery. */
  lastSent: number;
}

/** Most different cells, failing addresses are bounded by the names kept. */
const cellLimit = 50_000;

/** Everything that is counted. Numbers are identifiers of the part's tables, places and coded times. */
export class Aggregates {
  messages = 0;
  recovered = 0;
  rejections = 0;
  probes = 0;
  notices = 0;
  attempts = 0;
  outcomes = noOutcomes();
  eligible = noEligible();
  /** Notices of this server (empty sender) to elsewhere. */
  noticeOutcomes = noOutcomes();
  /** Notices of this server by recipient domain, wherever they went. */
  noticeDomains = new Map<number, Outcomes>();
  /** TLS connections, and attempts that ended at STARTTLS: see tls.ts for the key. */
  tls = new Map<number, number>();
  waiting = new Waiting();
  addresses = new Addresses();
  /** Last place where mail to an address was delivered to what an alias stands for. */
  aliases = new Addresses();
  /** Attempts, and replies of logs without messages, by verdict. */
  attemptVerdicts: number[] = [];
  rejectionVerdicts: number[] = [];
  /** Of both those whose line has no enhanced code of the log's own. */
  bareVerdicts: number[] = [];
  /** Delivered deliveries and others by the verdict of the last attempt. */
  deliveryVerdicts: number[] = [];
  /** Key: code * 2 + own. */
  enhanced = new Map<number, number>();
  receivers = new Map<number, ReceiverStats>();
  /** Deliveries of own mail to elsewhere by relay: whether there is one smarthost. */
  relays = new Map<number, number>();
  recipientDomains = new Map<number, Outcomes>();
  senderDomains = new Map<number, { outcomes: Outcomes; eligible: Eligible }>();
  /** Key: sender * 2^20 + account. */
  senders = new Map<number, SenderStats>();
  causes = new Map<number, CauseStats>();
  receiverCells = new Map<number, Cell>();
  senderCells = new Map<number, Cell>();
  /** By address. */
  failures = new Map<number, FailureStats>();
  softFailures = new Map<number, FailureStats>();
  unknown = new Map<number, { count: number; first: Place }>();
  timeline = new Timeline();
  /** What findings need beyond. */
  history = new History();
  /** Some cells were left out. */
  crowded = false;
  /** Private by #, so that they stay here when the rest goes to another thread. */
  readonly #lateSenders = new Nearby<SenderStats>();
  readonly #lateCells = new Nearby<Cell>();

  receiver(id: number): ReceiverStats {
    return getOr(this.receivers, id, noReceiver);
  }

  sender(key: number): SenderStats {
    return this.#lateSenders.get(key) ?? this.#lateSenders.keep(getOr(this.senders, key, noSender), key);
  }

  cause(key: number, reason: number, own: boolean, receiver: number, verdict: number): CauseStats {
    return getOr(this.causes, key, () => ({
      ...noExtent(),
      reason,
      own,
      receiver,
      attempts: 0,
      deliveries: 0,
      verdict,
      recipients: new Distinct(),
      verdicts: new Map(),
      failed: [],
      tried: [],
    }));
  }

  /** Null where there are too many. */
  cell(cells: Map<number, Cell>, key: number): Cell | null {
    const late = cells === this.senderCells ? this.#lateCells.get(key) : undefined;
    return late ?? this.cellOf(cells, key);
  }

  private cellOf(cells: Map<number, Cell>, key: number): Cell | null {
    const known = cells.get(key);
    if (known) return cells === this.senderCells ? this.#lateCells.keep(known, key) : known;
    this.crowded ||= cells.size >= cellLimit;
    if (cells.size >= cellLimit) return null;
    const cell = { ...noExtent(), outcomes: noOutcomes(), evidence: [] };
    cells.set(key, cell);
    return cell;
  }
}

function noReceiver(): ReceiverStats {
  return {
    outcomes: noOutcomes(),
    attempts: 0,
    reasons: new Map(),
    delay: new Quantiles(),
    parts: { queue: 0, manager: 0, connect: 0, transfer: 0, count: 0 },
    oldest: 0,
  };
}

function noSender(): SenderStats {
  return { outcomes: noOutcomes(), invalid: 0, clients: new Set<number>() };
}

export const causeKey = (reason: number, own: boolean, receiver: number) => (receiver * 256 + reason) * 2 + (own ? 1 : 0);
export const receiverCellKey = (receiver: number, reason: number) => receiver * 256 + reason;
export const senderCellKey = (domain: number, receiver: number, reason: number) => (domain * 131_072 + receiver) * 256 + reason;
export const senderKey = (sender: number, account: number) => sender * 2 ** 20 + account;
/** Key of the timeline's series of everything. */
export const allSeries = 0;

/** Adds to a number in a list with holes. */
export function tally(list: number[], at: number, by: number): void {
  while (list.length <= at) list.push(0);
  list[at] += by;
}

/** Makes a part's aggregates whole again after they went from one thread to another, which keeps fields but no methods. */
export function reviveAggregates(data: Aggregates): Aggregates {
  const aggregates = Object.assign(new Aggregates(), data);
  aggregates.addresses = Addresses.revive(data.addresses);
  aggregates.aliases = Addresses.revive(data.aliases);
  aggregates.timeline = Object.assign(new Timeline(), data.timeline);
  aggregates.waiting = Object.assign(new Waiting(), data.waiting);
  aggregates.history = reviveHistory(data.history);
  for (const receiver of aggregates.receivers.values()) receiver.delay = Object.assign(new Quantiles(), receiver.delay);
  for (const cause of aggregates.causes.values()) cause.recipients = Object.assign(new Distinct(), cause.recipients);
  return aggregates;
}

/** Adds a later part's aggregates; neither part may be used for itself afterwards where `shift` is not the identity. */
export function mergeAggregates(to: Aggregates, from: Aggregates, shift: Shift): void {
  atOnce(mergingAggregates(to, from, shift));
}

/** The same in steps. */
export function* mergingAggregates(to: Aggregates, from: Aggregates, shift: Shift): Steps<void> {
  const { ids } = shift;
  for (const name of ['messages', 'recovered', 'rejections', 'probes', 'notices', 'attempts'] as const) to[name] += from[name];
  to.crowded ||= from.crowded;
  addOutcomes(to.outcomes, from.outcomes);
  addOutcomes(to.noticeOutcomes, from.noticeOutcomes);
  addEligible(to.eligible, from.eligible);
  if (shift === identity && to.addresses.count === 0) {
    to.addresses = from.addresses.copy();
    to.aliases = from.aliases.copy();
  } else {
    to.addresses.merge(from.addresses, shift.place);
    to.aliases.merge(from.aliases, shift.place);
  }
  for (const name of ['attemptVerdicts', 'rejectionVerdicts', 'bareVerdicts', 'deliveryVerdicts'] as const) {
    from[name].forEach((by, id) => {
      tally(to[name], ids.verdicts(id), by);
    });
  }
  for (const [key, by] of from.enhanced) bump(to.enhanced, ids.codes(key >> 1) * 2 + (key & 1), by);
  for (const [id, by] of from.relays) bump(to.relays, ids.relays(id), by);
  for (const [key, by] of from.tls) bump(to.tls, tlsKey(ids.receivers(receiverOfTls(key)), key % 8), by);
  to.waiting.merge(from.waiting, shift);
  yield;
  yield* mergingHistory(to.history, from.history, shift);
  mergeNames(to, from, shift);
  yield;
  mergeCauses(to, from, shift);
  yield;
  mergeCells(to, from, shift);
  yield;
  mergeFailures(to.failures, from.failures, shift);
  mergeFailures(to.softFailures, from.softFailures, shift);
  for (const [id, { count, first }] of from.unknown) {
    const mine = getOr(to.unknown, ids.shapes(id), () => ({ count: 0, first: Number.POSITIVE_INFINITY }));
    mine.count += count;
    mine.first = Math.min(mine.first, shift.place(first));
  }
}

function mergeNames(to: Aggregates, from: Aggregates, { ids }: Shift): void {
  for (const [id, stats] of from.receivers) {
    const mine = to.receiver(ids.receivers(id));
    addOutcomes(mine.outcomes, stats.outcomes);
    mine.attempts += stats.attempts;
    for (const [reason, by] of stats.reasons) bump(mine.reasons, ids.reasons(reason), by);
    mine.delay.merge(stats.delay);
    for (const part of ['queue', 'manager', 'connect', 'transfer', 'count'] as const) mine.parts[part] += stats.parts[part];
    mine.oldest = Math.max(mine.oldest, stats.oldest);
  }
  for (const [id, outcomes] of from.noticeDomains) addOutcomes(getOr(to.noticeDomains, ids.domains(id), noOutcomes), outcomes);
  for (const [id, outcomes] of from.recipientDomains) addOutcomes(getOr(to.recipientDomains, ids.domains(id), noOutcomes), outcomes);
  for (const [id, { outcomes, eligible }] of from.senderDomains) {
    const mine = getOr(to.senderDomains, ids.domains(id), () => ({ outcomes: noOutcomes(), eligible: noEligible() }));
    addOutcomes(mine.outcomes, outcomes);
    addEligible(mine.eligible, eligible);
  }
  for (const [key, stats] of from.senders) {
    const mine = to.sender(senderKey(ids.senders(Math.floor(key / 2 ** 20)), ids.accounts(key % 2 ** 20)));
    addOutcomes(mine.outcomes, stats.outcomes);
    mine.invalid += stats.invalid;
    for (const client of stats.clients) addClient(mine, ids.clients(client));
  }
}

/** At most 20 clients are named for a sender. */
export function addClient(stats: SenderStats, client: number): void {
  if (client !== 0 && stats.clients.size < 20) stats.clients.add(client);
}

function mergeCauses(to: Aggregates, from: Aggregates, shift: Shift): void {
  const { ids } = shift;
  for (const stats of from.causes.values()) {
    const reason = ids.reasons(stats.reason);
    const receiver = ids.receivers(stats.receiver);
    const mine = to.cause(causeKey(reason, stats.own, receiver), reason, stats.own, receiver, ids.verdicts(stats.verdict));
    if (shift.place(stats.firstPlace) < mine.firstPlace) mine.verdict = ids.verdicts(stats.verdict);
    mergeExtent(mine, stats, shift);
    mine.attempts += stats.attempts;
    mine.deliveries += stats.deliveries;
    mine.recipients.merge(stats.recipients);
    for (const [verdict, by] of stats.verdicts) bump(mine.verdicts, ids.verdicts(verdict), by);
    for (const list of ['failed', 'tried'] as const) for (const place of stats[list]) keepFirst(mine[list], shift.place(place), evidenceLimit);
  }
}

function mergeCells(to: Aggregates, from: Aggregates, shift: Shift): void {
  const { ids } = shift;
  const receiverKey = (key: number) => receiverCellKey(ids.receivers(Math.floor(key / 256)), ids.reasons(key % 256));
  const both = (key: number) => {
    const pair = Math.floor(key / 256);
    return senderCellKey(ids.domains(Math.floor(pair / 131_072)), ids.receivers(pair % 131_072), ids.reasons(key % 256));
  };
  for (const [cells, others, keyOf] of [
    [to.receiverCells, from.receiverCells, receiverKey],
    [to.senderCells, from.senderCells, both],
  ] as const) {
    for (const [key, cell] of others) {
      const mine = to.cell(cells, keyOf(key));
      if (!mine) continue;
      mergeExtent(mine, cell, shift);
      addOutcomes(mine.outcomes, cell.outcomes);
      for (const place of cell.evidence) keepFirst(mine.evidence, shift.place(place), evidenceLimit);
    }
  }
  if (shift === identity && to.timeline.size === 0) to.timeline.copy(from.timeline);
  else to.timeline.merge(from.timeline, (key) => key, shift.years);
}

function mergeFailures(to: Map<number, FailureStats>, from: Map<number, FailureStats>, shift: Shift): void {
  for (const [id, stats] of from) {
    const mine = getOr(to, shift.ids.addresses(id), (): FailureStats => ({ ...stats, ...noExtent(), count: 0, delay: 0, lastSent: Number.NaN }));
    if (shift.place(stats.firstPlace) < mine.firstPlace) mine.verdict = shift.ids.verdicts(stats.verdict);
    mergeExtent(mine, stats, shift);
    mine.count += stats.count;
    mine.delay = Math.max(mine.delay, stats.delay);
    mine.lastSent = latest(mine.lastSent, shift.time(stats.lastSent));
  }
}

/** The greater, where one is not a number the other. */
export function latest(a: number, b: number): number {
  return Number.isNaN(a) || b > a ? b : a;
}
