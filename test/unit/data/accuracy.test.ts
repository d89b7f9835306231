import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { defaultKnowledge } from '../../../server/src/knowledge/default.ts';
import { createJudge } from '../../../server/src/verdict/judge.ts';
import { figuresOf, judgeAll, readLabelled } from '../../accuracy/measure.ts';
import { agreeing, isAboutSender, schemeLabels } from '../../accuracy/schemes.ts';

const judge = createJudge(defaultKnowledge());
const rowsOf = (name: string) => readLabelled(readFileSync(`${import.meta.dirname}/../../accuracy/${name}`, 'utf8'));

const sets = ['labelled.tsv', 'heldout.tsv', 'late.tsv', 'fresh.tsv', 'wild.tsv', 'composed.tsv', 'second.tsv', 'third.tsv', 'fourth.tsv'];
for (const name of sets) {
  test(`${name}: 97 % recognised, 93 % in the label's family, no suppressing for replies about the sender`, () => {
    const judged = judgeAll(judge, rowsOf(name));
    const { replies, recognised, judged: labelled, agreeing: agreed } = figuresOf(judged);
    assert.ok(recognised / replies >= 0.97, `${recognised} of ${replies} recognised`);
    assert.ok(agreed / labelled >= 0.93, `${agreed} of ${labelled} agree`);
    assert.deepEqual(
      judged.filter(({ harms }) => harms).map(({ reply }) => reply),
      [],
    );
  });
}

test('the labelled set holds at least 400 replies and every reason that a text alone can have', () => {
  const rows = rowsOf('labelled.tsv');
  assert.ok(rows.length >= 400);
  const labels = new Set(rows.map(({ label }) => label));
  // Who refused, whose DNS failed, whose mailbox it was: the text alone does not say it (own-delivery: verdict/local-delivery.test.ts).
  const notFromText = ['own-refusal', 'own-dns', 'own-delivery'];
  const missing = [...defaultKnowledge().reasons.keys()].filter((reason) => !labels.has(reason) && !notFromText.includes(reason));
  assert.deepEqual(missing, []);
});

test('every label of every scheme maps to reasons that exist, and every label used in the sets is known', () => {
  const reasons = defaultKnowledge().reasons;
  for (const [scheme, label] of schemeLabels())
    for (const reason of agreeing(scheme, label)!) assert.ok(reasons.has(reason as never), `${scheme} ${label}: ${reason}`);
  for (const name of sets)
    for (const { scheme, label, line } of rowsOf(name)) {
      const known = agreeing(scheme, label);
      assert.ok(
        known?.every((reason) => reasons.has(reason as never)),
        `${name}:${line} ${scheme} ${label}`,
      );
    }
});

test('a block of the IP is about the sender, an unknown user is not', () => {
  assert.equal(isAboutSender('zonemta', 'blacklist'), true);
  assert.equal(isAboutSender('sisimai', 'userunknown'), false);
  assert.equal(isAboutSender('sisimai', 'no-such-label'), false);
});

test('rows need a reply and a label; header, empty lines and comments are skipped', () => {
  assert.deepEqual(readLabelled('reply\tlabel\tscheme\n\n# note\n550 x\tother\r\n'), [{ reply: '550 x', label: 'other', scheme: 'own', line: 4 }]);
  assert.throws(() => readLabelled('550 x'), /line 1/);
});
