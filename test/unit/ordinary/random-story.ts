import type { Random } from '../../synthetic/random.ts';
import type { Story } from './random-log.ts';
import { randomRefusal } from './random-refusal.ts';

const hosts = ['mx1', 'mx1', 'mx2.example.net', 'MX1'];
const instances = ['postfix', 'postfix', 'postfix', 'postfix-out'];
const senders = [
  '',
  'anna@shop.example',
  'Anna@Shop.Example',
  'news@lists.example',
  'root',
  'ben@a.example',
  'caf\xc3\xa9@shop.example',
  'bad\xff@shop.example',
];
const domains = ['brightwater.example', 'gmail.example', 'GMAIL.example', 'shop.example'];
const clients = [
  'mail.x.example[203.0.113.9]',
  'localhost[127.0.0.1]',
  'unknown[198.51.100.3]',
  'unknown[unknown]',
  'v6.x.example[2001:db8::5]',
  'mail.x.example[203.0.113.9]:41822',
];
const accounts = ['anna', 'Ben', 'o,connor', 'carl@shop.example'];

interface Sent {
  program: string;
  relay: string;
  reply: (random: Random, other: string, to: string) => string;
}
const queued = (_: Random, other: string) => `250 2.0.0 Ok: queued as ${other}`;
const sents: Sent[] = [
  { program: 'smtp', relay: 'mx.b.example[198.51.100.7]:25', reply: queued },
  { program: 'smtp', relay: 'mx.b.example[198.51.100.7]:25', reply: () => '250 2.0.0 Ok: queued' },
  { program: 'smtp', relay: 'mx.b.example[198.51.100.8]:25', reply: (random) => `250 ${random.pick(['2.0.0', '2.1.5', '2.6.0', '-'])} accepted` },
  { program: 'smtp', relay: 'MX.g.example[2001:db8::1]:25', reply: (random) => `250 2.0.0 OK  ${random.word(10)} abc.12 - gsmtp` },
  {
    program: 'smtp',
    relay: '127.0.0.1[127.0.0.1]:10024',
    reply: (_, other) => `250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as ${other}`,
  },
  { program: 'smtp', relay: '[10.0.0.5]:25', reply: queued },
  { program: 'smtp', relay: 'mail.example[10.0.0.3]:24', reply: (_r, _o, to) => `250 2.0.0 <${to}> xyz Saved` },
  { program: 'smtp', relay: 'mail.example[10.0.0.4]:25', reply: (random, _o, to) => `250 ${random.pick(['2.0.0', '2.1.5'])} <${to}> xyz Saved` },
  { program: 'lmtp', relay: 'mx1[private/dovecot-lmtp]', reply: (_r, _o, to) => `250 2.0.0 <${to}> xyz Saved` },
  { program: 'lmtp', relay: '127.0.0.1[127.0.0.1]:24', reply: queued },
  { program: 'local', relay: 'local', reply: () => 'delivered to mailbox' },
  { program: 'local', relay: 'local', reply: (_, other) => `forwarded as ${other}` },
  { program: 'local', relay: 'local', reply: () => 'delivered to command: /usr/bin/procmail' },
  { program: 'virtual', relay: 'virtual', reply: () => 'delivered to maildir' },
  { program: 'pipe', relay: 'dovecot', reply: () => 'delivered via dovecot service' },
  { program: 'smtp', relay: 'none', reply: queued },
  { program: 'smtp', relay: 'relay.example', reply: queued },
  { program: 'discard', relay: 'none', reply: () => 'spam' },
];

const failures = [
  'dsn=4.3.0, status=deferred (host mx.b.example[198.51.100.7] said: 451 4.3.0 Try again later (in reply to RCPT TO command))',
  'dsn=4.4.1, status=deferred (connect to mx.b.example[198.51.100.7]:25: Connection refused)',
  'dsn=4.4.1, status=deferred (delivery temporarily suspended: connect to mx.b.example[198.51.100.7]:25: Connection refused)',
  'dsn=5.1.1, status=bounced (host mx.b.example[198.51.100.7] said: 550 5.1.1 User unknown (in reply to RCPT TO command))',
  'dsn=5.2.2, status=bounced (host mx.b.example[198.51.100.7] said: 552 5.2.2 Mailbox full (in reply to RCPT TO command))',
  'dsn=5.1.1, status=undeliverable (host mx.b.example[198.51.100.7] said: 550 5.1.1 User unknown (in reply to RCPT TO command))',
  'dsn=2.1.5, status=deliverable (250 2.1.5 Ok)',
  'dsn=4.7.0, status=expired (message too old)',
];

