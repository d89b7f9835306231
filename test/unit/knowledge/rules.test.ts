import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { RE2JS } from 're2js';
import { defaultKnowledge } from '../../../server/src/knowledge/default.ts';
import { createJudge } from '../../../server/src/verdict/judge.ts';
import { foldLiteral, normalise } from '../../../server/src/verdict/normalise.ts';
import { innocentTexts } from './innocent.ts';
import { ambiguity } from './linear.ts';

const knowledge = defaultKnowledge();
const { rules, providers } = knowledge;
const judge = createJudge(knowledge);

test('every file of rules is loaded', () => {
  const folder = new URL('../../../server/data/rules/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  assert.ok(files.length > 0);
  const ids = files.flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')).rules.map((rule: { id: string }) => rule.id));
  assert.deepEqual(rules.map(({ id }) => id).sort(), ids.sort());
});

test('every example is decided by its own rule, so that no rule is unreachable', () => {
  const wrong: string[] = [];
  for (const rule of rules)
    for (const example of rule.examples) {
      const context = typeof example === 'string' ? { text: example } : example;
      const relay = context.relay ?? providers.find(({ id }) => id === rule.provider)?.relays[0]?.replace(/^\./, 'mx.');
      const bare = judge.judge(context);
      const verdict =
        bare.rule === rule.id ? bare : judge.judge({ ...context, ...(relay && { relay }), saidBy: context.saidBy ?? rule.when?.saidBy ?? 'remote' });
      if (verdict.rule !== rule.id) wrong.push(`${rule.id} lost to ${verdict.rule}: ${context.text}`);
    }
  assert.deepEqual(wrong, []);
});

test('a rule names its provider, or any', () => {
  const known = new Set(['any', ...providers.map(({ id }) => id)]);
  for (const { id, provider } of rules) assert.ok(known.has(provider) && id.startsWith(`${provider}/`), id);
});

test('suppressing is for reasons about the recipient only', () => {
  for (const { id, action, reason } of rules) if (action === 'suppress') assert.equal(knowledge.reasons.get(reason)!.scope, 'recipient', id);
});

test('no two rules look for the same', () => {
  const seen = new Map<string, string>();
  for (const { id, provider, match, when, pattern, unless } of rules) {
    const key = JSON.stringify([provider, match.map(foldLiteral).sort(), when ?? {}, pattern ?? '', (unless ?? []).map(foldLiteral).sort()]);
    assert.ok(!seen.has(key), `${id} and ${seen.get(key)}`);
    seen.set(key, id);
  }
});

test('no rule is so common that it matches innocent text', () => {
  const innocent = innocentTexts.map((text) => normalise(text).folded);
  const wrong = rules
    .filter(({ reason }) => reason !== 'delivered')
    .flatMap(({ id, match, unless = [], pattern }) =>
      innocent
        .filter(
          (text) => match.every((literal) => text.includes(foldLiteral(literal))) && !unless.some((literal) => text.includes(foldLiteral(literal))),
        )
        .filter((text) => !pattern || new RegExp(pattern, 'iu').test(text))
        .map((text) => `${id}: ${text}`),
    );
  assert.deepEqual(wrong, []);
});

test('a literal can be looked for: four characters, or fewer beside a pattern or in a script that needs fewer', () => {
  for (const { id, match, pattern } of rules)
    assert.ok(
      match.some((literal) => literal.length >= 4 || (pattern && literal.length >= 2) || /[^\x00-\x7f]{2}/.test(literal)),
      id,
    );
});

test('every pattern is linear: readable by RE2, without ambiguous repetition', () => {
  for (const { id, pattern } of rules) {
    if (!pattern) continue;
    RE2JS.compile(pattern);
    assert.equal(ambiguity(pattern), null, id);
  }
});

test('every pattern is fast on hostile text', () => {
  const hostile = ['a', '1.', '[', '<a@', ' ', '.', 'https://', '1', ':'].map((piece) => piece.repeat(4_096 / piece.length));
  for (const { id, pattern, match } of rules) {
    if (!pattern) continue;
    const compiled = new RegExp(pattern, 'iu');
    const start = performance.now();
    for (const text of hostile) compiled.test(`${match.join(' ')} ${text}`);
    for (const text of hostile) compiled.test(`${text} ${match.join(' ')}`);
    assert.ok(performance.now() - start < 500, `${id}: ${performance.now() - start} ms`);
  }
});

test('placeholders of a meaning are groups of its pattern, or what is found without one', () => {
  for (const { id, meaning, pattern = '' } of rules)
    for (const [, name] of meaning.matchAll(/\{(\w+)\}/g))
      assert.ok(['ip', 'list', 'url'].includes(name) || pattern.includes(`(?<${name}>`), `${id}: ${name}`);
});

test('sources are pages, RFCs or repository files; official ones are no hearsay', () => {
  for (const { id, sources } of rules)
    for (const source of sources) assert.match(source, /^(https?:\/\/[\w.-]+\.[a-z]+(\/\S*)?|github:[\w.-]+\/[\w.-]+( .+)?)$/, id);
});
