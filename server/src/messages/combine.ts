import { Status } from '../formats/fields.ts';
import { type Delivery, expire, findDelivery, hold, type Message, pushDelivery, requeue } from './message.ts';

/** Adds what a later part of the log tells about a message. The later half becomes part of the earlier one. */
export function combineMessages(earlier: Message, later: Message, reasonOf: readonly number[]): void {
  if (!earlier.hasSender && later.hasSender) {
    earlier.hasSender = true;
    earlier.nullSender = later.nullSender;
    earlier.sender = later.sender;
    earlier.senderDomain = later.senderDomain;
  }
  earlier.source ||= later.source;
  earlier.account ||= later.account;
  earlier.client ||= later.client;
  earlier.tried ||= later.tried;
  earlier.probes += later.probes;
  earlier.closed = later.closed;
  earlier.notice ||= later.notice;
  earlier.parent ??= later.parent;
  earlier.requeuedFrom ||= later.requeuedFrom;
  earlier.lastPlace = later.lastPlace;
  earlier.texts = joinTexts(earlier, later);
  for (const delivery of later.deliveries) addDelivery(earlier, delivery, reasonOf);
  earlier.refusals.push(...later.refusals);
  if (later.notices) earlier.notices = { ...(earlier.notices ?? later.notices), count: (earlier.notices?.count ?? 0) + later.notices.count };
  if (later.expired) applyExpiry(earlier, later);
  if (later.requeued) requeue(earlier);
  later.mergedInto = earlier;
}

function joinTexts({ texts: first }: Message, { texts: second }: Message): Message['texts'] {
  if (!first || !second) return first ?? second;
  return {
    sender: first.sender ?? second.sender,
    messageId: first.messageId ?? second.messageId,
    client: first.client ?? second.client,
    account: first.account ?? second.account,
  };
}

function addDelivery(message: Message, later: Delivery, reasonOf: readonly number[]): void {
  const earlier = findDelivery(message, later.recipient);
  if (earlier) combineDeliveries(earlier, later, reasonOf);
  else pushDelivery(message, later);
}

/** The later half's outcome counts, where it tried at all. */
function combineDeliveries(earlier: Delivery, later: Delivery, reasonOf: readonly number[]): void {
  const { attempts, deferrals, holds, steady, firstTime, firstPlace, sincePlace, sinceTime, original, receiver, relay } = earlier;
  if (later.attempts === 0 && attempts > 0) {
    if (later.status === Status.expired && earlier.status === Status.deferred) {
      earlier.status = Status.expired;
      earlier.lastTime = later.lastTime;
      earlier.lastPlace = later.lastPlace;
    }
    return;
  }
  const since = { place: sincePlace, time: sinceTime };
  const untried = attempts === 0 && later.attempts === 0;
  const sameReason = untried || (reasonOf[later.verdict] === reasonOf[earlier.verdict] && attempts > 0 && later.steady);
  Object.assign(earlier, later);
  earlier.attempts = attempts + later.attempts;
  earlier.deferrals = deferrals + later.deferrals;
  earlier.holds = holds;
  for (const one of later.holds ?? []) hold(earlier, one, reasonOf);
  earlier.firstTime = firstTime;
  earlier.firstPlace = firstPlace;
  earlier.original = later.original || original;
  earlier.steady = sameReason ? steady : attempts === 0 && later.steady;
  if (sameReason) {
    earlier.sincePlace = since.place;
    earlier.sinceTime = since.time;
  }
  if (later.relay === 0 && receiver !== 0) {
    earlier.relay = relay;
    earlier.receiver = receiver;
  }
}

function applyExpiry(earlier: Message, later: Message): void {
  earlier.expired = true;
  earlier.expiryTime = later.expiryTime;
  earlier.expiryPlace = later.expiryPlace;
  expire(earlier, later.expiryTime, later.expiryPlace);
}

/** The message that a merged one has become part of. */
export function whole(message: Message): Message {
  let current = message;
  while (current.mergedInto) current = current.mergedInto;
  return current;
}
