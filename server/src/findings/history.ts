import type { Place } from '../messages/message.ts';
import { Buckets } from '../summary/buckets.ts';
import { getOr } from '../summary/counters.ts';
import { Distinct } from '../summary/distinct.ts';
import { type Extent, mergeExtent, noExtent } from '../summary/extent.ts';
import { keepFirst } from '../summary/places.ts';
import { Quantiles } from '../summary/quantiles.ts';
import { identity, type Shift } from '../summary/shift.ts';
import type { Steps } from '../summary/steps.ts';
import { Family } from './families.ts';

/** Deliveries in a bucket of time, by when each was first tried. Plain data. */
export interface Tally {
  deliveries: number;
  messages: number;
  /** Delivered, bounced or expired; of those not delivered; of those because the recipient does not exist. */
  ended: number;
  failed: number;
  invalid: number;
  /** The first lines of the kind that the series is about, and when the first was written; of the family `all` none. */
  places: Place[];
  time: number;
}

/** Whom a series of `Cohorts` is about. */
export const Subject = { receiver: 0, senderDomain: 1, account: 2 } as const;

export const cohortKey = (subject: number, id: number, family: number) => (id * 16 + family) * 4 + subject;
export const subjectOf = (key: number) => key % 4;
export const familyOf = (key: number) => Math.floor(key / 4) % 16;
export const idOf = (key: number) => Math.floor(key / 64);

/** Own deliveries to elsewhere over time, by receiver and family, by sender domain, by account. Receiver 0 is all of them. */
export class Cohorts extends Buckets<Tally> {
  protected none(): Tally {
    return { deliveries: 0, messages: 0, ended: 0, failed: 0, invalid: 0, places: [], time: Number.NaN };
  }

  protected join(into: Tally, from: Tally): void {
    into.deliveries += from.deliveries;
    into.messages += from.messages;
    into.ended += from.ended;
    into.failed += from.failed;
    into.invalid += from.invalid;
    if (from.places.length > 0 && !(from.places[0] >= into.places[0])) into.time = from.time;
    for (const place of from.places) keepFirst(into.places, place, placesPerBucket);
  }

  protected copyOf({ deliveries, messages, ended, failed, invalid, places, time }: Tally): Tally {
    return { deliveries, messages, ended, failed, invalid, places: [...places], time };
  }
}

/** Messages that had to wait: how many came into the queue and how many left it. */
export class Waiting extends Buckets<[came: number, left: number]> {
  protected none(): [number, number] {
    return [0, 0];
  }

  protected join(into: [number, number], from: [number, number]): void {
    into[0] += from[0];
    into[1] += from[1];
  }

  protected copyOf([came, left]: [number, number]): [number, number] {
    return [came, left];
  }
}

/** Deliveries that met one verdict, of one sender domain at one receiver. */
export interface Blame extends Extent {
  deliveries: number;
  messages: number;
  /** Of those not delivered in the end. */
  failed: number;
  evidence: Place[];
  /** Receivers, where the key does not name one; the first ones by identifier. */
  receivers: number[];
}

/** What a receiver does, beyond the numbers of `ReceiverStats`. Own mail only. */
export interface ReceiverHistory extends Extent {
  deliveries: number;
  delivered: number;
  /** Not delivered because the receiver itself said no, and not about the recipient. */
  refused: number;
  refusedMessages: number;
  /** About one message each (size, content): say nothing about others. */
  refusedForMessage: number;
  refusedRecipients: Distinct;
  /** Deliveries of clients that are neither authenticated nor named as own; fingerprints of their networks and sender domains. */
  outside: number;
  networks: Distinct;
  domains: Distinct;
  evidence: Place[];
  greylist: GreylistHistory;
}

export interface GreylistHistory {
  deliveries: number;
  messages: number;
  /** Seconds from the first "come back later" to the delivery; of what is not delivered to the last attempt. */
  wait: Quantiles;
  evidence: Place[];
}

export interface AccountHistory {
  deliveries: number;
  /** Fingerprints of the clients' networks; envelope senders. */
  networks: Distinct;
  senders: Distinct;
  evidence: Place[];
}

/** Bounce notices of this server to people elsewhere. */
export interface NoticeHistory extends Extent {
  count: number;
  /** Fingerprints of the domains they went to; receivers that refused what they are about. */
  domains: Distinct;
  receivers: Distinct;
  evidence: Place[];
}

/** Lines kept for one thing, and for one bucket. */
const kept = 10;
const placesPerBucket = 3;
/** Most different series, blames, accounts. */
const limits = { series: 20_000, blames: 20_000, accounts: 20_000 };

/**
 * What findings need beyond the summary's own counts; filled as messages settle, merged as parts are. Numbers are identifiers of the part's tables,
 * places and coded times.
 */
