import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { defaultKnowledge } from '../../../server/src/knowledge/default.ts';
import { foldLiteral, normalise } from '../../../server/src/verdict/normalise.ts';
import { Occurrences } from '../../../server/src/verdict/occurrences.ts';
import { requiredTexts } from '../../../server/src/verdict/required.ts';

const { rules } = defaultKnowledge();
const holds = (text: string, clauses: readonly (readonly string[])[]) => clauses.every((clause) => clause.some((wanted) => text.includes(wanted)));

test('what a pattern requires is found in sequences, alternatives and optional parts', () => {
  const required = (pattern: string, given: string[] = []) => requiredTexts(pattern, given).map((clause) => [...clause].sort());
  assert.deepEqual(required('\\bmailbox\\b[^;]{0,60}\\bfull\\b'), [['mailbox'], ['full']]);
  assert.deepEqual(required('mail ?box(?:es)? is'), [['mail box is', 'mail boxes is', 'mailbox is', 'mailboxes is']]);
  assert.deepEqual(required('(?:user|account)s?.*(?:locked|disabled)'), [
    ['disabled', 'locked'],
    ['account', 'user'],
  ]);
  assert.deepEqual(required('(?<domain>[\\w.]+) is banned'), [[' is banned']]);
  assert.deepEqual(required('Error\\.'), [['error.']]);
});

test('nothing is required where an alternative, a repetition or foreign syntax leaves it open', () => {
  for (const pattern of ['spam|x', '(?:spam)*', '(?:spam){0,3}', 'sp?', '[spam]+', '\\w+', '(?=spam)spam', '(a)spam\\1', 'größe|spam', '']) {
    assert.deepEqual(requiredTexts(pattern), [], pattern);
  }
});

test('what is given is not required again', () => {
  assert.deepEqual(requiredTexts('domain.*expired', ['the domain']), [['expired']]);
  assert.deepEqual(requiredTexts('rejected.*spam|spam.*refused', ['spam']), [['rejected', 'refused']]);
});

test('no text that a rule’s pattern matches lacks what the pattern requires', () => {
  const texts = rules.flatMap(({ examples }) => examples.map((example) => normalise(typeof example === 'string' ? example : example.text)));
  let matched = 0;
  for (const { id, pattern, match } of rules) {
    if (!pattern) continue;
    const literals = match.map(foldLiteral);
    const clauses = requiredTexts(pattern, literals);
    const compiled = new RegExp(pattern, 'iu');
    for (const { plain, folded } of texts) {
      if (!literals.every((literal) => folded.includes(literal)) || !compiled.test(plain)) continue;
      matched++;
      assert.ok(holds(folded, clauses), `${id}: ${plain}`);
    }
  }
  assert.ok(matched > 1_000, `${matched}`);
});

test('what the bits of a text deny does not occur in it', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abc é界'), maxLength: 12 });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), fc.array(word), (literals, words) => {
      const occurrences = new Occurrences();
      const numbers = literals.map((literal) => occurrences.numberOf(literal));
      for (const text of [words.join(' '), words.join('')]) {
        occurrences.begin(text);
        numbers.forEach((number, index) => {
          assert.equal(occurrences.has(number), text.includes(literals[index]));
          assert.ok(occurrences.mayHave(number) || !text.includes(literals[index]));
        });
      }
    }),
  );
});
