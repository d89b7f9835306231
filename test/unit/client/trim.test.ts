import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trimmed } from '../../../client/src/panel/trim.ts';
import { sampleSummary } from './sample.ts';

test('the page of a log with a hundred thousand domains is given the first rows, and told how many there are', () => {
  const recipientDomains = Array.from({ length: 100_000 }, (_, index) => ({ ...sampleSummary.recipientDomains[0]!, domain: `d${index}.example` }));
  const { summary, lengths } = trimmed({ ...sampleSummary, recipientDomains });
  assert.equal(summary.recipientDomains.length, 200);
  assert.equal(summary.recipientDomains[199]?.domain, 'd199.example');
  assert.equal(lengths.recipientDomains, 100_000);
  assert.ok(JSON.stringify(summary).length < 200_000);
});

test('a small summary is given whole', () => {
  assert.deepEqual(trimmed(sampleSummary).summary, sampleSummary);
});
