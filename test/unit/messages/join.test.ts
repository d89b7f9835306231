import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEngine } from '../../../server/src/core.ts';
import { eventsOf } from '../../golden/events.ts';
import { log, reference, summaryOf } from '../summary/fold.ts';

const sent = '250 2.0.0 Ok: queued as 3B1C2D4E5F';
let second = 0;
const at = (text: string, host = 'mx1') =>
  `Nov  8 12:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second++ % 60).padStart(2, '0')} ${host} ${text}`;
const client = (id: string, name = 'web01.shop.example[192.0.2.5]', more = '') => at(`postfix/smtpd[11]: ${id}: client=${name}${more}`);
const from = (id: string, sender: string, nrcpt = 1) => at(`postfix/qmgr[12]: ${id}: from=<${sender}>, size=1000, nrcpt=${nrcpt} (queue active)`);
const to = (
  id: string,
  recipient: string,
  status: string,
  said: string,
  { agent = 'smtp', relay = 'mx.brightwater.example[198.51.100.7]:25', dsn = '', orig = '' } = {},
) =>
  at(
    `postfix/${agent}[13]: ${id}: to=<${recipient}>, ${orig ? `orig_to=<${orig}>, ` : ''}relay=${relay}, delay=1, delays=0.1/0.2/0.3/0.4, dsn=${dsn || (status === 'sent' ? '2.0.0' : status === 'bounced' ? '5.1.1' : '4.0.0')}, status=${status} (${said})`,
  );
const removed = (id: string) => at(`postfix/qmgr[12]: ${id}: removed`);
const unknownUser =
  'host mx.brightwater.example[198.51.100.7] said: 550 5.1.1 <x@brightwater.example>: Recipient address rejected: User unknown (in reply to RCPT TO command)';
const busy = 'host mx.brightwater.example[198.51.100.7] said: 451 4.3.0 Try again later (in reply to RCPT TO command)';

test('a delivery is one message and one recipient: retries count as attempts, the last one is the outcome', () => {
  const { totals } = summaryOf(
    log(
      client('4A1C0FFEE'),
      from('4A1C0FFEE', 'a@shop.example', 2),
      to('4A1C0FFEE', 'x@brightwater.example', 'deferred', busy),
      to('4A1C0FFEE', 'y@brightwater.example', 'bounced', unknownUser),
      from('4A1C0FFEE', 'a@shop.example', 2),
      to('4A1C0FFEE', 'x@brightwater.example', 'deferred', busy),
      to('4A1C0FFEE', 'x@brightwater.example', 'sent', sent),
      removed('4A1C0FFEE'),
    ),
  );
  assert.deepEqual(
    { ...totals, bounceRate: 0, invalidRecipientRate: 0 },
    {
      messages: 1,
      deliveries: 2,
      addresses: 2,
      delivered: 1,
      deferred: 0,
      bounced: 1,
      expired: 0,
      attempts: 4,
      recovered: 1,
      rejections: 0,
      probes: 0,
      bounceRate: 0,
      invalidRecipientRate: 0,
    },
  );
  assert.equal(totals.bounceRate, 0.5);
  assert.equal(totals.invalidRecipientRate, 0.5);
});

test('an expiry closes what is still deferred, keeps its reason, and leaves delivered recipients alone', () => {
  const summary = summaryOf(
    log(
      from('4A2C0FFEE', 'a@shop.example', 3),
      to('4A2C0FFEE', 'x@brightwater.example', 'deferred', busy),
      to('4A2C0FFEE', 'y@brightwater.example', 'deferred', busy),
      to('4A2C0FFEE', 'z@brightwater.example', 'sent', sent),
      at('postfix/qmgr[12]: 4A2C0FFEE: from=<a@shop.example>, status=expired, returned to sender'),
      removed('4A2C0FFEE'),
    ),
  );
  assert.equal(summary.totals.expired, 2);
  assert.equal(summary.totals.delivered, 1);
  assert.equal(summary.totals.bounceRate, 2 / 3);
  const [receiver] = summary.receivers;
  assert.equal(receiver.reasons.length, 1);
  assert.equal(receiver.reasons[0].count, 2);
});

