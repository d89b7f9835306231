import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { defaultKnowledge } from '../../../server/src/knowledge/default.ts';
import { generaliseReply } from '../../../server/src/verdict/generalise.ts';
import { createJudge } from '../../../server/src/verdict/judge.ts';
import { linearPattern } from '../../../server/src/verdict/linear-pattern.ts';
import { normalise } from '../../../server/src/verdict/normalise.ts';
import { readPasted } from '../../../server/src/verdict/pasted.ts';
import { limits, parseUserRules } from '../../../server/src/verdict/user-rules.ts';
import type { Reason } from '../../../server/src/verdict/verdict.ts';

const knowledge = defaultKnowledge();
const reasons = new Set(knowledge.reasons.keys()) as Set<Reason>;
const parse = (text: string) => parseUserRules(text, reasons, linearPattern);
const file = (...rules: unknown[]) => JSON.stringify({ rules });
const good = { id: 'my/quota', match: ['over the limit of our list'], reason: 'mailbox-full', meaning: 'list is full at {ip}' };

test('a user\u2019s rule decides before all others and says so', () => {
  const { rules, mistakes } = parse(file({ ...good, pattern: 'at (?<ip>[0-9.]+)', advice: 'Call them.' }));
  assert.deepEqual(mistakes, []);
  const verdict = createJudge(knowledge, { userRules: rules }).judge({
    text: '550 5.1.1 Over the LIMIT of our list at 192.0.2.9',
    relay: 'mx.google.com',
  });
  assert.deepEqual(
    [verdict.rule, verdict.confidence, verdict.reason, verdict.advice, verdict.named.ip],
    ['my/quota', 'user', 'mailbox-full', 'Call them.', '192.0.2.9'],
  );
});

test('comments and trailing commas are allowed', () => {
  assert.equal(parse(`{ // mine\n "rules": [ ${JSON.stringify(good)}, ] }`).rules.length, 1);
});

test('a mistake is told with its line and column, the other rules are taken', () => {
  const text = `{\n  "rules": [\n    { "id": "a/b", "match": ["some text"], "reason": "mailbox-fool" },\n    ${JSON.stringify(good)}\n  ]\n}`;
  const { rules, mistakes } = parse(text);
  assert.equal(rules.length, 1);
  assert.deepEqual([mistakes[0].line, mistakes[0].column], [3, text.split('\n')[2].indexOf('"mailbox-fool"') + 1]);
  assert.match(mistakes[0].message, /"reason" is one of/);
});

/** [what is wrong, rule, what the message says] */
const wrong: [string, unknown, RegExp][] = [
  ['no id', { ...good, id: undefined }, /needs an "id"/],
  ['no match', { ...good, match: undefined }, /needs "match"/],
  ['nothing to look for', { ...good, match: [] }, /list of 1 to/],
  ['texts that are too short to look for', { ...good, match: ['ab'] }, /4 characters/],
  ['an unknown property', { ...good, matches: ['x'] }, /Unknown property "matches"/],
  ['an unknown condition', { ...good, when: { code: 550 } }, /Unknown property "code"/],
  ['a condition that is none', { ...good, when: { codes: ['550'] } }, /reply codes such as 550/],
  ['a pattern that cannot be linear', { ...good, pattern: '(?=x)x' }, /pattern cannot be read/],
  ['a pattern that repeats too much', { ...good, pattern: '((a{100}){100}){100}' }, /pattern cannot be read/],
  ['suppressing for the sender\u2019s fault', { ...good, reason: 'blocklist', action: 'suppress' }, /about the recipient/],
  ['no object', 'x', /Expected a rule/],
];
for (const [name, rule, message] of wrong) {
  test(`a rule is refused for ${name}`, () => {
    const { rules, mistakes } = parse(file(rule));
    assert.equal(rules.length, 0);
    assert.match(mistakes.map((mistake) => mistake.message).join('\n'), message);
  });
}

test('doubled ids, too many rules, too large files and broken JSON are told', () => {
  assert.match(parse(file(good, good)).mistakes[0].message, /already the id/);
  const many = Array.from({ length: limits.rules + 5 }, (_, i) => ({ ...good, id: `my/${i}` }));
  assert.equal(parse(file(...many)).rules.length, limits.rules);
  assert.match(parse(`{"rules": []${' '.repeat(limits.bytes)}}`).mistakes[0].message, /larger than/);
  assert.equal(parse('{"rules": [}').mistakes[0].line, 1);
  assert.match(parse('[]').mistakes[0].message, /list "rules"/);
});

