import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Kind } from '../../../server/src/formats/fields.ts';
import { type Entry, entriesOf, entryOfLine } from './golden.ts';

const read = (body: string, program = 'postfix/x[12]'): Entry => entryOfLine(`Nov  8 23:58:51 mx1 ${program}: ${body}`);
const kindName = (entry: Entry): string => Object.keys(Kind).find((name) => Kind[name as keyof typeof Kind] === entry.kind)!;

describe('deliveries', () => {
  test('a refusal at RCPT: every field, the reply without what Postfix put around it', () => {
    const { parts, ...entry } = read(
      '4jYBvG3S6bzJrWJ: to=<bob@gmail.example>, orig_to=<info@x.example>, relay=mx.google.example[192.0.2.7]:25, conn_use=3, delay=0.5, delays=0.05/0/0.25/0.2, dsn=5.1.1, status=bounced (host mx.google.example[192.0.2.7] said: 550-5.1.1 No such user 550 5.1.1 try again (in reply to RCPT TO command))',
    );
    assert.equal(entry.kind, Kind.attempt);
    assert.deepEqual([entry.status, entry.own, entry.local, entry.phase], ['bounced', false, false, 'rcpt']);
    assert.deepEqual(entry.delays, [0.05, 0, 0.25, 0.2]);
    assert.deepEqual(
      [
        parts.queueId,
        parts.recipient,
        parts.originalRecipient,
        parts.relay,
        parts.relayHost,
        parts.relayIp,
        parts.connectionUse,
        parts.delay,
        parts.dsn,
        parts.status,
      ],
      [
        '4jYBvG3S6bzJrWJ',
        'bob@gmail.example',
        'info@x.example',
        'mx.google.example[192.0.2.7]:25',
        'mx.google.example',
        '192.0.2.7',
        '3',
        '0.5',
        '5.1.1',
        'bounced',
      ],
    );
    assert.equal(parts.reply, '550-5.1.1 No such user 550 5.1.1 try again');
    assert.equal(parts.command, 'RCPT TO');
  });

  const outcome = (words: string, relay = 'mx.a.example[192.0.2.7]:25', status = 'deferred') =>
    read(`ABCDEF123: to=<a@b.example>, relay=${relay}, delay=1, delays=0/0/1/0, dsn=4.0.0, status=${status} (${words})`);

  const spoken: [string, string | null, boolean, string][] = [
    ['host mx.a.example[192.0.2.7] said: 451 4.3.0 x (in reply to MAIL FROM command)', 'mail', false, '451 4.3.0 x'],
    ['host mx.a.example[192.0.2.7] said: 451 4.3.0 x (in reply to DATA command)', 'data', false, '451 4.3.0 x'],
    ['host mx.a.example[192.0.2.7] said: 451 4.3.0 x (in reply to end of DATA command)', 'end-of-data', false, '451 4.3.0 x'],
    ['host mx.a.example[192.0.2.7] said: 501 x (in reply to EHLO command)', 'ehlo', false, '501 x'],
    ['host mx.a.example[192.0.2.7] said: 454 4.7.0 x (in reply to STARTTLS command)', 'starttls', false, '454 4.7.0 x'],
    ['host mx.a.example[192.0.2.7] said: 421 x (in reply to RSET command)', null, false, '421 x'],
    ['host mx.a.example[192.0.2.7] refused to talk to me: 554 mx Blocked', 'connect', false, '554 mx Blocked'],
    ['host mx.a.example[192.0.2.7] refused to talk to me: 550 5.7.1 HELO name mta rejected', 'ehlo', false, '550 5.7.1 HELO name mta rejected'],
    ['SASL authentication failed; server smtp.a.example[192.0.2.7] said: 535 5.7.8 bad', 'auth', false, '535 5.7.8 bad'],
    ['SASL authentication failed; cannot authenticate to server smtp.a.example[192.0.2.7]: no mechanism available', 'auth', true, ''],
    ['lost connection with mx.a.example[192.0.2.7] while receiving the initial server greeting', 'connect', true, ''],
    ['lost connection with mx.a.example[192.0.2.7] while performing the EHLO handshake', 'ehlo', true, ''],
    ['lost connection with mx.a.example[192.0.2.7] while sending RCPT TO', 'rcpt', true, ''],
    ['lost connection with mx.a.example[192.0.2.7] while sending message body', 'end-of-data', true, ''],
    ['conversation with mx.a.example[192.0.2.7] timed out while sending end of data -- message may be sent more than once', 'end-of-data', true, ''],
    ['conversation with mx.a.example[192.0.2.7] timed out while sending MAIL FROM', 'mail', true, ''],
    ['connect to mx.a.example[192.0.2.7]:25: Connection refused', 'connect', true, ''],
    ['TLS is required, but was not offered by host mx.a.example[192.0.2.7]', 'starttls', true, ''],
    ['Cannot start TLS: handshake failure', 'starttls', true, ''],
    ['Server certificate not trusted', 'starttls', true, ''],
    ['Host or domain name not found. Name service error for name=a.example type=MX: Host not found, try again', null, true, ''],
    ['mail for a.example loops back to myself', null, true, ''],
  ];
  for (const [words, phase, own, reply] of spoken) {
    test(`who speaks and when: ${words.slice(0, 90)}`, () => {
      const entry = outcome(words);
      assert.deepEqual([entry.kind, entry.status, entry.phase, entry.own], [Kind.attempt, 'deferred', phase, own]);
      assert.equal(entry.parts.reply, reply || words);
    });
  }

  test('a suspended delivery is no attempt and keeps the failure it repeats', () => {
    const entry = outcome('delivery temporarily suspended: host mx.a.example[192.0.2.7] refused to talk to me: 421 4.7.0 wait', 'none');
    assert.deepEqual([entry.kind, entry.status, entry.own, entry.phase], [Kind.suspended, 'deferred', false, 'connect']);
    assert.deepEqual([entry.parts.reply, entry.parts.relayHost, entry.parts.relay], ['421 4.7.0 wait', 'mx.a.example', 'none']);
  });

  test('the host that could not be reached is named although relay= is none', () => {
    const { parts } = outcome('connect to mx.a.example[2001:db8::7]:25: Network is unreachable', 'none');
    assert.deepEqual([parts.relayHost, parts.relayIp], ['mx.a.example', '2001:db8::7']);
  });

  const statuses: [string, string, string][] = [
    ['sent', 'attempt', 'delivered'],
    ['deferred', 'attempt', 'deferred'],
    ['bounced', 'attempt', 'bounced'],
    ['SOFTBOUNCE', 'attempt', 'deferred'],
    ['deliverable', 'probe', 'delivered'],
    ['undeliverable', 'probe', 'bounced'],
    ['undeliverable-but-not-cached', 'probe', 'bounced'],
    ['expired', 'attempt', 'expired'],
  ];
  for (const [word, kind, status] of statuses) {
    test(`status=${word} is ${kind}, ${status}`, () => {
      const entry = outcome('250 2.1.5 Ok', undefined, word);
      assert.deepEqual([kindName(entry), entry.status], [kind, status]);
    });
  }

  test('local, pipe, virtual, discard and LMTP deliveries are local; smtp and error are not', () => {
    for (const relay of ['local', 'virtual', 'dovecot', 'mx.a.example[private/dovecot-lmtp]', '127.0.0.1[127.0.0.1]:24'])
      assert.equal(outcome('x', relay, 'sent').local, true, relay);
    for (const relay of ['mx.a.example[192.0.2.7]:25', 'none', 'mx.a.example']) assert.equal(outcome('x', relay, 'sent').local, false, relay);
    assert.equal(
      read('ABCDEF123: to=<a@b.example>, relay=127.0.0.1[127.0.0.1]:2003, delay=1, dsn=2.0.0, status=sent (250 2.1.5 Ok)', 'postfix/lmtp[12]').local,
      true,
    );
  });

  test("a recipient unknown in this server's own tables is refused here, not at another organisation", () => {
    const said = 'User unknown in virtual alias table';
    const entry = read(
      `4B2C3D4E5: to=<x@here.example>, relay=none, delay=1, delays=1/0/0/0, dsn=5.1.1, status=bounced (${said})`,
      'postfix/error[13]',
    );
    assert.deepEqual([entry.local, entry.own, entry.status], [true, true, 'bounced']);
    const remote = read(
      `4B2C3D4E5: to=<x@a.example>, relay=mx.a.example[192.0.2.1]:25, delay=1, delays=1/0/0/0, dsn=5.1.1, status=bounced (${said})`,
    );
    assert.equal(remote.local, false);
  });

  test('what a next hop said on success is remote, what this server did is its own', () => {
    assert.deepEqual(
      [outcome('250 2.0.0 Ok: queued as 26X0VCCHY9G', undefined, 'sent').own, outcome('delivered to mailbox', 'local', 'sent').own],
      [false, true],
    );
  });

  test('queued as and forwarded as hand the message on', () => {
    const ids = [
      '250 2.0.0 Ok: queued as 4jYBvG3S6bzJrWJ',
      '250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 4jYBvG3S6bzJrWJ',
      '250 2.6.0 <x@y> [InternalId=7] Queued mail for delivery',
    ]
      .map((words) => outcome(words, undefined, 'sent'))
      .map((entry) => [entry.handedOn, entry.parts.otherQueueId]);
    assert.deepEqual(ids, [
      [true, '4jYBvG3S6bzJrWJ'],
      [true, '4jYBvG3S6bzJrWJ'],
      [false, undefined],
    ]);
    assert.equal(outcome('forwarded as 3mLQKK4rDdz7sVS', 'local', 'sent').parts.otherQueueId, '3mLQKK4rDdz7sVS');
  });

  test('a line that was cut keeps what it has', () => {
    const cut =
      'ABCDEF123: to=<a@b.example>, relay=mx.a.example[192.0.2.7]:25, delay=1, delays=0/0/1/0, dsn=5.7.1, status=bounced (host mx.a.example[192.0.2.7] said: 554-5.7.1 policy line 1 554-5.7.1 poli';
    const entry = read(cut);
    assert.deepEqual([entry.kind, entry.own, entry.phase, entry.parts.reply], [Kind.attempt, false, null, '554-5.7.1 policy line 1 554-5.7.1 poli']);
  });

  test('the tls= of Postfix 3.11, delays with exponents, old lines without delays and dsn', () => {
    const tls = read(
      '7EE668039: to=<u@e.example>, relay=m.e.example[192.0.2.4]:25, delay=3.6, delays=0.08/0.02/0.85/0.14, tls=dane/!requiretls:nocertmatch, dsn=2.1.5, status=sent (250 2.0.0 Ok)',
    );
    assert.deepEqual([tls.kind, tls.parts.dsn, tls.status], [Kind.attempt, '2.1.5', 'delivered']);
    assert.equal(read('7EE668039: to=<u@e.example>, relay=none, delay=1e+05, delays=1e+05/0/0/0, dsn=4.4.1, status=deferred (x)').delays[0], 100_000);
    const old = read(
      'E52A1F1B52: to=<to@e.example>, relay=none, delay=141602, status=deferred (connect to mx1.e.example[192.0.2.1]: Connection refused)',
    );
    assert.deepEqual([old.kind, old.phase, old.parts.dsn], [Kind.attempt, 'connect', undefined]);
  });
});

