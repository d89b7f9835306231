import { Flag, type Row } from '../events/row.ts';
import { Kind, Status } from '../formats/fields.ts';

/** Where a line is: number of the input * 2^32 + line. Later lines have greater places. */
export type Place = number;

/** Where the mail of a message comes from, as far as its own lines say. */
export const Source = { unknown: 0, own: 1, outside: 2 } as const;

/** A reason that held a delivery back at least once, with its first attempt. */
export interface Hold {
  verdict: number;
  time: number;
  place: Place;
}

/** Hops followed from a message to its first one. Postfix stops a mail loop after 50 (hopcount_limit). */
export const mostHops = 100;

/** Different reasons kept of one delivery's deferrals. */
const mostHolds = 6;

/** One (message, recipient) pair. Plain data: threads send it. */
export interface Delivery {
  /** Fingerprint of the recipient. */
  recipient: number;
  /** Fingerprint of the original recipient, 0 without one. */
  original: number;
  domain: number;
  /** Texts, where the recipient may be why the mail failed. */
  address: number;
  originalAddress: number;
  /** Number of `Status`: that of the last attempt. */
  status: number;
  verdict: number;
  receiver: number;
  relay: number;
  /** Delivered on this machine. */
  local: boolean;
  attempts: number;
  deferrals: number;
  /** What deferred it, each reason once; null where nothing did. */
  holds: Hold[] | null;
  /** Seconds from arrival to the last attempt. */
  delay: number;
  firstTime: number;
  lastTime: number;
  firstPlace: Place;
  lastPlace: Place;
  /** The first attempt in the row of those with the last reason. */
  sincePlace: Place;
  sinceTime: number;
  /** All attempts so far had the same reason. */
  steady: boolean;
  /** Fingerprint of the queue ID handed on to, 0 where the mail was not handed on. */
  handedOnTo: number;
  forwarded: boolean;
  /** The message it was handed on to is in the log: not the final delivery. */
  hop: boolean;
}

/** This server's refusal of a recipient or of the whole message, after it had a queue ID. */
export interface Refusal {
  verdict: number;
  time: number;
  place: Place;
  count: number;
}

/** Texts of a message, kept only for `events`. */
export interface MessageTexts {
  sender: string | null;
  messageId: string | null;
  client: string | null;
  account: string | null;
}

/** A message as its lines tell it: from one queue ID's first line to `removed`. Plain data: threads send it. */
export interface Message {
  queue: number;
  host: number;
  instance: number;
  /** Kind of its first line here; `begun` where it is the first at all. */
  firstKind: number;
  begun: boolean;
  firstPlace: Place;
  firstTime: number;
  lastPlace: Place;
  /** The envelope sender is known. */
  hasSender: boolean;
  nullSender: boolean;
  sender: number;
  senderDomain: number;
  source: number;
  account: number;
  client: number;
  /** Something was tried: an attempt, a probe, an expiry. */
  tried: boolean;
  probes: number;
  closed: boolean;
  /** It has been counted: no later line can change it. */
  settled: boolean;
  expired: boolean;
  expiryTime: number;
  expiryPlace: Place;
  /** It is a bounce, delay or delivery notice of this server. */
  notice: boolean;
  /** The message this one is a hop of. */
  parent: Message | null;
  /** Fingerprint of the queue ID it had before it was requeued, 0 where it was not. */
  requeuedFrom: number;
  /** It went on under another queue ID. */
  requeued: boolean;
  /** It is part of this one since a merge. */
  mergedInto: Message | null;
  deliveries: Delivery[];
  refusals: Refusal[];
  /** Bounce notices to its sender: how many, and the first. */
  notices: { count: number; place: Place; time: number } | null;
  texts: MessageTexts | null;
  /** The next message with an equal queue ID, on another host or instance. */
  next: Message | null;
}

/** A message of which nothing is known but its first line. @param begun see `Message.begun`. */
export function newMessage(
  { queue, host, instance, kind, time }: Pick<Row, 'queue' | 'host' | 'instance' | 'kind' | 'time'>,
  place: Place,
  begun: boolean,
): Message {
  return {
    queue,
    host,
    instance,
    firstKind: kind,
    begun,
    firstPlace: place,
    firstTime: time,
    lastPlace: place,
    hasSender: false,
    nullSender: false,
    sender: 0,
    senderDomain: 0,
    source: Source.unknown,
    account: 0,
    client: 0,
    tried: false,
    probes: 0,
    closed: false,
    settled: false,
    expired: false,
    expiryTime: Number.NaN,
    expiryPlace: 0,
    notice: false,
    parent: null,
    requeuedFrom: 0,
    requeued: false,
    mergedInto: null,
    deliveries: [],
    refusals: [],
    notices: null,
    texts: null,
    next: null,
  };
}

/** Whether a message begins with such a line. @param local see `Flag.local`. */
export function begins(kind: number, local: boolean): boolean {
  return kind === Kind.client || (kind === Kind.sender && local);
}

/** Whether a line of kind `kind` can belong to a message that has come as far as `message`; else its queue ID is used again. */
export function continues(message: Message, kind: number, local: boolean): boolean {
  if (begins(kind, local)) return false;
  if (kind === Kind.messageId) return !message.hasSender && !message.tried;
  return true;
}