test('any text is read without an exception, and mistakes lie inside it', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.string(),
        fc.json().map((json) => `{"rules":[${json}]}`),
      ),
      (text) => {
        for (const { line, column } of parse(text).mistakes) assert.ok(line >= 1 && line <= text.split('\n').length && column >= 1);
      },
    ),
  );
});

test('user patterns take linear time', () => {
  const start = performance.now();
  for (const pattern of ['(a+)+$', '(a|aa)*b', '(.*)(.*)(.*)x', '(x?){100}y']) linearPattern(pattern).match(normalise('a'.repeat(16_000)));
  assert.ok(performance.now() - start < 5_000);
});

test('a rule drafted from a reply decides that reply and others that differ in addresses, IPs, IDs and numbers', () => {
  const text =
    '550-5.7.1 Mail from 192.0.2.7 for <bob@shop.example> was turned away by our bouncer 550 5.7.1 ticket 4jYBwG5HZvzJr8B see https://help.example/?id=12345678';
  const draft = generaliseReply(text, createJudge(knowledge).judge({ text }));
  assert.ok(draft.match.includes('was turned away by our bouncer ticket'), draft.match.join());
  assert.ok(!/192|bob|4jYB|help\.example/.test(draft.match.join()));
  const { rules, mistakes } = parse(file({ ...draft, reason: 'policy' }));
  assert.deepEqual(mistakes, []);
  const judge = createJudge(knowledge, { userRules: rules });
  assert.equal(judge.judge({ text }).rule, draft.id);
  assert.equal(
    judge.judge({ text: text.replace('192.0.2.7', '198.51.100.9').replace('bob', 'eve').replace('4jYBwG5HZvzJr8B', '9kXXwG5HZ') }).rule,
    draft.id,
  );
});

test('any reply gives a draft that reads without a mistake', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[45][0-9]{2} [a-zA-Z0-9@.:<> ]{6,80}$/), (text) => {
      const draft = generaliseReply(text, { reason: 'policy', action: 'investigate', saidBy: 'remote', provider: null });
      const { mistakes } = parse(file(draft));
      assert.ok(
        mistakes.every(({ message }) => /4 characters|1 to 500/.test(message)),
        `${JSON.stringify(draft)} ${JSON.stringify(mistakes)}`,
      );
    }),
  );
});

test('a pasted log line tells relay, phase, outcome and side', () => {
  const line =
    'Nov  1 10:00:00 mx postfix/smtp[1]: 4A: to=<a@gmail.com>, relay=gmail-smtp-in.l.google.com[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (host gmail-smtp-in.l.google.com[192.0.2.1] said: 550 5.1.1 no such user (in reply to RCPT TO command))';
  assert.deepEqual(readPasted(line), {
    text: '550 5.1.1 no such user',
    saidBy: 'remote',
    phase: 'rcpt',
    relay: 'gmail-smtp-in.l.google.com',
    recipientDomain: 'gmail.com',
    dsn: '5.1.1',
    status: 'bounced',
  });
  const refused = readPasted(
    'NOQUEUE: reject: RCPT from unknown[192.0.2.3]: 554 5.7.1 Client host blocked; from=<a@b.c> to=<d@e.f> proto=ESMTP helo=<x>',
  );
  assert.deepEqual([refused.text, refused.saidBy, refused.phase, refused.status], ['554 5.7.1 Client host blocked', 'own', 'rcpt', 'rejected']);
  const filtered = readPasted(
    '4jYBvK44fyzJqv1: milter-reject: END-OF-MESSAGE from mail2.example[2001:db8::12]: 5.7.1 Blocked by x; from=<a@b.c> proto=ESMTP',
  );
  assert.deepEqual([filtered.text, filtered.saidBy, filtered.phase], ['5.7.1 Blocked by x', 'own', 'end-of-data']);
  assert.deepEqual(readPasted('smtp; 550 5.1.1 x', { relay: 'mx.example' }), { text: '550 5.1.1 x', saidBy: 'remote', relay: 'mx.example' });
  assert.deepEqual(readPasted(' Connection refused '), { text: 'Connection refused' });
});