describe('forged and odd text', () => {
  const refused = (reply: string) =>
    read(
      `4jYBvG3S6bzJrWJ: to=<a@b.example>, relay=mx.b.example[192.0.2.7]:25, delay=1, delays=0/0/1/0, dsn=5.7.1, status=bounced (host mx.b.example[192.0.2.7] said: ${reply} (in reply to RCPT TO command))`,
    );

  test('a reply cannot forge outcome, recipient, relay or phase', () => {
    for (const reply of [
      '550 x), status=sent (250 Ok',
      '550 to=<z@z.example>, relay=z[1.2.3.4]:25, dsn=2.0.0, status=sent (250 Ok)',
      '550 no (in reply to end of DATA command)',
      '550 (in reply to MAIL FROM command)) (in reply to DATA command)',
      '550 host z[1.2.3.4] said: 250 Ok queued as FFFFFFFFF',
      '550 ((unbalanced :-( ',
    ]) {
      const entry = refused(reply);
      assert.deepEqual([entry.kind, entry.status, entry.phase, entry.own], [Kind.attempt, 'bounced', 'rcpt', false], reply);
      assert.deepEqual(
        [entry.parts.recipient, entry.parts.relayHost, entry.parts.dsn, entry.parts.reply],
        ['a@b.example', 'mx.b.example', '5.7.1', reply.trimEnd()],
      );
      assert.equal(entry.parts.otherQueueId, undefined);
    }
  });

  test('quoted local parts, SMTPUTF8, null and unqualified addresses end where they end', () => {
    const to = (address: string) =>
      read(`4jYBvG3S6bzJrWJ: to=${address}, relay=none, delay=1, delays=0/0/1/0, dsn=5.4.4, status=bounced (x)`).parts.recipient;
    assert.equal(to('<"a, b> c"@x.example>'), '"a, b> c"@x.example');
    assert.equal(to('<"x>, relay=evil, status=sent (y"@x.example>'), '"x>, relay=evil, status=sent (y"@x.example');
    assert.equal(to('<"back\\"slash, >"@x.example>'), '"back\\"slash, >"@x.example');
    assert.equal(to('<>'), '');
    assert.equal(to('root@localhost'), 'root@localhost');
    assert.equal(to('<"unclosed@x.example>'), '"unclosed@x.example');
    const utf8 = Buffer.from('<bj\u00f6rn@\u4f8b.example>').toString('latin1');
    assert.equal(to(utf8), 'bj\u00f6rn@\u4f8b.example');
  });

  test('a sender with words of the queue manager in it does not expire a message', () => {
    const entry = read('4jYBvG3S6bzJrWJ: from=<"a>, status=expired, returned to sender"@x.example>, size=12, nrcpt=1 (queue active)');
    assert.deepEqual([entry.kind, entry.parts.size, entry.parts.recipientCount], [Kind.sender, '12', '1']);
  });

  test('in a rejection the last sender, recipient and HELO are read, not those in a quoted address', () => {
    const entry = read(
      'NOQUEUE: reject: RCPT from unknown[192.0.2.9]: 504 5.5.2 <x; from=<f@f> to=<g@g> proto=SMTP helo=<h>>: Sender address rejected: need; from=<"s; t"@a.example> to=<b@c.example> proto=ESMTP helo=<[192.0.2.9]>',
    );
    assert.deepEqual([entry.parts.sender, entry.parts.recipient, entry.parts.helo], ['"s; t"@a.example', 'b@c.example', '[192.0.2.9]']);
    assert.ok(entry.parts.reply!.endsWith('Sender address rejected: need'));
  });

  test('words in front of a colon are no queue IDs', () => {
    for (const word of ['warning', 'connect', 'statistics', 'Deleted', 'fatal']) assert.equal(read(`${word}: x`).parts.queueId, undefined);
  });
});

