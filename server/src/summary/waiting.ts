import { arrivalOf } from '../findings/record.ts';
import { Status } from '../formats/fields.ts';
import type { Place } from '../messages/message.ts';
import { getOr } from './counters.ts';
import type { Story } from './settle.ts';
import type { Shift } from './shift.ts';

/** Mail that still waits for one receiver at the end of the log. */
export interface WaitingStats {
  messages: number;
  deliveries: number;
  /** Coded time at which the oldest came in, NaN where no time is known, and the line of its last attempt. */
  arrival: number;
  place: Place;
}

/** Mail that waits at the end of the log, by receiver: 0 is without a next hop, or for this machine. */
export class Waiting {
  byReceiver = new Map<number, WaitingStats>();
  messages = 0;
  /** Messages in the queue that nothing has been tried for. */
  untried = 0;

  /** Counts the deliveries of a message that are open. */
  add(stories: readonly Story[]): void {
    let first = true;
    for (let at = 0; at < stories.length; at++) {
      const { delivery } = stories[at];
      if (!isWaiting(stories[at])) continue;
      if (first) this.messages++;
      first = false;
      const receiver = receiverOf(stories[at]);
      const stats = getOr(this.byReceiver, receiver, none);
      if (!stories.slice(0, at).some((story) => isWaiting(story) && receiverOf(story) === receiver)) stats.messages++;
      stats.deliveries++;
      keepOldest(stats, arrivalOf(delivery), delivery.lastPlace);
    }
  }

  /** Adds that of a later part. */
  merge(from: Waiting, { ids, time, place }: Shift): void {
    this.messages += from.messages;
    this.untried += from.untried;
    for (const [receiver, stats] of from.byReceiver) {
      const mine = getOr(this.byReceiver, ids.receivers(receiver), none);
      mine.messages += stats.messages;
      mine.deliveries += stats.deliveries;
      keepOldest(mine, time(stats.arrival), place(stats.place));
    }
  }
}

/** Still open at the end of the log. */
export const isWaiting = ({ delivery: { status } }: Story) => status === Status.deferred || status === Status.none;
const receiverOf = ({ delivery }: Story) => (delivery.local ? 0 : delivery.receiver);

function none(): WaitingStats {
  return { messages: 0, deliveries: 0, arrival: Number.NaN, place: Number.POSITIVE_INFINITY };
}

/** The earliest arrival; of equal ones, or without times, the first line. */
function keepOldest(stats: WaitingStats, arrival: number, place: Place): void {
  const isOlder = Number.isNaN(stats.arrival) ? !Number.isNaN(arrival) : arrival < stats.arrival;
  const isEqual = arrival === stats.arrival || (Number.isNaN(arrival) && Number.isNaN(stats.arrival));
  if (!isOlder && !(isEqual && place < stats.place)) return;
  stats.arrival = arrival;
  stats.place = place;
}
