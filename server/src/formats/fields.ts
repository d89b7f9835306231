/** What an understood line tells. The number is stored in events. */
export const Kind = {
  /** Not understood: counted and shown by shape. */
  unknown: 0,
  /** Understood, nothing for the story of a message (connect, disconnect, statistics, TLS established ...). */
  plain: 1,
  /** A client hands over a message: `client=`, `sasl_username=`; smtpd or a non-SMTP source (pickup sets `local`). */
  client: 2,
  /** `message-id=` of a message. */
  messageId: 3,
  /** Envelope sender and size: Postfix `from=<...>, size=, nrcpt= (queue active)`, pickup's `uid= from=`. */
  sender: 4,
  /** An outcome for one recipient after something was tried. */
  attempt: 5,
  /** A reply that did not end the attempt: `host ... said:` without `to=`. */
  interim: 6,
  /** The queue gave the message up: `status=expired, returned to sender`, `force-expired`; names no recipient. */
  expiry: 7,
  /** The queue ID is finished: `removed`. */
  removed: 8,
  /** This server refused a client's mail, before (no queue ID) or after a queue ID; milter-reject too. */
  rejection: 9,
  /** `reject_warning`, `warn_if_reject`: would have been refused. */
  rejectWarning: 10,
  /** A bounce, delay or delivery notice was created: other queue ID is the notice's. */
  notification: 11,
  /** A verification probe's outcome: `deliverable` / `undeliverable`. */
  probe: 12,
  /** This server is in trouble: fatal, panic, error, warning about its own DNS, TLS, disk, milter, configuration. */
  trouble: 13,
  /** A connection to a next hop failed (`connect to host[ip]:25: Connection refused`), names no message. */
  connection: 14,
  /** An SMTP reply in a log whose format has no story of messages (format `generic`). */
  reply: 15,
  /** The message was put on hold, or taken off. */
  hold: 16,
  /**
   * `delivery temporarily suspended`: names a recipient and stays deferred, but nothing was tried: not an attempt.
   * Status, reply, own and phase are those of the failure it repeats, so that the delivery can be kept open.
   */
  suspended: 17,
} as const;
export type KindNumber = (typeof Kind)[keyof typeof Kind];

/** Outcome numbers, as stored in events. */
export const Status = { none: 0, delivered: 1, deferred: 2, bounced: 3, expired: 4, rejected: 5 } as const;
/** Names by number (the CLI's `status`). */
export const statusNames = [null, 'delivered', 'deferred', 'bounced', 'expired', 'rejected'] as const;
export type StatusName = NonNullable<(typeof statusNames)[number]>;

/**
 * Whether a row or line of such a kind and status tells of something that was tried. A reply that only says that the queue has given up (Exim's
 * `retry timeout exceeded`) does not: the last try has a line of its own.
 */
export function isTry(kind: number, status: number): boolean {
  return kind === Kind.attempt || (kind === Kind.reply && status !== Status.expired);
}

/** Parts of a line, by index into `Fields`. */
export const Field = {
  timestamp: 0,
  host: 1,
  /** The whole tag: `postfix/submission/smtpd`, `postfix-out/smtp`, `exim`, `sm-mta`. */
  program: 2,
  pid: 3,
  /** Everything after the header. */
  body: 4,
  queueId: 5,
  sender: 6,
  recipient: 7,
  originalRecipient: 8,
  /** The whole relay: `host[ip]:port`, `none`, `local`. */
  relay: 9,
  relayHost: 10,
  relayIp: 11,
  clientHost: 12,
  clientIp: 13,
  helo: 14,
  saslUsername: 15,
  messageId: 16,
  size: 17,
  recipientCount: 18,
  delay: 19,
  delays: 20,
  dsn: 21,
  status: 22,
  /** What was said: the reply with its codes, or this server's own words (`connect to ...: Connection refused`). */
  reply: 23,
  /** The words that name the command answered: `RCPT TO` in `(in reply to RCPT TO command)`. */
  command: 24,
  /** `queued as X`, `forwarded as X`, `non-delivery notification: X`. */
  otherQueueId: 25,
  connectionUse: 26,
  /** The detail of a `warning:`, `fatal:` ... after the word. */
  detail: 27,
  /** What is left of a list of recipients behind `recipient`, with the comma in front: see recipients.ts. */
  recipients: 28,
  /** The words with which a refusal says whether the client may try again: Exim's `rejected`, `temporarily rejected`. */
  refusal: 29,
} as const;
export type FieldNumber = (typeof Field)[keyof typeof Field];
/** At most 32: presence is one bit each. */
const fieldCount = 30;