const behindId = [
  'host mx.b.example[198.51.100.7] said: 421 4.7.0 busy (in reply to MAIL FROM command)',
  'enabling PIX workarounds: disable_esmtp for mx.b.example[198.51.100.7]:25',
  'replace: header Subject: x from localhost[127.0.0.1]; from=<a@shop.example> to=<b@gmail.example>',
  'placed on hold',
  'resent-message-id=<r@x.example>',
  'skipped, still being delivered',
  'lost connection with mx.b.example[198.51.100.7] while sending RCPT TO',
];

const alone = [
  'smtpd[1]: NOQUEUE: reject: RCPT from unknown[198.51.100.3]: 554 5.7.1 Service unavailable; Client host [198.51.100.3] blocked using zen.example; from=<x@shop.example> to=<u@shop.example> proto=ESMTP helo=<x>',
  'smtpd[1]: connect from mail.x.example[203.0.113.9]',
  'smtpd[1]: disconnect from mail.x.example[203.0.113.9] ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5',
  'smtpd[1]: lost connection after EHLO from unknown[198.51.100.3]',
  'smtpd[1]: warning: hostname x does not resolve to address 203.0.113.9',
  'smtpd[1]: Anonymous TLS connection established from mail.x.example[203.0.113.9]: TLSv1.3 with cipher X (256/256 bits)',
  'smtp[2]: Untrusted TLS connection established to mx.b.example[198.51.100.7]:25: TLSv1.3 with cipher X (256/256 bits)',
  'smtp[2]: Trusted TLS connection established to MX.g.example[2001:db8::1]:25: TLSv1.3 with cipher X (256/256 bits)',
  'smtp[2]: Verified TLS connection established to [10.0.0.5]:25: TLSv1.3 with cipher X (256/256 bits)',
  'smtp[2]: Verified TLS connection established to mx.new.example[198.51.100.9]:25: TLSv1.3',
  'smtp[2]: Untrusted TLS connection reused to mx.b.example[198.51.100.7]:25: TLSv1.3',
  'smtp[2]: connect to mx.b.example[198.51.100.7]:25: Connection timed out',
  'smtp[2]: SSL_connect error to mx.b.example[198.51.100.7]:25: -1',
  'anvil[3]: statistics: max connection rate 1/60s for (smtp:203.0.113.9) at Nov  8 23:58:51',
  'postscreen[4]: PASS OLD [203.0.113.9]:41822',
  'qmgr[5]: warning: private/smtp socket: malformed response',
  'smtpd[1]: fatal: no SASL authentication mechanisms',
  'smtpd[1]: something nobody has written before 17',
  'smtpd[1]: last message repeated 3 times',
];

