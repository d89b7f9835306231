import assert from 'node:assert/strict';
import { test } from 'node:test';
import { said, sent } from '../../synthetic/scenario.ts';
import { findingsIn, gmail, hour, idsIn, ordinary, outlook, scene, start, summarized } from './scenes.ts';

const unauthenticated = said(
  'bounced',
  '550-5.7.26 This mail is unauthenticated, which poses a security risk to the sender and Gmail users. 550 5.7.26 DKIM = did not pass SPF [news.example] with ip: [203.0.113.25] = did not pass - gsmtp',
  { command: 'end of DATA' },
);
const dmarc = said(
  'bounced',
  '550 5.7.509 Access denied, sending domain news.example does not pass DMARC verification and has a DMARC policy of reject',
  { command: 'end of DATA' },
);
const dkim = said('bounced', '550 5.7.20 No passing DKIM signature found', { command: 'end of DATA' });
const spf = said('bounced', '550 5.7.23 SPF validation failed');
const zen = (ip = '203.0.113.25') =>
  said('bounced', `554 5.7.1 Service unavailable; Client host [${ip}] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/${ip}`);

const mixed = (from: string, more: object = {}) =>
  ordinary(scene(), 400).mails(12, { from: start + 8 * hour, to: start + 9 * hour }, (index) => ({
    from,
    ...(index % 2
      ? { to: `a${index}@gmail.com`, ...gmail, attempts: [unauthenticated] }
      : { to: `b${index}@firm.example`, relay: 'firm.mail.protection.outlook.com', attempts: [dmarc] }),
    ...more,
  }));

test('authentication: two receivers refuse a domain, which one and since when', () => {
  const found = findingsIn(mixed('news@news.example')).filter(({ id }) => id === 'authentication');
  assert.deepEqual(
    found.map(({ senderDomain, severity, count }) => [senderDomain, severity, count]),
    [['news.example', 'error', 12]],
  );
  assert.match(found[0].title, /^Mail of news\.example fails .* at Microsoft 365 and Gmail since 08:00: 12 of 12 deliveries refused/);
});

test('authentication: nothing else says the same again', () => {
  assert.deepEqual(idsIn(mixed('news@news.example')), ['authentication']);
});

test('authentication: not for mailing lists, forwarders that rewrite senders, aliases', () => {
  for (const from of [
    'devel-bounces@lists.project.example',
    'devel-bounces+anna=gmail.com@project.example',
    'owner-talk@project.example',
    'SRS0=xY2z=AB=news.example=anna@shop.example',
  ])
    assert.ok(!idsIn(mixed(from)).includes('authentication'), from);
  const forwarded = mixed('anna@news.example', { client: 'mail.news.example[203.0.113.77]', originalRecipient: 'info@shop.example' });
  assert.deepEqual(idsIn(forwarded), []);
});

test('authentication: one failure at one receiver among many deliveries is none', () => {
  const log = ordinary(scene(), 1000).mail({ at: start, from: 'news@news.example', to: 'x@gmail.com', ...gmail, attempts: [unauthenticated] });
  assert.deepEqual(idsIn(log), []);
});

test('dkim-failing: refusals for DKIM alone, at one receiver', () => {
  const log = ordinary(scene(), 400).mails(6, { from: start, to: start + hour }, (index) => ({
    from: 'a@news.example',
    to: `p${index}@partner.example`,
    relay: 'mx.partner.example',
    attempts: [index > 3 ? sent() : dkim],
  }));
  const found = findingsIn(log);
  assert.deepEqual(
    found.map(({ id, senderDomain, count }) => [id, senderDomain, count]),
    [['dkim-failing', 'news.example', 4]],
  );
  assert.match(found[0].advice, /selector/);
});

test('dkim-failing: SPF failures are none, nor is 5.7.7 without a word of DKIM', () => {
  for (const attempt of [spf, said('bounced', '550 5.7.7 Message integrity failure')]) {
    const log = ordinary(scene(), 400).mails(6, { from: start, to: start + hour }, (index) => ({
      from: 'a@news.example',
      to: `p${index}@partner.example`,
      relay: 'mx.partner.example',
      attempts: [attempt, sent()],
    }));
    assert.ok(!idsIn(log).includes('dkim-failing'));
  }
});

