import { type Attempt, Scenario, said, sent, unknownUser } from '../synthetic/scenario.ts';

const hour = 3_600_000;
const start = Date.UTC(2026, 10, 20, 5);
const limited = said(
  'deferred',
  '421 4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your SPF domain [shop.example]',
  {
    command: 'end of DATA',
    host: 'gmail-smtp-in.l.google.com[192.0.2.27]',
  },
);
const full = said('bounced', '552 5.2.2 Mailbox is full');
const spam = said('bounced', '550 5.7.1 Message rejected as spam by content filtering', { command: 'end of DATA' });

interface Receiver {
  domain: string;
  relay: string;
  share: number;
}

const receivers: Receiver[] = [
  { domain: 'gmail.com', relay: 'gmail-smtp-in.l.google.com', share: 10 },
  { domain: 'outlook.com', relay: 'outlook-com.olc.protection.outlook.com', share: 6 },
  { domain: 'yahoo.com', relay: 'mta5.am0.yahoodns.net', share: 4 },
  { domain: 'brightwater.example', relay: 'mx1.brightwater.example', share: 2 },
];

/** A day of a shop for the pictures: a newsletter at noon, half the morning's addresses old, and a receiver that has had enough. */
export function dayOfLog(): string {
  const scenario = new Scenario();
  let number = 0;
  for (let quarter = 0; quarter < 56; quarter++) {
    const volume = 0.5 + Math.sin((Math.PI * quarter) / 56) + (quarter > 24 && quarter < 32 ? 1.2 : 0);
    for (const receiver of receivers)
      for (let message = 0; message < volume * receiver.share; message++) {
        const at = start + quarter * (hour / 4) + ((number * 7919) % 900) * 1000;
        const { domain, relay } = receiver;
        scenario.mail({ at, from: 'news@shop.example', to: `customer${++number}@${domain}`, relay, attempts: attemptsOf(receiver, quarter, number) });
      }
  }
  return scenario.text();
}

function attemptsOf({ domain }: Receiver, quarter: number, number: number): Attempt[] {
  if (domain === 'gmail.com' && quarter > 25 && quarter < 38 && number % 5 < 3)
    return number % 2 ? [limited] : [limited, sent(1800 + (number % 5) * 600)];
  if (number % 23 === 0 || (quarter < 14 && number % 9 === 0)) return [unknownUser()];
  if (domain === 'yahoo.com' && number % 17 === 0) return [full];
  return domain === 'outlook.com' && quarter > 30 && number % 6 === 0 ? [spam] : [sent(1 + (number % 4))];
}