const others = [
  'dovecot: imap-login: Login: user=<anna>, method=PLAIN, rip=203.0.113.9',
  'amavis[77]: (00077-01) Passed CLEAN {RelayedInbound}, queued_as: 4JYBV22WXN',
  'kernel: eth0: link up',
  'opendkim[9]: 1A2B3C4D5E: DKIM-Signature field added (s=a, d=shop.example)',
  'postgrey[9]: action=pass, reason=triplet found',
  // other relays, one with a queue ID that Postfix may have, too
  'sm-mta[6]: 6AO0H88j029356: to=<bob@b.example>,<carol@c.example>, delay=00:00:00, mailer=smtp, relay=mx.b.example. [198.51.100.7], dsn=2.0.0, stat=Sent (Ok: queued as 4JYBV22WXN)',
  'sm-mta[6]: 1A2B3C4D5E: to=<bob@b.example>,<carol@c.example>, delay=00:00:00, mailer=smtp, relay=mx.b.example. [198.51.100.7], dsn=5.1.1, reply=550 5.1.1 User unknown, stat=User unknown',
  'sm-mta[6]: ruleset=check_rcpt, arg1=<bob@b.example>, relay=client.c.example [203.0.113.9], reject=550 5.7.1 <bob@b.example>... Relaying denied',
  'exim[7]: 1xVXPT-00019f-0K == bob@b.example R=dns T=smtp defer (-45) H=mx.b.example [198.51.100.7]: SMTP error from remote mail server after RCPT TO:<bob@b.example>: 451 4.7.1 Greylisted',
  'exim[7]: H=client.c.example [203.0.113.9] F=<anna@shop.example> rejected RCPT <bob@b.example>: relay not permitted',
  'smtpd[8]: 1a2b3c4d5e6f7081 mta delivery evpid=1 from=<anna@shop.example> to=<bob@b.example> rcpt=<-> source="-" relay="198.51.100.7 (mx.b.example)" delay=1s result="Ok" stat="250 2.0.0 Ok"',
];

/** Makes stories of messages; they share queue IDs and names. */
export class Stories {
  private readonly random: Random;
  private readonly ids: string[] = [];
  private readonly long: boolean;
  private readonly reuse: number;
  private readonly trouble: number;
  private readonly many: boolean;

  constructor(random: Random) {
    this.random = random;
    this.long = random.chance(0.4);
    this.reuse = random.pick([0, 0.02, 0.3]);
    this.trouble = random.pick([0, 0.05, 0.3]);
    this.many = random.chance(0.2);
  }

  next(): Story {
    const { random } = this;
    if (random.chance(0.15)) return this.beside();
    const lines = this.message(random.pick(hosts), random.pick(instances));
    const from = random.chance(this.trouble / 3) ? random.below(lines.length) : 0;
    const to = random.chance(this.trouble / 2) ? random.below(lines.length) : lines.length;
    return lines.slice(from, to);
  }

  private beside(): Story {
    const { random } = this;
    const host = random.pick(hosts);
    if (random.chance(0.1)) return [`${host} ${random.pick(others)}`];
    if (random.chance(0.3)) return Array.from({ length: 1 + random.below(6) }, () => `${host} postfix/smtpd[1]: ${randomRefusal(random, 'NOQUEUE')}`);
    return Array.from({ length: 1 + random.below(4) }, () => `${host} ${random.pick(instances)}/${random.pick(alone)}`);
  }

  /** Used before or not. */
  private id(): string {
    const { random, ids } = this;
    if (ids.length > 0 && random.chance(this.reuse)) return random.pick(ids);
    const id = this.long ? `4${random.word(11, 'BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789')}` : random.word(10, '0123456789ABCDEF');
    ids.push(id);
    return id;
  }

  /** A queue ID that mail was, is or will be under, or never is. */
  private other(): string {
    const { random, ids } = this;
    if (random.chance(0.5)) return random.pick([random.pick(ids), ids[ids.length - 1]]);
    return random.chance(0.3) ? 'ELSEWHERE' : this.id();
  }

  private sender(): string {
    const { random } = this;
    return random.chance(0.05) ? `bounce-${random.below(50)}-u=gmail.example@lists.example` : random.pick(senders);
  }

  private message(host: string, instance: string): Story {
    const { random } = this;
    const queue = this.id();
    const sender = this.sender();
    const line = (program: string, text: string) => `${host} ${instance}/${program}[${1 + random.below(9)}]: ${queue}: ${text}`;
    const from = line('qmgr', `from=<${sender}>, size=${random.below(99_999)}, nrcpt=1 (queue active)`);
    const lines = [...this.entry(line, sender), line('cleanup', `message-id=<${random.word(5)}@x.example>`), from];
    if (random.chance(this.trouble / 4))
      lines.splice(
        1,
        0,
        line(
          'cleanup',
          `milter-reject: END-OF-MESSAGE from mail.x.example[203.0.113.9]: 5.7.1 Spam; from=<${sender}> to=<u@shop.example> proto=ESMTP helo=<x>`,
        ),
      );
    for (let count = this.recipients(); count > 0; count--) lines.push(...this.delivery(line, from));
    if (random.chance(this.trouble / 2)) lines.push(line('bounce', `sender non-delivery notification: ${this.other()}`));
    return [...lines, ...this.end(line, sender, host, instance, queue)];
  }

