import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Kind } from '../../../server/src/formats/fields.ts';
import { eventsOf } from '../../golden/events.ts';
import { type Entry, entryOfLine } from './golden.ts';

const read = (line: string): Entry => entryOfLine(line, { format: 'generic' });
const exim = '2026-11-23 17:01:08 1xVXPi-0001M1-39';
const since497 = '2026-11-23 17:01:08.123 [4711] 1rABCD-00000000abc-1XyZ';
const sendmail =
  'Nov 23 17:08:45 h sm-mta[1]: 6ANH8joB020518: to=<a@b.example>, delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=3, relay=mx.b.example.';
const smtpd =
  'Nov 23 17:04:18 h smtpd[1]: 8e96f6695b404cb7 mta delivery evpid=a2162cabf7c8f9cc from=<x@y.example> to=<a@b.example> rcpt=<-> source="192.0.2.1"';

/** Outcomes without a reply, as these relays write them: status, reason, words. */
const outcomes: [line: string, status: string, reason: string, text: string][] = [
  [`${exim} == a@b.example R=dnslookup T=remote_smtp defer (110): Connection timed out`, 'deferred', 'connection', 'Connection timed out'],
  [`${since497} == a@b.example R=dnslookup T=remote_smtp defer (111): Connection refused`, 'deferred', 'connection', 'Connection refused'],
  [
    `${exim} == a@b.example R=dnslookup T=remote_smtp defer (-18) H=mx.b.example [192.0.2.7]:25: Remote host closed connection in response to EHLO h.example`,
    'deferred',
    'connection',
    'Remote host closed connection in response to EHLO h.example',
  ],
  [`${exim} == a@b.example R=dnslookup defer (-1): host lookup did not complete`, 'deferred', 'routing', 'host lookup did not complete'],
  [`${exim} ** a@b.example: Unrouteable address`, 'bounced', 'bad-mailbox', 'Unrouteable address'],
  [
    `${exim} ** a@b.example <c@d.example> R=dnslookup T=remote_smtp: all hosts for 'b.example' have been failing for a long time (and retry time not reached)`,
    'bounced',
    'expired',
    "all hosts for 'b.example' have been failing for a long time (and retry time not reached)",
  ],
  [
    `${exim} ** a@b.example R=dnslookup: all relevant MX records point to non-existent hosts`,
    'bounced',
    'bad-domain',
    'all relevant MX records point to non-existent hosts',
  ],
  [
    `${sendmail}, dsn=5.1.2, stat=Host unknown (Name server: b.example: host not found)`,
    'bounced',
    'bad-domain',
    '5.1.2, stat=Host unknown (Name server: b.example: host not found)',
  ],
  [
    `${sendmail} [192.0.2.7], dsn=4.4.1, stat=Deferred: Connection refused by mx.shut-down.example.`,
    'deferred',
    'connection',
    '4.4.1, stat=Deferred: Connection refused by mx.shut-down.example.',
  ],
  [`${sendmail}, dsn=5.1.10, stat=Service unavailable`, 'bounced', 'bad-domain', '5.1.10, stat=Service unavailable'],
  [
    `${smtpd} relay="b.example" delay=1s result="TempFail" stat="Network error on destination MXs"`,
    'deferred',
    'connection',
    'Network error on destination MXs',
  ],
  [`${smtpd} relay="b.example" delay=1s result="PermFail" stat="Domain does not exist"`, 'bounced', 'bad-domain', 'Domain does not exist'],
];

for (const [line, status, reason, text] of outcomes)
  test(`an outcome in this server's own words: ${text}`, () => {
    const [event] = eventsOf(`${line}\n`.repeat(3));
    assert.deepEqual(
      [event.kind, event.saidBy, event.recipient, event.status, event.reason, event.text],
      ['attempt', 'own', 'a@b.example', status, reason, text],
    );
  });

test('giving up names its recipient and is no further attempt', () => {
  for (const line of [
    `${exim} ** a@b.example: retry timeout exceeded`,
    'Nov 23 17:05:12 h smtpd[1]: relay: Expire for ed9066fbc0795e85: from=<x@y.example>, to=<a@b.example>, rcpt=<->, delay=50s, stat=Envelope expired',
  ]) {
    const [event] = eventsOf(`${line}\n`.repeat(3));
    assert.deepEqual([event.kind, event.recipient, event.status, event.reason], ['expiry', 'a@b.example', 'expired', 'expired']);
  }
});

describe('nothing was tried, nothing counts', () => {
  for (const line of [
    `${exim} == a@b.example R=dnslookup T=remote_smtp defer (-54): retry time not reached for any host for 'b.example'`,
    `${exim} == a@b.example routing defer (-52): retry time not reached`,
    `${exim} == |/usr/bin/x <a@b.example> R=aliases T=address_pipe defer (-53): Retry time not yet reached`,
    `${exim} H=mx.b.example [192.0.2.7] Connection refused`,
    `${exim} H=mx.b.example [192.0.2.7]: SMTP timeout after end of data (335 bytes written): Connection timed out`,
    `${exim} a@b.example: error ignored`,
    `${exim} Message is frozen`,
    `${exim} *** Frozen (delivery error message)`,
    `${exim} => a <a@b.example> R=local T=maildir`,
    `${sendmail}, dsn=4.4.3, stat=queued`,
    'Nov 23 17:08:45 h sm-mta[1]: 6ANH8joB020518: to=<a@b.example>, delay=00:00:00, mailer=local, pri=3, relay=local, dsn=2.0.0, stat=Sent',
    'Nov 23 17:04:20 h smtpd[1]: 8e96f6a6fa1360c3 mda delivery evpid=a7 from=<> to=<a@b.example> rcpt=<a@b.example> user=a delay=0s result=Ok stat=Delivered',
    '2026-11-23 17:01:08 H=(x) [192.0.2.9] sender verify fail for <a@b.example>: Unrouteable address',
    '2026-11-23 17:01:08 configured error code starts with incorrect digit (expected 5) in "450 4.7.1 try later"',
  ])
    test(line.slice(20, 120), () => assert.equal(read(line).kind, Kind.plain));
});

