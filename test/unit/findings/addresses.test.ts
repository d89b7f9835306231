import assert from 'node:assert/strict';
import { test } from 'node:test';
import { said, sent, unknownUser } from '../../synthetic/scenario.ts';
import { day, findingsIn, gmail, hour, idsIn, minute, ordinary, scene, start, summarized } from './scenes.ts';

const to = (index: number) => ({ to: `gone${index}@gmail.com`, ...gmail });

test('hard-bounce-retried: five addresses get new mail two hours after they failed for good', () => {
  const log = ordinary(scene(), 1000);
  for (let index = 0; index < 5; index++)
    log
      .mail({ at: start + index * minute, ...to(index), attempts: [unknownUser()] })
      .mail({ at: start + 2 * hour + index * minute, ...to(index), attempts: [unknownUser()] });
  const found = findingsIn(log);
  assert.deepEqual(
    found.map(({ id, count }) => [id, count]),
    [['hard-bounce-retried', 5]],
  );
  assert.match(found[0].title, /^Suppression is not working: 5 addresses/);
});

test('hard-bounce-retried: not within the hour, not four, not one that was alive again, not retries of one message', () => {
  const within = ordinary(scene(), 1000);
  const four = ordinary(scene(), 1000);
  const alive = ordinary(scene(), 1000);
  const retries = ordinary(scene(), 1000);
  for (let index = 0; index < 6; index++) {
    const at = start + index * minute;
    within.mail({ at, ...to(index), attempts: [unknownUser()] }).mail({ at: at + 50 * minute, ...to(index), attempts: [unknownUser()] });
    if (index < 4) four.mail({ at, ...to(index), attempts: [unknownUser()] }).mail({ at: at + 3 * hour, ...to(index), attempts: [unknownUser()] });
    alive
      .mail({ at, ...to(index), attempts: [unknownUser()] })
      .mail({ at: at + 3 * hour, ...to(index), attempts: [unknownUser()] })
      .mail({ at: at + 4 * hour, ...to(index), attempts: [sent()] });
    retries.mail({
      at,
      ...to(index),
      attempts: [
        said('deferred', '450 4.1.1 user unknown for now'),
        said('deferred', '450 4.1.1 user unknown for now', { after: 7200 }),
        unknownUser(14_400),
      ],
    });
  }
  for (const log of [within, four, alive, retries]) assert.ok(!idsIn(log).includes('hard-bounce-retried'));
});

test('hard-bounce-retried: mail refused because of the sender is no dead address', () => {
  const log = ordinary(scene(), 1000);
  const refused = said('bounced', '550 5.7.1 Message rejected as spam');
  for (let index = 0; index < 6; index++)
    log.mail({ at: start, ...to(index), attempts: [refused] }).mail({ at: start + 3 * hour, ...to(index), attempts: [refused] });
  assert.ok(!idsIn(log).includes('hard-bounce-retried'));
});

const full = (after = 1) => said('deferred', '452 4.2.2 Mailbox full', { after });

test('soft-bounce-expired: a mailbox that is full for five days, by the delay of one message', () => {
  const log = ordinary(scene(), 300, { to: start + 6 * day }).mail({
    at: start,
    to: 'full@partner.example',
    attempts: [full(), full(2 * 86_400), full(5 * 86_400)],
    expires: true,
  });
  const found = findingsIn(log).filter(({ id }) => id === 'soft-bounce-expired');
  assert.equal(found.length, 1);
  assert.match(found[0].title, /1 address fails softly for too long, up to 5 days: full@partner\.example/);
});

test('soft-bounce-expired: the age that the log itself names counts where the log is short', () => {
  const log = ordinary(scene(), 300)
    .line(start, 'qmgr', '4jOLD00001: from=<orders@shop.example>, size=2000, nrcpt=1 (queue active)')
    .line(
      start + 1000,
      'smtp',
      '4jOLD00001: to=<full@partner.example>, relay=mx.partner.example[198.51.100.9]:25, delay=432100, delays=432100/0/0/0, dsn=4.2.2, status=deferred (host mx.partner.example[198.51.100.9] said: 452 4.2.2 Mailbox full (in reply to RCPT TO command))',
    );
  assert.ok(idsIn(log).includes('soft-bounce-expired'));
});

test('soft-bounce-expired: a 450 for two days; not for one', () => {
  const log = (days: number) =>
    ordinary(scene(), 300, { to: start + 3 * day }).mail({
      at: start,
      to: 'shut@partner.example',
      attempts: [said('deferred', '450 4.2.1 mailbox unavailable'), said('deferred', '450 4.2.1 mailbox unavailable', { after: days * 86_400 })],
    });
  assert.ok(idsIn(log(2)).includes('soft-bounce-expired'));
  assert.ok(!idsIn(log(1)).includes('soft-bounce-expired'));
});

test('soft-bounce-expired: not for throttling, server errors or no connection, however long; not where mail arrived between', () => {
  for (const reply of ['421 4.7.28 rate limited', '451 4.3.0 internal error', '450 4.2.0 Greylisted']) {
    const log = ordinary(scene(), 300, { to: start + 6 * day }).mail({
      at: start,
      to: 'x@partner.example',
      attempts: [said('deferred', reply), said('deferred', reply, { after: 5.5 * 86_400 })],
    });
    assert.ok(!idsIn(log).includes('soft-bounce-expired'), reply);
  }
  const between = ordinary(scene(), 300, { to: start + 8 * day })
    .mail({ at: start, to: 'full@partner.example', attempts: [full()], expires: true })
    .mail({ at: start + 3 * day, to: 'full@partner.example', attempts: [sent()] })
    .mail({ at: start + 6 * day, to: 'full@partner.example', attempts: [full()] });
  assert.ok(!idsIn(between).includes('soft-bounce-expired'));
});