  private recipients(): number {
    const { random } = this;
    if (this.many && random.chance(0.1)) return random.below(40);
    return random.pick([0, 1, 1, 1, 1, 2, 3]);
  }

  private entry(line: (program: string, text: string) => string, sender: string): Story {
    const { random } = this;
    if (random.chance(0.1)) return [line('pickup', `uid=${random.below(100)} from=<${sender}>`)];
    if (random.chance(0.02)) return [line('pickup', `uid=109 from=<${sender}> orig_id=${this.other()}`)];
    const account = random.chance(0.3) ? `, sasl_method=PLAIN, sasl_username=${random.pick(accounts)}` : '';
    const origin = random.chance(0.03) ? `, orig_queue_id=${this.other()}, orig_client=pc.x.example[203.0.113.8]` : '';
    const service = random.pick(['smtpd', 'smtpd', 'submission/smtpd']);
    const client = line(service, `client=${random.pick(clients)}${account}${origin}`);
    if (!random.chance(this.trouble / 4)) return [client];
    return [client, `${client.slice(0, client.indexOf(']: ') + 3)}${randomRefusal(random, client.split(': ')[1])}`];
  }

  private delivery(line: (program: string, text: string) => string, from: string): Story {
    const { random } = this;
    const failed = random.chance(this.trouble);
    const { program, relay, reply } = random.pick(failed ? sents.slice(0, 1) : sents);
    const to = `user${random.below(this.many ? 200 : 6)}@${random.pick(domains)}`;
    const original = random.chance(0.1) ? `, orig_to=<alias${random.below(3)}@shop.example>` : '';
    const use = random.chance(0.05) ? ', conn_use=2' : '';
    const tls = random.chance(0.05) ? ', tls=verified' : '';
    const delays = Array.from({ length: 4 }, () => random.pick(['0', '0.01', '0.0005', '3', '1.2', '17'])).join('/');
    const outcome = failed
      ? random.pick(failures)
      : `dsn=${random.pick(['2.0.0', '2.0.0', '2.1.5'])}, status=sent (${reply(random, this.other(), to)})`;
    const lines = [
      line(
        program,
        `to=<${to}>${original}, relay=${relay}${use}, delay=${random.pick(['0.3', '4', '27077', '1e+05'])}, delays=${delays}${tls}, ${outcome}`,
      ),
    ];
    if (random.chance(this.trouble / 4)) lines.unshift(line('smtp', random.pick(behindId)));
    if (failed && random.chance(0.5)) lines.push(from);
    if (failed && random.chance(0.5)) lines.push(...this.delivery(line, from));
    return lines;
  }

  private end(line: (program: string, text: string) => string, sender: string, host: string, instance: string, queue: string): Story {
    const { random } = this;
    if (!random.chance(this.trouble / 2)) return [line('qmgr', 'removed')];
    if (random.chance(0.4)) return [line('qmgr', `from=<${sender}>, status=expired, returned to sender`), line('qmgr', 'removed')];
    if (random.chance(0.3)) return [line('postsuper', 'removed')];
    if (random.chance(0.5)) return [];
    const next = this.id();
    return [
      line('postsuper', 'requeued'),
      `${host} ${instance}/pickup[1]: ${next}: uid=109 from=<${sender}> orig_id=${queue}`,
      `${host} ${instance}/qmgr[1]: ${next}: from=<${sender}>, size=1000, nrcpt=1 (queue active)`,
      `${host} ${instance}/smtp[1]: ${next}: to=<user1@gmail.example>, relay=mx.b.example[198.51.100.7]:25, delay=9, delays=6/1/1/1, dsn=2.0.0, status=sent (250 2.0.0 Ok)`,
      `${host} ${instance}/qmgr[1]: ${next}: removed`,
    ];
  }
}