describe('refusals by this server', () => {
  const rows: [string, string, string, string | null, string, string | undefined, string | undefined][] = [
    [
      'NOQUEUE: reject: RCPT from m.example[192.0.2.9]: 550 5.1.1 <b@c.example>: Recipient address rejected: User unknown; from=<a@b.example> to=<b@c.example> proto=ESMTP helo=<m>',
      'rejection',
      'rcpt',
      '192.0.2.9',
      '550 5.1.1 <b@c.example>: Recipient address rejected: User unknown',
      'a@b.example',
      'b@c.example',
    ],
    [
      '4jYBvG3S6bzJrWJ: reject: RCPT from m.example[192.0.2.9]: 452 4.3.1 Insufficient system storage; from=<a@b.example> to=<b@c.example> proto=ESMTP helo=<m>',
      'rejection',
      'rcpt',
      '192.0.2.9',
      '452 4.3.1 Insufficient system storage',
      'a@b.example',
      'b@c.example',
    ],
    [
      'NOQUEUE: reject: MAIL from m.example[192.0.2.9]: 552 5.3.4 Message size exceeds fixed limit; proto=ESMTP helo=<m>',
      'rejection',
      'mail',
      '192.0.2.9',
      '552 5.3.4 Message size exceeds fixed limit',
      undefined,
      undefined,
    ],
    [
      'NOQUEUE: reject: CONNECT from [192.0.2.9]:1337: too many connections',
      'rejection',
      'connect',
      '192.0.2.9',
      'too many connections',
      undefined,
      undefined,
    ],
    [
      'NOQUEUE: reject: RCPT from [192.0.2.9]:42931: 550 5.7.1 Service unavailable; client [192.0.2.9] blocked using zen.example; from=<a@b.example>, to=<b@c.example>, proto=ESMTP, helo=<m>',
      'rejection',
      'rcpt',
      '192.0.2.9',
      '550 5.7.1 Service unavailable; client [192.0.2.9] blocked using zen.example',
      'a@b.example',
      'b@c.example',
    ],
    [
      'NOQUEUE: reject: VRFY from unknown[2001:db8::1]: 454 4.7.1 <a@h.example>: Relay access denied; to=<a@h.example> proto=SMTP helo=<me>',
      'rejection',
      'rcpt',
      '2001:db8::1',
      '454 4.7.1 <a@h.example>: Relay access denied',
      undefined,
      'a@h.example',
    ],
    [
      '4jYBvG3S6bzJrWJ: milter-reject: END-OF-MESSAGE from m.example[192.0.2.9]: 5.7.1 Blocked by filter; from=<a@b.example> to=<b@c.example> proto=ESMTP helo=<m>',
      'rejection',
      'end-of-data',
      '192.0.2.9',
      '5.7.1 Blocked by filter',
      'a@b.example',
      'b@c.example',
    ],
    [
      'NOQUEUE: milter-reject: CONNECT from m.example[192.0.2.9]: 451 4.7.1 Service unavailable - try again later; proto=SMTP',
      'rejection',
      'connect',
      '192.0.2.9',
      '451 4.7.1 Service unavailable - try again later',
      undefined,
      undefined,
    ],
    [
      '4jYBvG3S6bzJrWJ: reject: header Subject: buy; from=<x> now from m.example[192.0.2.9]; from=<a@b.example> to=<b@c.example> proto=ESMTP helo=<m>: 5.7.1 Message content rejected',
      'rejection',
      'end-of-data',
      '192.0.2.9',
      '5.7.1 Message content rejected',
      'a@b.example',
      'b@c.example',
    ],
    [
      'proxy-reject: END-OF-MESSAGE: 554 5.7.0 Reject, id=31619-02 - spam; from=<> to=<b@c.example> proto=SMTP helo=<m>',
      'rejection',
      'end-of-data',
      null,
      '554 5.7.0 Reject, id=31619-02 - spam',
      '',
      'b@c.example',
    ],
    [
      'NOQUEUE: reject_warning: RCPT from m.example[192.0.2.9]: 553 5.7.1 <a@b.example>: Sender address rejected: not owned; from=<a@b.example> to=<b@c.example> proto=ESMTP helo=<m> sasl_username=<u>',
      'rejectWarning',
      'rcpt',
      '192.0.2.9',
      '553 5.7.1 <a@b.example>: Sender address rejected: not owned',
      'a@b.example',
      'b@c.example',
    ],
    [
      '4jYBvG3S6bzJrWJ: hold: header Subject: HOLDME from m.example[192.0.2.9]; from=<a@b.example> to=<b@c.example> proto=ESMTP helo=<m>: held',
      'hold',
      'end-of-data',
      '192.0.2.9',
      'held',
      'a@b.example',
      'b@c.example',
    ],
    [
      'NOQUEUE: discard: RCPT from m.example[192.0.2.9]: <a@b.example>: Sender address - test; from=<a@b.example> to=<b@c.example> proto=ESMTP helo=<m>',
      'plain',
      'rcpt',
      '192.0.2.9',
      '<a@b.example>: Sender address - test',
      'a@b.example',
      'b@c.example',
    ],
  ];
  for (const [body, kind, phase, ip, reply, sender, recipient] of rows) {
    test(body.slice(0, 100), () => {
      const entry = read(body);
      assert.deepEqual([kindName(entry), entry.phase, entry.parts.clientIp ?? null, entry.parts.reply], [kind, phase, ip, reply]);
      assert.deepEqual([entry.parts.sender, entry.parts.recipient, entry.own], [sender, recipient, true]);
      assert.equal(entry.status, kind === 'rejection' ? 'rejected' : null);
    });
  }
});

