import assert from 'node:assert/strict';
import { test } from 'node:test';
import { said, sent, unknownUser, unreached } from '../../synthetic/scenario.ts';
import { day, findingsIn, gmail, hour, idsIn, minute, ordinary, outlook, scene, start, yahoo } from './scenes.ts';

const slowDown = said('deferred', '421 4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address', {
  command: 'end of DATA',
});
const distrust = said('deferred', '451 4.7.650 The mail server [203.0.113.25] has been temporarily rate limited due to IP reputation. (S775)');
const fault = said('deferred', '451 4.3.0 Internal server error, try later');
const web = { relay: 'mx-ha02.web.de', ip: '198.51.100.7' };

/** Mail to Gmail of which every n-th is slowed down at first and goes through half an hour later. */
const throttled = (count: number, every: number, from: number, to: number, attempt = slowDown) =>
  ordinary(scene(), 3000).mails(count, { from, to }, (index) => ({
    from: 'news@news.example',
    to: `r${index}@gmail.com`,
    ...gmail,
    attempts: index % every === 0 ? [attempt, sent(1800)] : [sent()],
  }));

test('rate-limited: a peak at one receiver, counted in deliveries although all arrived later, with the domain and since when', () => {
  const found = findingsIn(throttled(1000, 2, start + 8 * hour, start + 10 * hour));
  assert.deepEqual(
    found.map(({ id, receiver, senderDomain }) => [id, receiver, senderDomain]),
    [['rate-limited', 'Gmail', 'news.example']],
  );
  assert.match(found[0].title, /^Gmail is rate-limiting news\.example since 08:0\d: 5\d\d of [\d,]+ deliveries deferred$/);
  assert.equal(found[0].since, '2026-11-02T08:00:01Z');
});

test('rate-limited: a peak in the morning of a day that was over by ten says from when to when', () => {
  const log = throttled(1000, 2, start + 8 * hour, start + 10 * hour);
  ordinary(log, 2000, { from: start + 10 * hour, to: start + 20 * hour });
  const [found] = findingsIn(log).filter(({ id }) => id === 'rate-limited');
  assert.match(found.title, /^Gmail rate-limited news\.example from 08:\d\d to (09|10):\d\d: /);
});

test('rate-limited: 1 % of deliveries slowed down now and then is no finding', () => {
  assert.deepEqual(idsIn(throttled(2000, 100, start, start + 10 * hour)), []);
});

test('rate-limited: a peak five days ago is over and no finding', () => {
  const log = throttled(1000, 2, start + 8 * hour, start + 10 * hour);
  ordinary(log, 4000, { from: start + 10 * hour, to: start + 6 * day });
  assert.deepEqual(idsIn(log), []);
});

test('rate-limited: 30 of 60 at a small receiver are too few', () => {
  assert.deepEqual(
    idsIn(
      throttled(0, 1, start, start).mails(60, { from: start, to: start + 9 * hour }, (index) => ({
        to: `x${index}@small.example`,
        relay: 'mx.small.example',
        attempts: index % 2 ? [slowDown, sent(900)] : [sent()],
      })),
    ),
    [],
  );
});

test('reputation-throttling: the same receiver throttles for ten hours at the usual volume', () => {
  const found = findingsIn(throttled(2000, 5, start, start + 10 * hour));
  assert.deepEqual(
    found.map(({ id, receiver }) => [id, receiver]),
    [['reputation-throttling', 'Gmail']],
  );
  assert.match(found[0].title, /for 10 hours, at the usual volume/);
});

test('reputation-throttling: the receiver says itself that it is reputation', () => {
  const log = ordinary(scene(), 3000).mails(400, { from: start + 8 * hour, to: start + 10 * hour }, (index) => ({
    to: `r${index}@outlook.com`,
    ...outlook,
    attempts: index % 2 ? [distrust, sent(1800)] : [sent()],
  }));
  const found = findingsIn(log);
  assert.deepEqual(
    found.map(({ id, receiver }) => [id, receiver]),
    [['reputation-throttling', 'Outlook.com']],
  );
  assert.match(found[0].advice, /Microsoft SNDS/);
});

test('receiver-refusing: three recipients, nothing accepted, still in the queue', () => {
  const log = ordinary(scene(), 300).mails(3, { from: start + 9 * hour, to: start + 10 * hour }, (index) => ({
    to: `kunde${index}@web.de`,
    ...web,
    attempts: [
      {
        outcome: 'deferred',
        dsn: '4.0.0',
        text: 'host mx-ha02.web.de[198.51.100.7] refused to talk to me: 554 web.de (mxweb006) Nemesis ESMTP Service not available 554-No SMTP service 554-Bad DNS PTR resource record. 554 For explanation visit https://postmaster.web.de/error-messages?ip=203.0.113.25',
      },
    ],
  }));
  const found = findingsIn(log);
  assert.deepEqual(
    found.map(({ id, receiver, count }) => [id, receiver, count]),
    [['receiver-refusing', 'web.de', 3]],
  );
  assert.match(found[0].title, /^web\.de accepts nothing since 09:00: 3 deliveries to 3 recipients refused .*3 still wait/);
});