test('a short queue ID that is used again is another message', () => {
  const one = [client('3F2A81C0'), from('3F2A81C0', 'a@shop.example'), to('3F2A81C0', 'x@brightwater.example', 'sent', sent), removed('3F2A81C0')];
  const { totals, senders } = summaryOf(
    log(
      ...one,
      client('3F2A81C0'),
      from('3F2A81C0', 'b@shop.example'),
      to('3F2A81C0', 'x@brightwater.example', 'bounced', unknownUser),
      removed('3F2A81C0'),
    ),
  );
  assert.deepEqual([totals.messages, totals.deliveries, totals.delivered, totals.bounced, totals.addresses], [2, 2, 1, 1, 1]);
  assert.deepEqual(
    senders.map(({ sender, deliveries, bounced }) => ({ sender, deliveries, bounced })),
    [
      { sender: 'a@shop.example', deliveries: 1, bounced: 0 },
      { sender: 'b@shop.example', deliveries: 1, bounced: 1 },
    ],
  );
});

test('a queue ID used again though its removal is not in the log is another message', () => {
  const { totals } = summaryOf(
    log(
      client('3F2AC0FFEE'),
      from('3F2AC0FFEE', 'a@shop.example'),
      to('3F2AC0FFEE', 'x@brightwater.example', 'deferred', busy),
      client('3F2AC0FFEE'),
      from('3F2AC0FFEE', 'b@shop.example'),
      to('3F2AC0FFEE', 'x@brightwater.example', 'sent', sent),
      removed('3F2AC0FFEE'),
    ),
  );
  assert.deepEqual([totals.messages, totals.deferred, totals.delivered, totals.recovered], [2, 1, 1, 0]);
});

test('the same queue ID on two hosts, or in two instances of one host, is two messages', () => {
  const on = (host: string, tag: string, recipient: string) => [
    at(`${tag}/smtpd[1]: 3ABC0FFEE: client=web01.shop.example[192.0.2.5]`, host),
    at(`${tag}/qmgr[1]: 3ABC0FFEE: from=<a@shop.example>, size=1, nrcpt=1 (queue active)`, host),
    at(
      `${tag}/smtp[1]: 3ABC0FFEE: to=<${recipient}>, relay=mx.brightwater.example[198.51.100.7]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)`,
      host,
    ),
    at(`${tag}/qmgr[1]: 3ABC0FFEE: removed`, host),
  ];
  const mixed = [
    on('mx1', 'postfix', 'x@brightwater.example'),
    on('mx2', 'postfix', 'x@brightwater.example'),
    on('mx1', 'postfix-out', 'x@brightwater.example'),
  ];
  const lines = [0, 1, 2, 3].flatMap((step) => mixed.map((one) => one[step]));
  const { totals } = summaryOf(log(...lines));
  assert.deepEqual([totals.messages, totals.deliveries, totals.delivered], [3, 3, 3]);
});

test('a service with a syslog name of its own belongs to the message of its host', () => {
  const { totals, senderDomains } = summaryOf(
    log(
      client('3ACC0FFEE'),
      from('3ACC0FFEE', 'a@shop.example'),
      at(
        'postfix-10.20.30.40/smtp[1]: 3ACC0FFEE: to=<x@brightwater.example>, relay=mx.brightwater.example[198.51.100.7]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)',
      ),
      removed('3ACC0FFEE'),
    ),
  );
  assert.deepEqual([totals.messages, totals.delivered, senderDomains[0].delivered], [1, 1, 1]);
});

test('a content filter is a hop: one message, one delivery, the client and sender of the first', () => {
  const summary = summaryOf(
    log(
      client('4B1C0FFEE', 'web01.shop.example[192.0.2.5]', ', sasl_method=PLAIN, sasl_username=anna'),
      from('4B1C0FFEE', 'a@shop.example'),
      client('4B2C0FFEE', 'localhost[127.0.0.1]'),
      from('4B2C0FFEE', 'a@shop.example'),
      to('4B1C0FFEE', 'x@brightwater.example', 'sent', '250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 4B2C0FFEE', {
        relay: '127.0.0.1[127.0.0.1]:10024',
      }),
      removed('4B1C0FFEE'),
      to('4B2C0FFEE', 'x@brightwater.example', 'bounced', unknownUser),
      removed('4B2C0FFEE'),
    ),
  );
  const { totals, senders, receivers } = summary;
  assert.deepEqual([totals.messages, totals.deliveries, totals.delivered, totals.bounced, totals.attempts], [1, 1, 0, 1, 2]);
  assert.deepEqual([senders.length, senders[0].saslUsername, senders[0].clients], [1, 'anna', ['web01.shop.example[192.0.2.5]']]);
  assert.deepEqual(
    receivers.map(({ receiver }) => receiver),
    ['brightwater.example'],
  );
});

