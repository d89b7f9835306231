import { yearlessYear } from '../header/clock.ts';

/** Where yearless times begin: far below all others, so that one number says both time and kind of time. A whole number of years. */
const yearlessOrigin = -32_000 * yearlessYear;

/** One number for a time: UTC milliseconds, or a time of the yearless calendar (header/clock.ts) moved far down; NaN for none. */
export function codedYearless(yearless: number): number {
  return yearless + yearlessOrigin;
}

export function isYearless(coded: number): boolean {
  return coded < yearlessOrigin / 2;
}

export function yearlessOf(coded: number): number {
  return coded - yearlessOrigin;
}

/** Bits of `Row.flags`. */
export const Flag = {
  /** This server speaks. */
  own: 1,
  /** Delivered or taken in on this machine: local, lmtp, virtual, pipe, discard; pickup. */
  local: 2,
  /** `queued as X`, `forwarded as X`. */
  handedOn: 4,
  /** `forwarded as X`: an alias or a .forward file sent it on. */
  forwarded: 8,
  /** The envelope sender is empty. */
  nullSender: 16,
  /** The client is authenticated, or in the networks and domains of the user. */
  ownClient: 32,
  /** The line names a client. */
  client: 64,
  /** The line names an envelope sender. */
  sender: 128,
} as const;

/** Numbers of a row that identify things by fingerprint, by identifier in `Tables`, or that measure. */
export const wideColumns = ['time', 'queue', 'other', 'recipient', 'original'] as const;
export const idColumns = [
  'repeat',
  'host',
  'instance',
  'recipientDomain',
  'sender',
  'senderDomain',
  'account',
  'client',
  'relay',
  'receiver',
  'verdict',
  'dsn',
  'address',
  'originalAddress',
  'shape',
] as const;
export const byteColumns = ['kind', 'status', 'phase', 'flags', 'format'] as const;
export const realColumns = ['delay', 'queueDelay', 'managerDelay', 'connectDelay', 'transferDelay'] as const;

/**
 * What one line contributes to messages and summary, in numbers only. 0 is "not there" for identifiers and fingerprints, NaN for
 * times and delays. One object serves a whole stream; `Columns` keeps rows.
 */
export class Row {
  /** From 1, in its file. */
  line = 0;
  /** Of a line about several recipients which one, beside the first: such a line has a row for each. 0: the line's first row. */
  further = 0;
  /** Coded, see `isYearless`. */
  time = NaN;
  /** Fingerprint of the queue ID, with case. */
  queue = 0;
  /** Fingerprint of the queue ID handed on to, or of the notice. */
  other = 0;
  recipient = 0;
  original = 0;
  kind = 0;
  /**
   * A number of `Status`; of a line about this server's trouble its severity: 1 warning, 2 error, 3 fatal, 4 panic; of a plain line the trust in
   * a TLS connection to a next hop (`Fields.tls`).
   */
  status = 0;
  /** Index in `phases`. */
  phase = 0;
  flags = 0;
  /** Index in `formatIds`. */
  format = 0;
  /** How many equal events the line stands for. */
  repeat = 1;
  host = 0;
  /** Postfix's syslog name where it is not `postfix`. */
  instance = 0;
  recipientDomain = 0;
  /** Folded: without VERP, SRS and BATV. */
  sender = 0;
  senderDomain = 0;
  account = 0;
  client = 0;
  relay = 0;
  receiver = 0;
  verdict = 0;
  /** The log's own enhanced code. */
  dsn = 0;
  /** The recipient's address as text, only where its mail failed and the recipient may be why. */
  address = 0;
  originalAddress = 0;
  /** Of a line that was not understood. */
  shape = 0;
  /** Seconds since arrival. */
  delay = NaN;
  queueDelay = NaN;
  managerDelay = NaN;
  connectDelay = NaN;
  transferDelay = NaN;

  has(flag: number): boolean {
    return (this.flags & flag) !== 0;
  }

  reset(line: number): void {
    this.line = line;
    this.further = 0;
    this.time = NaN;
    this.queue = this.other = this.recipient = this.original = 0;
    this.kind = this.status = this.phase = this.flags = this.format = 0;
    this.repeat = 1;
    this.host = this.instance = this.recipientDomain = this.sender = this.senderDomain = this.account = this.client = 0;
    this.relay = this.receiver = this.verdict = this.dsn = this.address = this.originalAddress = this.shape = 0;
    this.delay = this.queueDelay = this.managerDelay = this.connectDelay = this.transferDelay = NaN;
  }
}