/** What Exim refuses, whether for now, and what it says. */
const client = 'H=mx.friend.example (me) [192.0.2.9]:4711 I=[192.0.2.1]:25 X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no';
const refusals: [words: string, temporary: boolean, text: string][] = [
  [`${client} F=<j@f.example> temporarily rejected RCPT <a@b.example>: greylisted, try again`, true, 'greylisted, try again'],
  [`${client} F=<j@f.example> rejected RCPT <a@b.example>: try again later, rate limit`, false, 'try again later, rate limit'],
  [`${client} F=<j@f.example> temporarily rejected RCPT <a@b.example>`, true, 'rejected RCPT <a@b.example>'],
  [`${client} F=<j@f.example> rejected RCPT <a@b.example>`, false, 'rejected RCPT <a@b.example>'],
  [`${client} F=<j@f.example> temporarily rejected RCPT <a@b.example>: Could not complete sender verify`, true, 'Could not complete sender verify'],
  [`${client} F=<j@f.example> temporarily rejected RCPT <a@b.example>: 451 4.7.1 words with a code`, true, '451 4.7.1 words with a code'],
  [
    `${client} F=<j@f.example> rejected RCPT <a@b.example>: response to "RCPT TO:<a@b.example>" from mx.b.example [192.0.2.7] was: 550 5.1.1 no such user`,
    false,
    'response to "RCPT TO:<a@b.example>" from mx.b.example [192.0.2.7] was: 550 5.1.1 no such user',
  ],
  [`${client} temporarily rejected MAIL <j@f.example>: policy service is down`, true, 'policy service is down'],
  [`${client} temporarily rejected EHLO or HELO me: later`, true, 'later'],
  [`${client} temporarily rejected DATA: scanner is down`, true, 'scanner is down'],
  [`1xVXPi-0001M1-39 ${client} F=<j@f.example> temporarily rejected after DATA: unable to scan`, true, 'unable to scan'],
  ['H=[192.0.2.9] temporarily rejected connection in "connect" ACL: too many connections', true, 'too many connections'],
  ['H=[192.0.2.9] rejected connection in "connect" ACL: listed', false, 'listed'],
  [
    'too many recipients: excess temporarily rejected: sender=<j@f.example> H=(me) [192.0.2.9]',
    true,
    'too many recipients: excess temporarily rejected: sender=<j@f.example> H=(me) [192.0.2.9]',
  ],
];

describe('a refusal of Exim is for now where it says so, whatever its words sound like', () => {
  for (const [words, temporary, text] of refusals)
    test(words.slice(-90), () => {
      const [event] = eventsOf(`2026-11-23 17:01:08 ${words}\n`.repeat(3));
      assert.deepEqual([event.kind, event.saidBy, event.permanence, event.text], ['rejection', 'own', temporary ? 'temporary' : 'permanent', text]);
      assert.ok(event.client?.includes('192.0.2.9'), event.client ?? '');
    });

  test('what a next hop says behind a colon is its word, also where it says rejected', () => {
    const line = `${exim} ** a@b.example R=dnslookup T=remote_smtp H=mx.b.example [192.0.2.7]: SMTP error from remote mail server after RCPT TO:<a@b.example>: 550 5.7.1 message temporarily rejected RCPT <a@b.example>: no`;
    const { kind, own, code, status } = read(line);
    assert.deepEqual([kind, own, code, status], [Kind.reply, false, 550, 'bounced']);
    assert.equal(
      read(
        `${exim} H=mx.b.example [192.0.2.7]: SMTP error from remote mail server after MAIL FROM:<x@y.example>: 550 5.7.1 we rejected RCPT <a@b.example>: no`,
      ).kind,
      Kind.plain,
    );
  });
});

test('sendmail: an unknown user at RCPT is refused, once', () => {
  const entry = read('Nov 23 17:08:53 h sm-mta[2]: 6ANH8r37020789: <nobody@here.example>... User unknown');
  assert.deepEqual(
    [entry.kind, entry.own, entry.status, entry.phase, entry.parts.recipient],
    [Kind.rejection, true, 'rejected', 'rcpt', 'nobody@here.example'],
  );
});

test('Exim in syslog says the same, with its own time and process in front or without', () => {
  const body = '1xVXPi-0001M1-39 == a@b.example R=dnslookup T=remote_smtp defer (111): Connection refused';
  const refusal = 'H=(me) [192.0.2.9] F=<j@f.example> temporarily rejected RCPT <a@b.example>: greylisted';
  for (const own of [
    '',
    '2026-11-23 17:01:08 ',
    '2026-11-23 17:01:08.123 ',
    '2026-11-23 17:01:08 +0100 ',
    '2026-11-23 17:01:08.123 -0500 [4711] ',
    '[4711] ',
  ]) {
    const [outcome] = eventsOf(`Nov 23 17:01:08 mx3 exim[4711]: ${own}${body}\n`.repeat(3));
    assert.deepEqual([outcome.status, outcome.queueId, outcome.recipient], ['deferred', '1xVXPi-0001M1-39', 'a@b.example'], own);
    const [refused] = eventsOf(`Nov 23 17:01:08 mx3 exim[4711]: ${own}${refusal}\n`.repeat(3));
    assert.deepEqual([refused.kind, refused.permanence, refused.recipient], ['rejection', 'temporary', 'a@b.example'], own);
  }
});
