/** What decides whether a pattern is a finding. Shares from 0 to 1. Settings `mailLog.findings.*`. */
export interface Thresholds {
  /** Final deliveries below which no rate is judged, also of each of two windows compared. */
  minimumDeliveries: number;
  /** Failures below which no rate is judged. */
  minimumFailures: number;
  /** Different messages below which no rate is judged: one newsletter is one event. */
  minimumMessages: number;
  /** Marks of bounce rate and invalid recipients. */
  bounceWarning: number;
  bounceError: number;
  /** Share of a receiver's deliveries that it slowed down. */
  rateLimited: number;
  /** Hours of throttling at normal volume that are a matter of reputation. */
  reputationHours: number;
  /** Share of a receiver's deliveries refused for spam, policy or reputation. */
  contentOrReputation: number;
  /** Share of a receiver's deliveries that met a fault of its servers. */
  receiverTrouble: number;
  /** Different recipients of whom a receiver accepts none. */
  refusedRecipients: number;
  /** Addresses mailed again after they had failed for good. */
  retriedAddresses: number;
  /** Days after which a soft failure counts as a hard one. */
  softDays: number;
  /** Minutes a greylisted message may take. */
  greylistMinutes: number;
  /** Largest chance of error of a change, after correction for many comparisons. */
  changeChance: number;
  /** A change is at least so many times, and at least so much. */
  changeFactor: number;
  changePoints: number;
  /** Open messages below which the queue is short. */
  queueMessages: number;
  /** Hours the oldest has waited at least. */
  queueHours: number;
  /** Deliveries within an hour from which an account can stand out, and how many times its usual hour. */
  accountDeliveries: number;
  accountFactor: number;
  /** Networks (/16, /32 of IPv6) of an account's clients from which they are many. */
  accountNetworks: number;
  /** Share of unknown recipients that betrays a stolen account. */
  accountInvalid: number;
  /** Bounce notices to strangers. */
  backscatterNotices: number;
}

export const defaultThresholds: Readonly<Thresholds> = {
  minimumDeliveries: 200,
  minimumFailures: 10,
  minimumMessages: 3,
  bounceWarning: 0.02,
  bounceError: 0.03,
  rateLimited: 0.05,
  reputationHours: 6,
  contentOrReputation: 0.01,
  receiverTrouble: 0.05,
  refusedRecipients: 3,
  retriedAddresses: 5,
  softDays: 5,
  greylistMinutes: 30,
  changeChance: 0.001,
  changeFactor: 2,
  changePoints: 0.02,
  queueMessages: 50,
  queueHours: 1,
  accountDeliveries: 100,
  accountFactor: 5,
  accountNetworks: 5,
  accountInvalid: 0.2,
  backscatterNotices: 20,
};

/** One setting each, as a settings page explains it: what the number means and where it may lie. */
export const thresholdSettings: Readonly<Record<keyof Thresholds, { description: string; minimum: number; maximum: number; integer?: boolean }>> = {
  minimumDeliveries: { description: 'Final deliveries below which no rate is judged.', minimum: 20, maximum: 100_000, integer: true },
  minimumFailures: { description: 'Failures below which no rate is judged.', minimum: 1, maximum: 10_000, integer: true },
  minimumMessages: { description: 'Different messages below which no rate is judged.', minimum: 1, maximum: 1000, integer: true },
  bounceWarning: { description: 'Bounce rate and share of invalid recipients from which to warn (0.02 is 2 %).', minimum: 0, maximum: 1 },
  bounceError: { description: 'Bounce rate and share of invalid recipients that does damage (0.03 is 3 %).', minimum: 0, maximum: 1 },
  rateLimited: { description: "Share of a receiver's deliveries that it slows down.", minimum: 0, maximum: 1 },
  reputationHours: {
    description: 'Hours of throttling at normal volume from which reputation is the likely cause.',
    minimum: 1,
    maximum: 168,
    integer: true,
  },
  contentOrReputation: { description: "Share of a receiver's deliveries refused for spam, policy or reputation.", minimum: 0, maximum: 1 },
  receiverTrouble: { description: "Share of a receiver's deliveries that meet a fault of its servers.", minimum: 0, maximum: 1 },
  refusedRecipients: { description: 'Different recipients of whom a receiver accepts none.', minimum: 1, maximum: 1000, integer: true },
  retriedAddresses: {
    description: 'Addresses mailed again after a permanent failure from which suppression is not working.',
    minimum: 1,
    maximum: 100_000,
    integer: true,
  },
  softDays: { description: 'Days of soft failures after which an address counts as gone.', minimum: 1, maximum: 60 },
  greylistMinutes: { description: 'Minutes that greylisting may cost.', minimum: 5, maximum: 1440 },
  changeChance: { description: 'Largest chance of error of a change, after correction for many comparisons.', minimum: 1e-9, maximum: 0.05 },
  changeFactor: { description: 'A change is at least so many times the share before.', minimum: 1, maximum: 100 },
  changePoints: { description: 'A change is at least so much of the share (0.02 is 2 points).', minimum: 0, maximum: 1 },
  queueMessages: { description: 'Open messages from which a growing queue is reported.', minimum: 1, maximum: 1_000_000, integer: true },
  queueHours: { description: 'Hours the oldest open message has waited at least.', minimum: 0, maximum: 240 },
  accountDeliveries: {
    description: 'Deliveries within an hour from which an account can stand out.',
    minimum: 10,
    maximum: 1_000_000,
    integer: true,
  },
  accountFactor: { description: "How many times its usual hour an account's burst is at least.", minimum: 1, maximum: 1000 },
  accountNetworks: { description: "Networks of an account's clients from which they are many.", minimum: 2, maximum: 1000, integer: true },
  accountInvalid: { description: 'Share of unknown recipients that betrays a stolen account.', minimum: 0, maximum: 1 },
  backscatterNotices: { description: 'Bounce notices to strangers from which they are backscatter.', minimum: 1, maximum: 1_000_000, integer: true },
};

/** The thresholds with a user's own numbers where they are usable; others stay as they are. */
export function thresholdsOf(own: Partial<Record<string, unknown>> = {}): Thresholds {
  const thresholds = { ...defaultThresholds };
  for (const name of Object.keys(defaultThresholds) as (keyof Thresholds)[]) {
    const value = own[name];
    const { minimum, maximum } = thresholdSettings[name];
    if (typeof value === 'number' && value >= minimum && value <= maximum) thresholds[name] = value;
  }
  return thresholds;
}