test('a hop whose second message is finished before the first says so, or begins after it, is a hop all the same', () => {
  const hop = (id: string) => to(id, 'x@brightwater.example', 'sent', '250 2.0.0 Ok: queued as 4C2C0FFEE', { relay: '127.0.0.1[127.0.0.1]:10024' });
  const inner = [
    client('4C2C0FFEE', 'localhost[127.0.0.1]'),
    from('4C2C0FFEE', 'a@shop.example'),
    to('4C2C0FFEE', 'x@brightwater.example', 'sent', sent),
    removed('4C2C0FFEE'),
  ];
  const outer = [client('4C1C0FFEE'), from('4C1C0FFEE', 'a@shop.example')];
  for (const lines of [
    [...outer, ...inner, hop('4C1C0FFEE'), removed('4C1C0FFEE')],
    [...outer, hop('4C1C0FFEE'), ...inner, removed('4C1C0FFEE')],
  ]) {
    const { totals } = summaryOf(log(...lines));
    assert.deepEqual([totals.messages, totals.deliveries, totals.delivered], [1, 1, 1]);
  }
});

test('"queued as" an ID that is not in the log is the final delivery', () => {
  const { totals } = summaryOf(
    log(client('4D1C0FFEE'), from('4D1C0FFEE', 'a@shop.example'), to('4D1C0FFEE', 'x@brightwater.example', 'sent', sent), removed('4D1C0FFEE')),
  );
  assert.deepEqual([totals.messages, totals.deliveries, totals.delivered], [1, 1, 1]);
});

test('mail from outside that an alias sends on is forwarded: in no bounce rate and no suppression', () => {
  const summary = summaryOf(
    log(
      client('4E1C0FFEE', 'mail.friendly.example[203.0.113.9]'),
      from('4E1C0FFEE', 'joe@friendly.example'),
      to('4E1C0FFEE', 'info@shop.example', 'sent', 'forwarded as 4E2C0FFEE', { agent: 'local', relay: 'local' }),
      from('4E2C0FFEE', 'joe@friendly.example'),
      removed('4E1C0FFEE'),
      to('4E2C0FFEE', 'gone@brightwater.example', 'bounced', unknownUser, { orig: 'info@shop.example' }),
      removed('4E2C0FFEE'),
    ),
  );
  assert.deepEqual([summary.totals.messages, summary.totals.deliveries, summary.totals.bounced], [1, 1, 1]);
  assert.equal(summary.totals.bounceRate, null);
  assert.deepEqual(summary.suppressions, []);
});

test('null sender, probes, local delivery and suspended deliveries', () => {
  const { totals } = summaryOf(
    log(
      from('4F1C0FFEE', ''),
      to('4F1C0FFEE', 'a@shop.example', 'bounced', unknownUser),
      removed('4F1C0FFEE'),
      from('4F2C0FFEE', 'double-bounce@mx1.shop.example'),
      to('4F2C0FFEE', 'probe@brightwater.example', 'undeliverable', unknownUser, { dsn: '5.1.1' }),
      removed('4F2C0FFEE'),
      from('4F3C0FFEE', 'a@shop.example', 2),
      to('4F3C0FFEE', 'box@shop.example', 'sent', 'delivered to mailbox', { agent: 'local', relay: 'local' }),
      to(
        '4F3C0FFEE',
        'y@brightwater.example',
        'deferred',
        'delivery temporarily suspended: connect to mx.brightwater.example[198.51.100.7]:25: Connection timed out',
        { relay: 'none' },
      ),
    ),
  );
  assert.deepEqual([totals.messages, totals.deliveries, totals.delivered, totals.deferred, totals.bounced], [2, 3, 1, 1, 1]);
  assert.equal(totals.probes, 1);
  assert.equal(totals.attempts, 2);
  assert.equal(totals.bounceRate, null);
});

