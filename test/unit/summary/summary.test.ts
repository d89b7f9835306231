import assert from 'node:assert/strict';
import { test } from 'node:test';
import { log, summaryOf } from './fold.ts';

const to = (at: string, queue: string, recipient: string, rest: string, relay = 'mx.b.example[198.51.100.7]:25') =>
  `${at} mx1 postfix/smtp[1]: ${queue}: to=<${recipient}>, relay=${relay}, delay=1, delays=0/0/0/1, ${rest}`;
const sent = 'dsn=2.0.0, status=sent (250 2.0.0 Ok)';
const noDomain = 'dsn=5.4.4, status=bounced (Host or domain name not found. Name service error for name=gone.example type=A: Host not found)';
const noUser = 'dsn=5.1.1, status=bounced (host mx.b.example[198.51.100.7] said: 550 5.1.1 <x>: User unknown (in reply to RCPT TO command))';

test('a log across New Year: the year before for December, and buckets in order', () => {
  const summary = summaryOf(log(to('Dec 31 23:59:00', '4A1C0FFEE', 'a@b.example', sent), to('Jan  1 00:01:00', '4A2C0FFEE', 'b@b.example', sent)));
  const [input] = summary.inputs;
  assert.deepEqual([input.firstTime, input.lastTime], ['2025-12-31T23:59:00Z', '2026-01-01T00:01:00Z']);
  assert.deepEqual(
    summary.timeline.buckets.map(({ start }) => start),
    ['2025-12-31T23:59:00Z', '2026-01-01T00:01:00Z'],
  );
});

test('times with and without a year in one set stand in one timeline', () => {
  const summary = summaryOf(
    log(to('Nov  8 12:00:00', '4A1C0FFEE', 'a@b.example', sent), to('2026-11-08T12:00:30+00:00', '4A2C0FFEE', 'b@b.example', sent)),
  );
  assert.equal(
    summary.timeline.buckets.reduce((sum, { delivered }) => sum + delivered, 0),
    2,
  );
  assert.deepEqual([...new Set(summary.timeline.buckets.map(({ start }) => start))], ['2026-11-08T12:00:00Z']);
});

test('a domain is suppressed only after failures on two days, a mailbox at once', () => {
  const once = [to('Nov  8 12:00:00', '4A1C0FFEE', 'x@gone.example', noDomain, 'none'), to('Nov  8 12:00:00', '4A2C0FFEE', 'x@b.example', noUser)];
  const again = to('Nov 10 09:00:00', '4A3C0FFEE', 'x@gone.example', noDomain, 'none');
  assert.deepEqual(
    summaryOf(log(...once)).suppressions.map(({ address }) => address),
    ['x@b.example'],
  );
  assert.deepEqual(
    summaryOf(log(...once, again)).suppressions.map(({ address }) => address),
    ['x@b.example', 'x@gone.example'],
  );
});

test('a domain that does not exist counts as an invalid recipient, and its domain is the receiver', () => {
  const { totals, receivers } = summaryOf(log(to('Nov  8 12:00:00', '4A1C0FFEE', 'x@mail.gone.example', noDomain, 'none')));
  assert.deepEqual([totals.invalidRecipientRate, receivers[0].receiver], [1, 'gone.example']);
});

test('the address written to is suppressed, not the one an alias made of it', () => {
  const lines = [
    'Nov  8 12:00:00 mx1 postfix/smtpd[1]: 4A1C0FFEE: client=localhost[127.0.0.1]',
    'Nov  8 12:00:00 mx1 postfix/qmgr[1]: 4A1C0FFEE: from=<a@shop.example>, size=1, nrcpt=1 (queue active)',
    `Nov  8 12:00:00 mx1 postfix/smtp[1]: 4A1C0FFEE: to=<real@b.example>, orig_to=<alias@shop.example>, relay=mx.b.example[198.51.100.7]:25, delay=1, delays=0/0/0/1, ${noUser}`,
  ];
  assert.deepEqual(
    summaryOf(log(...lines)).suppressions.map(({ address }) => address),
    ['alias@shop.example'],
  );
});

