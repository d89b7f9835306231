import { FingerprintTable } from '../events/fingerprintTable.ts';
import { Flag, type Row } from '../events/row.ts';
import { Kind, Status } from '../formats/fields.ts';
import { phases } from '../smtp/phase.ts';
import { combineMessages, whole } from './combine.ts';
import { deliveryNow, isAbove, isPending, type Link } from './link.ts';
import {
  applyAttempt,
  applySuspended,
  begins,
  continues,
  deliveryOf,
  expire,
  type Message,
  newMessage,
  type Place,
  requeue,
  Source,
} from './message.ts';
import { OpenMessages } from './open.ts';
import type { OrdinaryMessages, OtherMessages, TakenMessage } from './ordinary.ts';
import { type Counter, ownCounter, Recent, recentLimit } from './recent.ts';

/** Open messages kept; beyond, those without a line for the longest time are settled as they are. */
const openLimit = 200_000; // as in server/scanner/messages.ts
/** Lines at the start of a later part in which a message may be tied to the part before. */
const seam = 2_000;
/** Lines after which a message that begins with its message-id is taken to begin here, not in the part before. */
const beginning = 100_000;

const endOfData = phases.indexOf('end-of-data');

/** What a part of a log leaves open, plain data. */
export interface MessagesData {
  open: Message[];
  recent: Message[];
  headless: Message[];
  links: Link[];
  crowded: boolean;
}

/**
 * Joins rows to messages by host, instance and queue ID until the ID is removed; short IDs are used again. A message goes to
 * `settled` when no later line can change it: some time after it was closed. In a part that begins in the middle of a log, messages whose first line is
 * not there stay until the part before is known.
 */
export class Messages implements OtherMessages {
  /** Open messages were settled before their end because there were too many. */
  crowded = false;
  private readonly open = new OpenMessages();
  private readonly recent: Recent<Message>;
  private closings: Counter = ownCounter();
  private linkings: Counter = ownCounter();
  private readonly links = new Recent<Link>(
    recentLimit,
    () => {},
    () => this.linkings,
  );
  private readonly headless: Message[] = [];
  /** Places in `headless`. */
  private readonly headlessByQueue = new FingerprintTable();
  /** Nothing comes before this part. */
  private readonly first: boolean;
  private readonly reasonOf: readonly number[];
  private readonly settled: (message: Message) => void;
  private start = -1;
  private ordinary: OrdinaryMessages | null = null;

  constructor(first: boolean, reasonOf: readonly number[], settled: (message: Message) => void) {
    this.first = first;
    this.reasonOf = reasonOf;
    this.settled = (message) => {
      message.settled = true;
      settled(message);
    };
    this.recent = new Recent(recentLimit, this.settled, () => this.closings);
  }

  /** Shares the work with others, who keep the ordinary messages. To be called before the first row. */
  share(ordinary: OrdinaryMessages): void {
    this.ordinary = ordinary;
    if (!this.first) ordinary.leaveSeam(seam);
    this.closings = {
      get last() {
        return ordinary.closed;
      },
      next: () => ordinary.close(),
    };
    this.linkings = {
      get last() {
        return ordinary.linked;
      },
      next: () => ordinary.link(),
    };
  }

  /** The others have gone on: what has become too old here is settled, and what they leave to be settled. */
  follow(): void {
    this.recent.drop();
    this.links.drop();
    this.settleOdd();
    this.shrink();
  }

  private settleOdd(): void {
    for (const { message } of this.ordinary?.takeOdd() ?? []) this.settled(message);
  }

  /** Takes over what the others keep. */
  takeAll(): void {
    this.settleOdd();
    for (const taken of this.ordinary?.takeAll() ?? []) this.keep(taken);
  }

  knows(queue: number): boolean {
    return this.open.first(queue) !== null || this.recent.get(queue) !== undefined || this.headlessByQueue.get(queue) >= 0;
  }

  claims(queue: number): boolean {
    return this.openCount >= openLimit || this.open.first(queue) !== null || this.pendingLink(queue) !== null;
  }

  hear(row: Row, place: Place): boolean {
    const message = this.open.of(row);
    if (!message || (row.kind === Kind.sender && !message.hasSender)) return false;
    this.startAt(place);
    if (row.kind === Kind.removed) this.close(message);
    else this.tell(message, row, place);
    return true;
  }

  /** Messages whose end has not been seen. */
  private get openCount(): number {
    return this.open.size + (this.ordinary?.open ?? 0);
  }

  /** @returns the message the row belongs to, null where it belongs to none. */
  add(row: Row, place: Place): Message | null {
    this.startAt(place);
    if (row.queue === 0) return row.kind === Kind.attempt && row.recipient !== 0 ? this.alone(row, place) : null;
    const found = this.find(row);
    if (row.kind === Kind.removed) return found ? this.close(found) : this.first ? null : this.close(this.begin(row, place));
    if (!tells[row.kind]) return found;
    if (found && continues(found, row.kind, row.has(Flag.local))) return this.tell(found, row, place);
    if (found) this.close(found);
    return this.tell(this.begin(row, place), row, place);
  }

