import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openRules, ROOT_SCOPE, SHORT_NAMES, tokenize } from './tokenizer.ts';

// A fixture line holds its own expectation: ⟦name|text⟧ is a token of that scope, all other text is left alone.
const folder = new URL('lines/', import.meta.url);
const plain = (marked: string) => marked.replace(/⟦[\w-]+\|([^⟧]*)⟧/g, '$1');
const marked = (line: string) =>
  tokenize(line)
    .map(({ text, scope }) => (scope === ROOT_SCOPE ? text : `⟦${SHORT_NAMES[scope] ?? scope}|${text}⟧`))
    .join('');
const linesOf = (file: string) =>
  readFileSync(new URL(file, folder), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('# '));

for (const file of readdirSync(folder).filter((name) => name !== 'not-codes.txt')) {
  test(`${file}: each token of each line has its scope, all else has none`, () => {
    for (const line of linesOf(file)) assert.equal(marked(plain(line)), line);
  });
}

test('not-codes.txt: no number that only looks like a code is coloured as one', () => {
  for (const line of linesOf('not-codes.txt')) {
    const codes = tokenize(line).filter(({ scope }) => /reply-code|enhanced-status-code/.test(scope));
    assert.deepEqual(codes, [], line);
  }
});

test('in a reply, numbers that look like codes stay text: (#id-5.9.3), InternalId=, AS(...), versions, sizes, IP addresses', () => {
  const reply = 'no (#id-5.9.3) AS(201806281) [InternalId=550 Hostname=x] ESMTP 4.96 250 bytes 5.1.1.2 192.0.2.250 421 times port 550';
  const line = `4jYBv23jjSzJrLw: host mx.b.example[192.0.2.1] said: 550 5.1.1 ${reply} (in reply to RCPT TO command)`;
  assert.equal(marked(line).slice(marked(line).indexOf('said: ')), `said: ⟦5xx|550⟧ ⟦e5xx|5.1.1⟧ ${reply} (in reply to ⟦phase|RCPT TO⟧ command)`);
});

test('every reply code of every class is coloured by its class', () => {
  for (let code = 200; code < 600; code++) {
    const tokens = tokenize(`4jYBv23jjSzJrLw: host a[192.0.2.1] said: ${code} text`);
    const names = tokens.filter(({ text }) => text === `${code}`).map(({ scope }) => SHORT_NAMES[scope]);
    assert.deepEqual(names, [`${Math.floor(code / 100)}xx`]);
  }
});

test('each line stands alone: no rule stays open behind any fixture line, whole or cut anywhere', () => {
  for (const file of readdirSync(folder)) {
    for (const line of linesOf(file).map(plain)) {
      for (let cut = 0; cut <= line.length; cut += 7) assert.equal(openRules(line.slice(0, cut)), 1, line.slice(0, cut));
      assert.equal(openRules(line), 1, line);
    }
  }
});
