import { Status } from '../formats/fields.ts';
import { type Delivery, newDelivery, newMessage, type Place } from '../messages/message.ts';
import type { OrdinaryLink, OrdinaryMessages, TakenMessage } from '../messages/ordinary.ts';
import { recentLimit } from '../messages/recent.ts';
import type { Scanner } from './scanner.ts';

/** The messages in the scanner's memory. Layouts as in server/scanner/messages.ts. */
export class ScannedMessages implements OrdinaryMessages {
  private readonly scanner: Scanner;

  constructor(scanner: Scanner) {
    this.scanner = scanner;
  }

  get open(): number {
    return this.scanner.exports.openCount();
  }

  get closed(): number {
    return this.scanner.exports.closedCount.value;
  }

  get linked(): number {
    return this.scanner.exports.linkCount.value;
  }

  close(): number {
    return this.scanner.exports.hostClosed();
  }

  link(): number {
    return this.scanner.exports.hostLinked();
  }

  mention(queue: number): void {
    this.scanner.exports.mention(queue);
  }

  begin(place: Place): Place {
    return this.scanner.exports.setStart(place);
  }

  leaveSeam(lines: number): void {
    this.scanner.exports.setSeam(lines);
  }

  takeLinked(queue: number): TakenMessage | null {
    const { exports } = this.scanner;
    return this.take(exports.takeLinked(queue), exports.takenNumber.value);
  }

  takeOpen(queue: number): TakenMessage | null {
    return this.take(this.scanner.exports.takeOpen(queue), 0);
  }

  takeRecent(queue: number): TakenMessage | null {
    const { exports } = this.scanner;
    const at = exports.takeRecent(queue);
    return at === 0 ? null : this.take(at, exports.takenNumber.value);
  }

  takeAll(): TakenMessage[] {
    const { exports } = this.scanner;
    const all: (TakenMessage | null)[] = [];
    for (let number = Math.max(1, this.closed - recentLimit + 1); number <= this.closed; number++)
      all.push(this.take(exports.takeRecentAt(number), number));
    for (const queue of this.openQueues()) all.push(this.takeOpen(queue));
    return all.filter((taken) => taken !== null);
  }

  takeOdd(): TakenMessage[] {
    const { scanner } = this;
    const count = scanner.exports.oddCount.value;
    if (count === 0) return [];
    const start = scanner.exports.oddStart.value >> 2;
    const odd = Array.from({ length: count }, (_, at) => this.take(scanner.numbers[start + 2 * at], 0) as TakenMessage);
    scanner.exports.clearOdd();
    return odd;
  }

  private openQueues(): number[] {
    const { exports, numbers } = this.scanner;
    const start = exports.openEntries() >> 2;
    const queues: number[] = [];
    for (let at = start; at < start + 4 * exports.openCapacity(); at += 4) {
      const queue = (numbers[at + 1] >>> 0) * 0x1_0000_0000 + (numbers[at] >>> 0);
      if (queue !== 0) queues.push(queue);
    }
    return queues;
  }

  /** @param number of a closed message; else 0. @returns null for no message. */
  private take(at: number, number: number): TakenMessage | null {
    if (at === 0) return null;
    const { exports, numbers, doubles } = this.scanner;
    const i = at >> 2;
    const d = at >> 3;
    const deliveries: Delivery[] = [];
    const links: OrdinaryLink[] = [];
    for (let next = numbers[i + 20]; next !== 0; next = this.takeDelivery(next, deliveries, links));
    const first = { queue: doubles[d], host: numbers[i + 8], instance: numbers[i + 9], kind: numbers[i + 10], time: doubles[d + 2] };
    const message = newMessage(first, doubles[d + 1], true);
    message.lastPlace = doubles[d + 3];
    message.hasSender = numbers[i + 11] !== 0;
    message.nullSender = numbers[i + 12] !== 0;
    message.sender = numbers[i + 13];
    message.senderDomain = numbers[i + 14];
    message.source = numbers[i + 15];
    message.account = numbers[i + 16];
    message.client = numbers[i + 17];
    message.closed = numbers[i + 18] !== 0;
    message.tried = deliveries.length > 0;
    message.deliveries = deliveries;
    exports.release(at);
    return { message, links, number };
  }

  /** @returns the next one. */
  private takeDelivery(at: number, deliveries: Delivery[], links: OrdinaryLink[]): number {
    const { numbers, doubles } = this.scanner;
    const i = at >> 2;
    const d = at >> 3;
    const delivery = newDelivery(doubles[d], doubles[d + 1], numbers[i + 12], doubles[d + 4], doubles[d + 5]);
    delivery.handedOnTo = doubles[d + 2];
    delivery.delay = doubles[d + 3];
    delivery.verdict = numbers[i + 13];
    delivery.receiver = numbers[i + 14];
    delivery.relay = numbers[i + 15];
    delivery.local = numbers[i + 16] !== 0;
    delivery.status = Status.delivered;
    delivery.attempts = 1;
    deliveries.push(delivery);
    const number = numbers[i + 17];
    if (number > this.linked - recentLimit && number !== 0) links.push({ number, handedOnTo: delivery.handedOnTo, recipient: delivery.recipient });
    return numbers[i + 18];
  }
}
