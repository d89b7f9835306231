import type { Row } from '../events/row.ts';
import type { Tables } from '../events/tables.ts';
import { invalidReasons, recipientReasons } from '../findings/families.ts';
import { arrivalOf, record } from '../findings/record.ts';
import { Status } from '../formats/fields.ts';
import { type Delivery, type Message, type Place, Source } from '../messages/message.ts';
import { type Origin, originOf, recovered, rootOf, senderOf, upstream } from '../messages/origin.ts';
import type { Verdict } from '../verdict/verdict.ts';
import {
  type Aggregates,
  addClient,
  allSeries,
  type Cell,
  causeKey,
  evidenceLimit,
  type FailureStats,
  latest,
  receiverCellKey,
  senderCellKey,
  senderKey,
  tally,
} from './aggregates.ts';
import { bump, count, getOr, noEligible, noOutcomes, outcomeIndex } from './counters.ts';
import { extend, noExtent } from './extent.ts';
import { keepFirst } from './places.ts';

/** A delivery with what its story tells about it. */
export interface Story {
  message: Message;
  delivery: Delivery;
  origin: Origin;
  /** The envelope sender's message: the root of the hops where it is known. */
  from: Message;
  root: Message;
  reason: number;
  verdict: Verdict | null;
  /** It counts for rates: mail of one's own, or of whom is not known, handed to another organisation. */
  own: boolean;
}

export type DeliveryFilter = (story: Story) => boolean;

/** Counts a message whose end is known, or taken as it is. Does not change the message. */
export function settle(into: Aggregates, message: Message, tables: Tables, filter: DeliveryFilter | null): void {
  const root = rootOf(message);
  const from = senderOf(message, root);
  const stories = storiesOf(message, root, from, tables, filter);
  for (const story of stories) settleDelivery(into, story);
  for (const refusal of message.refusals) settleRefusal(into, message, refusal, tables);
  if (isMail(message) && (!filter || stories.length > 0 || handedOn(message))) into.messages++;
  if (!filter && isUntried(message)) into.waiting.untried++;
  into.waiting.add(stories);
  record(into.history, message, stories, tables);
  if (!stories.some(({ own }) => own)) return;
  into.eligible.messages++;
  const sender = into.senderDomains.get(from.senderDomain);
  if (sender) sender.eligible.messages++;
}

/** Whether it counts as a message: not a hop of another, not a probe. */
export function isMail(message: Message): boolean {
  const isProbe = message.probes > 0 && message.deliveries.length === 0;
  return message.parent === null && !isProbe && (message.hasSender || message.deliveries.length > 0 || message.expired);
}

/** In the queue at the end of the log, and nothing has been tried. */
export function isUntried(message: Message): boolean {
  return isMail(message) && !message.closed && !message.tried && message.hasSender;
}

/** A notice of this server: without a sender, and not from outside. */
export function isNotice({ from, root }: Story): boolean {
  return from.nullSender && root.source === Source.unknown;
}

function storiesOf(message: Message, root: Message, from: Message, tables: Tables, filter: DeliveryFilter | null): Story[] {
  const stories: Story[] = [];
  for (const delivery of message.deliveries) {
    if (delivery.hop) continue;
    const story = storyOf(message, delivery, root, from, tables);
    if (!filter || filter(story)) stories.push(story);
  }
  return stories;
}

export function handedOn(message: Message): boolean {
  return message.deliveries.some(({ hop }) => hop);
}

export function storyOf(message: Message, delivery: Delivery, root: Message, from: Message, tables: Tables): Story {
  const { verdicts } = tables;
  const reason = verdicts.reasonOf[delivery.verdict] ?? 0;
  const origin = originOf(message, delivery, root);
  const own = (origin === 'local' || origin === 'unknown') && !from.nullSender && !delivery.local && delivery.receiver !== 0;
  return { message, delivery, root, from, origin, reason, verdict: verdicts.get(delivery.verdict), own };
}

function settleDelivery(into: Aggregates, story: Story): void {
  const { message, delivery, from, verdict } = story;
  const { status } = delivery;
  const delivered = status === Status.delivered;
  count(into.outcomes, status);
  if (recovered(message, delivery)) into.recovered++;
  into.addresses.note(delivery.recipient, delivered ? delivery.lastPlace : 0);
  tally(into.deliveryVerdicts, delivery.verdict, 1);
  count(getOr(into.recipientDomains, delivery.domain, noOutcomes), status);
  into.timeline.add(allSeries, delivery.lastTime, outcomeIndex(status));
  settleSender(into, story);
  if (from.nullSender && !delivery.local) count(into.noticeOutcomes, status);
  if (isNotice(story)) count(getOr(into.noticeDomains, delivery.domain, noOutcomes), status);
  if (delivery.receiver !== 0 && !delivery.local) settleReceiver(into, story);
  if (!delivered) settleCause(into, story);
  if (!story.own) return;
  count(into.eligible, status);
  if (isInvalid(delivery, verdict)) into.eligible.invalid++;
  if (delivery.relay !== 0) bump(into.relays, delivery.relay, 1);
  settleCells(into, story);
  settleAddress(into, story);
}

/** Ended because the recipient does not exist. */
function isInvalid({ status }: Delivery, verdict: Verdict | null): boolean {
  return (status === Status.bounced || status === Status.expired) && verdict !== null && invalidReasons.has(verdict.reason);
}