const refused = (count: number, attempt: ReturnType<typeof said>, more: readonly ReturnType<typeof said>[] = []) =>
  ordinary(scene(), 300).mails(count, { from: start + 9 * hour, to: start + 10 * hour }, (index) => ({
    to: `kunde${index}@web.de`,
    ...web,
    attempts: index === 0 && more.length > 0 ? more : [attempt],
  }));

test('receiver-refusing: not for two recipients, not where one delivery was accepted', () => {
  const policy = said('deferred', '450 4.7.1 Service refused by policy');
  assert.deepEqual(idsIn(refused(2, policy)), []);
  assert.deepEqual(idsIn(refused(4, policy, [sent()])), []);
  assert.deepEqual(idsIn(refused(3, policy)), ['receiver-refusing']);
});

test('receiver-refusing: not for unknown recipients, first greylisting, or one message that is too large', () => {
  assert.deepEqual(idsIn(refused(5, unknownUser())), []);
  assert.deepEqual(idsIn(refused(5, said('deferred', '450 4.2.0 Greylisted, see http://postgrey.schweikert.ch/help/web.de.html'))), []);
  const large = ordinary(scene(), 300).mail({
    at: start,
    to: ['a@web.de', 'b@web.de', 'c@web.de', 'd@web.de'],
    ...web,
    attempts: [said('bounced', '552 5.3.4 Message too big')],
  });
  assert.deepEqual(idsIn(large), []);
});

test('receiver-trouble: server errors of one receiver peak', () => {
  const log = ordinary(scene(), 3000).mails(300, { from: start + 9 * hour, to: start + 10 * hour }, (index) => ({
    to: `k${index}@yahoo.com`,
    ...yahoo,
    attempts: index % 3 ? [fault, sent(1200)] : [sent()],
  }));
  const found = findingsIn(log);
  assert.deepEqual(
    found.map(({ id, receiver, severity }) => [id, receiver, severity]),
    [['receiver-trouble', 'Yahoo', 'warning']],
  );
  assert.match(found[0].advice, /their side/);
});

test('receiver-trouble: not greylisting, full mailboxes, or too many recipients at once', () => {
  for (const reply of ['450 4.2.0 Greylisted, please come back later', '452 4.2.2 Mailbox full', '452 4.5.3 Too many recipients']) {
    const log = ordinary(scene(), 3000).mails(300, { from: start + 9 * hour, to: start + 10 * hour }, (index) => ({
      to: `k${index}@yahoo.com`,
      ...yahoo,
      attempts: index % 3 ? [said('deferred', reply), sent(1200)] : [sent()],
    }));
    assert.deepEqual(idsIn(log), [], reply);
  }
});

test('a receiver in maintenance for an hour is one finding, not also one that refuses or degrades', () => {
  const log = ordinary(scene(), 3000).mails(250, { from: start + 9 * hour, to: start + 10 * hour }, (index) => ({
    to: `k${index}@ionos.example`,
    relay: 'mx00.ionos.de',
    attempts: [fault],
  }));
  assert.deepEqual(idsIn(log), ['receiver-trouble']);
});

test('own-trouble: no connection to anybody for half an hour is our line, not trouble of each receiver', () => {
  const log = ordinary(scene(), 3000).mails(400, { from: start + 5 * hour, to: start + 5.5 * hour }, (index) => ({
    to: `k${index}@firm${index % 20}.example`,
    relay: `mx.firm${index % 20}.example`,
    attempts: [unreached(`mx.firm${index % 20}.example`), sent(3600)],
  }));
  const found = findingsIn(log);
  assert.deepEqual(
    found.map(({ id, severity }) => [id, severity]),
    [['own-trouble', 'error']],
  );
  assert.match(found[0].title, /^No connection to 20 receivers at once from 05:0\d to 05:\d\d: 400 of/);
});

test('own-trouble: a tail of dead domains that nobody reaches is none', () => {
  const log = ordinary(scene(), 3000).mails(200, { from: start, to: start + 10 * hour }, (index) => ({
    to: `k${index}@dead${index % 60}.example`,
    attempts: [unreached(`mx.dead${index % 60}.example`)],
  }));
  assert.deepEqual(
    idsIn(log).filter((id) => id !== 'queue-growing'),
    [],
  );
});

test('receiver-trouble: one receiver that cannot be reached while others can', () => {
  const log = ordinary(scene(), 3000).mails(300, { from: start + 9 * hour, to: start + 10 * hour }, (index) => ({
    to: `k${index}@partner.example`,
    relay: 'mx.partner.example',
    attempts: [unreached('mx.partner.example'), sent(1800)],
  }));
  assert.deepEqual(idsIn(log), ['receiver-trouble']);
});

