import assert from 'node:assert/strict';
import { test } from 'node:test';
import { log, summaryOf } from './fold.ts';

const at = (clock: string, program: string, text: string) => `Nov 10 ${clock} mx1 postfix/${program}: ${text}`;
const tls = (clock: string, trust: string, host: string) =>
  at(clock, 'smtp[7]', `${trust} TLS connection established to ${host}[192.0.2.5]:25: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)`);
const from = (clock: string, id: string, sender = 'news@a.example') =>
  at(clock, 'qmgr[3]', `${id}: from=<${sender}>, size=900, nrcpt=1 (queue active)`);
const to = (clock: string, id: string, host: string, rest: string) =>
  at(clock, 'smtp[7]', `${id}: to=<joe@${host.slice(host.indexOf('.') + 1)}>, relay=${host}[192.0.2.5]:25, ${rest}`);
const sent = 'dsn=2.0.0, status=sent (250 2.0.0 Ok)';

test('TLS connections are counted by receiver in the words of Postfix; a reused one, one from a client and other lines are not', () => {
  const { receivers } = summaryOf(
    log(
      tls('10:00:01', 'Untrusted', 'mx.b.example'),
      tls('10:00:01', 'Verified', 'mx2.b.example'),
      at('10:00:02', 'smtp[7]', 'Untrusted TLS connection reused to mx.b.example[192.0.2.5]:25: TLSv1.3 with cipher X'),
      at('10:00:02', 'smtpd[7]', 'Anonymous TLS connection established from mx.b.example[192.0.2.5]: TLSv1.3 with cipher X'),
      at('10:00:02', 'smtp[7]', 'Untrusted TLS connection established to mx.b.example'),
      from('10:00:02', '4AF1B2C3D1'),
      to('10:00:03', '4AF1B2C3D1', 'mx.b.example', `delay=1, delays=0.5/0.1/0.2/0.2, ${sent}`),
      from('10:00:04', '4AF1B2C3D2'),
      to('10:00:05', '4AF1B2C3D2', 'mx.c.example', 'delay=1, delays=0/0/1/0, dsn=4.7.5, status=deferred (Cannot start TLS: handshake failure)'),
      from('10:00:06', '4AF1B2C3D3'),
      to('10:00:07', '4AF1B2C3D3', 'mx.d.example', `delay=1, delays=0/0/0/1, ${sent}`),
    ),
  );
  const tlsOf = Object.fromEntries(receivers.map((row) => [row.receiver, row.tls]));
  const none = { anonymous: 0, untrusted: 0, trusted: 0, verified: 0, failed: 0 };
  assert.deepEqual(tlsOf, { 'b.example': { ...none, untrusted: 1, verified: 1 }, 'c.example': { ...none, failed: 1 }, 'd.example': null });
});

test('the parts of the delay are means over what was delivered', () => {
  const lines = ['0.5/0.1/0.2/0.2', '1.5/0.3/0.4/0.6'].flatMap((parts, n) => [
    from('10:00:02', `4AF1B2C3D${n}`),
    to('10:00:03', `4AF1B2C3D${n}`, 'mx.b.example', `delay=1, delays=${parts}, ${sent}`),
  ]);
  const failed = to(
    '10:00:09',
    '4AF1B2C3D9',
    'mx.b.example',
    'delay=99, delays=90/3/3/3, dsn=4.0.0, status=deferred (host mx.b.example[192.0.2.5] said: 451 later)',
  );
  assert.deepEqual(summaryOf(log(...lines, failed)).receivers[0]?.delayParts, { queue: 1, manager: 0.2, connect: 0.3, transfer: 0.4 });
});

test('what waits is counted by next hop, its age reckoned from its arrival to the end of the log', () => {
  const later = 'dsn=4.0.0, status=deferred (host mx.b.example[192.0.2.5] said: 451 4.0.0 try later)';
  const { open } = summaryOf(
    log(
      from('10:00:00', '4AF1B2C3D1'),
      to('10:10:00', '4AF1B2C3D1', 'mx.b.example', `delay=600, ${later}`),
      from('10:20:00', '4AF1B2C3D2'),
      to('10:20:00', '4AF1B2C3D2', 'mx.b.example', `delay=0.3, ${later}`),
      at(
        '10:21:00',
        'smtp[7]',
        '4AF1B2C3D2: to=<ann@b.example>, relay=mx.b.example[192.0.2.5]:25, delay=60, dsn=4.0.0, status=deferred (451 4.0.0 try later)',
      ),
      at(
        '10:22:00',
        'smtp[7]',
        '4AF1B2C3D3: to=<x@gone.example>, relay=none, delay=7200, dsn=4.4.3, status=deferred (Host or domain name not found. Name service error for name=gone.example type=MX: Host not found, try again)',
      ),
      from('11:00:00', '4AF1B2C3D4'),
    ),
  );
  assert.deepEqual([open.messages, open.untried], [3, 1]);
  const rows = open.nextHops.map(({ receiver, messages, deliveries, oldestSeconds, oldest }) => [
    receiver,
    messages,
    deliveries,
    oldestSeconds,
    oldest.line,
  ]);
  assert.deepEqual(rows, [
    ['b.example', 2, 3, 3600, 2],
    ['gone.example', 1, 1, 9480, 6],
  ]);
});

test('notices of this server are told from bounces that came from outside', () => {
  const { notices } = summaryOf(
    log(
      at('10:00:00', 'bounce[5]', '4AF1B2C3D1: sender non-delivery notification: 4BF1B2C3D1'),
      from('10:00:01', '4BF1B2C3D1', ''),
      to('10:00:02', '4BF1B2C3D1', 'mx.b.example', `delay=1, delays=0/0/0/1, ${sent}`),
      at('10:00:03', 'smtpd[9]', '4CF1B2C3D1: client=mx.z.example[198.51.100.9]'),
      from('10:00:03', '4CF1B2C3D1', ''),
      to('10:00:04', '4CF1B2C3D1', 'mx.b.example', `delay=1, delays=0/0/0/1, ${sent}`),
    ),
  );
  assert.deepEqual(
    [notices.sent, notices.deliveries, notices.domains.map(({ domain, delivered }) => [domain, delivered])],
    [1, 1, [['b.example', 1]]],
  );
});
