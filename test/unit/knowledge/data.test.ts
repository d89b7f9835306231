import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import Ajv from 'ajv';
import { defaultKnowledge } from '../../../server/src/knowledge/default.ts';

const folder = new URL('../../../server/data/', import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const ajv = new Ajv.default({ allErrors: true });
const knowledge = defaultKnowledge();
const { reasons, replyCodes, enhancedCodes, providers, rules, claims } = knowledge.data;

const ruleFiles = readdirSync(new URL('rules/', folder)).filter((name) => name.endsWith('.json'));
const checked: [string, string][] = [
  ...['reasons', 'reply-codes', 'enhanced-codes', 'providers', 'claims'].map((name): [string, string] => [`${name}.json`, name]),
  ...ruleFiles.map((name): [string, string] => [`rules/${name}`, 'rules']),
];
for (const [file, schema] of checked) {
  test(`${file} follows its schema`, () => {
    const validate = ajv.getSchema(schema) ?? ajv.compile({ ...read(`schema/${schema}.schema.json`), $id: schema });
    validate(read(file));
    assert.deepEqual(validate.errors ?? [], []);
  });
}

test('every reason is described once', () => {
  const source = readFileSync(new URL('../src/verdict/verdict.ts', folder), 'utf8');
  const union = source.slice(source.indexOf('export type Reason'), source.indexOf('/** What the operator should do'));
  assert.deepEqual([...union.matchAll(/'([a-z-]+)'/g)].map(([, id]) => id).sort(), reasons.map(({ id }) => id).sort());
});

test('suppressing is for reasons about the recipient, and only where it is the action', () => {
  for (const { id, suppress, scope, action } of reasons)
    if (suppress || action === 'suppress') assert.deepEqual([scope, suppress, action], ['recipient', true, 'suppress'], id);
});

test('severities are those of the editor\u2019s promise', () => {
  const severity = Object.fromEntries(reasons.map((info) => [info.id, info.severity]));
  for (const id of [
    'blocklist',
    'auth-spf',
    'auth-dkim',
    'auth-dmarc',
    'auth-missing',
    'dns-rdns',
    'tls',
    'smtp-auth',
    'relay-denied',
    'own-dns',
    'own-tls',
    'own-disk',
    'own-milter',
    'own-config',
    'own-service',
  ])
    assert.equal(severity[id], 'error', id);
  for (const id of ['ip-reputation', 'domain-reputation', 'rate-limit', 'expired', 'spam-content']) assert.equal(severity[id], 'warning', id);
  for (const id of ['bad-mailbox', 'mailbox-full', 'recipient-rejected']) assert.equal(severity[id], 'information', id);
  for (const id of ['own-refusal', 'delivered']) assert.equal(severity[id], 'none', id);
});

test('the whole IANA registry of enhanced codes is in', () => {
  // Highest detail of each subject, registry as of X.7.30 (RFC 8689).
  const details = [0, 10, 4, 6, 7, 6, 10, 30];
  const registry = details
    .flatMap((last, subject) => Array.from({ length: last + 1 }, (_, detail) => detail).map((detail) => `X.${subject}.${detail}`))
    .filter((code) => code !== 'X.0.1');
  assert.deepEqual(registry.length, 81);
  assert.deepEqual(
    enhancedCodes
      .filter((info) => info.registered)
      .map(({ code }) => code)
      .sort(),
    registry.sort(),
  );
});

test('every reply code of RFC 5321 and its extensions is in', () => {
  const rfc5321 = [211, 214, 220, 221, 250, 251, 252, 354, 421, 450, 451, 452, 455, 500, 501, 502, 503, 504, 550, 551, 552, 553, 554, 555];
  // RFC 4954, 1985, 2645, 7504, and those of the IANA registry's table (RFC 5248).
  const extensions = [235, 334, 432, 454, 530, 534, 535, 538, 253, 458, 459, 453, 521, 556, 422, 430, 523, 524, 525, 533];
  for (const code of [...rfc5321, ...extensions])
    assert.ok(
      replyCodes.some((info) => info.code === code && info.status !== 'vendor'),
      String(code),
    );
});

test('codes and identifiers are unique, and name known reasons and providers', () => {
  const unique = (names: readonly unknown[]) =>
    assert.equal(new Set(names).size, names.length, String(names.filter((name, index) => names.indexOf(name) !== index)));
  unique(replyCodes.map(({ code }) => code));
  unique(enhancedCodes.map(({ code }) => code));
  unique(providers.map(({ id }) => id));
  unique(claims.map(({ id }) => id));
  unique(rules.map(({ id }) => id));
  const known = new Set(providers.map(({ id }) => id));
  for (const { code, vendors = [] } of enhancedCodes) for (const { provider } of vendors) assert.ok(known.has(provider), `${code} ${provider}`);
});

test('a relay suffix belongs to one provider', () => {
  const owners = new Map<string, string>();
  for (const { id, relays } of providers)
    for (const relay of relays) {
      assert.ok(!owners.has(relay), `${relay}: ${owners.get(relay)} and ${id}`);
      owners.set(relay, id);
    }
});
