import { Status } from '../formats/fields.ts';
import { whole } from './combine.ts';
import { type Delivery, findDelivery, type Message, mostHops, Source } from './message.ts';

export type Origin = 'local' | 'forwarded' | 'inbound' | 'unknown';

/** The message at the beginning of a story of hops. */
export function rootOf(message: Message): Message {
  let root = whole(message);
  for (let hops = 0; root.parent && hops < mostHops; hops++) root = whole(root.parent);
  return root;
}

/** The message whose envelope sender is the story's. */
export function senderOf(message: Message, root = rootOf(message)): Message {
  return root.hasSender ? root : message;
}

/**
 * Where the mail of a delivery comes from. From outside and sent on because of an alias or a .forward file is `forwarded`, from outside and
 * delivered on this machine `inbound`; a client that is neither authenticated nor named as own may be one's own all the same, so mail from it to elsewhere is `unknown`.
 */
export function originOf(message: Message, delivery: { local: boolean; original: number; recipient: number } | null, root = rootOf(message)): Origin {
  if (root.source === Source.own) return 'local';
  if (root.source === Source.unknown || !delivery) return 'unknown';
  if (delivery.local) return 'inbound';
  return wasAliased(delivery) || sentOn(message) ? 'forwarded' : 'unknown';
}

function wasAliased({ original, recipient }: { original: number; recipient: number }): boolean {
  return original !== 0 && original !== recipient;
}

/** Whether the message came out of an alias or a .forward file. */
function sentOn(message: Message): boolean {
  let current: Message | null = whole(message);
  for (let hops = 0; current?.parent && hops < mostHops; hops++) {
    const parent: Message = whole(current.parent);
    if (parent.deliveries.some((delivery) => delivery.handedOnTo === current?.queue && (delivery.forwarded || wasAliased(delivery)))) return true;
    current = parent;
  }
  return false;
}

/** The delivery upstream that became this one, where the message is a hop. */
export function upstream(message: Message, delivery: Delivery): Delivery | null {
  const parent = whole(message).parent;
  if (!parent) return null;
  const above = whole(parent);
  return findDelivery(above, delivery.recipient) ?? above.deliveries.find(({ handedOnTo }) => handedOnTo === message.queue) ?? null;
}

/** Delivered after a deferral, here or at a hop before. */
export function recovered(message: Message, delivery: Delivery): boolean {
  return delivery.status === Status.delivered && (delivery.deferrals > 0 || (upstream(message, delivery)?.deferrals ?? 0) > 0);
}
