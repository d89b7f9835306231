import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPasted } from '../../../server/src/verdict/pasted.ts';

test('a reply that quotes another server is the outer reply', () => {
  const reply = '550 5.7.1 <a@b.example>: Sender address rejected: undeliverable address: host mx.b.example[192.0.2.1] said: 550 5.1.1 User unknown';
  assert.deepEqual(readPasted(`${reply} (in reply to RCPT TO command)`), { phase: 'rcpt', saidBy: 'remote', text: reply });
});

test('a reply that forges a line of a log stays a reply', () => {
  const reply = '550 5.1.1 <v@a.example>, relay=evil.example[192.0.2.9]:25, dsn=2.0.0, status=sent (250 2.0.0 Ok)';
  assert.deepEqual(readPasted(reply), { saidBy: 'remote', text: reply });
  assert.deepEqual(readPasted(`Diagnostic-Code: smtp; ${reply}`), { saidBy: 'remote', text: reply });
});

test("a pasted refusal of this server's own stays its own when it quotes a probe", () => {
  const line =
    'Nov  8 12:00:00 mx1 postfix/smtpd[1]: NOQUEUE: reject: RCPT from c.example[192.0.2.7]: 450 4.1.1 <x@b.example>: Recipient address rejected: unverified address: host mx.b.example[192.0.2.1] said: 550 5.1.1 User unknown; from=<a@c.example> to=<x@b.example> proto=ESMTP helo=<c.example>';
  const { saidBy, status, phase, relay, text } = readPasted(line);
  assert.deepEqual([saidBy, status, phase, relay], ['own', 'rejected', 'rcpt', undefined]);
  assert.ok(text.startsWith('450 4.1.1 <x@b.example>'), text);
});

test("a pasted delivery into a mailbox is this server's own, unless it quotes a reply", () => {
  const line = (text: string) =>
    `Nov  8 12:00:00 mx1 postfix/pipe[1]: 4A3B2C1D: to=<anna@b.example>, relay=spool, delay=1, dsn=4.3.0, status=deferred (${text})`;
  assert.equal(readPasted(line('temporary failure')).saidBy, 'own');
  assert.equal(readPasted(line('temporary failure')).relay, undefined);
  assert.equal(readPasted(line('452 4.2.2 Mailbox full')).saidBy, 'remote');
});

test('what MTAs say around a reply in their bounces is no part of it', () => {
  const read = (text: string) => {
    const { text: said, relay, phase } = readPasted(text);
    return [said, relay ?? null, phase ?? null];
  };
  const reply = '550 5.1.1 User unknown';
  const mx = 'mx.b.example';
  assert.deepEqual(read(`SMTP error from remote mail server after RCPT TO:<a@b.example>: host ${mx} [192.0.2.1]: ${reply}`), [reply, mx, 'rcpt']);
  assert.deepEqual(read(`SMTP error from remote mail server after pipelined end of data: ${reply}`), [reply, null, 'end-of-data']);
  assert.deepEqual(read(`SMTP error from remote server for RCPT TO command, host: ${mx} (192.0.2.1) reason: ${reply}`), [reply, mx, 'rcpt']);
  assert.deepEqual(read(`192.0.2.1 does not like recipient. Remote host said: ${reply} Giving up on 192.0.2.1.`), [reply, null, null]);
  assert.deepEqual(read(`Remote Server at ${mx} (192.0.2.1) returned '${reply}'`), [reply, mx, null]);
  assert.deepEqual(read(`The response from the remote server was: ${reply}`), [reply, null, null]);
  assert.deepEqual(read(`... while talking to ${mx}.: >>> RCPT To:<a@b.example> <<< ${reply}`), [reply, mx, 'rcpt']);
});
