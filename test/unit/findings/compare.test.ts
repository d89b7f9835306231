import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../../../server/src/findings/compare.ts';
import { compareSummaries } from '../../../server/src/findings/compare-page.ts';
import { type Attempt, said, sent, unknownUser } from '../../synthetic/scenario.ts';
import { hour, ordinary, scene, start, summarized } from './scenes.ts';

const spam = said('bounced', '550 5.7.1 Message rejected as spam');

/** Mail to one partner of which every n-th fails, within an ordinary time. */
const partner = (count: number, every: number, attempt: Attempt) =>
  summarized(
    ordinary(scene(), 500).mails(count, { from: start, to: start + hour }, (index) => ({
      to: `x${index}@partner.example`,
      relay: 'mx.partner.example',
      attempts: [index % every === 0 ? attempt : sent()],
    })),
  );

const judgement = (list: { name: string; judgement: string }[], name: string) => list.find((row) => row.name === name)?.judgement;

test('a receiver that got worse for sure, and one that got better', () => {
  const [good, bad] = [partner(600, 100, spam), partner(600, 8, spam)];
  assert.equal(judgement(compare(good, bad).receivers, 'partner.example'), 'worse');
  assert.equal(judgement(compare(bad, good).receivers, 'partner.example'), 'better');
  const [change] = compare(good, bad).receivers;
  assert.deepEqual(
    [change.before, change.after],
    [
      { hits: 6, of: 600 },
      { hits: 75, of: 600 },
    ],
  );
  assert.ok(change.chance < 1e-10);
});

test('what may be chance, and what is too little mail to say, is said so', () => {
  assert.equal(judgement(compare(partner(600, 50, spam), partner(600, 40, spam)).receivers, 'partner.example'), 'chance');
  assert.equal(judgement(compare(partner(60, 30, spam), partner(60, 3, spam)).receivers, 'partner.example'), 'few');
});

test('reasons that are new and reasons that vanished', () => {
  const { reasons } = compare(partner(400, 20, unknownUser()), partner(400, 20, spam));
  assert.equal(judgement(reasons, 'spam-content'), 'new');
  assert.equal(judgement(reasons, 'bad-mailbox'), 'vanished');
});

test('a log compared with itself has no changes', () => {
  const log = partner(400, 20, spam);
  assert.deepEqual(compare(log, log), { reasons: [], receivers: [], senderDomains: [] });
  assert.match(compareSummaries(log, log), /No change\./);
});

test('the page names findings that are new, gives the numbers and the test, and escapes what the log says', () => {
  const hostile = summarized(
    scene().mails(300, { from: start, to: start + hour }, (index) => ({
      from: 'a@<img>.example',
      to: `x${index}@partner.example`,
      relay: 'mx.partner.example',
      attempts: [index % 4 ? sent() : unknownUser()],
    })),
  );
  const page = compareSummaries(partner(600, 100, spam), hostile);
  assert.match(page, /New: The recipient list is stale/);
  assert.match(page, /\| bad\\?-mailbox \| 0 % \(0 of 1,100\) \| 25 % \(75 of 300\) \| new \| &lt; 0\.0001 \|/);
  assert.match(page, /Fisher/);
  assert.doesNotMatch(page, /<img>/);
});
