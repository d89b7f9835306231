import { whole } from './combine.ts';
import { type Delivery, findDelivery, type Message, mostHops } from './message.ts';

/** A delivery handed on to a queue ID that has not been seen. */
export interface Link {
  message: Message;
  /** Fingerprint: which of its deliveries. */
  recipient: number;
  /** That message has begun since. */
  done: boolean;
}

/** Whether `message` is `other` or one that `other` is a hop of: a link would go round in a circle. Mail loops have up to 50 hops. */
export function isAbove(message: Message, other: Message): boolean {
  let above: Message | null = other;
  for (let hops = 0; above; above = above.parent, hops++) if (above === message || hops > mostHops) return true;
  return false;
}

/** A link ends with its message: once that is settled, it cannot change any more. */
export function isPending({ message, done }: Link): boolean {
  return !done && !whole(message).settled;
}

/** The delivery of a link, also where its message has become part of another since. */
export function deliveryNow({ message, recipient }: Link): Delivery {
  return findDelivery(whole(message), recipient) as Delivery;
}
