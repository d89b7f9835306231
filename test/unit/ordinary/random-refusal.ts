import type { Random } from '../../synthetic/random.ts';

const clients = [
  'unknown[198.51.100.3]',
  'pc.x.example[203.0.113.8]',
  'a[2001:db8::7]',
  'localhost[127.0.0.1]',
  'me[::1]',
  'pc.x.example[203.0.113.8]:40112',
  'unknown[unknown]',
];
const verbs = [
  'reject: RCPT',
  'reject: RCPT',
  'reject: MAIL',
  'reject: CONNECT',
  'reject: END-OF-MESSAGE',
  'milter-reject: RCPT',
  'milter-reject: END-OF-MESSAGE',
  'reject_warning: RCPT',
  'discard: RCPT',
];
const said = [
  '554 5.7.1 Service unavailable; Client host [198.51.100.3] blocked using zen.example; https://www.example/query/ip/198.51.100.3',
  '554 5.7.1 Service unavailable; Client host [203.0.113.8] blocked using zen.example; Error: open resolver; https://www.example/returnc/pub/203.0.113.8',
  '554 5.7.1 Service unavailable; Client host [203.0.113.8] blocked using zen.example; 127.255.255.254',
  '554 5.7.1 Service unavailable; Client host [203.0.113.8] blocked using zen.example; 127.0.0.10',
  '450 4.7.1 Client host rejected: cannot find your hostname, [198.51.100.3]',
  '450 4.2.0 <u@shop.example>: Recipient address rejected: Greylisted, see http://postgrey.example/help/shop.example.html',
  '450 4.2.0 <v@shop.example>: Recipient address rejected: Greylisted for 299 seconds',
  '550 5.1.1 <u@shop.example>: Recipient address rejected: User unknown in virtual mailbox table',
  '550 5.1.1 <mailbox full>: Recipient address rejected: User unknown in local recipient table',
  '554 5.7.1 <x@gmail.example>: Relay access denied',
  '552 5.2.2 <u@shop.example>: Recipient address rejected: Quota exceeded (mailbox for user is full)',
  '553 5.7.1 <anna@shop.example>: Sender address rejected: not owned by user ben',
  '550 5.7.23 <u@shop.example>: Recipient address rejected: Message rejected due to: SPF fail - not authorized. Please see http://www.openspf.example/Why?s=mfrom;id=x@a.example;ip=203.0.113.8;r=<UNKNOWN>',
  '504 5.5.2 <x>: Helo command rejected: need fully-qualified hostname',
  '421 4.7.0 mx1 Error: too many connections from 203.0.113.8',
  '5.7.1 Spam message rejected',
  '550 5.7.1 Blocked by content filter <1.2.3.4> [5.6.7.8]',
];

/** The body of a line of smtpd(8) or cleanup(8) that refuses a client. @param queue what stands in front: `NOQUEUE`, or a queue ID. */
export function randomRefusal(random: Random, queue: string): string {
  const account = random.chance(0.05) ? ` sasl_username=${random.pick(['anna', 'ben'])}` : '';
  const tail = random.chance(0.9)
    ? `; from=<${random.pick(['', 'x@a.example', '"a; from=<b"@a.example'])}> to=<u@shop.example> proto=ESMTP helo=<${random.pick(['x', '[203.0.113.8]', 'a]b'])}>`
    : '';
  return `${queue}: ${random.pick(verbs)} from ${random.pick(clients)}: ${random.pick(said)}${tail}${account}`;
}
