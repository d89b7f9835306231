import { FingerprintTable } from '../events/fingerprintTable.ts';
import type { Row } from '../events/row.ts';
import { Kind } from '../formats/fields.ts';
import type { Message } from './message.ts';

/** Messages whose end has not been seen, by queue ID; hosts and instances may use the same one. */
export class OpenMessages {
  size = 0;
  /** Places in `slots`. */
  private readonly index = new FingerprintTable(1024);
  /** The first message of each queue ID; the others follow by `Message.next`. */
  private readonly slots: (Message | null)[] = [];
  private readonly free: number[] = [];

  /** The first with a queue ID; the others follow by `next`. */
  first(queue: number): Message | null {
    const slot = this.index.get(queue);
    return slot < 0 ? null : this.slots[slot];
  }

  /** That of a row: of its instance, else of its host (services may have a syslog name of their own). */
  of(row: Row): Message | null {
    let other: Message | null = null;
    for (let message = this.first(row.queue); message; message = message.next) {
      if (message.host !== row.host) continue;
      if (message.instance === row.instance) return message;
      const atEntry = row.kind === Kind.client || ((row.kind === Kind.sender || row.kind === Kind.messageId) && message.hasSender);
      if (!atEntry) other ??= message;
    }
    return other;
  }

  values(): Message[] {
    const all: Message[] = [];
    for (const first of this.slots) for (let message = first; message; message = message.next) all.push(message);
    return all;
  }

  insert(message: Message): void {
    this.size++;
    const slot = this.index.get(message.queue);
    if (slot >= 0) {
      message.next = this.slots[slot];
      this.slots[slot] = message;
      return;
    }
    const at = this.free.pop() ?? this.slots.length;
    this.slots[at] = message;
    this.index.set(message.queue, at);
  }

  delete(message: Message): void {
    const slot = this.index.get(message.queue);
    if (slot < 0) return;
    this.size--;
    let before: Message | null = null;
    for (let current = this.slots[slot]; current && current !== message; current = current.next) before = current;
    if (before) before.next = message.next;
    else this.slots[slot] = message.next;
    message.next = null;
    if (this.slots[slot]) return;
    this.index.delete(message.queue);
    this.free.push(slot);
  }
}