test('own networks make mail local; clients of others are unknown on the way out, inbound here', () => {
  const lines = log(
    client('4A71C0FFEE'),
    from('4A71C0FFEE', 'a@shop.example'),
    to('4A71C0FFEE', 'x@brightwater.example', 'bounced', unknownUser),
    removed('4A71C0FFEE'),
  );
  const engine = createEngine({ timeZone: 'UTC', now: () => reference.now, ownNetworks: ['192.0.2.0/24'] });
  assert.equal(summaryOf(lines, { engine }).suppressions[0]?.address, 'x@brightwater.example');
});

test('one address is suppressed for its mailbox only, unless mail to it was delivered later', () => {
  const bounce = (id: string, recipient: string) => [from(id, 'a@shop.example'), to(id, recipient, 'bounced', unknownUser), removed(id)];
  const deliver = (id: string, recipient: string) => [from(id, 'a@shop.example'), to(id, recipient, 'sent', sent), removed(id)];
  const blocked =
    'host mx.brightwater.example[198.51.100.7] said: 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org (in reply to RCPT TO command)';
  const { suppressions } = summaryOf(
    log(
      ...bounce('4A81C0FFEE', 'gone@brightwater.example'),
      ...deliver('4A82C0FFEE', 'before@brightwater.example'),
      ...bounce('4A83C0FFEE', 'before@brightwater.example'),
      ...bounce('4A84C0FFEE', 'back@brightwater.example'),
      ...deliver('4A85C0FFEE', 'back@brightwater.example'),
      from('4A86C0FFEE', 'a@shop.example'),
      to('4A86C0FFEE', 'fine@brightwater.example', 'bounced', blocked, { dsn: '5.7.1' }),
      removed('4A86C0FFEE'),
    ),
  );
  assert.deepEqual(
    suppressions.map(({ address, evidence }) => [address, evidence.line]),
    [
      ['before@brightwater.example', 8],
      ['gone@brightwater.example', 2],
    ],
  );
});

test('refusals of strangers are rejections and nothing else; of an authenticated client a cause of its own', () => {
  const reject = (more: string) => `postfix/smtpd[1]: NOQUEUE: reject: RCPT from ${more}`;
  const stranger = summaryOf(
    log(
      at(
        reject(
          'unknown[203.0.113.9]: 554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using zen.spamhaus.org; from=<a@spam.example> to=<info@shop.example> proto=ESMTP helo=<x>',
        ),
      ),
    ),
  );
  assert.equal(stranger.totals.rejections, 1);
  assert.deepEqual([stranger.causes, stranger.receivers, stranger.suppressions, stranger.totals.attempts], [[], [], [], 0]);
  assert.deepEqual(stranger.replyCodes, [{ code: 554, saidBy: 'own', count: 1 }]);
  const own = summaryOf(
    log(
      at(
        reject(
          'localhost[127.0.0.1]: 550 5.1.2 <x@retired.example>: Recipient address rejected: no longer served here; from=<a@shop.example> to=<x@retired.example> proto=ESMTP helo=<x>',
        ),
      ),
    ),
  );
  assert.deepEqual([own.causes.length, own.causes[0]?.saidBy, own.causes[0]?.receiver, own.totals.rejections], [1, 'own', null, 1]);
});

test('an authenticated client that may not use a sender is one of our own', () => {
  const { causes } = summaryOf(
    log(
      at(
        'postfix/submission/smtpd[1]: NOQUEUE: reject: RCPT from unknown[203.0.113.9]: 553 5.7.1 <ceo@shop.example>: Sender address rejected: not owned by user anna@shop.example; from=<ceo@shop.example> to=<x@gmail.example> proto=ESMTP helo=<x>',
      ),
    ),
  );
  assert.deepEqual([causes.length, causes[0]?.saidBy, causes[0]?.attempts], [1, 'own', 1]);
});

