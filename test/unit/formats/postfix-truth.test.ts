import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Kind } from '../../../server/src/formats/fields.ts';
import { type Entry, entriesOf, logText, type Truth, type TruthReply, truthOf } from './golden.ts';

const sets = ['postfix-syslog', 'postfix-iso', 'postfix-shortqid'];
/** Postfix cuts its lines near here; what named the command is gone then. */
const cutLine = 1950;

/** The reply that ended each try: a refusal at RCPT, or what was said after DATA. */
function endings(replies: TruthReply[]): TruthReply[] {
  return replies.filter((reply) => (reply.code ?? 0) > 0 && (reply.phase !== 'rcpt' || !isAccepted(reply)));
}

function isAccepted(reply: TruthReply): boolean {
  return reply.code! >= 200 && reply.code! < 300;
}

function agrees(entry: Entry, reply: TruthReply): boolean {
  const cut = (entry.parts.body?.length ?? 0) > cutLine;
  const host = reply.host === entry.parts.relayHost || reply.host === undefined || entry.local;
  // the recorder notes codes at the usual place only, we read `(#5.7.1)` too
  const enhanced = reply.enhanced ?? null;
  const hashed = enhanced === null && entry.enhanced !== null && entry.parts.reply!.includes(`#${entry.enhanced}`);
  return host && (cut || entry.phase === reply.phase) && entry.code === reply.code && (hashed || entry.enhanced === enhanced);
}

/** Replies of remote servers to one recipient, as far as they name him. */
function saidTo(entries: Entry[], address: string): Entry[] {
  const told = (entry: Entry) => entry.kind === Kind.attempt || (entry.kind === Kind.probe && entry.status === 'bounced');
  return entries.filter((entry) => told(entry) && !entry.own && entry.parts.recipient === address);
}

function describe(entry: Entry): string {
  return `line ${entry.line}: ${entry.phase} ${entry.code} ${entry.enhanced} ${entry.parts.relayHost} ${entry.parts.reply?.slice(0, 120)}`;
}