/** The delivery to a recipient, made where there is none. */
export function deliveryOf(message: Message, row: Row, place: Place): Delivery {
  const known = findDelivery(message, row.recipient);
  if (known) return known;
  const delivery = newDelivery(row.recipient, row.original, row.recipientDomain, row.time, place);
  pushDelivery(message, delivery);
  return delivery;
}

/** A delivery that nothing has happened to. @param recipient fingerprint; so is `original`. @param domain identifier. */
export function newDelivery(recipient: number, original: number, domain: number, time: number, place: Place): Delivery {
  return {
    recipient,
    original,
    domain,
    address: 0,
    originalAddress: 0,
    status: Status.none,
    verdict: 0,
    receiver: 0,
    relay: 0,
    local: false,
    attempts: 0,
    deferrals: 0,
    holds: null,
    delay: Number.NaN,
    firstTime: time,
    lastTime: time,
    firstPlace: place,
    lastPlace: place,
    sincePlace: place,
    sinceTime: time,
    steady: true,
    handedOnTo: 0,
    forwarded: false,
    hop: false,
  };
}

export function pushDelivery(message: Message, delivery: Delivery): void {
  // a list made with its first element has room for one, a growing one at once for many
  if (message.deliveries.length === 0) message.deliveries = [delivery];
  else message.deliveries.push(delivery);
  byRecipient.get(message)?.set(delivery.recipient, delivery);
}

/** Messages to many: without this, a newsletter to 50,000 in one message would take quadratic time. */
const byRecipient = new WeakMap<Message, Map<number, Delivery>>();
const many = 16;

export function findDelivery(message: Message, recipient: number): Delivery | undefined {
  const { deliveries } = message;
  if (deliveries.length < many) {
    for (let i = 0; i < deliveries.length; i++) if (deliveries[i].recipient === recipient) return deliveries[i];
    return undefined;
  }
  let index = byRecipient.get(message);
  if (!index) {
    index = new Map(deliveries.map((delivery) => [delivery.recipient, delivery]));
    byRecipient.set(message, index);
  }
  return index.get(recipient);
}

/** An attempt's outcome. `reasonOf` gives the number of a verdict's reason. */
export function applyAttempt(delivery: Delivery, row: Row, place: Place, reasonOf: readonly number[]): void {
  if (delivery.attempts === 0 || reasonOf[row.verdict] !== reasonOf[delivery.verdict]) {
    delivery.steady = delivery.attempts === 0;
    delivery.sincePlace = place;
    delivery.sinceTime = row.time;
  }
  delivery.attempts += row.repeat;
  if (row.status === Status.deferred) {
    delivery.deferrals += row.repeat;
    hold(delivery, { verdict: row.verdict, time: row.time, place }, reasonOf);
  }
  delivery.status = row.status;
  delivery.verdict = row.verdict;
  if (row.relay !== 0 || delivery.receiver === 0) {
    delivery.relay = row.relay;
    delivery.receiver = row.receiver;
  }
  delivery.local = row.has(Flag.local);
  delivery.delay = row.delay;
  delivery.lastPlace = place;
  delivery.lastTime = row.time;
  delivery.handedOnTo = row.has(Flag.handedOn) ? row.other : 0;
  delivery.forwarded = row.has(Flag.forwarded);
  delivery.hop = false;
  keepAddresses(delivery, row);
}

/** Notes what deferred a delivery; of one reason the first. */
export function hold(delivery: Delivery, by: Hold, reasonOf: readonly number[]): void {
  if (by.verdict === 0) return;
  delivery.holds ??= [];
  const known = delivery.holds.some(({ verdict }) => reasonOf[verdict] === reasonOf[by.verdict]);
  if (!known && delivery.holds.length < mostHolds) delivery.holds.push(by);
}

/** `delivery temporarily suspended`: stays open, with the failure it repeats where nothing was tried in this log. */
export function applySuspended(delivery: Delivery, row: Row, place: Place): void {
  if (delivery.attempts > 0) return;
  delivery.status = Status.deferred;
  delivery.verdict = row.verdict;
  delivery.receiver = row.receiver;
  delivery.relay = row.relay;
  delivery.lastPlace = place;
  delivery.lastTime = row.time;
  keepAddresses(delivery, row);
}

function keepAddresses(delivery: Delivery, row: Row): void {
  if (row.original !== 0) delivery.original = row.original;
  delivery.address = row.address;
  delivery.originalAddress = row.originalAddress;
}

/** Closes the deliveries that are still deferred; they keep the reason of their last deferral. */
export function expire(message: Message, time: number, place: Place): void {
  for (const delivery of message.deliveries) {
    if (delivery.status !== Status.deferred) continue;
    delivery.status = Status.expired;
    delivery.lastTime = time;
    delivery.lastPlace = place;
  }
}

/** What is still deferred goes on under another queue ID. */
export function requeue(message: Message): void {
  message.requeued = true;
  for (const delivery of message.deliveries) if (delivery.status === Status.deferred) delivery.hop = true;
}
