import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf } from '../../golden/events.ts';
import { log } from '../summary/fold.ts';

const at = (text: string) => `2026-11-08T12:00:00.5+01:00 mx1 postfix/${text}`;
const client = (id: string, text: string) => at(`smtpd[1]: ${id}: client=${text}`);
const from = (id: string, sender: string) => at(`qmgr[2]: ${id}: from=<${sender}>, size=1, nrcpt=1 (queue active)`);
const to = (id: string, agent: string, rest: string, relay = 'mx.b.example[198.51.100.7]:25') =>
  at(`${agent}[3]: ${id}: ${rest.replace('relay', `relay=${relay}, delay=5.5, delays=1/2/0.5/2`)}`);
const busy = 'dsn=4.2.2, status=deferred (host mx.b.example[198.51.100.7] said: 452 4.2.2 Mailbox full (in reply to RCPT TO command))';

test('an attempt carries what earlier lines told of its message, and what its own says', () => {
  const [event] = eventsOf(
    log(
      client('4A1C0FFEE', 'pc.shop.example[203.0.113.5], sasl_method=PLAIN, sasl_username=anna'),
      at('cleanup[1]: 4A1C0FFEE: message-id=<1@shop.example>'),
      from('4A1C0FFEE', 'Bounces-7-x=b.example@shop.example'),
      to('4A1C0FFEE', 'smtp', `to=<x@B.example>, orig_to=<info@shop.example>, relay, ${busy}`),
    ),
  );
  const { reason, permanence, action, provider, rule, ...rest } = event;
  assert.deepEqual(rest, {
    kind: 'attempt',
    time: '2026-11-08T11:00:00.500Z',
    path: 'mail.log',
    line: 4,
    format: 'postfix',
    host: 'mx1',
    instance: null,
    queueId: '4A1C0FFEE',
    messageId: '1@shop.example',
    sender: 'Bounces-7-x=b.example@shop.example',
    origin: 'local',
    client: 'pc.shop.example[203.0.113.5]',
    saslUsername: 'anna',
    recipient: 'x@B.example',
    originalRecipient: 'info@shop.example',
    relay: 'mx.b.example[198.51.100.7]:25',
    receiver: 'b.example',
    status: 'deferred',
    saidBy: 'remote',
    replyCode: 452,
    enhancedCode: '4.2.2',
    dsn: '4.2.2',
    phase: 'rcpt',
    delaySeconds: 5.5,
    delays: { queue: 1, manager: 2, connect: 0.5, transfer: 2 },
    text: '452 4.2.2 Mailbox full',
  });
  assert.deepEqual([reason, permanence], ['mailbox-full', 'temporary']);
  assert.ok(action && rule !== undefined && provider === null);
});

test('an expiry has the reason of the last deferral, and no reply of its own', () => {
  const events = eventsOf(
    log(
      from('4A1C0FFEE', 'a@shop.example'),
      to('4A1C0FFEE', 'smtp', `to=<x@b.example>, relay, ${busy}`),
      at('qmgr[2]: 4A1C0FFEE: from=<a@shop.example>, status=expired, returned to sender'),
    ),
  );
  const { kind, status, reason, replyCode, enhancedCode, recipient, sender } = events[1];
  assert.deepEqual(
    [kind, status, reason, replyCode, enhancedCode, recipient, sender],
    ['expiry', 'expired', 'mailbox-full', null, null, null, 'a@shop.example'],
  );
});

test('origin: local for pickup and accounts, inbound for mail from outside delivered here, forwarded for what an alias sends on, else unknown', () => {
  const outside = client('4A1C0FFEE', 'mail.friendly.example[203.0.113.9]');
  const sent = 'relay, dsn=2.0.0, status=sent (250 ok)';
  const origin = (...lines: string[]) => eventsOf(log(...lines)).at(-1)?.origin;
  assert.equal(origin(at('pickup[1]: 4A1C0FFEE: uid=0 from=<root>'), to('4A1C0FFEE', 'smtp', `to=<x@b.example>, ${sent}`)), 'local');
  assert.equal(origin(outside, to('4A1C0FFEE', 'local', `to=<box@shop.example>, ${sent}`, 'local')), 'inbound');
  assert.equal(origin(outside, to('4A1C0FFEE', 'smtp', `to=<x@b.example>, orig_to=<info@shop.example>, ${sent}`)), 'forwarded');
  assert.equal(origin(outside, to('4A1C0FFEE', 'smtp', `to=<x@b.example>, ${sent}`)), 'unknown');
  assert.equal(origin(to('4A1C0FFEE', 'smtp', `to=<x@b.example>, ${sent}`)), 'unknown');
});

test('the message that an alias or a content filter makes has origin, client, sender and original recipient of the first', () => {
  const events = eventsOf(
    log(
      client('4A1C0FFEE', 'mail.friendly.example[203.0.113.9]'),
      from('4A1C0FFEE', 'joe@friendly.example'),
      at('cleanup[1]: 4A2C0FFEE: message-id=<2@friendly.example>'),
      from('4A2C0FFEE', 'SRS0=x=y=friendly.example=joe@shop.example'),
      to('4A1C0FFEE', 'local', 'to=<info@shop.example>, relay, dsn=2.0.0, status=sent (forwarded as 4A2C0FFEE)', 'local'),
      to('4A2C0FFEE', 'smtp', 'to=<x@b.example>, relay, dsn=2.0.0, status=sent (250 ok)'),
    ),
  );
  const { origin, client: by, sender, originalRecipient } = events[1];
  assert.deepEqual(
    [origin, by, sender, originalRecipient],
    ['forwarded', 'mail.friendly.example[203.0.113.9]', 'joe@friendly.example', 'info@shop.example'],
  );
});

test('text in UTF-8 comes out as it was written', () => {
  const bytes = Buffer.from(
    log(to('4A1C0FFEE', 'smtp', `to=<jörg@münchen.example>, relay, ${busy.replace('Mailbox full', 'Postfach voll für jörg')}`)),
    'utf8',
  ).toString('latin1');
  const [{ recipient, text }] = eventsOf(bytes);
  assert.deepEqual([recipient, text], ['jörg@münchen.example', '452 4.2.2 Postfach voll für jörg']);
});