function settleSender(into: Aggregates, { delivery, from, root, verdict, own }: Story): void {
  if (!from.hasSender || from.nullSender) return;
  const invalid = isInvalid(delivery, verdict);
  if (from.senderDomain !== 0) {
    const domain = getOr(into.senderDomains, from.senderDomain, noDomain);
    count(domain.outcomes, delivery.status);
    if (own) {
      count(domain.eligible, delivery.status);
      if (invalid) domain.eligible.invalid++;
    }
  }
  const sender = into.sender(senderKey(from.sender, root.account));
  count(sender.outcomes, delivery.status);
  if (invalid) sender.invalid++;
  addClient(sender, root.client);
}

export function noDomain() {
  return { outcomes: noOutcomes(), eligible: noEligible() };
}

function settleReceiver(into: Aggregates, { delivery, reason }: Story): void {
  const receiver = into.receiver(delivery.receiver);
  count(receiver.outcomes, delivery.status);
  if (delivery.status === Status.delivered) receiver.delay.add(delivery.delay);
  else bump(receiver.reasons, reason, 1);
  if (delivery.status === Status.deferred && delivery.delay > receiver.oldest) receiver.oldest = delivery.delay;
}

function settleCause(into: Aggregates, { delivery, reason, verdict }: Story): void {
  if (!verdict) return;
  const own = verdict.saidBy === 'own';
  const receiver = own ? 0 : delivery.receiver;
  const cause = into.cause(causeKey(reason, own, receiver), reason, own, receiver, delivery.verdict);
  cause.deliveries++;
  keepFirst(cause.failed, delivery.sincePlace, evidenceLimit);
  keepFirst(cause.failed, delivery.lastPlace, evidenceLimit);
}

function settleCells(into: Aggregates, { delivery, from, reason }: Story): void {
  if (delivery.status !== Status.delivered) fill(into.cell(into.receiverCells, receiverCellKey(delivery.receiver, reason)), delivery);
  if (from.senderDomain !== 0) fill(into.cell(into.senderCells, senderCellKey(from.senderDomain, delivery.receiver, reason)), delivery);
}

function fill(cell: Cell | null, delivery: Delivery): boolean {
  if (!cell) return false;
  count(cell.outcomes, delivery.status);
  extend(cell, delivery.sincePlace, delivery.sinceTime);
  extend(cell, delivery.lastPlace, delivery.lastTime);
  keepFirst(cell.evidence, delivery.sincePlace, evidenceLimit);
  return true;
}

/** Suppression and addresses that fail for long: only where the recipient is why; under the address the user wrote to. */
function settleAddress(into: Aggregates, { message, delivery, verdict, root }: Story): void {
  const above = message === root ? null : upstream(message, delivery);
  const original = delivery.original || above?.original || (above?.forwarded ? above.recipient : 0);
  if (delivery.status === Status.delivered) {
    if (original !== 0) into.aliases.note(original, delivery.lastPlace);
    return;
  }
  const address = delivery.originalAddress || above?.originalAddress || delivery.address;
  if (!verdict || address === 0) return;
  const key = original || delivery.recipient;
  if (isHard(verdict, delivery.status)) addFailure(into.failures, address, key, delivery);
  else if (recipientReasons.has(verdict.reason)) addFailure(into.softFailures, address, key, delivery);
}

type Failed = Pick<Delivery, 'verdict' | 'delay' | 'firstTime' | 'lastTime' | 'lastPlace'>;

function isHard({ action, permanence }: Verdict, status: number): boolean {
  return action === 'suppress' && permanence === 'permanent' && status === Status.bounced;
}

/** The same for a reply in a log whose messages are not known: each stands for itself. */
export function settleReply(into: Aggregates, row: Row, place: Place, tables: Tables): void {
  if (row.recipient === 0) return;
  const key = row.original || row.recipient;
  // not among the addresses of deliveries, which are counted
  if (row.status === Status.delivered) into.aliases.note(key, place);
  const address = row.originalAddress || row.address;
  const verdict = tables.verdicts.get(row.verdict);
  if (address === 0 || !verdict || !isHard(verdict, row.status)) return;
  addFailure(into.failures, address, key, { verdict: row.verdict, delay: row.delay, lastPlace: place, firstTime: row.time, lastTime: row.time });
}

function addFailure(failures: Map<number, FailureStats>, address: number, key: number, delivery: Failed): void {
  const failure = getOr(
    failures,
    address,
    (): FailureStats => ({ ...noExtent(), key, verdict: delivery.verdict, count: 0, delay: 0, lastSent: Number.NaN }),
  );
  if (delivery.lastPlace < failure.firstPlace) failure.verdict = delivery.verdict;
  extend(failure, delivery.lastPlace, delivery.lastTime);
  failure.count++;
  if (delivery.delay > failure.delay) failure.delay = delivery.delay;
  failure.lastSent = latest(failure.lastSent, arrivalOf(delivery));
}

/** A refusal of one's own authenticated or local client is a failure of one's own mail; others are no business of the operator. */
function settleRefusal(into: Aggregates, message: Message, refusal: Message['refusals'][number], tables: Tables): void {
  if (rootOf(message).source !== 1) return;
  addRefusal(into, refusal, tables);
}

export function addRefusal(into: Aggregates, { verdict, place, time, count: by }: Message['refusals'][number], tables: Tables): void {
  const reason = tables.verdicts.reasonOf[verdict];
  if (!reason) return;
  const cause = into.cause(causeKey(reason, true, 0), reason, true, 0, verdict);
  if (place < cause.firstPlace) cause.verdict = verdict;
  extend(cause, place, time);
  cause.attempts += by;
  cause.deliveries += by;
  bump(cause.verdicts, verdict, by);
  keepFirst(cause.failed, place, evidenceLimit);
}
