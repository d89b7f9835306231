import assert from 'node:assert/strict';
import { test } from 'node:test';
import { said, sent, unknownUser } from '../../synthetic/scenario.ts';
import { day, findingsIn, gmail, hour, idsIn, ordinary, scene, start, summarized, yahoo } from './scenes.ts';

const spam = said('bounced', '550 5.7.1 Message rejected as spam', { command: 'end of DATA' });

/** Mail of one domain of which every n-th fails. */
const failing = (count: number, every: number, attempt = unknownUser(), from = start, to = start + 10 * hour) =>
  scene().mails(count, { from, to }, (index) => ({
    to: `user${index}@firm${index % 40}.example`,
    relay: `mx.firm${index % 40}.example`,
    attempts: [index % every === 0 ? attempt : sent()],
  }));

test('a clean log gives no finding and is healthy', () => {
  const { findings, health } = summarized(ordinary(scene(), 2000));
  assert.deepEqual(findings, []);
  assert.deepEqual(health, { state: 'healthy', sentence: 'Healthy: nothing failed. All 2,000 deliveries arrived.' });
});

test('an ordinary day with 1 % unknown recipients gives no finding and is healthy', () => {
  const { findings, health } = summarized(failing(3000, 100));
  assert.deepEqual(findings, []);
  assert.equal(health.state, 'healthy');
  assert.match(health.sentence, /30 of 3,000 deliveries \(1 %\) came back/);
});

test('list-quality and bounce-rate: 10 % unknown recipients are an error, with the counts in the title', () => {
  const findings = findingsIn(failing(1000, 10));
  assert.deepEqual(findings.map(({ id, severity }) => `${id} ${severity}`).sort(), ['bounce-rate error', 'list-quality error']);
  for (const { title, count, evidence, since } of findings) {
    assert.match(title, /10 % \(100 of 1,000\)/);
    assert.equal(count, 100);
    assert.ok(evidence.length >= 3);
    assert.equal(since, '2026-11-02T00:00:01Z');
  }
});

test('between the marks it is a warning: 2.6 % of 6,000, whose lower bound is above 2 % and below 3 %', () => {
  const findings = findingsIn(failing(6000, 38));
  assert.deepEqual([...new Set(findings.map(({ severity }) => severity))], ['warning']);
  assert.deepEqual(findings.map(({ id }) => id).sort(), ['bounce-rate', 'list-quality']);
});

test('a rate above the mark by chance is no finding: 3 % of 400 has a lower bound below 2 %', () => {
  assert.deepEqual(idsIn(failing(400, 33)), []);
});

test('too few to judge: 20 of 100 is a state with its counts, no finding', () => {
  const { findings, health } = summarized(failing(100, 5));
  assert.deepEqual(findings, []);
  assert.equal(health.state, 'too-few');
  assert.match(health.sentence, /100 deliveries ended and 20 of them came back; a rate wants 200/);
});

test('one newsletter to 300 recipients is one event: two messages are too few whatever their rate', () => {
  const list = Array.from({ length: 300 }, (_, index) => `reader${index}@firm.example`);
  const log = scene()
    .mail({ at: start, to: list, attempts: [sent()] })
    .mail({ at: start + hour, to: list.map((address) => `old.${address}`).slice(0, 30), attempts: [unknownUser()] });
  assert.deepEqual(idsIn(log), []);
});

test('retries do not count: a delivery deferred twenty times is one', () => {
  const stubborn = Array.from({ length: 20 }, (_, n) => said('deferred', '450 4.1.1 user unknown for now', { after: 60 * (n + 1) }));
  const log = failing(400, 1000).mails(5, { from: start, to: start + hour }, (index) => ({
    to: `u${index}@firm.example`,
    attempts: [...stubborn, unknownUser(2000)],
  }));
  assert.deepEqual(idsIn(log), []);
});

test('unknown recipients of inbound and forwarded mail are no list of ours', () => {
  const log = failing(1000, 1000)
    .mails(400, { from: start, to: start + 9 * hour }, (index) => ({
      from: `stranger${index}@elsewhere.example`,
      client: 'mail.elsewhere.example[203.0.113.77]',
      to: `nobody${index}@shop.example`,
      agent: 'lmtp' as const,
      relay: 'store.shop.example',
      attempts: [unknownUser()],
    }))
    .mails(300, { from: start, to: start + 9 * hour }, (index) => ({
      from: `stranger${index}@elsewhere.example`,
      client: 'mail.elsewhere.example[203.0.113.77]',
      originalRecipient: `alias${index}@shop.example`,
      to: `old${index}@gmail.com`,
      ...gmail,
      attempts: [index % 2 ? unknownUser() : spam],
    }));
  assert.deepEqual(idsIn(log), []);
});