test('a message refused at the end of its data leaves nothing behind', () => {
  const { totals } = summaryOf(
    log(
      client('4A91C0FFEE', 'mail.friendly.example[203.0.113.9]'),
      at('postfix/cleanup[1]: 4A91C0FFEE: message-id=<1@friendly.example>'),
      at(
        'postfix/cleanup[1]: 4A91C0FFEE: milter-reject: END-OF-MESSAGE from mail.friendly.example[203.0.113.9]: 5.7.1 Blocked by ClamAV; from=<v@friendly.example> to=<info@shop.example> proto=ESMTP helo=<x>',
      ),
    ),
  );
  assert.deepEqual([totals.messages, totals.deliveries, totals.rejections], [0, 0, 1]);
});

test('mail from this machine (pickup) is local, also with its message-id between pickup and the queue manager', () => {
  const text = log(
    at('postfix/pickup[20]: 5A1C0FFEE: uid=33 from=<www-data@shop.example>'),
    at('postfix/cleanup[21]: 5A1C0FFEE: message-id=<1@shop.example>'),
    from('5A1C0FFEE', 'www-data@shop.example'),
    to('5A1C0FFEE', 'x@brightwater.example', 'bounced', unknownUser),
    removed('5A1C0FFEE'),
  );
  const [event] = eventsOf(text);
  assert.deepEqual([event.origin, event.sender, event.messageId], ['local', 'www-data@shop.example', '1@shop.example']);
  const { totals } = summaryOf(text);
  assert.deepEqual([totals.messages, totals.deliveries, totals.bounceRate], [1, 1, 1]);
});

test('a message that is requeued is one message: its open deliveries go on under the new ID, with the origin of the first', () => {
  const text = log(
    client('6A1C0FFEE', 'mail.other.example[203.0.113.9]'),
    from('6A1C0FFEE', 'someone@other.example', 2),
    to('6A1C0FFEE', 'x@brightwater.example', 'deferred', busy, { orig: 'alias@shop.example' }),
    to('6A1C0FFEE', 'y@brightwater.example', 'sent', sent, { orig: 'alias@shop.example' }),
    at('postfix/postsuper[30]: 6A1C0FFEE: requeued'),
    at('postfix/postsuper[30]: Requeued: 1 message'),
    at('postfix/pickup[20]: 6A2C0FFEE: uid=109 from=<someone@other.example> orig_id=6A1C0FFEE'),
    at('postfix/cleanup[21]: 6A2C0FFEE: message-id=<2@other.example>'),
    from('6A2C0FFEE', 'someone@other.example'),
    to('6A2C0FFEE', 'x@brightwater.example', 'sent', sent, { orig: 'alias@shop.example' }),
    removed('6A2C0FFEE'),
  );
  const { totals } = summaryOf(text);
  assert.deepEqual(
    [totals.messages, totals.deliveries, totals.delivered, totals.deferred, totals.attempts, totals.recovered, totals.bounceRate],
    [1, 2, 2, 0, 3, 1, null],
  );
  assert.deepEqual(new Set(eventsOf(text).map(({ origin }) => origin)), new Set(['forwarded']));
});

test('a mail loop of fifty hops is one message', () => {
  const id = (hop: number) => `7A${String(hop).padStart(3, '0')}C0FFE`;
  const lines: string[] = [];
  for (let hop = 0; hop < 50; hop++) {
    lines.push(client(id(hop), 'localhost[127.0.0.1]'), from(id(hop), 'a@shop.example'));
    lines.push(
      to(id(hop), 'x@loop.example', 'sent', `250 2.0.0 Ok: queued as ${id(hop + 1)}`, { relay: '127.0.0.1[127.0.0.1]:25' }),
      removed(id(hop)),
    );
  }
  lines.push(client(id(50), 'localhost[127.0.0.1]'), from(id(50), 'a@shop.example'));
  lines.push(
    to(id(50), 'x@loop.example', 'bounced', 'host 127.0.0.1[127.0.0.1] said: 554 5.4.0 Error: too many hops (in reply to end of DATA command)'),
  );
  const { totals } = summaryOf(log(...lines));
  assert.deepEqual([totals.messages, totals.deliveries, totals.delivered, totals.bounced], [1, 1, 0, 1]);
});