export class History {
  cohorts = new Cohorts();
  waiting = new Waiting();
  /** Key: see `blameKey`. */
  blames = new Map<number, Blame>();
  /** Remote replies that name a block list, by verdict * 2, + 1 for own mail; any mail that this server sends. */
  listed = new Map<number, Blame>();
  receivers = new Map<number, ReceiverHistory>();
  accounts = new Map<number, AccountHistory>();
  /** Notices about mail from outside, and those of which the log does not say whose mail they are about. */
  strangers = noNotices();
  unknown = noNotices();
  /** Something was left out. */
  crowded = false;

  /** What is in a bucket of a series (`Cohorts.bucketAt`), null where there are too many. */
  tally(key: number, bucket: number): Tally | null {
    const known = this.cohorts.late(key, bucket);
    if (known) return known;
    if (this.cohorts.series(key) === undefined && !this.room(this.cohorts.size, limits.series)) return null;
    return this.cohorts.inBucket(key, bucket);
  }

  /** Deliveries of own mail in a minute that `cohorts` covers: nothing happened to them. `messages` counts those whose first delivery is among them. */
  addSuccesses(
    start: number,
    by: { receiver: number; senderDomain: number; account: number; deliveries: number; messages: number; receiverMessages: number },
  ): void {
    const add = (key: number, messages: number) => {
      if (this.cohorts.series(key) === undefined && !this.room(this.cohorts.size, limits.series)) return;
      const tally = this.cohorts.minute(key, start);
      tally.deliveries += by.deliveries;
      tally.ended += by.deliveries;
      tally.messages += messages;
    };
    add(cohortKey(Subject.receiver, 0, Family.all), by.messages);
    add(cohortKey(Subject.receiver, by.receiver, Family.all), by.receiverMessages);
    if (by.senderDomain !== 0) add(cohortKey(Subject.senderDomain, by.senderDomain, Family.all), by.messages);
    if (by.account !== 0) add(cohortKey(Subject.account, by.account, Family.all), by.messages);
  }

  /** Keeps lines of an account. */
  keepAccount(id: number, places: Float64Array): void {
    const account = this.account(id);
    if (account) for (const place of places) keep(account.evidence, place);
  }

  blame(into: Map<number, Blame>, key: number): Blame | null {
    const known = into.get(key);
    if (known || !this.room(into.size, limits.blames)) return known ?? null;
    const blame = { ...noExtent(), deliveries: 0, messages: 0, failed: 0, evidence: [], receivers: [] };
    into.set(key, blame);
    return blame;
  }

  receiver(id: number): ReceiverHistory {
    return getOr(this.receivers, id, noReceiver);
  }

  account(id: number): AccountHistory | null {
    if (!this.accounts.has(id) && !this.room(this.accounts.size, limits.accounts)) return null;
    return getOr(this.accounts, id, () => ({ deliveries: 0, networks: new Distinct(64), senders: new Distinct(64), evidence: [] }));
  }

  private room(used: number, limit: number): boolean {
    this.crowded ||= used >= limit;
    return used < limit;
  }
}

export const blameKey = (domain: number, receiver: number, verdict: number) => (domain * 131_072 + receiver) * 65_536 + verdict;

export function partsOfBlame(key: number): { domain: number; receiver: number; verdict: number } {
  const pair = Math.floor(key / 65_536);
  return { domain: Math.floor(pair / 131_072), receiver: pair % 131_072, verdict: key % 65_536 };
}

/** Notes a line of a bucket. */
export function keepFirstLines(tally: Tally, place: Place, time: number): void {
  if (!(place >= tally.places[0])) tally.time = time;
  keepFirst(tally.places, place, placesPerBucket);
}

export function keep(evidence: Place[], place: Place): void {
  keepFirst(evidence, place, kept);
}

function noReceiver(): ReceiverHistory {
  return {
    ...noExtent(),
    deliveries: 0,
    delivered: 0,
    refused: 0,
    refusedMessages: 0,
    refusedForMessage: 0,
    refusedRecipients: new Distinct(64),
    outside: 0,
    networks: new Distinct(64),
    domains: new Distinct(64),
    evidence: [],
    greylist: { deliveries: 0, messages: 0, wait: new Quantiles(), evidence: [] },
  };
}

function noNotices(): NoticeHistory {
  return { ...noExtent(), count: 0, domains: new Distinct(256), receivers: new Distinct(64), evidence: [] };
}

