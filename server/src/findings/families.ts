import type { Reason, Verdict } from '../verdict/verdict.ts';

/**
 * What findings count deliveries by: a delivery counts once in a family, however many reasons of it and however many retries it met.
 * The numbers are keys of `History`.
 */
export const Family = {
  /** Every delivery. */
  all: 0,
  /** Ended because the recipient does not exist. */
  invalid: 1,
  /** Slowed down: rate limits, and distrust that passes. */
  throttled: 2,
  /** Of those: the receiver speaks of reputation. */
  distrusted: 3,
  /** Not delivered for spam, policy or reputation. */
  content: 4,
  /** A fault of the receiver's servers. */
  trouble: 5,
  /** No connection came about. */
  connection: 6,
  /** Refused for good, and not because of the recipient or the size of the message. */
  refused: 7,
  /** Told to come back later. */
  greylisted: 8,
} as const;
export type FamilyNumber = (typeof Family)[keyof typeof Family];

/** Reasons of invalidRecipientRate. */
export const invalidReasons: ReadonlySet<Reason> = new Set<Reason>(['bad-mailbox', 'inactive-mailbox', 'bad-domain']);
/** Reasons that lie with the recipient. */
export const recipientReasons: ReadonlySet<Reason> = new Set<Reason>([
  ...invalidReasons,
  'moved-mailbox',
  'mailbox-full',
  'recipient-rejected',
  'suppressed',
]);
export const reputationReasons: ReadonlySet<Reason> = new Set<Reason>(['ip-reputation', 'domain-reputation']);
export const contentReasons: ReadonlySet<Reason> = new Set<Reason>([
  'spam-content',
  'policy',
  'ip-reputation',
  'domain-reputation',
  'blocklist',
  'virus',
]);
export const authReasons: ReadonlySet<Reason> = new Set<Reason>(['auth-spf', 'auth-dkim', 'auth-dmarc', 'auth-missing']);
/** Reasons about one message, not about who sends it. */
export const messageReasons: ReadonlySet<Reason> = new Set<Reason>([
  'message-size',
  'message-format',
  'virus',
  'spam-content',
  'too-many-recipients',
]);
/** Reasons about who sends: kept by sender domain, receiver and verdict. */
export const senderReasons: ReadonlySet<Reason> = new Set<Reason>([
  ...contentReasons,
  ...authReasons,
  'rate-limit',
  'dns-rdns',
  'sender-rejected',
  'relay-denied',
  'smtp-auth',
  'quota',
]);

/** Families of an attempt that deferred a delivery, whatever became of it. */
export function familiesOfHold({ reason, saidBy, permanence }: Verdict): FamilyNumber[] {
  if (reason === 'connection') return [Family.connection];
  if (saidBy !== 'remote') return [];
  if (reason === 'rate-limit') return [Family.throttled];
  if (reputationReasons.has(reason) && permanence === 'temporary') return [Family.throttled, Family.distrusted];
  if (reason === 'server-error') return [Family.trouble];
  return reason === 'greylist' ? [Family.greylisted] : [];
}

/** Families of the last attempt of a delivery that was not delivered. @param ended it was given up. */
export function familiesOfEnd(verdict: Verdict, ended: boolean): FamilyNumber[] {
  const { reason, saidBy, permanence } = verdict;
  const families = familiesOfHold(verdict);
  if (ended && invalidReasons.has(reason)) families.push(Family.invalid);
  if (saidBy !== 'remote') return families;
  // a named list is a finding of its own
  if (contentReasons.has(reason) && !verdict.named.list && !families.includes(Family.distrusted)) families.push(Family.content);
  const isRefusal = ended && permanence === 'permanent' && !recipientReasons.has(reason);
  if (isRefusal && reason !== 'message-size' && reason !== 'connection') families.push(Family.refused);
  return families;
}