test('blocklisted: one reply of one remote is enough; list, address, look-up page', () => {
  const [found, ...rest] = findingsIn(
    ordinary(scene(), 1000).mail({ at: start + hour, to: 'x@partner.example', relay: 'mx.partner.example', attempts: [zen()] }),
  );
  assert.equal(found.id, 'blocklisted');
  assert.equal(found.severity, 'error');
  assert.match(found.title, /^203\.0\.113\.25 is listed at Spamhaus ZEN: 1 delivery to partner\.example met it since 01:00/);
  assert.match(found.advice, /https:\/\/check\.spamhaus\.org\//);
  assert.deepEqual(rest, []);
});

test('blocklisted: also where the mail was let in later, and where it was on its way to somebody else', () => {
  assert.deepEqual(
    idsIn(ordinary(scene(), 300).mail({ at: start, to: 'x@partner.example', attempts: [{ ...zen(), outcome: 'deferred' }, sent(900)] })),
    ['blocklisted'],
  );
  const forwarded = { client: 'mail.else.example[203.0.113.77]', originalRecipient: 'info@shop.example', from: 's@else.example' };
  assert.deepEqual(idsIn(ordinary(scene(), 300).mail({ at: start, to: 'x@partner.example', ...forwarded, attempts: [zen()] })), ['blocklisted']);
});

test('blocklisted: a receiver that accepts nothing because of it is not said twice, but named', () => {
  const found = findingsIn(
    ordinary(scene(), 300).mails(5, { from: start, to: start + hour }, (index) => ({
      to: `x${index}@partner.example`,
      relay: 'mx.partner.example',
      attempts: [zen()],
    })),
  );
  assert.deepEqual(
    found.map(({ id }) => id),
    ['blocklisted'],
  );
  assert.match(found[0].advice, /Because of it partner\.example takes little or nothing/);
});

test('blocklisted: not for our own refusal of a listed client, nor for a look-up that failed at the receiver', () => {
  const own = ordinary(scene(), 300).line(
    start,
    'smtpd',
    'NOQUEUE: reject: RCPT from unknown[203.0.113.9]: 554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using zen.spamhaus.org; from=<s@spam.example> to=<info@shop.example> proto=ESMTP helo=<x>',
  );
  assert.deepEqual(idsIn(own), []);
  const failed = said(
    'bounced',
    '554 5.7.1 Service unavailable; Client host [203.0.113.25] blocked using zen.spamhaus.org; Error: open resolver; https://check.spamhaus.org/returnc/pub/192.0.2.53',
  );
  assert.deepEqual(idsIn(ordinary(scene(), 300).mail({ at: start, to: 'x@partner.example', attempts: [failed] })), []);
});

test('blocklisted: a log of replies without messages tells it too', () => {
  const { findings } = summarized(scene());
  assert.deepEqual(findings, []);
});

test('own-trouble: a full disk by one line, a filter that fails, a program that gives up', () => {
  for (const [daemon, body] of [
    ['cleanup', 'warning: mail_queue_enter: create file maildrop/1.2: No space left on device'],
    ['smtpd', 'warning: connect to Milter service inet:127.0.0.1:8891: Connection refused'],
    ['smtpd', 'fatal: no SASL authentication mechanisms'],
  ]) {
    const found = findingsIn(ordinary(scene(), 300).line(start, daemon, body));
    assert.deepEqual(
      found.map(({ id, evidence }) => [id, evidence.length]),
      [['own-trouble', 1]],
      body,
    );
  }
});

test('own-trouble: mail of many users cannot be delivered here; that of one user with a broken filter is theirs', () => {
  const failing = (users: number) =>
    ordinary(scene(), 300).mails(20, { from: start, to: start + hour }, (index) => ({
      to: `user${index % users}@shop.example`,
      agent: 'local',
      attempts: [{ outcome: 'deferred', dsn: '4.3.0', text: 'temporary failure. Command output: lda: Fatal: cannot connect to the database' }],
    }));
  const found = findingsIn(failing(10)).filter(({ id }) => id === 'own-trouble');
  assert.equal(found.length, 1);
  assert.match(found[0].title, /^Your local delivery: /);
  assert.ok(!idsIn(failing(2)).includes('own-trouble'));
});

test('own-trouble: warnings about strangers, and one domain whose name servers do not answer, are none', () => {
  const log = ordinary(scene(), 300)
    .line(start, 'smtpd', 'warning: hostname host.stranger.example does not resolve to address 203.0.113.77')
    .line(start, 'smtpd', 'warning: unknown[203.0.113.77]: SASL LOGIN authentication failed: UGFzc3dvcmQ6')
    .line(start, 'smtpd', 'warning: TLS library problem: error:0A0000C1:SSL routines::no shared cipher:../ssl/statem/statem_srvr.c:2220:')
    .mail({
      at: start,
      to: 'a@slow.example',
      attempts: [
        {
          outcome: 'deferred',
          dsn: '4.4.3',
          text: 'Host or domain name not found. Name service error for name=slow.example type=MX: Host not found, try again',
          unreached: true,
        },
      ],
    });
  assert.deepEqual(idsIn(log), []);
});

test('own-trouble: the smarthost refuses our login', () => {
  const log = scene().mails(60, { from: start, to: start + hour }, (index) => ({
    to: `x${index}@firm${index % 9}.example`,
    relay: 'smtp.provider.example',
    attempts: [
      {
        outcome: 'deferred',
        dsn: '4.7.8',
        text: 'SASL authentication failed; server smtp.provider.example[192.0.2.9] said: 535 5.7.8 Error: authentication failed',
      },
    ],
  }));
  const found = findingsIn(log);
  assert.ok(found.some(({ id, severity }) => id === 'own-trouble' && severity === 'error'));
  assert.ok(!found.some(({ id }) => id === 'receiver-refusing'));
});

test('own-trouble: a relay refusal is ours at the smarthost, and the receiver’s at one domain', () => {
  const denied = said('bounced', '554 5.7.1 Relay access denied');
  const all = scene().mails(60, { from: start, to: start + hour }, (index) => ({
    to: `x${index}@firm${index % 9}.example`,
    relay: 'smtp.provider.example',
    attempts: [denied],
  }));
  assert.ok(idsIn(all).includes('own-trouble'));
  const one = ordinary(scene(), 300).mails(2, { from: start, to: start + hour }, (index) => ({
    to: `x${index}@moved.example`,
    relay: 'mx.old-host.example',
    attempts: [denied],
  }));
  assert.deepEqual(idsIn(one), []);
});

test('unused receivers of the scene stay healthy', () => {
  assert.deepEqual(
    idsIn(scene().mails(20, { from: start, to: start + hour }, (index) => ({ to: `x${index}@outlook.com`, ...outlook, attempts: [sent()] }))),
    [],
  );
});