describe('the queue', () => {
  const rows: [string, string, Partial<Entry['parts']>][] = [
    [
      '4104E3D: from=<a@b.example>, size=5360, nrcpt=2 (queue active)',
      'sender',
      { queueId: '4104E3D', sender: 'a@b.example', size: '5360', recipientCount: '2' },
    ],
    ['4104E3D: from=<>, status=expired, returned to sender', 'expiry', { sender: '', status: 'expired' }],
    ['4104E3D: from=<a@b.example>, status=force-expired, returned to sender', 'expiry', { status: 'force-expired' }],
    ['4104E3D: removed', 'removed', {}],
    ['4104E3D: skipped, still being delivered', 'plain', {}],
    ['4104E3D: uid=1206 from=<system>', 'sender', { sender: 'system' }],
    ['4104E3D: uid=0 from=<a@b.example> orig_id=7EE668039', 'sender', { sender: 'a@b.example', otherQueueId: '7EE668039' }],
    ['4104E3D: message-id=<1@b.example>', 'messageId', { messageId: '1@b.example' }],
    ['4104E3D: message-id=<>', 'messageId', { messageId: '' }],
    ['4104E3D: message-id==?UTF-8?B?PDE5?=', 'messageId', { messageId: '=?UTF-8?B?PDE5?=' }],
    ['4104E3D: resent-message-id=<1@b.example>', 'plain', { messageId: '1@b.example' }],
    [
      '4104E3D: client=m.example[192.0.2.9], sasl_method=PLAIN, sasl_username=u, v@b.example',
      'client',
      { clientHost: 'm.example', clientIp: '192.0.2.9', saslUsername: 'u, v@b.example' },
    ],
    [
      '4104E3D: client=localhost[127.0.0.1], orig_queue_id=7EE668039, orig_client=x[192.0.2.9]',
      'client',
      { clientHost: 'localhost', otherQueueId: '7EE668039' },
    ],
    ['4104E3D: sender non-delivery notification: 4jYBwG5HZvzJr8B', 'notification', { otherQueueId: '4jYBwG5HZvzJr8B' }],
    ['4104E3D: postmaster non-delivery notification: 47335405A44', 'notification', { otherQueueId: '47335405A44' }],
    ['4104E3D: sender delivery status notification: 1DF35917', 'notification', { otherQueueId: '1DF35917' }],
    [
      '4104E3D: host mx.a.example[192.0.2.7] said: 450 4.2.0 Greylisted (in reply to RCPT TO command)',
      'interim',
      { reply: '450 4.2.0 Greylisted', relayHost: 'mx.a.example' },
    ],
    ['4104E3D: placed on hold', 'hold', {}],
    ['4104E3D: released from hold', 'hold', {}],
    [
      'connect to mx.a.example[192.0.2.7]:25: Connection timed out',
      'connection',
      { relayHost: 'mx.a.example', relayIp: '192.0.2.7', reply: 'connect to mx.a.example[192.0.2.7]:25: Connection timed out' },
    ],
    ['SSL_connect error to mx.a.example[192.0.2.7]:25: -1', 'connection', { relayHost: 'mx.a.example' }],
  ];
  for (const [body, kind, parts] of rows) {
    test(body.slice(0, 100), () => {
      const entry = read(body);
      assert.equal(kindName(entry), kind);
      for (const [name, value] of Object.entries(parts)) assert.equal(entry.parts[name as keyof typeof parts], value, name);
    });
  }

  test('a requeued message goes on under another ID', () => {
    const entry = read('4104E3D: requeued');
    assert.deepEqual([entry.kind, entry.handedOn], [Kind.removed, true]);
  });
});