test('one smarthost for everybody is said, one receiver with most of the mail is not', () => {
  const many = (recipient: (i: number) => string, relay: string) =>
    log(...Array.from({ length: 60 }, (_, i) => to('Nov  8 12:00:00', `4A${100 + i}C0FFEE`, recipient(i), sent, relay)));
  const smarthost = summaryOf(many((i) => `u@d${i % 10}.example`, 'smtp.provider.example[198.51.100.9]:587'));
  assert.ok(smarthost.notes.some((note) => note.includes('smtp.provider.example') && note.includes('later bounces are not in this log')));
  const one = summaryOf(many((i) => (i < 57 ? `u${i}@b.example` : `u@d${i}.example`), 'mx.b.example[198.51.100.7]:25'));
  assert.deepEqual(one.notes, []);
});

test("this server's trouble is a cause of its own side, in no rate", () => {
  const { causes, totals } = summaryOf(
    log(
      'Nov  8 12:00:00 mx1 postfix/smtpd[1]: fatal: something nobody has seen before',
      'Nov  8 12:00:00 mx1 postfix/cleanup[1]: fatal: write queue file: No space left on device',
      'Nov  8 12:00:00 mx1 postfix/smtpd[1]: warning: connect to Milter service inet:127.0.0.1:8891: Connection refused',
    ),
  );
  assert.ok(causes.length >= 2, JSON.stringify(causes));
  assert.ok(causes.every(({ saidBy, receiver, deliveries }) => saidBy === 'own' && receiver === null && deliveries === 0));
  assert.deepEqual([totals.attempts, totals.bounceRate], [0, null]);
});

test('lines that are not understood are counted by shape, with an example', () => {
  const { unknown, inputs } = summaryOf(
    log(
      'Nov  8 12:00:00 mx1 postfix/smtp[1]: 4A1C0FFEE: removed',
      'Nov  8 12:00:00 mx1 postfix/newdaemon[1]: frobbed 17 widgets for <a@b.example>',
      'Nov  8 12:00:00 mx1 postfix/newdaemon[2]: frobbed 4 widgets for <c@d.example>',
      'Nov  8 12:00:00 mx1 postfix/newdaemon[2]: unfrobbed nothing',
    ),
  );
  assert.deepEqual([inputs[0].lines, inputs[0].unknownLines], [4, 3]);
  assert.deepEqual(
    unknown.map(({ count, example }) => [count, example.line]),
    [
      [2, 2],
      [1, 4],
    ],
  );
});

test('mail to many receivers under one provider is one receiver; a hosted domain is its provider', () => {
  const { receivers } = summaryOf(
    log(
      to('Nov  8 12:00:00', '4A1C0FFEE', 'a@gmail.com', sent, 'gmail-smtp-in.l.google.com[198.51.100.1]:25'),
      to('Nov  8 12:00:00', '4A2C0FFEE', 'a@hosted.example', sent, 'aspmx.l.google.com[198.51.100.2]:25'),
      to('Nov  8 12:00:00', '4A3C0FFEE', 'a@brightwater.example', sent, 'mx1.brightwater-utilities.example[198.51.100.3]:25'),
      to('Nov  8 12:00:00', '4A4C0FFEE', 'a@addressed.example', sent, '198.51.100.4[198.51.100.4]:25'),
    ),
  );
  assert.deepEqual(
    receivers.map(({ receiver, deliveries }) => [receiver, deliveries]),
    [
      ['Gmail', 2],
      ['198.51.100.4', 1],
      ['brightwater-utilities.example', 1],
    ],
  );
});

test("a cause's example is what its own receiver said first", () => {
  const odd = (host: string, words: string) =>
    `dsn=5.0.0, status=bounced (host ${host}[198.51.100.7] said: 550 ${words} (in reply to RCPT TO command))`;
  const { causes } = summaryOf(
    log(
      to('Nov  8 12:00:00', '4A1C0FFEE', 'a@b.example', odd('mx.b.example', 'frobnicated'), 'mx.b.example[198.51.100.7]:25'),
      to('Nov  8 12:00:00', '4A2C0FFEE', 'a@c.example', odd('mx.c.example', 'bamboozled'), 'mx.c.example[198.51.100.8]:25'),
      to('Nov  8 12:00:00', '4A3C0FFEE', 'b@c.example', odd('mx.c.example', 'frobnicated'), 'mx.c.example[198.51.100.8]:25'),
    ),
  );
  assert.deepEqual(
    causes.map(({ receiver, example }) => [receiver, example]),
    [
      ['c.example', '550 bamboozled'],
      ['b.example', '550 frobnicated'],
    ],
  );
});
