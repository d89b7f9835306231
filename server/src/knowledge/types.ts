import type { Phase } from '../smtp/phase.ts';
import type { Action, Confidence, Permanence, Reason, SaidBy } from '../verdict/verdict.ts';

/** One rule of server/data/rules/*.json: data, tested by its own examples. Schema: server/data/schema/rules.schema.json. */
export interface Rule {
  /** `provider/name`, unique, never renamed once released. */
  id: string;
  /** Provider identifier, or `any` for words of no one provider. Software (postfix, exim, exchange ...) is a provider too. */
  provider: string;
  when?: {
    /** Basic reply codes that may come with it; absent: any. */
    codes?: number[];
    /** Enhanced codes, `5.7.606-649` for a range of details, `x.7.26` for any class. */
    enhanced?: string[];
    phases?: Phase[];
    saidBy?: SaidBy;
  };
  /** Literals, compared without case, white space runs equal one space; all must occur. At least one, also beside a pattern. */
  match: string[];
  /** Regular expression (i, linear by test) that must match too; named groups ip, domain, list, url fill `named`. */
  pattern?: string;
  /** Literals that must not occur. */
  unless?: string[];
  /**
   * Rank among matching rules of the same tier (verdict/precedence.ts), compared before how exactly codes and literals fit; default 0. Above 0 decides between two
   * readings (a temporary DNS failure against "host not found"), below 0 are vague words; below -10 ("rejected", "try again later") a specific enhanced code wins too.
   */
  priority?: number;
  reason: Reason;
  /** Only where it differs from what reason, codes and class say. */
  permanence?: Permanence;
  action?: Action;
  /** What happened, a short clause: "mailbox does not exist", "blocks your IP {ip}". For line 1 of the hover. */
  meaning: string;
  /** What to do, one or two sentences; absent: the reason's advice. */
  advice?: string;
  /** Addresses of official pages, RFCs, repository files (`github:owner/repo path`). */
  sources: string[];
  confidence: Exclude<Confidence, 'user'>;
  /** At least one reply this rule must decide; relay where the provider is known by it only. */
  examples: (string | { text: string; relay?: string; saidBy?: SaidBy; phase?: Phase })[];
}

/** One reason of server/data/reasons.json. */
export interface ReasonInfo {
  id: Reason;
  /** "Mailbox does not exist". */
  title: string;
  scope: 'success' | 'recipient' | 'sender' | 'message' | 'transport' | 'own' | 'unknown';
  permanence: Permanence | 'by-class';
  action: Action;
  /** How to retry: see Retry in the reference. */
  retry: 'none' | 'now' | 'minutes' | 'backoff' | 'days' | 'after-fix' | 'never' | 'by-class';
  suppress: boolean;
  /** Severity of its problem in the editor; 'none' is never shown. */
  severity: 'error' | 'warning' | 'information' | 'none';
  /** What happened, usual causes, what to do: plain words. */
  meaning: string;
  causes: string[];
  advice: string;
  /** What to do while it is temporary, where that differs ("let the queue retry"). */
  temporaryAdvice?: string;
  /** Nearest names elsewhere, for comparison. */
  rfc3463: string[];
  sisimai: string[];
  kumomta: string[];
  sparkpost: string[];
}

/** One receiver or server software of server/data/providers.json. */
export interface Provider {
  id: string;
  /** Display name of the receiver: "Gmail", "Microsoft 365", "web.de". */
  name: string;
  kind: 'mailbox' | 'gateway' | 'blocklist' | 'software' | 'service';
  /** Suffixes of relay names, with the leading dot; an exact host without. */
  relays: string[];
  /** Literals that prove the provider in a reply when the relay does not. */
  markers: string[];
  recipientDomains: string[];
  /** Kind `blocklist`: display names of its lists by the zone or word that names them in a reply: `zen.spamhaus.org` is "Spamhaus ZEN". */
  lists?: Record<string, string>;
  /** Pages by purpose: codes, delist, postmaster, lookup ... */
  pages: Record<string, string>;
}

/** Where a code's reason depends on the phase, or on the class digit (`4`, `5`); the phase wins. */
export type ReasonsBy = Partial<Record<Phase | '4' | '5', Reason>>;

/** A basic reply code (RFC 5321 section 4.2 and extensions) of server/data/reply-codes.json. */
export interface ReplyCodeInfo {
  code: number;
  title: string;
  meaning: string;
  /** What it means when it answers a certain command. */
  byPhase?: Partial<Record<Phase, string>>;
  causes: string[];
  advice: string;
  /** "RFC 5321 section 4.2.3" and its address. */
  reference: string;
  url: string;
  /** `standard`, `extension`, `vendor` (no RFC). */
  status: 'standard' | 'extension' | 'vendor';
  /** The reason where neither words nor an enhanced code tell more. */
  reason: Reason;
  reasons?: ReasonsBy;
}

/** An enhanced status code (RFC 3463, IANA registry) of server/data/enhanced-codes.json. */
export interface EnhancedCodeInfo {
  /** `X.1.1`; `5.7.606-649` with a class, a range of details, where only vendors use it. */
  code: string;
  title: string;
  registered: boolean;
  meaning: string;
  causes: string[];
  advice: string;
  reference: string;
  url: string;
  reason: Reason;
  reasons?: ReasonsBy;
  /** True where the code says next to nothing (X.0.0, X.7.1 ...): words of last resort are believed before it. */
  catchAll?: boolean;
  /** Uses in a vendor's own sense; `class` where it holds for one class only. */
  vendors?: { provider: string; meaning: string; class?: 2 | 4 | 5; reason?: Reason; url: string }[];
}

/** A popular rule of thumb that is wrong or too broad, of server/data/claims.json; all given parts of `when` must hold. */
export interface Claim {
  id: string;
  claim: string;
  truth: string;
  sources: string[];
  when: { codes?: number[]; enhanced?: string[]; reasons?: Reason[] };
}