  /** Adds what a later part of the log left open; `later` is used up. Its identifiers, places and times are this part's already. */
  merge(later: MessagesData): void {
    this.crowded ||= later.crowded;
    const waiting = [...later.headless, ...later.recent, ...later.open].sort((a, b) => a.firstPlace - b.firstPlace);
    const places = new Map(later.recent.map((message, at) => [message, at]));
    const closed: Message[] = [];
    // before the later part's own messages come in: one of them may have the same queue ID again
    for (const message of waiting) if (message.requeuedFrom !== 0) this.followRequeued(message);
    for (const message of waiting) {
      const target = this.joinOrKeep(message);
      if (target.closed && target === message) closed.push(message);
    }
    closed.sort((a, b) => (places.get(a) ?? -1) - (places.get(b) ?? -1) || a.lastPlace - b.lastPlace);
    for (const message of closed) {
      this.ordinary?.mention(message.queue);
      this.keepClosed(message, !places.has(message));
    }
    for (const link of [...this.links.values(), ...later.links]) if (isPending(link)) this.tryLink(link);
    this.shrink();
  }

  /** Every message that is not settled, each once. */
  unsettled(): Message[] {
    return [...this.headless, ...this.recent.values(), ...this.open.values()];
  }

  export(): MessagesData {
    const { headless, crowded } = this;
    return { open: this.open.values(), recent: this.recent.values(), headless, links: this.links.values(), crowded };
  }

  private insert(message: Message): void {
    this.ordinary?.mention(message.queue);
    this.open.insert(message);
  }

  private startAt(place: Place): void {
    if (this.start < 0) this.start = this.ordinary?.begin(place) ?? place;
  }

  /** An attempt whose log names no queue ID is a message of its own. */
  private alone(row: Row, place: Place): Message {
    const message = newMessage(row, place, true);
    this.tell(message, row, place);
    message.closed = true;
    this.recent.push(0, message);
    return message;
  }

  private begin(row: Row, place: Place): Message {
    const isHere = begins(row.kind, row.has(Flag.local)) || (row.kind === Kind.messageId && place - this.start > beginning);
    const message = newMessage(row, place, isHere || this.first);
    this.insert(message);
    const link = this.linkTo(message.queue);
    if (link) {
      this.connect(link, message);
      // Other recipients of the same message went the same way.
      for (const delivery of whole(link.message).deliveries) if (delivery.handedOnTo === message.queue) delivery.hop = true;
    }
    if (this.openCount > openLimit) this.shrink();
    return message;
  }

  private tell(message: Message, row: Row, place: Place): Message {
    message.lastPlace = place;
    switch (row.kind) {
      case Kind.client:
        this.tellClient(message, row);
        break;
      case Kind.sender:
        tellSender(message, row);
        if (message.requeuedFrom !== 0) this.followRequeued(message);
        break;
      case Kind.attempt:
        this.tellAttempt(message, row, place);
        break;
      case Kind.suspended:
        message.tried = true;
        if (row.recipient !== 0) applySuspended(deliveryOf(message, row, place), row, place);
        break;
      case Kind.expiry:
        message.tried = message.expired = true;
        message.expiryTime = row.time;
        message.expiryPlace = place;
        expire(message, row.time, place);
        break;
      case Kind.probe:
        message.tried = true;
        message.probes += row.repeat;
        break;
      case Kind.interim:
        message.tried = true;
        break;
      case Kind.rejection:
        this.tellRefusal(message, row, place);
        break;
      case Kind.notification:
        message.notices ??= { count: 0, place, time: row.time };
        message.notices.count++;
        this.markNotice(row);
        break;
    }
    return message;
  }

  private tellClient(message: Message, row: Row): void {
    if (row.has(Flag.client) || row.account !== 0) message.source = row.has(Flag.ownClient) ? Source.own : Source.outside;
    message.client = row.client;
    message.account = row.account;
  }

  private tellAttempt(message: Message, row: Row, place: Place): void {
    message.tried = true;
    if (row.recipient === 0) return;
    if (row.has(Flag.sender) && !message.hasSender) tellSender(message, row);
    const delivery = deliveryOf(message, row, place);
    applyAttempt(delivery, row, place, this.reasonOf);
    if (delivery.handedOnTo === 0 || delivery.handedOnTo === message.queue || row.status !== Status.delivered) return;
    const link = { message, recipient: delivery.recipient, done: false };
    if (this.tryLink(link)) return;
    this.ordinary?.mention(delivery.handedOnTo);
    this.links.push(delivery.handedOnTo, link);
  }

  private tellRefusal(message: Message, row: Row, place: Place): void {
    if (message.source === Source.unknown) this.tellClient(message, row);
    if (message.refusals.length < 50) message.refusals.push({ verdict: row.verdict, time: row.time, place, count: row.repeat });
    // The message itself is thrown away: no `removed` follows.
    if (row.phase === endOfData && !message.hasSender) this.close(message);
  }

