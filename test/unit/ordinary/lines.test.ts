import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../../synthetic/random.ts';
import { padded } from './damage.ts';
import { idOf, line, message, relayed } from './healthy.ts';
import { partOf, summaryOf } from './reading.ts';
import { sameAsWithCare } from './same.ts';

function readWithCare(log: string): number {
  let lines = 0;
  partOf(log, { format: 'postfix', seen: () => lines++ });
  return lines;
}

test('what mail logs mostly consist of is read by the scanner, not by the careful reader', () => {
  const tls = line('smtp', 'Untrusted TLS connection established to mx.b.example[198.51.100.7]:25: TLSv1.3 with cipher X (256/256 bits)');
  const begin = line('smtpd', 'connect from mail.x.example[203.0.113.9]');
  const end = line('smtpd', 'disconnect from mail.x.example[203.0.113.9] ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5');
  const log = Array.from({ length: 500 }, (_, number) => [begin, tls, ...message(number), end].join('')).join('');
  const careful = readWithCare(log);
  assert.ok(careful < 20, `${careful} of 4000 lines were read with care`);
});

test('of a message that was held back only the failures are read with care', () => {
  const later = (number: number) => {
    const [client, messageId, sender, sent, removed] = message(number);
    const deferred = sent.replace('dsn=2.0.0', 'dsn=4.7.1').replace('status=sent (250 2.0.0 Ok)', 'status=deferred (451 4.7.1 Greylisted)');
    const other = sent.replace('to=<user', 'to=<other');
    return [client, messageId, sender, deferred, other, sender, sent, removed].join('');
  };
  const log = message(0).join('') + Array.from({ length: 100 }, (_, number) => later(number + 1)).join('');
  const careful = readWithCare(log);
  assert.ok(careful >= 100 && careful < 110, `${careful} of 805 lines were read with care`);
  sameAsWithCare(log);
});

test('a line of any kind that is longer than what is read of one counts the same', () => {
  const connect = line('smtpd', 'connect from mail.x.example[203.0.113.9]');
  for (const [at, line] of [...message(1), connect].entries()) {
    for (const length of [65_535, 65_536, 65_537, 65_538, 200_000]) {
      const long = `${padded(line.trimEnd(), length)}\n`;
      const lines = [...message(0), ...message(1)];
      lines[message(0).length + at] = long;
      sameAsWithCare([...lines, ...message(2)].join(''), { chunks: [30_000] });
    }
  }
});

test('a line without an ending in the middle of the bytes is no more than a line', () => {
  const log = [...message(0), ...message(1), ...message(2)].join('');
  for (const cut of [1, 20, 60, 90]) {
    const short = log.slice(0, -cut);
    assert.equal(summaryOf(partOf(short, { format: 'postfix', unframed: true })), summaryOf(partOf(short, { format: 'postfix', scanner: false })));
  }
});

test('bytes without any sense neither stop the scanner nor make it see what is not there', () => {
  const random = new Random(5);
  const signs = [
    ...'\0\n\r :;,<>[]()=@/"0aZ\xff',
    'postfix/',
    'to=<',
    'from=<',
    'client=',
    'queued as ',
    ', relay=',
    'removed',
    'Nov  8 12:00:01 mx1 postfix/smtp[7]: 4A00000000: ',
  ];
  for (let run = 0; run < 50; run++) {
    const noise = Array.from({ length: 2000 }, () => random.pick(signs)).join('');
    sameAsWithCare(message(0).join('') + noise, { chunks: [777] });
  }
});

test('a name of any length that was met once is known in any case of its letters, in UTF-8 and in bytes that are none', () => {
  const random = new Random(3);
  for (let length = 1; length <= 40; length++) {
    const name = `${random.word(length, 'abcdefgXYZ')}${random.pick(['', '\xc3\xa9', '\xff'])}`;
    const one = (id: string, name: string) =>
      message(1, '250 2.0.0 Ok', id)
        .join('')
        .replaceAll('shop.example', `${name}.example`)
        .replaceAll('gmail.example', `${name}.example`)
        .replaceAll('mail.x', name)
        .replaceAll('anna@', `${name}@`)
        .replaceAll(' mx1 ', ` ${name} `);
    const log =
      one(idOf(1), name) +
      one(
        idOf(2),
        name.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
      ) +
      one(idOf(3), name);
    assert.equal(readWithCare(log), 4, `a name of ${name.length} bytes`);
    sameAsWithCare(log);
  }
});

