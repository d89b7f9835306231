import { type Remap, unchanged } from '../events/tables.ts';
import type { Delivery, Message, Place } from '../messages/message.ts';
import type { MessagesData } from '../messages/messages.ts';

/** How identifiers, places and times of a later part become this part's. */
export interface Shift {
  ids: Remap;
  place(place: Place): Place;
  /** Milliseconds added to yearless times. */
  years: number;
  time(coded: number): number;
}

export const identity: Shift = { ids: unchanged, place: (place) => place, years: 0, time: (coded) => coded };

/** Gives what a later part left open this part's identifiers, places and times. */
export function shiftMessages(data: MessagesData, shift: Shift): void {
  const seen = new Set<Message>();
  const visit = (message: Message | null) => {
    for (let current = message; current && !seen.has(current); current = current.parent) {
      seen.add(current);
      shiftMessage(current, shift);
      if (current.mergedInto) visit(current.mergedInto);
    }
  };
  for (const list of [data.open, data.recent, data.headless]) list.forEach(visit);
  for (const link of data.links) visit(link.message);
}

function shiftMessage(message: Message, { ids, place, time }: Shift): void {
  message.host = ids.hosts(message.host);
  message.instance = ids.instances(message.instance);
  message.sender = ids.senders(message.sender);
  message.senderDomain = ids.domains(message.senderDomain);
  message.account = ids.accounts(message.account);
  message.client = ids.clients(message.client);
  message.firstPlace = place(message.firstPlace);
  message.lastPlace = place(message.lastPlace);
  message.firstTime = time(message.firstTime);
  message.expiryPlace = place(message.expiryPlace);
  message.expiryTime = time(message.expiryTime);
  for (const delivery of message.deliveries) shiftDelivery(delivery, { ids, place, time });
  for (const refusal of message.refusals) {
    refusal.verdict = ids.verdicts(refusal.verdict);
    refusal.place = place(refusal.place);
    refusal.time = time(refusal.time);
  }
  if (message.notices) message.notices = { ...message.notices, place: place(message.notices.place), time: time(message.notices.time) };
}

function shiftDelivery(delivery: Delivery, { ids, place, time }: Pick<Shift, 'ids' | 'place' | 'time'>): void {
  delivery.domain = ids.domains(delivery.domain);
  delivery.address = ids.addresses(delivery.address);
  delivery.originalAddress = ids.addresses(delivery.originalAddress);
  delivery.verdict = ids.verdicts(delivery.verdict);
  delivery.receiver = ids.receivers(delivery.receiver);
  delivery.relay = ids.relays(delivery.relay);
  for (const hold of delivery.holds ?? []) {
    hold.verdict = ids.verdicts(hold.verdict);
    hold.place = place(hold.place);
    hold.time = time(hold.time);
  }
  for (const name of ['firstPlace', 'lastPlace', 'sincePlace'] as const) delivery[name] = place(delivery[name]);
  for (const name of ['firstTime', 'lastTime', 'sinceTime'] as const) delivery[name] = time(delivery[name]);
}
