import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultKnowledge } from '../../../server/src/knowledge/default.ts';
import { createJudge } from '../../../server/src/verdict/judge.ts';

const judge = createJudge(defaultKnowledge());
const says = (text: string) => judge.judge({ text, saidBy: 'remote' });

test('a notice of expiry has the reason of the reply it quotes, and is final: nothing is left to the queue', () => {
  for (const [quoted, reason] of [
    ['421 4.4.2 Connection timed out', 'connection'],
    ['452 4.2.2 Mailbox full', 'mailbox-full'],
    ['451 4.7.1 Greylisting in effect, please come back later', 'greylist'],
    ['550 5.1.1 User unknown', 'bad-mailbox'],
  ]) {
    const verdict = says(`554 4.4.7 Message expired: unable to deliver in 840 minutes.<${quoted}>`);
    assert.deepEqual([verdict.reason, verdict.permanence, verdict.action], [reason, 'permanent', 'investigate'], quoted);
    assert.match(verdict.advice, /^Given up after retries/);
  }
  assert.equal(says('554 5.4.7 exceeded max time without delivery').reason, 'expired');
});

test('nobody is suppressed where the reply says that it passes', () => {
  for (const text of [
    '550 account temporarily deactivated',
    '550 5.1.1 Mailbox temporarily disabled',
    '550 5.2.1 compte temporairement suspendu',
    '550 5.2.1 mailbox is being migrated',
  ]) {
    const { action, permanence } = says(text);
    assert.notEqual(action, 'suppress', text);
    assert.equal(permanence, 'temporary', text);
  }
  assert.equal(says('550 5.1.1 no such user').action, 'suppress');
});