const login = 'anna@shop.example';

test('account-abuse: an account that sends ten a hour sends 400 in one, from ten networks', () => {
  const log = ordinary(scene(), 1000)
    .mails(100, { from: start, to: start + 10 * hour }, (index) => ({
      account: login,
      client: 'dsl.example[198.51.100.20]',
      from: login,
      to: `c${index}@firm${index % 9}.example`,
      attempts: [sent()],
    }))
    .mails(400, { from: start + 7 * hour, to: start + 7.9 * hour }, (index) => ({
      account: login,
      client: `unknown[203.${index % 10}.113.7]`,
      from: login,
      to: `v${index}@victim${index % 90}.example`,
      relay: `mx.victim${index % 90}.example`,
      attempts: [sent()],
    }));
  const [found] = findingsIn(log).filter(({ id }) => id === 'account-abuse');
  assert.equal(found.severity, 'error');
  assert.match(
    found.title,
    /^The account anna@shop\.example looks stolen: 410 deliveries in the hour from 07:00, its usual hour has 10; from 1\d networks/,
  );
});

test('account-abuse: a third of unknown recipients betrays it from one address too', () => {
  const log = ordinary(scene(), 3000)
    .mails(40, { from: start, to: start + 10 * hour }, (index) => ({
      account: login,
      from: login,
      to: `c${index}@firm${index % 9}.example`,
      attempts: [sent()],
    }))
    .mails(300, { from: start + 8 * hour, to: start + 8.9 * hour }, (index) => ({
      account: login,
      from: login,
      to: `v${index}@victim${index % 90}.example`,
      relay: `mx.victim${index % 90}.example`,
      attempts: [index % 3 === 0 ? unknownUser() : sent()],
    }));
  assert.ok(idsIn(log).includes('account-abuse'));
});

test('account-abuse: a newsletter from one place to known people, a busy account of many servers, a traveller, are none', () => {
  const newsletter = ordinary(scene(), 1000).mails(900, { from: start + 8 * hour, to: start + 8.9 * hour }, (index) => ({
    account: 'news@shop.example',
    from: 'news@shop.example',
    to: `v${index}@firm${index % 90}.example`,
    attempts: [sent()],
  }));
  const cluster = scene().mails(3000, { from: start, to: start + 10 * hour }, (index) => ({
    account: 'app',
    client: `web${index % 20}.shop.example[10.0.${index % 20}.7]`,
    to: `v${index}@firm${index % 90}.example`,
    attempts: [sent()],
  }));
  const traveller = ordinary(scene(), 1000).mails(60, { from: start, to: start + 10 * hour }, (index) => ({
    account: login,
    client: `unknown[203.${index % 12}.113.7]`,
    from: login,
    to: `c${index}@firm.example`,
    attempts: [sent()],
  }));
  for (const log of [newsletter, cluster, traveller]) assert.ok(!idsIn(log).includes('account-abuse'));
});

const rejectedLater = { from: (n: number) => `victim${n}@place${n}.example`, client: 'unknown[203.0.113.66]' };

test('backscatter: mail taken in, not deliverable here, returned to forged senders', () => {
  const log = ordinary(scene(), 500).mails(30, { from: start, to: start + 5 * hour }, (index) => ({
    from: rejectedLater.from(index),
    client: rejectedLater.client,
    to: `nobody${index}@shop.example`,
    agent: 'lmtp',
    relay: 'store.shop.example',
    attempts: [unknownUser()],
    notice: true,
  }));
  const found = findingsIn(log);
  assert.deepEqual(
    found.map(({ id, count }) => [id, count]),
    [['backscatter', 30]],
  );
  assert.match(found[0].advice, /while the client is connected/);
});

test('backscatter: a border server that passes on for one mail store and knows no recipients', () => {
  const log = scene().mails(30, { from: start, to: start + 5 * hour }, (index) => ({
    from: rejectedLater.from(index),
    client: rejectedLater.client,
    to: `nobody${index}@shop.example`,
    relay: 'store.corp.example',
    attempts: [unknownUser()],
    notice: true,
  }));
  assert.ok(idsIn(log).includes('backscatter'));
});

test('backscatter: notices to our own senders about their bounces are none', () => {
  const log = ordinary(scene(), 3000).mails(40, { from: start, to: start + 9 * hour }, (index) => ({
    to: `gone${index}@firm${index}.example`,
    relay: `mx.firm${index}.example`,
    attempts: [unknownUser()],
    notice: true,
  }));
  assert.deepEqual(idsIn(log), []);
  const accounts = ordinary(scene(), 3000).mails(40, { from: start, to: start + 9 * hour }, (index) => ({
    account: login,
    to: `gone${index}@firm${index}.example`,
    relay: `mx.firm${index}.example`,
    attempts: [unknownUser()],
    notice: true,
  }));
  assert.deepEqual(idsIn(accounts), []);
});

test('an error finding is damage, a warning attention; what is only to be known leaves the log healthy', () => {
  const soft = ordinary(scene(), 300, { to: start + 6 * day }).mail({
    at: start,
    to: 'full@partner.example',
    attempts: [full(), full(5 * 86_400)],
    expires: true,
  });
  const { health } = summarized(soft);
  assert.equal(health.state, 'healthy');
  assert.match(health.sentence, /1 finding to know of/);
});
