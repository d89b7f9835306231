import type { Row } from '../events/row.ts';
import type { Tables } from '../events/tables.ts';
import type { Message } from '../messages/message.ts';
import type { Calendar } from './calendar.ts';
import type { DeliveryFilter } from './settle.ts';
import type { Selection } from './summary.ts';

/** What a part with a filter counts. */
export interface PartFilter {
  /** Attempts and replies; `from` is the message with the story's sender, null where it is not known. */
  row(row: Row, from: Message | null): boolean;
  delivery: DeliveryFilter;
  /** Deliveries are chosen by what became of them: a share of them says nothing. */
  byReason?: boolean;
}

export type Filter = Pick<Selection, 'from' | 'to' | 'receiver' | 'senderDomain' | 'sender' | 'reason' | 'recipientDomain'>;

/**
 * Deliveries of a time range, receiver, sender, sender domain, recipient domain or reason, as the report filters them; null where nothing is asked for.
 * A delivery lies in the range when its last line does, and has the reason of its last attempt.
 */
export function createFilter(filter: Filter, tables: Tables, calendar: Calendar): PartFilter | null {
  if (Object.values(filter).every((value) => value === undefined)) return null;
  const within = rangeOf(filter, calendar);
  const is = (name: string, wanted: string | undefined) => wanted === undefined || name === wanted;
  const reasonName = (verdict: number) => tables.verdicts.reasons[tables.verdicts.reasonOf[verdict] ?? 0] ?? '';
  const matches = (time: number, receiver: number, from: Message | null, recipientDomain: number, verdict: number) =>
    within(time) &&
    is(tables.receivers.texts[receiver], filter.receiver) &&
    is(tables.domains.texts[from?.senderDomain ?? 0], filter.senderDomain) &&
    is(tables.senders.texts[from?.sender ?? 0], filter.sender) &&
    is(tables.domains.texts[recipientDomain], filter.recipientDomain) &&
    is(reasonName(verdict), filter.reason);
  return {
    byReason: filter.reason !== undefined,
    row: (row, from) => matches(row.time, row.receiver, from, row.recipientDomain, row.verdict),
    delivery: ({ delivery, from }) => matches(delivery.lastTime, delivery.receiver, from, delivery.domain, delivery.verdict),
  };
}

/** Whether a coded time lies in `from` (inclusive) to `to` (exclusive). */
export function rangeOf({ from, to }: Pick<Selection, 'from' | 'to'>, calendar: Calendar): (coded: number) => boolean {
  const first = from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from);
  const end = to === undefined ? Number.POSITIVE_INFINITY : Date.parse(to);
  if (from === undefined && to === undefined) return () => true;
  return (coded) => {
    const time = calendar.milliseconds(coded);
    return time >= first && time < end;
  };
}
