import { Flag, Row } from '../events/row.ts';
import { Kind, Status } from '../formats/fields.ts';
import type { OtherMessages } from '../messages/ordinary.ts';

/** What the scanner asks while it reads: server/scanner/host.ts. */
export function hostOf(others: OtherMessages): Record<string, (...numbers: number[]) => number> {
  const row = new Row();
  const begin = (kind: number, queue: number, host: number, instance: number, time: number) => {
    row.reset(0);
    row.kind = kind;
    row.queue = queue;
    row.host = host;
    row.instance = instance;
    row.time = time;
  };
  return {
    knows: (queue) => Number(others.knows(queue)),
    claims: (queue) => Number(others.claims(queue)),
    hear: (kind, queue, host, instance, place, time) => {
      begin(kind, queue, host, instance, time);
      return Number(others.hear(row, place));
    },
    hearDelivery: (queue, host, instance, place, time, recipient, original, handedOnTo, delay, domain, verdict, relay, receiver, isLocal) => {
      begin(Kind.attempt, queue, host, instance, time);
      row.status = Status.delivered;
      row.flags = (isLocal ? Flag.local : 0) | (handedOnTo ? Flag.handedOn : 0);
      row.recipient = recipient;
      row.original = original;
      row.other = handedOnTo;
      row.delay = delay;
      row.recipientDomain = domain;
      row.verdict = verdict;
      row.relay = relay;
      row.receiver = receiver;
      return Number(others.hear(row, place));
    },
  };
}
