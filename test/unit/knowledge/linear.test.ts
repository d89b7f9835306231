import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ambiguity } from './linear.ts';

test('the check of patterns knows what backtracks badly', () => {
  for (const bad of ['(a+)+', '(a|aa)+', '(?:x*y)*z', '.*.*x', '\\w+\\w+', '[a-z]+[a-f]*!', '(?=x)', '(?<!x)y', '(a)\\1', '(?:a+){2,}'])
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
  ])
    assert.equal(ambiguity(good), null, good);
});
