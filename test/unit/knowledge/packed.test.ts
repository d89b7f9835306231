import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createKnowledge } from '../../../server/src/knowledge/knowledge.ts';
import { pack, unpack } from '../../../server/src/knowledge/packed.ts';
import { clausesOf } from '../../../server/src/knowledge/rule-source.ts';
import { data } from '../../../server/src/knowledge/shipped.ts';
import { createJudge } from '../../../server/src/verdict/judge.ts';
import { readLabelled } from '../../accuracy/measure.ts';
import { knowledgeWith, rule } from '../verdict/fixture.ts';

const text = pack(data);
const unpacked = unpack(`put in front by the place where it lies${text}`);

test('the packed knowledge is ASCII, so that every engine keeps it at one byte a character and any encoding reads it', () => {
  assert.match(text, /^[\n\x20-\x7e]+$/);
});

test('what was packed is there again, each rule and each table', () => {
  const { rules, ...tables } = unpacked.data;
  const { rules: given, ...others } = data;
  assert.deepEqual({ ...tables }, { ...others });
  assert.equal(rules.length, given.length);
  for (const [index, one] of given.entries()) assert.deepEqual(rules[index], one);
});

test('a rule is read without the others, by its number and by its identifier', () => {
  const { source } = unpack(text);
  assert.deepEqual(source.at(7), data.rules[7]);
  const { id } = data.rules[11];
  assert.deepEqual(createKnowledge(unpacked.data, source).rule(id), data.rules[11]);
  assert.equal(createKnowledge(unpacked.data, source).rule('no/such-rule'), undefined);
});

test('what rules share and what they hold besides ASCII survives', () => {
  const odd = rule('any/odd', ['Postfach voll', 'gr\u00f6\u00dfer als'], 'mailbox-full', {
    pattern: '\\$`x|\\bsize (?<ip>[\\d.]+)',
    unless: ['\u6536\u4ef6', 'a'],
  });
  const plain = rule('any/plain', ['plain'], 'policy', { unless: ['\u6536\u4ef6', 'a'], priority: -12, when: { codes: [550] } });
  const rules = [odd, plain];
  assert.deepEqual(unpack(pack(knowledgeWith(rules).data)).data.rules, rules);
});

test('what was prepared when the extension was built decides as what is prepared at the start: every known reply, from every side', () => {
  const [packed, plain] = [createKnowledge(unpacked.data, unpacked.source), createKnowledge(data)];
  assert.deepEqual(unpacked.source.prepared, plain.source.prepared);
  for (const [index, one] of data.rules.entries())
    assert.deepEqual(unpacked.source.clausesAt(index), clausesOf(one, plain.source.prepared.groups[index]), one.id);
  const judges = [createJudge(packed, { cache: false }), createJudge(plain, { cache: false })];
  const folder = new URL('../../accuracy/', import.meta.url);
  const sets = readdirSync(folder).filter((name) => name.endsWith('.tsv'));
  const known = sets.flatMap((name) => readLabelled(readFileSync(new URL(name, folder), 'utf8'))).map(({ reply }) => ({ text: reply }));
  const examples = data.rules.flatMap((one) => one.examples.map((example) => (typeof example === 'string' ? { text: example } : example)));
  assert.ok(known.length > 1_000);
  for (const reply of [...known, ...examples]) assert.deepEqual(judges[0].judge(reply), judges[1].judge(reply), reply.text);
});
