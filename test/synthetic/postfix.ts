import { Random } from './random.ts';
import { type Receiver, receivers } from './receivers.ts';

/** What a synthetic log holds, counted while it is written. */
export interface Truth {
  lines: number;
  messages: number;
  deliveries: number;
  delivered: number;
  deferred: number;
  bounced: number;
  attempts: number;
  rejections: number;
}

export interface Options {
  /** Stop at the first message boundary after so many lines. */
  lines: number;
  seed: number;
  /** UTC milliseconds of the first line. */
  start: number;
  /** Messages an hour. */
  perHour: number;
  header: 'bsd' | 'iso';
}

export const defaults: Options = { lines: 1_000_000, seed: 1, start: Date.UTC(2026, 10, 2), perHour: 20_000, header: 'bsd' };

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const longAlphabet = '0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz';
const senders = ['orders@shop.example', 'billing@shop.example', 'newsletter@news.shop.example', 'anna.smith@shop.example'];
const names = ['anna', 'bob', 'carla', 'dmitri', 'elena', 'farid', 'grace', 'hugo', 'ines', 'liam'];

interface Pending {
  at: number;
  id: string;
  from: string;
  size: number;
  arrival: number;
  recipients: { address: string; receiver: Receiver; attempts: number }[];
}

/** Writes a seeded day of a sending Postfix server, line by line, in time order; retries come back later. */
export function* postfixLog(options: Options, truth: Truth): Generator<string> {
  const world = new World(options, truth);
  while (truth.lines < options.lines) yield* world.step();
}

export function noTruth(): Truth {
  return { lines: 0, messages: 0, deliveries: 0, delivered: 0, deferred: 0, bounced: 0, attempts: 0, rejections: 0 };
}

class World {
  private readonly random: Random;
  private readonly options: Options;
  private readonly truth: Truth;
  private clock: number;
  private nextArrival: number;
  private readonly total = receivers.reduce((sum, r) => sum + r.weight, 0);
  /** A binary heap by time would do; retries are few, so a sorted array does too. */
  private readonly queue: Pending[] = [];

  constructor(options: Options, truth: Truth) {
    this.options = options;
    this.truth = truth;
    this.random = new Random(options.seed);
    this.clock = options.start;
    this.nextArrival = options.start;
  }

  *step(): Generator<string> {
    const due = this.queue[0];
    if (due && due.at <= this.nextArrival) {
      this.queue.shift();
      this.clock = due.at;
      yield* this.deliver(due);
      return;
    }
    this.clock = this.nextArrival;
    this.nextArrival += -Math.log(1 - this.random.next()) * (3_600_000 / this.options.perHour);
    if (this.random.chance(0.08)) yield* this.reject();
    else yield* this.arrive();
  }

  private *reject(): Generator<string> {
    const ip = `192.0.2.${this.random.below(254) + 1}`;
    const spammer = `${this.random.word(8)}@spam.example`;
    yield this.line('smtpd', `connect from unknown[${ip}]`);
    yield this.line(
      'smtpd',
      `NOQUEUE: reject: RCPT from unknown[${ip}]: 554 5.7.1 Service unavailable; Client host [${ip}] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/${ip}; from=<${spammer}> to=<info@shop.example> proto=ESMTP helo=<${this.random.word(6)}>`,
    );
    this.truth.rejections++;
    yield this.line('smtpd', `disconnect from unknown[${ip}] ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4`);
  }

  private *arrive(): Generator<string> {
    const { random } = this;
    const id = random.word(15, longAlphabet).replace(/^./, '4');
    const from = random.pick(senders);
    const count = random.chance(0.85) ? 1 : 2 + random.below(4);
    const recipients = Array.from({ length: count }, () => this.recipient());
    const size = 800 + random.below(60_000);
    this.truth.messages++;
    this.truth.deliveries += count;
    this.truth.deferred += count;
    yield this.line('smtpd', 'connect from web01.shop.example[192.0.2.5]');
    yield this.line('smtpd', `${id}: client=web01.shop.example[192.0.2.5]`);
    yield this.line('cleanup', `${id}: message-id=<${random.word(20)}@shop.example>`);
    yield this.line('smtpd', `disconnect from web01.shop.example[192.0.2.5] ehlo=1 mail=1 rcpt=${count} data=1 quit=1 commands=${count + 4}`);
    yield* this.deliver({ at: this.clock, id, from, size, arrival: this.clock, recipients });
  }

  private *deliver(message: Pending): Generator<string> {
    const { id, from, size } = message;
    yield this.line('qmgr', `${id}: from=<${from}>, size=${size}, nrcpt=${message.recipients.length} (queue active)`);
    const left: Pending['recipients'] = [];
    for (const recipient of message.recipients) {
      const { relay, ip } = recipient.receiver;
      if (this.random.chance(0.5))
        yield this.line(
          'smtp',
          `Untrusted TLS connection established to ${relay}[${ip}]:25: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)`,
        );
      this.clock += this.random.below(300);
      const answer = recipient.receiver.answer(this.random, recipient.address, recipient.attempts++);
      const delay = ((this.clock - message.arrival) / 1000 + 0.05).toFixed(2);
      yield this.line(
        'smtp',
        `${id}: to=<${recipient.address}>, relay=${relay}[${ip}]:25, delay=${delay}, delays=${delay}/0/0.01/0.04, dsn=${answer.dsn}, status=${answer.outcome} (${answer.text})`,
      );
      this.truth.attempts++;
      if (answer.outcome === 'deferred') left.push(recipient);
      else {
        this.truth.deferred--;
        this.truth[answer.outcome === 'sent' ? 'delivered' : 'bounced']++;
      }
    }
    if (left.length) this.enqueue({ ...message, recipients: left, at: this.clock + 300_000 * 2 ** left[0].attempts });
    else yield this.line('qmgr', `${id}: removed`);
  }

  private recipient(): Pending['recipients'][number] {
    let x = this.random.next() * this.total;
    let i = 0;
    for (; i < receivers.length - 1 && x >= receivers[i].weight; i++) x -= receivers[i].weight;
    const receiver = receivers[i];
    const address = `${this.random.pick(names)}${this.random.below(40_000)}@${this.random.pick(receiver.domains)}`;
    return { address, receiver, attempts: 0 };
  }

  private enqueue(message: Pending): void {
    let i = this.queue.length;
    while (i > 0 && this.queue[i - 1].at > message.at) i--;
    this.queue.splice(i, 0, message);
  }

  private line(daemon: string, body: string): string {
    this.truth.lines++;
    this.clock += this.random.below(3);
    return `${this.stamp()} mx1 postfix/${daemon}[${1000 + this.random.below(60)}]: ${body}\n`;
  }

  private stamp(): string {
    const date = new Date(this.clock);
    if (this.options.header === 'iso') return date.toISOString().replace('Z', '+00:00');
    const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`);
    const day = date.getUTCDate();
    return `${months[date.getUTCMonth()]} ${day < 10 ? ' ' : ''}${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  }
}