describe('warnings: trouble of this server, or noise of strangers', () => {
  for (const body of [
    'warning: 9.113.0.203.zen.example: RBL lookup error: Host or domain name not found. Name service error for name=9.113.0.203.zen.example type=A: Host not found, try again',
    'warning: connect to Milter service inet:localhost:8891: Connection refused',
    'warning: milter inet:localhost:8891: can not read SMFIC_BODYEOB reply packet header: Connection reset by peer',
    'warning: hash:/etc/postfix/virtual is unavailable. open database /etc/postfix/virtual.db: No such file or directory',
    'warning: not enough free space in mail queue: 1000 bytes < 1.5*message size limit',
    "warning: SASL: Connect to Dovecot auth socket 'private/auth' failed: Connection refused",
    'warning: m.example[192.0.2.9]: SASL PLAIN authentication failed: Connection lost to authentication server',
    "warning: TLS library problem: error:02001002:system library:fopen:No such file or directory:bss_file.c:406:fopen('/etc/ssl/x.pem','r'):",
    'warning: process /usr/lib/postfix/smtpd pid 46234 exit status 1',
    'warning: mailer loop: best MX host for example.com is local',
    'fatal: no SASL authentication mechanisms',
    'fatal: append file defer 3lyw0Z2NdSz2xGb: No space left on device',
    'panic: myfree: corrupt or unallocated memory block',
    'error: open /etc/postfix/virtual.db: Permission denied',
  ]) {
    test(`trouble: ${body.slice(0, 80)}`, () => {
      const entry = read(body);
      assert.equal(kindName(entry), 'trouble');
      assert.equal(entry.parts.detail, body.slice(body.indexOf(': ') + 2));
    });
  }
  for (const body of [
    'warning: hostname m.example does not resolve to address 192.0.2.9',
    'warning: 192.0.2.9: hostname m.example verification failed: Name or service not known',
    'warning: unknown[192.0.2.9]: SASL LOGIN authentication failed: UGFzc3dvcmQ6',
    'warning: SASL authentication failure: Password verification failed',
    'warning: non-SMTP command from unknown[192.0.2.9]: GET / HTTP/1.1',
    'warning: TLS library problem: error:1408F10B:SSL routines:ssl3_get_record:wrong version number:ssl/record/ssl3_record.c:331:',
    'warning: Connection concurrency limit exceeded: 51 from m.example[192.0.2.9] for service smtp',
    'warning: numeric domain name in resource data of MX record for x.example: 192.0.2.1',
    'warning: no MX host for x.example has a valid address record',
    'warning: 4104E3D: non-ESMTP response from mx.x.example[192.0.2.1]:25: Hello',
  ]) {
    test(`noise: ${body.slice(0, 80)}`, () => assert.equal(kindName(read(body)), 'plain'));
  }
});

