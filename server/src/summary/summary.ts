import type { Health } from '../findings/health.ts';
import type { StatusName } from '../formats/fields.ts';
import type { Action, Permanence, Reason, SaidBy } from '../verdict/verdict.ts';

/** A place in an input. Lines from 1. */
export interface Evidence {
  path: string;
  line: number;
}

/** How many deliveries ended how. */
export interface Outcomes {
  deliveries: number;
  delivered: number;
  deferred: number;
  bounced: number;
  expired: number;
}

export interface InputSummary {
  path: string;
  /** Format identifier, null where no line was understood. */
  format: string | null;
  bytes: number;
  lines: number;
  understoodLines: number;
  unknownLines: number;
  firstTime: string | null;
  lastTime: string | null;
}

/** One cause: same reason, same receiver, same side. The unit of diagnostics, hovers' counts and the report's first table. */
export interface Cause {
  reason: Reason;
  saidBy: SaidBy;
  /** Display name of the receiver; null where this server speaks, or a mailbox server of its own (LMTP). */
  receiver: string | null;
  permanence: Permanence;
  action: Action;
  /** Attempts with this cause. */
  attempts: number;
  /** Deliveries that were not delivered and whose last reason is this one. */
  deliveries: number;
  /** Distinct recipients of those attempts. */
  recipients: number;
  /** Named by the replies: block list, IP, domain; the most frequent. */
  named: { ip?: string; domain?: string; list?: string };
  /** Severity is the reason's, raised where nothing passes (a receiver that accepts nothing). */
  receiverAcceptsNothing: boolean;
  firstTime: string | null;
  lastTime: string | null;
  first: Evidence;
  /** A bounded sample of its lines, the first ones, in order. */
  evidence: Evidence[];
  /** What the first reply said, for the message. */
  example: string;
}

export interface Finding {
  id: string;
  severity: 'error' | 'warning' | 'information';
  title: string;
  advice: string;
  count: number;
  receiver?: string;
  senderDomain?: string;
  since?: string | null;
  /** Pages that the advice names, https and from this extension's own data: to be shown as links. */
  pages?: { title: string; url: string }[];
  evidence: Evidence[];
}

/** An address not to be mailed again. */
export interface Suppression {
  address: string;
  reason: Reason;
  rule: string | null;
  /** ISO 8601: the first and the last failure in the log. */
  first: string | null;
  last: string | null;
  failures: number;
  /** "Mailbox does not exist: refused for good 2 times (550 5.1.1)" */
  why: string;
  /** The first failure. */
  evidence: Evidence;
}

export interface LeftOut {
  address: string;
  reason: Reason;
  why: string;
  evidence: Evidence;
}

/** How a TLS connection to a next hop is trusted, in Postfix's words; `failed`: an attempt that ended at STARTTLS. */
export type TlsTrust = 'anonymous' | 'untrusted' | 'trusted' | 'verified' | 'failed';

