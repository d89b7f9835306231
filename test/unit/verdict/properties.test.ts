import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { defaultKnowledge } from '../../../server/src/knowledge/default.ts';
import { phases } from '../../../server/src/smtp/phase.ts';
import { createJudge } from '../../../server/src/verdict/judge.ts';
import { opaque } from '../../../server/src/verdict/shape.ts';
import type { ReplyContext } from '../../../server/src/verdict/verdict.ts';

const knowledge = defaultKnowledge();
const cached = createJudge(knowledge);
const plain = createJudge(knowledge, { cache: false });
const pieces = knowledge.rules.flatMap(({ match }) => match);
const examples = knowledge.rules.flatMap((rule) => rule.examples.map((example) => (typeof example === 'string' ? example : example.text)));
const ids = fc.oneof(
  fc.stringMatching(/^[a-z0-9]{4,12}-[0-9a-f]{6,12}\.[0-9]{2,4}$/),
  fc.stringMatching(/^[0-9A-F]{8,12}$/),
  fc.emailAddress(),
  fc.ipV4(),
  fc.webUrl(),
);

/** Replies made of codes, words of rules, identifiers and noise. */
const replies = fc
  .tuple(
    fc.constantFrom('', '550 ', '550 5.1.1 ', '421-4.7.0 ', '554 5.7.1 ', '452 4.2.2 '),
    fc.array(fc.oneof(fc.constantFrom('x', ...pieces), ids, fc.string({ maxLength: 12 })), { maxLength: 6 }),
  )
  .map(([codes, parts]) => codes + parts.join(' '));
const contexts: fc.Arbitrary<ReplyContext> = fc.record(
  {
    text: fc.oneof(replies, fc.constantFrom('x', ...examples), fc.string({ unit: 'binary', maxLength: 300 })),
    saidBy: fc.constantFrom('remote', 'own'),
    phase: fc.constantFrom(...phases),
    relay: fc.constantFrom(null, 'mx.google.com', 'mta5.am0.yahoodns.net', 'mx1.shop.example'),
    recipientDomain: fc.constantFrom(null, 'gmail.com', 'shop.example'),
    status: fc.constantFrom(null, 'delivered', 'deferred', 'bounced', 'expired', 'rejected'),
    dsn: fc.constantFrom(null, '4.0.0', '5.1.1'),
  },
  { requiredKeys: ['text'] },
);

test('a remembered verdict equals a fresh one, also for replies that differ in identifiers only', () => {
  fc.assert(
    fc.property(contexts, ids, ids, (context, one, other) => {
      for (const id of [one, other, one]) {
        const varied = { ...context, text: `${context.text} ${id}` };
        assert.deepEqual(cached.judge(varied), plain.judge(varied));
      }
    }),
    { numRuns: 2_000 },
  );
});

test('judging never throws, is deterministic, and never suppresses for the sender\u2019s fault', () => {
  fc.assert(
    fc.property(contexts, (context) => {
      const verdict = plain.judge(context);
      assert.deepEqual(plain.judge(context), verdict);
      if (verdict.action === 'suppress') {
        assert.equal(knowledge.reasons.get(verdict.reason)!.scope, 'recipient');
        assert.equal(verdict.permanence, 'permanent');
      }
      if (verdict.reason === 'own-refusal') assert.equal(verdict.action, 'none');
    }),
    { numRuns: 2_000 },
  );
});

test('what a verdict names is in the reply, never a stand-in', () => {
  fc.assert(
    fc.property(contexts, (context) => {
      for (const [name, value] of Object.entries(cached.judge(context).named)) {
        assert.ok(!value.includes(opaque) || context.text.includes(opaque), value);
        if (name === 'ip' || name === 'url') assert.ok(context.text.includes(value), value);
      }
    }),
  );
});

test('equal replies give the same object', () => {
  const context = { text: '550 5.1.1 no such user here' };
  assert.equal(cached.judge({ ...context }), cached.judge({ ...context }));
});

test('hostile replies take linear time', () => {
  const texts = ['<', '550-', 'user unknown ', 'a@', '1.', '[', 'https://', '\u0130', '\u00c3\u00a4', '::', '#5.1.', 'id0'].map((piece) =>
    piece.repeat(100_000),
  );
  const start = performance.now();
  for (const text of texts) plain.judge({ text: `550 ${text}` });
  for (const text of texts) plain.judge({ text });
  assert.ok(performance.now() - start < 5_000, `${performance.now() - start} ms`);
});

test('nor does a reply that costs a recipient, whatever stands in front of its words', () => {
  const start = performance.now();
  for (const piece of ['@', 'a@', '.@', '<@', 'error ', 'recipient ', 'a@b. ', '@ ', '[@'])
    for (const length of [300, 310, 320, 330, 340, 350, 360, 370, 380, 390, 400, 4_000])
      plain.judge({ text: `550 5.1.1 ${piece.repeat(length)} user unknown, sender`, saidBy: 'remote' });
  assert.ok(performance.now() - start < 1_500, `${performance.now() - start} ms`);
});