describe('one log of many programs', () => {
  test('other programs are understood as not ours, Postfix words nobody knows are not', () => {
    const lines = [
      'Nov  8 23:58:51 mx1 dovecot: lmtp(u@x.example)<12><abc>: msgid=<1@x>: saved mail to INBOX',
      'Nov  8 23:58:51 mx1 opendkim[12]: 4jYBvG3S6bzJrWJ: DKIM-Signature field added (s=a, d=x.example)',
      'Nov  8 23:58:51 mx1 kernel: [1.2] eth0: link up',
      'Nov  8 23:58:51 mx1 postfix/qmgr[12]: words of a release to come',
      'no header at all',
      '',
    ];
    assert.deepEqual(
      entriesOf(`${lines.join('\n')}\n\n`).map((entry) => [entry.understood, entry.kind === Kind.plain]),
      [
        [true, true],
        [true, true],
        [true, true],
        [false, false],
        [false, false],
        [true, true],
        [true, true],
      ],
    );
  });

  test("other programs' errors and connections are no trouble of Postfix", () => {
    for (const line of [
      'sshd[12]: error: maximum authentication attempts exceeded for root from 192.0.2.9',
      'sshd[12]: fatal: Timeout before authentication for 192.0.2.9',
      'named[12]: warning: zone x.example expired',
      'worker[12]: connect to db.example: Connection refused',
      'clamsmtpd: 100003: from=a@b.example, to=c@d.example, status=CLEAN',
      'opendmarc[12]: 4104E3D: x.example none',
    ]) {
      const entry = entryOfLine(`Nov  8 23:58:51 mx1 ${line}`);
      assert.deepEqual([entry.understood, kindName(entry)], [true, 'plain'], line);
    }
    assert.equal(entryOfLine('fatal: not a git repository').understood, false);
  });

  test('a carriage return that framing left is no part of the line', () => {
    const entry = read('4104E3D: to=<a@b.example>, relay=none, delay=1, delays=1/0/0/0, dsn=4.4.1, status=deferred (x)\r');
    assert.deepEqual([entry.kind, entry.parts.reply], [Kind.attempt, 'x']);
  });

  test('a body is recognised whatever the program is called', () => {
    for (const program of ['postfix', 'mx-out', 'postfix-out/smtp', 'relay/smtp']) {
      assert.equal(
        read('4104E3D: to=<a@b.example>, relay=none, delay=1, delays=1/0/0/0, dsn=4.4.1, status=deferred (x)', `${program}[12]`).kind,
        Kind.attempt,
      );
    }
  });

  test('a repeated rejection stands for as many events', () => {
    const entry = read(
      'message repeated 3 times: [ NOQUEUE: reject: RCPT from m.example[192.0.2.9]: 550 5.1.1 no; from=<a@b.example> to=<b@c.example> proto=ESMTP helo=<m>]',
    );
    assert.deepEqual([entry.kind, entry.repeat, entry.parts.helo], [Kind.rejection, 3, 'm']);
  });

  test("sendmail's lines are not Postfix's, even with a forged status", () => {
    const refused = read(
      '6ANH8nfM020652: to=<a@b.example>, delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=31584, relay=mx. [192.0.2.1], dsn=5.0.0, stat=x, status=sent (250 ok)',
      'sm-mta[12]',
    );
    assert.deepEqual([refused.kind, refused.status], [Kind.reply, 'bounced']);
    assert.equal(read('6ANH8nfM020652: from=<a@b.example>, size=12, class=0, nrcpts=1, msgid=<1@x>, proto=ESMTP', 'sm-mta[12]').kind, Kind.plain);
  });
});
