import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BoundedCache } from '../../../server/src/verdict/cache.ts';
import { Prefilter } from '../../../server/src/verdict/prefilter.ts';
import { guardRuns, Shaper } from '../../../server/src/verdict/shape.ts';

const shaper = new Shaper(guardRuns(['user unknown', 'ofr_416', 'postmaster@', 'sent to']));

test('identifiers collapse: session and queue IDs, numbers of eight digits, local parts', () => {
  assert.equal(shaper.shapeOf('ok pf366-20020a05wks75belgxsi800229d6j.877 - gsmtp'), 'ok id0 - gsmtp');
  assert.equal(shaper.shapeOf('queued as 4jYBwG5HZvzJr8B'), 'queued as id0');
  assert.equal(shaper.shapeOf('<bob.smith@shop.example>: no'), '<id0@shop.example>: no');
  assert.equal(shaper.shapeOf('AS(201806281)'), 'AS(id0)');
});

test('codes, addresses of the network, host names and words stay', () => {
  for (const text of [
    '550-5.1.1 x',
    '550 5.7.606 banned',
    '554-web.de (mxw12)',
    '[203.0.113.225] listed',
    '2001:db8::1234:5678 listed',
    'mx-ha02.mail12.web.de says',
    'Message too large',
    '(S3140)',
    '4.16.55.1;',
  ])
    assert.equal(shaper.shapeOf(text), text);
});

test('what a rule looks for stays, also where it runs over the edge of an identifier', () => {
  for (const text of ['code OFR_416-20263345 here', 'postmaster@shop.example', 'sent to1234567890ab']) assert.equal(shaper.shapeOf(text), text);
});

test('the prefilter reports every group whose literals occur', () => {
  const groups = [['user unknown'], ['abc'], ['mailbox', 'full'], ['\u62d2\u6536'], ['zen.spamhaus.org']];
  const prefilter = new Prefilter(groups);
  const scan = (text: string) => {
    const found = prefilter.found.subarray(0, prefilter.scan(text));
    return [...found].filter((group) => groups[group].every((literal) => text.includes(literal))).sort();
  };
  assert.deepEqual(scan('user unknown, mailbox full, abc'), [0, 1, 2]);
  assert.deepEqual(scan('\u90ae\u4ef6\u88ab\u62d2\u6536'), [3]);
  assert.deepEqual(scan('listed at zen.spamhaus.org'), [4]);
  assert.deepEqual(scan(''), []);
});

test('the cache forgets what is old and never grows beyond its bounds', () => {
  const cache = new BoundedCache<number>(10, 1_000);
  for (let i = 0; i < 1_000; i++) cache.set(`key ${i}`, i);
  const kept = Array.from({ length: 1_000 }, (_, i) => cache.get(`key ${i}`)).filter((value) => value !== undefined);
  assert.ok(kept.length >= 10 && kept.length <= 20, `${kept.length}`);
  assert.equal(cache.get('key 999'), 999);
});