  private markNotice(row: Row): void {
    const notice = this.lookUp(row.other, null);
    if (notice) notice.notice = true;
  }

  /** The link that waits for a message with a queue ID. */
  private linkTo(queue: number): Link | null {
    const linked = this.ordinary?.takeLinked(queue);
    if (linked) this.keep(linked);
    return this.pendingLink(queue);
  }

  private pendingLink(queue: number): Link | null {
    const link = this.links.get(queue);
    return link && isPending(link) && deliveryNow(link).handedOnTo === queue ? link : null;
  }

  /** Something is about to happen to the messages with a queue ID: they are ordinary no more. */
  private recall(queue: number): void {
    const { ordinary } = this;
    if (!ordinary || queue === 0) return;
    const open = ordinary.takeOpen(queue);
    if (open) this.keep(open);
    const closed = ordinary.takeRecent(queue);
    if (closed) this.keep(closed);
  }

  private keep({ message, number, links }: TakenMessage): void {
    if (number === 0) this.insert(message);
    else {
      this.ordinary?.mention(message.queue);
      this.recent.insert(number, message.queue, message);
    }
    for (const { number: link, handedOnTo, recipient } of links) {
      this.ordinary?.mention(handedOnTo);
      this.links.insert(link, handedOnTo, { message, recipient, done: false });
    }
  }

  private find(row: Row): Message | null {
    this.recall(row.queue);
    return this.open.of(row);
  }

  /** A message by queue ID, open or lately closed, on whatever host where none is given. */
  private lookUp(queue: number, not: Message | null, host?: number): Message | null {
    this.recall(queue);
    for (let message = this.open.first(queue); message; message = message.next) {
      if (message !== not && (host === undefined || message.host === host)) return message;
    }
    const closed = this.recent.get(queue) ?? this.headless[this.headlessByQueue.get(queue)];
    return closed && closed !== not && (host === undefined || closed.host === host) ? closed : null;
  }

  private tryLink(link: Link): boolean {
    const { handedOnTo } = deliveryNow(link);
    const target = handedOnTo === 0 ? null : this.lookUp(handedOnTo, whole(link.message));
    if (target) this.connect(link, target);
    return target !== null;
  }

  /** After `postsuper -r` a message goes on under another queue ID: what was still open there is so here. */
  private followRequeued(message: Message): void {
    const before = message.parent ? null : this.lookUp(message.requeuedFrom, message, message.host);
    if (!before || isAbove(message, before)) return;
    message.parent = before;
    requeue(before);
  }

  private connect(link: Link, target: Message): void {
    link.done = true;
    const parent = whole(link.message);
    if (isAbove(target, parent)) return;
    target.parent ??= parent;
    deliveryNow(link).hop = true;
  }

  private close(message: Message): Message {
    this.open.delete(message);
    message.closed = true;
    this.keepClosed(message, !message.begun || (!this.first && message.lastPlace - this.start < seam));
    return message;
  }

  private keepClosed(message: Message, early: boolean): void {
    if (early && !this.first) {
      this.headlessByQueue.set(message.queue, this.headless.push(message) - 1);
    } else this.recent.push(message.queue, message);
  }

  private joinOrKeep(message: Message): Message {
    const earlier = this.find(asRow(message));
    message.next = null;
    if (earlier && !message.begun && continues(earlier, message.firstKind, false)) {
      combineMessages(earlier, message, this.reasonOf);
      if (message.closed) this.close(earlier);
      return earlier;
    }
    // its queue ID is used again
    if (earlier) this.close(earlier);
    if (!message.closed) this.insert(message);
    return message;
  }

  /** Settles the open messages that have been silent for the longest time. */
  private shrink(): void {
    if (this.openCount <= openLimit) return;
    this.takeAll();
    this.crowded = true;
    const oldest = this.open.values().sort((a, b) => a.lastPlace - b.lastPlace);
    for (const message of oldest.slice(0, openLimit / 4)) {
      this.open.delete(message);
      this.settled(message);
    }
  }
}

/** Kinds that make or change a message. */
const tells: boolean[] = [];
for (const kind of [
  Kind.client,
  Kind.messageId,
  Kind.sender,
  Kind.attempt,
  Kind.suspended,
  Kind.interim,
  Kind.expiry,
  Kind.rejection,
  Kind.notification,
  Kind.probe,
]) {
  tells[kind] = true;
}

function tellSender(message: Message, row: Row): void {
  const pickup = row.kind === Kind.sender && row.has(Flag.local);
  if (pickup && row.other === 0) message.source = Source.own;
  if (pickup) message.requeuedFrom = row.other;
  if (!row.has(Flag.sender) || message.hasSender) return;
  // pickup's line comes first, the queue manager's tells that the message has been taken in
  message.hasSender = !pickup;
  message.nullSender = row.has(Flag.nullSender);
  message.sender = row.sender;
  message.senderDomain = row.senderDomain;
}

function asRow({ queue, host, instance, firstKind }: Message): Row {
  return { queue, host, instance, kind: firstKind } as Row;
}
