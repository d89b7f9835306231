import { Random } from './random.ts';

/** One attempt of a delivery. */
export interface Attempt {
  outcome: 'sent' | 'deferred' | 'bounced';
  dsn: string;
  /** What stands in the parentheses behind `status=`. */
  text: string;
  /** Seconds after the message came, at least; attempts follow each other. */
  after?: number;
  /** Nothing was reached: `relay=none`. */
  unreached?: boolean;
}

/** One message of a scenario. Times in UTC milliseconds. */
export interface Mail {
  at: number;
  from?: string;
  to: string | readonly string[];
  relay?: string;
  ip?: string;
  attempts: readonly Attempt[];
  /** Which client brought it: `host[ip]`. */
  client?: string;
  account?: string;
  /** Written to this address, sent on by an alias. */
  originalRecipient?: string;
  /** Delivered on this machine by this agent. */
  agent?: 'smtp' | 'lmtp' | 'local';
  /** Given up after the last attempt. */
  expires?: boolean;
  /** This server tells the sender. */
  notice?: boolean;
}

export const sent = (after = 1): Attempt => ({ outcome: 'sent', dsn: '2.0.0', text: '250 2.0.0 Ok: queued as 4Zz9kQ1lN', after });

/** A refusal in words of a remote server: `550 5.1.1 no such user`. */
export function said(
  outcome: 'deferred' | 'bounced',
  reply: string,
  { command = 'RCPT TO', after = 1, host = 'mx.there.example[198.51.100.9]' } = {},
): Attempt {
  const dsn = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(reply)?.[0] ?? (outcome === 'bounced' ? '5.0.0' : '4.0.0');
  return { outcome, dsn, text: `host ${host} said: ${reply} (in reply to ${command} command)`, after };
}

/** This server could not connect. */
export function unreached(host: string, after = 1): Attempt {
  return { outcome: 'deferred', dsn: '4.4.1', text: `connect to ${host}[198.51.100.9]:25: Connection timed out`, after, unreached: true };
}

export const unknownUser = (after = 1) =>
  said('bounced', '550 5.1.1 <user>: Recipient address rejected: User unknown in virtual mailbox table', { after });

/** Writes the log that a Postfix server would have written of some mail, in order of time; every line has its own truth in the test that asks for it. */
export class Scenario {
  private readonly lines: { at: number; order: number; text: string }[] = [];
  private readonly random: Random;
  private messages = 0;

  constructor(seed = 1) {
    this.random = new Random(seed);
  }

  /** A line of this server without a message: `postfix/smtpd`, `warning: ...`. */
  line(at: number, daemon: string, body: string): this {
    this.lines.push({
      at,
      order: this.lines.length,
      text: `${new Date(at).toISOString().replace('Z', '+00:00')} mx1 postfix/${daemon}[${1000 + this.random.below(60)}]: ${body}`,
    });
    return this;
  }

  mail(mail: Mail): this {
    const { at, from = 'orders@shop.example', to, client = 'web01.shop.example[192.0.2.5]', account } = mail;
    const id = this.newId();
    const recipients = typeof to === 'string' ? [to] : to;
    const login = account === undefined ? '' : `, sasl_method=PLAIN, sasl_username=${account}`;
    this.line(at, 'smtpd', `${id}: client=${client}${login}`);
    this.line(at, 'cleanup', `${id}: message-id=<${id}@shop.example>`);
    this.line(at, 'qmgr', `${id}: from=<${from}>, size=2048, nrcpt=${recipients.length} (queue active)`);
    let last = at;
    for (const attempt of mail.attempts) {
      last = Math.max(last, at + (attempt.after ?? 1) * 1000);
      for (const recipient of recipients) this.attempt(id, last, recipient, attempt, mail);
    }
    this.end(id, last, mail);
    return this;
  }

  /** Many messages alike, evenly spread over a time; what varies is asked for by number. */
  mails(count: number, { from, to }: { from: number; to: number }, one: (index: number, random: Random) => Omit<Mail, 'at'>): this {
    for (let index = 0; index < count; index++) this.mail({ at: from + Math.floor(((to - from) * index) / count), ...one(index, this.random) });
    return this;
  }

  text(): string {
    return this.lines
      .sort((a, b) => a.at - b.at || a.order - b.order)
      .map(({ text }) => `${text}\n`)
      .join('');
  }

  private attempt(id: string, at: number, recipient: string, { outcome, dsn, text, unreached }: Attempt, mail: Mail): void {
    const { relay = 'mx.there.example', ip = '198.51.100.9', agent = 'smtp', originalRecipient } = mail;
    const delay = ((at - mail.at) / 1000).toFixed(1);
    const hop = unreached ? 'none' : agent === 'local' ? 'local' : `${relay}[${ip}]:${agent === 'lmtp' ? 24 : 25}`;
    const original = originalRecipient === undefined ? '' : ` orig_to=<${originalRecipient}>,`;
    this.line(
      at,
      agent,
      `${id}: to=<${recipient}>,${original} relay=${hop}, delay=${delay}, delays=${delay}/0/0/0, dsn=${dsn}, status=${outcome} (${text})`,
    );
  }

  private end(id: string, at: number, { from, expires, notice, attempts }: Mail): void {
    if (expires) this.line(at + 1000, 'qmgr', `${id}: from=<${from ?? 'orders@shop.example'}>, status=expired, returned to sender`);
    if (notice) this.line(at + 1000, 'bounce', `${id}: sender non-delivery notification: ${this.newId()}`);
    if (expires || attempts[attempts.length - 1]?.outcome !== 'deferred') this.line(at + 1000, 'qmgr', `${id}: removed`);
  }

  private newId(): string {
    const alphabet = '0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz';
    let number = ++this.messages;
    let tail = '';
    for (let i = 0; i < 6; i++) {
      tail = alphabet[number % alphabet.length] + tail;
      number = Math.floor(number / alphabet.length);
    }
    return `4jYBwG5H${tail}`;
  }
}
