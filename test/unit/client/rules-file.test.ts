import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'jsonc-parser';
import { insertRule, newRulesFile } from '../../../client/src/commands/rules-file.ts';

const rule = '{ "id": "mine/one", "match": ["no such user"], "reason": "bad-mailbox" }';

test('a rule goes to the end of the list, comments and other rules stay', () => {
  const before = '{\n  // ours\n  "rules": [\n    { "id": "mine/zero" }\n  ]\n}\n';
  const { text, offset } = insertRule(before, rule);
  assert.ok(text.includes('// ours'));
  assert.deepEqual(
    parse(text).rules.map(({ id }: { id: string }) => id),
    ['mine/zero', 'mine/one'],
  );
  assert.match(text.slice(offset), /^\{\s*"id": "mine\/one"/);
});

test('an empty file, a new one, one without a list and a bare list all take a rule', () => {
  for (const before of ['', newRulesFile, '{}', '{ "$schema": "x" }']) assert.equal(parse(insertRule(before, rule).text).rules[0].id, 'mine/one');
  assert.equal(parse(insertRule('[]', rule).text)[0].id, 'mine/one');
});

test('what is no rule is not written', () => {
  assert.throws(() => insertRule(newRulesFile, '{ broken'), SyntaxError);
});