for (const set of sets) {
  const entries = entriesOf(logText(`${set}/mail.log`));
  const truth: Truth = truthOf(set);

  test(`${set}: every line is understood`, () => {
    assert.deepEqual(
      entries.filter((entry) => !entry.understood).map((entry) => entry.parts.body),
      [],
    );
  });

  test(`${set}: the last attempt of each recipient says what the receiver answered last, with code, enhanced code and phase`, () => {
    const wrong: string[] = [];
    let compared = 0;
    for (const { address, final } of truth.recipients) {
      if (!final.code) continue; // dropped, hung, or no reply at all (`Hello this is not an SMTP reply`)
      const last = saidTo(entries, address)
        .filter((entry) => entry.phase !== 'connect')
        .at(-1);
      compared++;
      if (!last || !agrees(last, final)) wrong.push(`${address} ${JSON.stringify(final).slice(0, 200)} <> ${last ? describe(last) : 'none'}`);
    }
    assert.deepEqual(wrong, []);
    assert.ok(compared > 150);
  });

  test(`${set}: each reply that ended a try is found in a line, and no line has a reply that was not given`, () => {
    const wrong: string[] = [];
    for (const { address, replies } of truth.recipients) {
      const ids = new Set(entries.filter((entry) => entry.parts.recipient === address).map((entry) => entry.parts.queueId));
      const interims = entries.filter((entry) => entry.kind === Kind.interim && ids.has(entry.parts.queueId));
      const attempts = saidTo(entries, address);
      for (const reply of endings(replies)) {
        const index = attempts.findIndex((entry) => agrees(entry, reply));
        if (index >= 0) attempts.splice(index, 1);
        else if (!interims.some((entry) => agrees(entry, reply))) wrong.push(`${address} not in log: ${JSON.stringify(reply)}`);
      }
      for (const entry of attempts) {
        const known = !entry.parts.reply!.startsWith('Hello');
        if (known && (entry.phase === 'rcpt' || entry.phase === 'end-of-data')) wrong.push(`${address} not given: ${describe(entry)}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  test(`${set}: what the receivers said in the greeting, to EHLO and to MAIL FROM is in the log as they said it`, () => {
    const said = entries.filter((entry) => (entry.kind === Kind.attempt || entry.kind === Kind.interim) && !entry.own);
    for (const { host, phase, code, enhanced, lines } of truth.connections) {
      if (code === null || code < 400 || phase === 'starttls' || phase === 'data-no-rcpt') continue;
      if (phase === 'ehlo' && code === 500) continue; // Postfix falls back to HELO in silence
      const found = said.find(
        (entry) => entry.parts.relayHost === host && entry.phase === phase && entry.code === code && entry.enhanced === enhanced,
      );
      assert.ok(found, `${host} ${phase} ${lines?.join(' ')}`);
    }
    for (const { sender, code, enhanced, lines } of truth.mailFrom) {
      const found = said.find(
        (entry) => entry.phase === 'mail' && entry.code === code && entry.enhanced === enhanced && entry.parts.reply!.includes(lines[0].slice(4, 60)),
      );
      assert.ok(found, `${sender} ${lines.join(' ')}`);
    }
  });

  test(`${set}: each refusal a client was told is a rejection with the same words, sender, recipient and phase`, () => {
    const rejections = entries.filter((entry) => entry.kind === Kind.rejection);
    let compared = 0;
    for (const { stage, client, sender, recipient, lines } of truth.rejections) {
      if (stage === null || stage === undefined || !/^\d{3} /.test(lines[0]) || lines[0].startsWith('421')) continue;
      if (lines[0].includes('too much mail')) continue; // logged as a warning about the client's rate
      compared++;
      const phase = { RCPT: 'rcpt', MAIL: 'mail', DATA: 'data', EOD: 'end-of-data' }[stage];
      const found = rejections.find((entry) => told(entry, lines[0]) && entry.phase === phase && entry.parts.clientIp === client);
      assert.ok(found, `${stage} ${client} ${lines[0]}`);
      assert.equal(found.own, true);
      assert.equal(found.status, 'rejected');
      if (sender && stage !== 'MAIL') assert.equal(found.parts.sender, sender);
      if (recipient)
        assert.ok(
          rejections.some((entry) => told(entry, lines[0]) && entry.parts.recipient === recipient),
          recipient,
        );
    }
    assert.ok(compared > 20);
  });

  test(`${set}: each message that was taken is there with its queue ID, client, sender and every recipient`, () => {
    for (const { queueId, sender, recipients, authenticated, client } of truth.submitted) {
      if (queueId === null) continue;
      const lines = entries.filter((entry) => entry.parts.queueId === queueId);
      const from = lines.find((entry) => entry.kind === Kind.sender && entry.parts.size !== undefined);
      assert.equal(from?.parts.sender ?? sender, sender);
      const taken = lines.find((entry) => entry.kind === Kind.client);
      if (taken && client) assert.equal(taken.parts.clientIp, client);
      if (taken) assert.equal(taken.parts.saslUsername !== undefined, authenticated || taken.parts.saslUsername !== undefined);
      const named = new Set(lines.flatMap((entry) => [entry.parts.recipient, entry.parts.originalRecipient]));
      const gone = lines.some((entry) => entry.kind === Kind.hold || entry.kind === Kind.removed) && named.size <= 1;
      if (from && !gone) for (const recipient of recipients) assert.ok(named.has(recipient), `${queueId} ${recipient}`);
    }
  });
}

/** smtpd logs the words of the reply; content and milter refusals are logged without the basic code. */
function told(entry: Entry, line: string): boolean {
  const reply = entry.parts.reply ?? '';
  return reply !== '' && (line.startsWith(reply) || line.slice(4).startsWith(reply) || reply.startsWith(line.slice(0, 100)));
}

test('the RFC 5424 twin of a log gives the same entries as the RFC 3339 one', () => {
  const iso = entriesOf(logText('postfix-iso/mail.log'));
  const structured = entriesOf(logText('postfix-iso/mail-rfc5424.log'));
  assert.equal(structured.length, iso.length);
  for (let i = 0; i < iso.length; i++) {
    const { program: _, ...parts } = iso[i].parts;
    const { program: __, ...twin } = structured[i].parts;
    assert.deepEqual({ ...structured[i], parts: twin }, { ...iso[i], parts });
  }
});
