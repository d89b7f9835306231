import type { Random } from './random.ts';

/** What a receiver says at an attempt; `temporary` attempts are tried again. */
export interface Answer {
  outcome: 'sent' | 'deferred' | 'bounced';
  dsn: string;
  /** What stands in the parentheses behind `status=`. */
  text: string;
}

/** One receiving organisation of the synthetic world. */
export interface Receiver {
  name: string;
  domains: readonly string[];
  relay: string;
  ip: string;
  /** Share of the mail. */
  weight: number;
  answer(random: Random, address: string, attempt: number): Answer;
}

const sent = (text: string): Answer => ({ outcome: 'sent', dsn: '2.0.0', text: `250 ${text}` });
const said = (r: { relay: string; ip: string }, reply: string, command: string): string =>
  `host ${r.relay}[${r.ip}] said: ${reply} (in reply to ${command} command)`;

function failing(
  r: { relay: string; ip: string },
  share: readonly [number, 'deferred' | 'bounced', string, string, string][],
  ok: (random: Random) => string,
): Receiver['answer'] {
  return (random, address, attempt) => {
    let x = random.next();
    for (const [p, outcome, dsn, reply, command] of share) {
      // most of what is deferred goes through at a later attempt
      const chance = outcome === 'deferred' && attempt > 0 ? p * 3 : p;
      if (x < chance) return { outcome, dsn, text: said(r, reply.replace('{address}', address), command) };
      x -= chance;
    }
    return sent(ok(random));
  };
}

function receiver(
  base: Omit<Receiver, 'answer'>,
  share: readonly [number, 'deferred' | 'bounced', string, string, string][],
  ok: (random: Random) => string,
): Receiver {
  return { ...base, answer: failing(base, share, ok) };
}

const queued = (random: Random): string => `2.0.0 Ok: queued as ${random.word(10, '0123456789ABCDEF')}`;

/** Receivers in the shares and wordings of an ordinary sender's day. */
export const receivers: readonly Receiver[] = [
  receiver(
    { name: 'Gmail', domains: ['gmail.com'], relay: 'gmail-smtp-in.l.google.com', ip: '198.51.100.27', weight: 40 },
    [
      [
        0.008,
        'bounced',
        '5.1.1',
        "550-5.1.1 The email account that you tried to reach does not exist. Please try 550-5.1.1 double-checking the recipient's email address for typos or 550-5.1.1 unnecessary spaces. For more information, go to 550 5.1.1  https://support.google.com/mail/?p=NoSuchUser a640c23a62f3a-si1234567 - gsmtp",
        'RCPT TO',
      ],
      [
        0.004,
        'deferred',
        '4.2.2',
        "452-4.2.2 The recipient's inbox is out of storage space. Please direct the 452 4.2.2 recipient to https://support.google.com/mail/?p=OverQuotaTemp d2e1a72fcca58-si22 - gsmtp",
        'RCPT TO',
      ],
      [
        0.003,
        'deferred',
        '4.7.28',
        '421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating 421-4.7.28 from your SPF domain [shop.example      36]. To protect our users from spam, mail 421 4.7.28 has been temporarily rate limited. il446-si99 - gsmtp',
        'end of DATA',
      ],
    ],
    (random) => `2.0.0 OK  ${1790000000 + random.below(9999999)} ${random.word(12)}-si${random.below(9999999)} - gsmtp`,
  ),
  receiver(
    {
      name: 'Outlook.com',
      domains: ['hotmail.com', 'outlook.com'],
      relay: 'outlook-com.olc.protection.outlook.com',
      ip: '198.51.100.33',
      weight: 22,
    },
    [
      [
        0.009,
        'bounced',
        '5.5.0',
        '550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302). [DB8EUR06FT021.eop-eur06.prod.protection.outlook.com 2026-11-02T08:12:41.345Z 08DE29FFAE]',
        'RCPT TO',
      ],
      [
        0.003,
        'deferred',
        '4.7.650',
        '451 4.7.650 The mail server [203.0.113.25] has been temporarily rate limited due to IP reputation. For e-mail delivery information, see https://aka.ms/postmaster (S775) [DB8EUR06FT021.eop-eur06.prod.protection.outlook.com]',
        'MAIL FROM',
      ],
    ],
    (random) =>
      `2.6.0 <${random.word(12)}@lab.example> [InternalId=${random.below(999999999)}, Hostname=DB9PR04MB8412.eurprd04.prod.outlook.com] 9713 bytes in 0.127, 74.400 KB/sec Queued mail for delivery`,
  ),
  receiver(
    { name: 'Yahoo', domains: ['yahoo.com', 'aol.com'], relay: 'mta5.am0.yahoodns.net', ip: '198.51.100.5', weight: 12 },
    [
      [
        0.01,
        'bounced',
        '5.0.0',
        "554 delivery error: dd This user doesn't have a yahoo.com account ({address}) [0] - mta4172.mail.bf1.yahoo.com",
        'end of DATA',
      ],
      [
        0.01,
        'deferred',
        '4.7.0',
        '421 4.7.0 [TSS04] Messages from 203.0.113.25 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.yahooinc.com/error-codes',
        'MAIL FROM',
      ],
    ],
    () => 'ok dirdel',
  ),
  receiver(
    { name: 'web.de', domains: ['web.de'], relay: 'mx-ha02.web.de', ip: '198.51.100.7', weight: 8 },
    [
      [
        0.006,
        'bounced',
        '5.0.0',
        '550 Requested action not taken: mailbox unavailable. For explanation visit https://postmaster.web.de/error-messages?ip=203.0.113.25&c=hi',
        'RCPT TO',
      ],
    ],
    (random) => `Requested mail action okay, completed: id=${random.word(18)}`,
  ),
  receiver(
    {
      name: 'example corp',
      domains: ['brightwater.example', 'hosted-club.example', 'acme-corp.example'],
      relay: 'mx1.brightwater.example',
      ip: '198.51.100.71',
      weight: 18,
    },
    [
      [
        0.02,
        'deferred',
        '4.2.0',
        '450 4.2.0 <{address}>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/brightwater.example.html',
        'RCPT TO',
      ],
      [0.006, 'bounced', '5.1.1', '550 5.1.1 <{address}>: Recipient address rejected: User unknown in virtual mailbox table', 'RCPT TO'],
    ],
    queued,
  ),
];
