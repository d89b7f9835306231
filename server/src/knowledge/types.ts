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
  /** Rank among matching rules of the same tier, compared before how exactly codes and literals fit; 0 if absent, below 0 for vague words (last resort). */
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
  /** Pages by purpose: codes, delist, postmaster, lookup ... */
  pages: Record<string, string>;
}

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
  status: string;
}

/** An enhanced status code (RFC 3463, IANA registry) of server/data/enhanced-codes.json; `class` digit left out: `1.1`. */
export interface EnhancedCodeInfo {
  /** `X.1.1`, or `4.7.28` with a class where only one vendor uses it. */
  code: string;
  title: string;
  registered: boolean;
  meaning: string;
  causes: string[];
  advice: string;
  reference: string;
  url: string;
  reason: Reason;
  /** Uses in a vendor's own sense. */
  vendors?: { provider: string; meaning: string; reason?: Reason; url: string }[];
}