/** `summarize --format json`: schema "mail-log-summary/1". Lists by falling count, then by name. */
export interface Summary {
  schema: 'mail-log-summary/1';
  inputs: InputSummary[];
  totals: Outcomes & {
    messages: number;
    addresses: number;
    attempts: number;
    /** Delivered after a deferral. */
    recovered: number;
    rejections: number;
    probes: number;
    /** 0..1, null where nothing was finally delivered or refused. */
    bounceRate: number | null;
    invalidRecipientRate: number | null;
  };
  replyCodes: { code: number; saidBy: SaidBy; count: number }[];
  enhancedCodes: { code: string; saidBy: SaidBy; count: number }[];
  reasons: {
    reason: Reason;
    permanence: Permanence;
    action: Action;
    saidBy: SaidBy;
    attempts: number;
    deliveries: number;
  }[];
  receivers: (Outcomes & {
    receiver: string;
    attempts: number;
    reasons: { reason: Reason; count: number }[];
    /** Seconds from arrival to delivery; null without a delivery. */
    delay: { median: number; p95: number } | null;
    /** Mean seconds of the delivered attempts in each part of `delays=a/b/c/d`; null where the log has none. */
    delayParts: { queue: number; manager: number; connect: number; transfer: number } | null;
    /** Deliveries that nothing but greylisting held back, and the seconds half of them waited for it; null without any. */
    greylisting: { deliveries: number; median: number; p95: number } | null;
    /** Connections by trust; null where the log says nothing about TLS with this receiver. */
    tls: Record<TlsTrust, number> | null;
  })[];
  recipientDomains: (Outcomes & { domain: string })[];
  senderDomains: (Outcomes & {
    domain: string;
    bounceRate: number | null;
    invalidRecipientRate: number | null;
  })[];
  senders: { sender: string; saslUsername: string | null; deliveries: number; bounced: number; clients: string[] }[];
  timeline: {
    stepSeconds: number;
    buckets: { start: string; delivered: number; deferred: number; bounced: number; expired: number }[];
  };
  findings: Finding[];
  suppressions: Suppression[];
  unknown: { shape: string; count: number; example: Evidence }[];
  /** What still waits at the end of the log. */
  open: {
    /** Messages with at least one deferred delivery. */
    messages: number;
    /** Messages in the queue for which nothing has been tried. */
    untried: number;
    /** By receiver; null is mail without a next hop, or for this machine. */
    nextHops: { receiver: string | null; messages: number; deliveries: number; oldestSeconds: number | null; oldest: Evidence }[];
  };
  /** Notices of this server: how many were made (bounces, delays, successes), and what became of them by the domain they went to. */
  notices: Outcomes & { sent: number; domains: (Outcomes & { domain: string })[] };
  /** Beyond the command line's contract: for the editor. How the mail fares, in a word and a sentence. */
  health: Health;
  causes: Cause[];
  /** Addresses that failed for good and are not to be suppressed all the same, with why. */
  leftOut: LeftOut[];
  /** This server's refusals of clients, apart from all other reasons: by verdict. */
  rejectionReasons: { code: number; enhancedCode: string | null; reason: Reason; count: number; example: string }[];
  /** Sentences about limits met, approximations, what later bounces are not in this log (one smarthost). */
  notes: string[];
}

/** What a number stands for, so that its lines can be asked for; all given parts must hold. */
export interface Selection {
  reason?: Reason;
  saidBy?: SaidBy;
  /** '' is mail without one: delivered on this machine. */
  receiver?: string;
  recipientDomain?: string;
  senderDomain?: string;
  sender?: string;
  /** Authenticated user; '' is mail without one. */
  account?: string;
  address?: string;
  status?: StatusName;
  replyCode?: number;
  /** '' is a reply without one. */
  enhancedCode?: string;
  permanence?: Permanence;
  action?: Action;
  /** Trust of TLS connections, with `kind: 'tls'`. */
  tls?: TlsTrust;
  /** Of each recipient the first line only. */
  once?: true;
  /**
   * `cause`: what `Cause.attempts` counts, also this server's trouble and its refusals of own clients. Left out: unknown lines where a shape is
   * given, attempts and rejections where a code is, else attempts. `failure`: what `Cause.deliveries` counts. `recovered`: deliveries after a
   * deferral. `notice`: deliveries of this server's notices; `notification`: lines that tell of one. `untried`, `waiting`, `message`: the first line
   * of each message that was not tried, waits, or is one.
   */
  kind?:
    | 'attempt'
    | 'delivery'
    | 'failure'
    | 'recovered'
    | 'rejection'
    | 'probe'
    | 'unknown'
    | 'cause'
    | 'tls'
    | 'notice'
    | 'notification'
    | 'untried'
    | 'waiting'
    | 'message';
  shape?: string;
  /** ISO 8601, inclusive start, exclusive end. */
  from?: string;
  to?: string;
}
