import type { Phase } from '../smtp/phase.ts';

/** Who spoke: the next hop, or this server (smtpd, cleanup, milter, local delivery, DNS, connection). */
export type SaidBy = 'remote' | 'own';

/** Judged on its own, not read off the first digit; `none` for success. */
export type Permanence = 'permanent' | 'temporary' | 'none';

/** What a reply means. These names are diagnostic codes, settings and JSON: never renamed. Data: server/data/reasons.json. */
export type Reason =
  | 'delivered'
  | 'bad-mailbox'
  | 'bad-domain'
  | 'inactive-mailbox'
  | 'moved-mailbox'
  | 'mailbox-full'
  | 'recipient-rejected'
  | 'rate-limit'
  | 'greylist'
  | 'ip-reputation'
  | 'domain-reputation'
  | 'blocklist'
  | 'spam-content'
  | 'virus'
  | 'auth-spf'
  | 'auth-dkim'
  | 'auth-dmarc'
  | 'auth-missing'
  | 'dns-rdns'
  | 'sender-rejected'
  | 'policy'
  | 'message-size'
  | 'message-format'
  | 'tls'
  | 'relay-denied'
  | 'smtp-auth'
  | 'quota'
  | 'too-many-recipients'
  | 'connection'
  | 'routing'
  | 'expired'
  | 'server-error'
  | 'protocol'
  | 'suppressed'
  | 'other'
  // This server's own trouble (saidBy own):
  | 'own-dns'
  | 'own-tls'
  | 'own-disk'
  | 'own-milter'
  | 'own-config'
  | 'own-service'
  | 'own-delivery'
  | 'own-refusal';

/** What the operator should do. */
export type Action =
  | 'none'
  | 'retry'
  | 'retry-slower'
  | 'suppress'
  | 'fix-auth'
  | 'delist'
  | 'fix-content'
  | 'fix-dns'
  | 'fix-config'
  | 'investigate';

export type Confidence = 'official' | 'community' | 'inferred' | 'user';

/** What is known about a reply besides its text. Everything but `text` may be left out. */
export interface ReplyContext {
  /** The reply with its codes, lines joined as the MTA wrote them; or this server's own words. */
  text: string;
  saidBy?: SaidBy;
  phase?: Phase | null;
  /** Host name of the next hop, lower or mixed case, no port, no address. */
  relay?: string | null;
  recipientDomain?: string | null;
  /** The log's own enhanced code (Postfix: dsn=) and outcome, to find contradictions. */
  dsn?: string | null;
  status?: 'delivered' | 'deferred' | 'bounced' | 'expired' | 'rejected' | null;
  /** Of a refusal without a code whether the log says that the client may try again: Exim's `temporarily rejected`. */
  temporary?: boolean | undefined;
}

/** What a reply names, taken out of it. */
export interface Named {
  ip?: string;
  /** The sending or recipient domain that the reply blames. */
  domain?: string;
  /** Block list: display name, e.g. "Spamhaus ZEN". */
  list?: string;
  url?: string;
}

/** What a reply means: made once, rendered by hover, diagnostic, summary, export and command line. */
export interface Verdict {
  reason: Reason;
  permanence: Permanence;
  action: Action;
  saidBy: SaidBy;
  /** Provider identifier of server/data/providers.json (`google`), null where not known. */
  provider: string | null;
  /** Identifier of the rule that decided (`google/no-such-user`), or `enhanced/5.1.1`, `reply/550`; null for `other`. */
  rule: string | null;
  confidence: Confidence;
  /** Addresses of pages, RFC sections, repository files. */
  sources: readonly string[];
  /** Plain words, one or two sentences, never more certain than the rule. */
  advice: string;
  /** 0 where the text has none. */
  replyCode: number;
  /** As the server said it, null where it said none. */
  enhancedCode: string | null;
  phase: Phase | null;
  named: Named;
  /** "550 is permanent, 4.2.1 is temporary": one sentence each. */
  contradictions: readonly string[];
  /** Rules that matched too and lost, best first. */
  considered: readonly { rule: string; reason: Reason }[];
}

/** Judges replies; keeps a bounded cache by the reply's shape, so equal replies give the same object. */
export interface Judge {
  judge(context: ReplyContext): Verdict;
}