test('degrading: a receiver that took everything refuses 8 % by rules it never named before', () => {
  const log = ordinary(scene(), 4000)
    .mails(600, { from: start + 6 * hour, to: start + 10 * hour }, (index) => ({
      to: `k${index}@partner.example`,
      relay: 'mx.partner.example',
      attempts: [sent()],
    }))
    .mails(600, { from: start + 8 * hour, to: start + 10 * hour }, (index) => ({
      to: `n${index}@partner.example`,
      relay: 'mx.partner.example',
      attempts: [index % 12 === 0 ? said('bounced', '554 5.5.0 Transaction failed', { command: 'end of DATA' }) : sent()],
    }));
  const found = findingsIn(log).filter(({ id }) => id === 'degrading');
  assert.deepEqual(
    found.map(({ receiver, count }) => [receiver, count]),
    [['partner.example', 50]],
  );
  assert.match(found[0].title, /since 08:00, 0 % \(0 of \d+\) before/);
});

test('degrading: a receiver begins to answer 421, too little yet for a rate limit', () => {
  const log = ordinary(scene(), 6000).mails(1500, { from: start + 5 * hour, to: start + 10 * hour }, (index) => ({
    to: `r${index}@gmail.com`,
    ...gmail,
    attempts: index % 20 === 0 ? [slowDown, sent(1800)] : [sent()],
  }));
  assert.deepEqual(idsIn(log), ['degrading']);
  assert.match(findingsIn(log)[0].title, /^Gmail defers more and more: .* since 05:/);
});

test('degrading: the same share all day, or the same hours every day, are no trend', () => {
  const policy = said('bounced', '554 5.5.0 Transaction failed', { command: 'end of DATA' });
  const steady = ordinary(scene(), 3000).mails(2000, { from: start, to: start + 10 * hour }, (index) => ({
    to: `k${index}@partner.example`,
    relay: 'mx.partner.example',
    attempts: [index % 60 === 0 ? policy : sent()],
  }));
  assert.deepEqual(idsIn(steady), []);
  const days = scene();
  for (let n = 0; n < 4; n++) {
    days.mails(600, { from: start + n * day, to: start + n * day + 8 * hour }, (index) => ({
      to: `k${index}@partner.example`,
      relay: 'mx.partner.example',
      attempts: [sent()],
    }));
    // each evening a mailing of which a few are refused; nothing at night
    days.mails(600, { from: start + n * day + 18 * hour, to: start + n * day + 20 * hour }, (index) => ({
      to: `k${index}@partner.example`,
      relay: 'mx.partner.example',
      attempts: [index % 30 === 0 ? policy : sent()],
    }));
  }
  assert.deepEqual(
    idsIn(days).filter((id) => id === 'degrading'),
    [],
  );
});

test('greylisting-slow: two hours lost at each greylisted message; ten minutes are none', () => {
  const log = (wait: number) =>
    ordinary(scene(), 1000).mails(40, { from: start, to: start + 7 * hour }, (index) => ({
      to: `k${index}@partner.example`,
      relay: 'mx.partner.example',
      attempts: [said('deferred', '450 4.2.0 Recipient address rejected: Greylisted'), sent((wait / minute) * 60)],
    }));
  const found = findingsIn(log(2 * hour));
  assert.deepEqual(
    found.map(({ id, receiver }) => [id, receiver]),
    [['greylisting-slow', 'partner.example']],
  );
  assert.match(found[0].title, /costs 2 h for half of 40 deliveries/);
  assert.deepEqual(idsIn(log(10 * minute)), []);
});

test('queue-growing: more and more wait, the oldest for hours', () => {
  const log = ordinary(scene(), 1000).mails(200, { from: start, to: start + 10 * hour }, (index) => ({
    to: `k${index}@partner${index % 50}.example`,
    relay: `mx.partner${index % 50}.example`,
    attempts: [0, 1, 2, 3, 4, 5]
      .map((n) => said('deferred', '450 4.2.1 try again later', { after: 1 + n * 3600 }))
      .filter((_, n) => start + (index * 10 * hour) / 200 + n * hour < start + 10 * hour),
  }));
  assert.ok(idsIn(log).includes('queue-growing'));
});

test('queue-growing: an old queue that a log begins with, and one that drains, do not grow', () => {
  const old = ordinary(scene(), 1000);
  for (let index = 0; index < 100; index++) {
    const id = `4jOLD0000${String(index).padStart(4, '0')}`;
    for (const at of [start + index * minute, start + 5 * hour + index * minute]) {
      old.line(at, 'qmgr', `${id}: from=<orders@shop.example>, size=2000, nrcpt=1 (queue active)`);
      old.line(
        at,
        'smtp',
        `${id}: to=<o${index}@old${index}.example>, relay=none, delay=${90_000 + (at - start) / 1000}, delays=90000/0/0/0, dsn=4.4.1, status=deferred (connect to mx.old${index}.example[198.51.100.9]:25: Connection timed out)`,
      );
    }
  }
  assert.deepEqual(
    idsIn(old).filter((id) => id === 'queue-growing'),
    [],
  );
  const draining = ordinary(scene(), 1000).mails(200, { from: start, to: start + hour }, (index) => ({
    to: `k${index}@p${index % 50}.example`,
    relay: `mx.p${index % 50}.example`,
    attempts: [said('deferred', '450 4.2.1 try again later'), ...(index % 3 ? [sent(7200)] : [])],
  }));
  assert.deepEqual(
    idsIn(draining).filter((id) => id === 'queue-growing'),
    [],
  );
});
