import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ambiguity } from './linear.ts';

test('the check of patterns knows what backtracks badly', () => {
  for (const bad of [
    '(a+)+',
    '(a|aa)+',
    '(?:x*y)*z',
    '.*.*x',
    '\\w+\\w+',
    '[a-z]+[a-f]*!',
    '(?=x)',
    '(?<!x)y',
    '(a)\\1',
    '(?:a+){2,}',
    '(?:\\w+){0,3}x',
    '(?:a |aa)*b',
  ])
    assert.notEqual(ambiguity(bad), null, bad);
});

test('the check of patterns lets plain ones pass', () => {
  for (const good of [
    'SPF domain \\[(?<domain>[^\\s\\]]+)',
    '(?<ip>[0-9.]+) is listed',
    '\\d+ of [a-z]+',
    '(?:spf|dkim) fail',
    'a{2,3}b+',
    '[^\\]]+\\]\\s*x',
    'after (?:\\w+ ){0,3}retries',
    '(?:was |is )*full',
  ])
    assert.equal(ambiguity(good), null, good);
});