test("what Dovecot has saved here is told from what another server says like it, also behind the same relay's name", () => {
  const saved = (number: number, code: string) =>
    message(number, `250 ${code} <user${number}@gmail.example> xyz Saved`).join('').replace('dsn=2.0.0', `dsn=${code}`);
  const log =
    saved(1, '2.0.0') +
    saved(2, '2.1.5') +
    saved(3, '2.0.0') +
    saved(4, '2.1.5') +
    saved(5, '2.0.0').replaceAll('Saved)', 'Saved)  ') +
    saved(6, '2.1.5');
  sameAsWithCare(log + saved(7, '2.0.0'));
});

test('more carriage returns and colours at the end of a line are no part of its words', () => {
  const account = (number: number) => message(number).join('').replace('.9]', '.9], sasl_method=PLAIN, sasl_username=anna');
  for (const end of ['\r', '\r\r', '\x1b[0m', '\x1b[0m\r', '\x1b[0m\r\r', ' ', 'm\r', '\x1b[0m\x1b[m'])
    sameAsWithCare([message(0).join(''), ...[2, 3, 4, 5].map(account)].join('').replaceAll('\n', `${end}\n`));
});

test('a message handed on under a queue ID that comes up again later is the one that is followed', () => {
  const hop = message(1, `250 2.0.0 Ok: queued as ${idOf(9)}`);
  const again = [line('smtpd', `${idOf(1)}: client=mail.x.example[203.0.113.9]`), line('qmgr', `${idOf(1)}: removed`)];
  const log = [...message(0), ...hop, ...again, ...message(9)].join('');
  sameAsWithCare(log);
  assert.equal(JSON.parse(summaryOf(partOf(log, { format: 'postfix' }))).totals.deliveries, 2);
});

test('a damaged line that names two relays teaches nothing about either', () => {
  const two = (relays: string, number: number) => message(number).join('').replace('relay=mx.b.example[198.51.100.7]:25', relays);
  for (const [first, second] of [
    ['relay=local', 'relay=relay.example'],
    ['relay=mx.c.example[198.51.100.8]:25', 'relay=none'],
    ['relay=none', 'relay=mx.c.example[198.51.100.8]:25'],
    ['relay=local', 'relay=[10.0.0.5]:25'],
  ]) {
    sameAsWithCare([two(`${first}, ${second}`, 1), two(second, 2), two(first, 3), two(second, 4)].join(''));
  }
});

test('a refusal is known again by its words: other clients and addresses, but no other words, also in brackets', () => {
  const refusal = (client: string, said: string) =>
    line('smtpd', `NOQUEUE: reject: RCPT from unknown[${client}]: ${said}; from=<x@a.example> to=<u@shop.example> proto=ESMTP helo=<x>`);
  const blocked = (client: string) => refusal(client, `554 5.7.1 Service unavailable; Client host [${client}] blocked using zen.example`);
  const log = message(0).join('') + blocked('198.51.100.3') + blocked('203.0.113.77') + blocked('2001:db8::1');
  assert.equal(readWithCare(log), 5);
  sameAsWithCare(log);
  const busy = '451 mta1.example Resources temporarily unavailable. Please try again later.';
  sameAsWithCare(log + refusal('198.51.100.3', `${busy} [#4.16.4:70].`) + refusal('198.51.100.3', `${busy} [zzz].`));
});

test('two hosts that use the same queue ID at once, and services with a name of their own, keep their messages apart', () => {
  const other = (lines: string[], host: string, tag = 'postfix/') => lines.map((line) => line.replace(' mx1 ', ` ${host} `).replace('postfix/', tag));
  const [a, b, c] = [message(1), other(message(1), 'mx2'), other(message(1), 'mx1', 'postfix-out/')];
  const log = [
    ...message(0),
    ...other(message(0), 'mx2'),
    ...other(message(0), 'mx1', 'postfix-out/'),
    ...a.flatMap((line, at) => [line, b[at], c[at]]),
  ];
  sameAsWithCare(log.join(''));
});

test('a delivery to many, to one twice, and through an alias is counted as the careful reader does', () => {
  const to = (user: string, more = '') => line('smtp', `${idOf(1)}: to=<${user}@gmail.example>${more}, ${relayed}, status=sent (250 2.0.0 Ok)`);
  const [client, id, from, , end] = message(1);
  for (const count of [15, 16, 17, 40]) {
    const users = Array.from({ length: count }, (_, number) => to(`u${number}`));
    sameAsWithCare([...message(0), client, id, from, ...users, to('u3'), to('u4', ', orig_to=<all@shop.example>'), end, ...message(2)].join(''));
  }
});