test("this server's refusals of spammers are no outbound finding", () => {
  const log = ordinary(scene(), 1000);
  for (let index = 0; index < 500; index++)
    log.line(
      start + index * 1000,
      'smtpd',
      `NOQUEUE: reject: RCPT from unknown[203.0.113.9]: 554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using zen.spamhaus.org; from=<s${index}@spam.example> to=<info@shop.example> proto=ESMTP helo=<x>`,
    );
  const { findings, health, totals } = summarized(log);
  assert.equal(totals.rejections, 500);
  assert.deepEqual(findings, []);
  assert.equal(health.state, 'healthy');
});

test('list-quality: unknown recipients that jump at one receiver, while the whole stays below the mark', () => {
  const log = ordinary(scene(), 12_000).mails(400, { from: start + 8 * hour, to: start + 10 * hour }, (index) => ({
    to: `bought${index}@gmail.com`,
    ...gmail,
    attempts: [index % 4 === 0 ? unknownUser() : sent()],
  }));
  const found = findingsIn(log).filter(({ id }) => id === 'list-quality');
  assert.equal(found.length, 1);
  assert.equal(found[0].receiver, 'Gmail');
  assert.match(found[0].title, /^Unknown recipients at Gmail went up to/);
  assert.ok(Date.parse(found[0].since as string) >= start + 8 * hour);
});

test('one bad day at one receiver, three days ago in a log of six, is no finding', () => {
  const log = ordinary(scene(), 6000, { to: start + 6 * day }).mails(400, { from: start + 2 * day, to: start + 2.5 * day }, (index) => ({
    to: `reader${index}@yahoo.com`,
    ...yahoo,
    attempts: [said('bounced', '554 5.3.0 internal server error')],
  }));
  assert.deepEqual(idsIn(log), []);
});

test('the same every day is one', () => {
  const log = ordinary(scene(), 6000, { to: start + 6 * day }).mails(400, { from: start, to: start + 6 * day }, (index) => ({
    to: `reader${index}@yahoo.com`,
    ...yahoo,
    attempts: [unknownUser()],
  }));
  assert.deepEqual(idsIn(log), ['bounce-rate', 'list-quality']);
});

test('bounce-rate names the domain that bounces, and no other', () => {
  const log = ordinary(scene(), 3000).mails(400, { from: start, to: start + 9 * hour }, (index) => ({
    from: 'news@news.example',
    to: `reader${index}@firm${index % 30}.example`,
    relay: `mx.firm${index % 30}.example`,
    attempts: [index % 8 === 0 ? said('bounced', '552 5.3.4 Message size exceeds fixed limit') : sent()],
  }));
  const found = findingsIn(log);
  assert.deepEqual(
    found.map(({ id, senderDomain }) => [id, senderDomain]),
    [['bounce-rate', 'news.example']],
  );
  assert.match(found[0].title, /^Mail of news\.example bounces: 13 % \(50 of 400\) came back$/);
});

test('content-or-reputation: a receiver that refuses 5 % as spam, with its own page', () => {
  const log = ordinary(scene(), 3000).mails(400, { from: start, to: start + 10 * hour }, (index) => ({
    to: `x${index}@gmail.com`,
    ...gmail,
    attempts: [index % 10 === 0 ? spam : sent()],
  }));
  const found = findingsIn(log).filter(({ id }) => id === 'content-or-reputation');
  assert.deepEqual(
    found.map(({ receiver, count }) => [receiver, count]),
    [['Gmail', 40]],
  );
  assert.match(found[0].advice, /Google Postmaster Tools \(https:\/\/postmaster\.google\.com\/\)/);
});

test('content-or-reputation: nine spam refusals are too few, and greylisting, size and full mailboxes are none', () => {
  const log = ordinary(scene(), 3000)
    .mails(9, { from: start, to: start + 10 * hour }, (index) => ({ to: `x${index}@gmail.com`, ...gmail, attempts: [spam] }))
    .mails(60, { from: start, to: start + 10 * hour }, (index) => ({
      to: `y${index}@gmail.com`,
      ...gmail,
      attempts: [said('deferred', '452 4.2.2 Mailbox full'), sent(900)],
    }));
  assert.deepEqual(idsIn(log), []);
});

test('mail from everywhere to one store behind this server is inbound, though nothing in the log says so: no list, no bounce rate of ours', () => {
  const gateway = (unknown: number) =>
    scene().mails(800, { from: start, to: start + 10 * hour }, (index) => ({
      from: `someone${index}@place${index % 60}.example`,
      client: `mail.place${index % 60}.example[203.${index % 40}.113.7]`,
      to: `staff${index}@corp.example`,
      relay: 'exchange.corp.example',
      attempts: [index % unknown ? sent() : unknownUser()],
    }));
  assert.deepEqual(idsIn(gateway(4)), []);
  const both = gateway(4);
  ordinary(both, 1000).mails(300, { from: start, to: start + 9 * hour }, (index) => ({
    to: `gone${index}@gmail.com`,
    ...gmail,
    attempts: [unknownUser()],
  }));
  const [found] = findingsIn(both).filter(({ id }) => id === 'list-quality');
  assert.match(found.title, /\(300 of 1,300\)/);
});