/** How sure the time is. `yearless` times count in a calendar of leap years from 0: see header/clock.ts. */
export const TimeKind = { none: 0, yearless: 1, absolute: 2 } as const;

/**
 * One line as offsets into `text`: nothing is cut until someone asks. One object is used for all lines
 * of a source, so that reading allocates nothing.
 */
export class Fields {
  /** The text the offsets point into: a whole chunk or document, not only this line. */
  text = '';
  lineStart = 0;
  /** Without the line ending. */
  lineEnd = 0;
  /** False: `text` holds bytes as Latin-1 and `cut` decodes UTF-8. True: `text` is real text (UTF-16). */
  wide = false;
  /** True: parts that only a reader of the line wants to see may stay out (the peer of a plain line). For whole logs. */
  brief = false;
  kind: KindNumber = Kind.unknown;
  /** A number of `Status`. */
  status = 0;
  /** True where this server speaks (its own refusal, local delivery, DNS, connection), false for the next hop. */
  own = false;
  /** Index into `phases`; 0 unknown. */
  phase = 0;
  /** True where the delivery agent is local, lmtp, virtual, pipe, discard, or the mail came from pickup. */
  local = false;
  /** True for `forwarded as X` and `queued as X`: whether it is a hop is for the join to say. */
  handedOn = false;
  /** Milliseconds: UTC where the kind is absolute, else in the yearless calendar; NaN without a time. */
  time = NaN;
  timeKind: 0 | 1 | 2 = 0;
  /** Seconds, NaN where not given; `delays=a/b/c/d` = queue, manager, connect, transfer. */
  delay = NaN;
  readonly delays = new Float64Array(4).fill(NaN);
  /** Of a plain line about a TLS connection to a next hop how it is trusted: 1 anonymous, 2 untrusted, 3 trusted, 4 verified; else 0. */
  tls = 0;
  /** Severity of a trouble line: 0 none, 1 warning, 2 error, 3 fatal, 4 panic. */
  severity = 0;
  /** How many events the line stands for: more than 1 for `message repeated N times: [ ... ]`. */
  repeat = 1;
  private readonly at = new Int32Array(2 * fieldCount);
  /** Bit by field number: cheaper to clear than the offsets. */
  private present = 0;

  /** Forgets all but the text; called for each line. */
  reset(start: number, end: number): void {
    this.lineStart = start;
    this.lineEnd = end;
    this.kind = Kind.unknown;
    this.status = 0;
    this.own = false;
    this.phase = 0;
    this.local = false;
    this.handedOn = false;
    this.time = NaN;
    this.timeKind = 0;
    this.delay = NaN;
    if (this.has(Field.delays)) for (let i = 0; i < 4; i++) this.delays[i] = NaN;
    this.severity = 0;
    this.tls = 0;
    this.repeat = 1;
    this.present = 0;
  }

  set(field: FieldNumber, start: number, end: number): void {
    this.at[2 * field] = start;
    this.at[2 * field + 1] = end;
    this.present |= 1 << field;
  }

  /** Forgets one part. */
  unset(field: FieldNumber): void {
    this.present &= ~(1 << field);
  }

  has(field: FieldNumber): boolean {
    return (this.present & (1 << field)) !== 0;
  }

  /** Offset of the first character, -1 where the line does not have the part. */
  start(field: FieldNumber): number {
    return this.has(field) ? this.at[2 * field] : -1;
  }

  /** Offset behind the last character, -1 where the line does not have the part. */
  end(field: FieldNumber): number {
    return this.has(field) ? this.at[2 * field + 1] : -1;
  }

  /** Whether the log says so of a refusal; undefined where it says nothing. */
  get temporary(): boolean | undefined {
    return this.has(Field.refusal) ? this.text.startsWith('temporarily', this.start(Field.refusal)) : undefined;
  }

  /** The part's text, decoded; null where the line does not have it. */
  cut(field: FieldNumber): string | null {
    return this.has(field) ? this.slice(this.at[2 * field], this.at[2 * field + 1]) : null;
  }

  /** A piece of `text`, decoded. */
  slice(start: number, end: number): string {
    const piece = this.text.slice(start, end);
    return this.wide ? piece : decodeUtf8(piece);
  }
}

const decoder = new TextDecoder();

/** Text of bytes that were framed as Latin-1: UTF-8 where they are, with U+FFFD for what is not. */
export function decodeUtf8(latin1: string): string {
  let high = false;
  for (let i = 0; i < latin1.length && !high; i++) high = latin1.charCodeAt(i) > 0x7f;
  if (!high) return latin1;
  const bytes = new Uint8Array(latin1.length);
  for (let i = 0; i < latin1.length; i++) bytes[i] = latin1.charCodeAt(i);
  return decoder.decode(bytes);
}
