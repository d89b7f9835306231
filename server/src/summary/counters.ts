import { Status } from '../formats/fields.ts';
import type { Outcomes } from './summary.ts';

export function noOutcomes(): Outcomes {
  return { deliveries: 0, delivered: 0, deferred: 0, bounced: 0, expired: 0 };
}

/** Counts a delivery by its outcome (a number of `Status`). */
export function count(outcomes: Outcomes, status: number, by = 1): void {
  outcomes.deliveries += by;
  if (status === Status.delivered) outcomes.delivered += by;
  else if (status === Status.bounced) outcomes.bounced += by;
  else if (status === Status.expired) outcomes.expired += by;
  else outcomes.deferred += by;
}

export function addOutcomes(to: Outcomes, from: Outcomes): void {
  to.deliveries += from.deliveries;
  to.delivered += from.delivered;
  to.deferred += from.deferred;
  to.bounced += from.bounced;
  to.expired += from.expired;
}

/** Index in a timeline's counts. */
export function outcomeIndex(status: number): number {
  return status === Status.delivered ? 0 : status === Status.bounced ? 2 : status === Status.expired ? 3 : 1;
}

/** What a rate is taken over: mail of one's own handed to another organisation (see the contract of bounceRate). */
export interface Eligible extends Outcomes {
  /** Ended because the recipient does not exist. */
  invalid: number;
  /** Different messages cannot be told without memory; this counts messages as they settle, once each. */
  messages: number;
}

export function noEligible(): Eligible {
  return { ...noOutcomes(), invalid: 0, messages: 0 };
}

export function addEligible(to: Eligible, from: Eligible): void {
  addOutcomes(to, from);
  to.invalid += from.invalid;
  to.messages += from.messages;
}

/** Of what ended, null where nothing did. */
export function bounceRate({ delivered, bounced, expired }: Outcomes): number | null {
  const ended = delivered + bounced + expired;
  return ended === 0 ? null : (bounced + expired) / ended;
}

export function invalidRecipientRate(eligible: Eligible): number | null {
  const ended = eligible.delivered + eligible.bounced + eligible.expired;
  return ended === 0 ? null : eligible.invalid / ended;
}

/** Adds to a number in a map. */
export function bump<K>(map: Map<K, number>, key: K, by: number): void {
  if (by !== 0) map.set(key, (map.get(key) ?? 0) + by);
}

/** The value in a map, made where there is none. */
export function getOr<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