/** Makes it whole again after it went from one thread to another, which keeps fields but no methods. */
export function reviveHistory(data: History): History {
  const history = Object.assign(new History(), data);
  history.cohorts = Object.assign(new Cohorts(), data.cohorts);
  history.waiting = Object.assign(new Waiting(), data.waiting);
  const distinct = (plain: Distinct) => Object.assign(new Distinct(), plain);
  for (const receiver of history.receivers.values()) {
    for (const name of ['refusedRecipients', 'networks', 'domains'] as const) receiver[name] = distinct(receiver[name]);
    receiver.greylist.wait = Object.assign(new Quantiles(), receiver.greylist.wait);
  }
  for (const account of history.accounts.values()) {
    account.networks = distinct(account.networks);
    account.senders = distinct(account.senders);
  }
  for (const notices of [history.strangers, history.unknown]) {
    notices.domains = distinct(notices.domains);
    notices.receivers = distinct(notices.receivers);
  }
  return history;
}

/** Adds a later part's history, in steps. */
export function* mergingHistory(to: History, from: History, shift: Shift): Steps<void> {
  const { ids } = shift;
  to.crowded ||= from.crowded;
  const isCopy = shift === identity && to.cohorts.size === 0 && to.waiting.size === 0;
  if (isCopy) to.cohorts.copy(from.cohorts);
  else mergeCohorts(to.cohorts, from.cohorts, shift);
  yield;
  if (isCopy) to.waiting.copy(from.waiting);
  else to.waiting.merge(from.waiting, (key) => key, shift.years);
  yield;
  mergeBlames(to, to.blames, from.blames, shift, (key) => {
    const { domain, receiver, verdict } = partsOfBlame(key);
    return blameKey(ids.domains(domain), ids.receivers(receiver), ids.verdicts(verdict));
  });
  mergeBlames(to, to.listed, from.listed, shift, (key) => ids.verdicts(key >> 1) * 2 + (key & 1));
  yield;
  for (const [id, receiver] of from.receivers) mergeReceiver(to.receiver(ids.receivers(id)), receiver, shift);
  for (const [id, account] of from.accounts) {
    const mine = to.account(ids.accounts(id));
    if (!mine) continue;
    mine.deliveries += account.deliveries;
    mine.networks.merge(account.networks);
    mine.senders.merge(account.senders);
    keepAll(mine.evidence, account.evidence, shift);
  }
  yield;
  mergeNotices(to.strangers, from.strangers, shift);
  mergeNotices(to.unknown, from.unknown, shift);
}

function mergeCohorts(to: Cohorts, from: Cohorts, { ids, place, time, years }: Shift): void {
  const ofSubject = [ids.receivers, ids.domains, ids.accounts];
  const keyOf = (key: number) => cohortKey(subjectOf(key), ofSubject[subjectOf(key)](idOf(key)), familyOf(key));
  to.merge(from, keyOf, years, (tally) => ({ ...tally, places: tally.places.map(place), time: time(tally.time) }));
}

function mergeBlames(to: History, into: Map<number, Blame>, from: Map<number, Blame>, shift: Shift, keyOf: (key: number) => number): void {
  for (const [key, blame] of from) {
    const mine = to.blame(into, keyOf(key));
    if (!mine) continue;
    mergeExtent(mine, blame, shift);
    for (const name of ['deliveries', 'messages', 'failed'] as const) mine[name] += blame[name];
    keepAll(mine.evidence, blame.evidence, shift);
    for (const receiver of blame.receivers) addReceiver(mine, shift.ids.receivers(receiver));
  }
}

/** At most 50 are named. */
export function addReceiver({ receivers }: Blame, id: number): void {
  if (id !== 0 && receivers.length < 50 && !receivers.includes(id)) receivers.push(id);
}

function mergeReceiver(mine: ReceiverHistory, from: ReceiverHistory, shift: Shift): void {
  mergeExtent(mine, from, shift);
  for (const name of ['deliveries', 'delivered', 'refused', 'refusedMessages', 'refusedForMessage', 'outside'] as const) mine[name] += from[name];
  for (const name of ['refusedRecipients', 'networks', 'domains'] as const) mine[name].merge(from[name]);
  keepAll(mine.evidence, from.evidence, shift);
  for (const name of ['deliveries', 'messages'] as const) mine.greylist[name] += from.greylist[name];
  mine.greylist.wait.merge(from.greylist.wait);
  keepAll(mine.greylist.evidence, from.greylist.evidence, shift);
}

function mergeNotices(mine: NoticeHistory, from: NoticeHistory, shift: Shift): void {
  mergeExtent(mine, from, shift);
  mine.count += from.count;
  mine.domains.merge(from.domains);
  mine.receivers.merge(from.receivers);
  keepAll(mine.evidence, from.evidence, shift);
}

function keepAll(mine: Place[], from: readonly Place[], shift: Shift): void {
  for (const place of from) keep(mine, shift.place(place));
}
