import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enhancedAt, matchesEnhanced, withoutClass } from '../../../server/src/smtp/enhanced.ts';
import { phaseOf, phases, phaseWords } from '../../../server/src/smtp/phase.ts';

test('an enhanced code has class 2, 4 or 5 and two numbers of up to three digits', () => {
  for (const text of ['2.0.0', '4.7.28', '5.7.606', '5.1.1: x', '5.1.1.']) assert.ok(enhancedAt(text, 0), text);
  for (const text of ['3.1.1', '1.2.3', '5.1', '5..1', '5.1.1.1', '5.1234.1', '5.1.1234', 'x5.1.1', ''])
    assert.equal(enhancedAt(text, 0), null, text);
});

test('rules name codes exactly, by a range of details, or for any class', () => {
  assert.ok(matchesEnhanced('5.7.606', '5.7.606-649') && matchesEnhanced('5.7.649', '5.7.606-649'));
  assert.ok(!matchesEnhanced('5.7.605', '5.7.606-649') && !matchesEnhanced('5.7.60', '5.7.606-649') && !matchesEnhanced('4.7.606', '5.7.606-649'));
  assert.ok(matchesEnhanced('4.7.26', 'x.7.26') && matchesEnhanced('5.7.26', 'X.7.26') && !matchesEnhanced('5.7.2', 'x.7.26'));
  assert.equal(withoutClass('4.7.28'), 'X.7.28');
});

test('the words of logs for commands name the phase', () => {
  const words: Record<string, string | null> = {
    'RCPT TO': 'rcpt',
    'MAIL FROM': 'mail',
    'end of DATA': 'end-of-data',
    DATA: 'data',
    EHLO: 'ehlo',
    HELO: 'ehlo',
    LHLO: 'ehlo',
    STARTTLS: 'starttls',
    AUTH: 'auth',
    CONNECT: 'connect',
    'END-OF-MESSAGE': 'end-of-data',
    'sending end of data -- message may be sent more than once': 'end-of-data',
    'receiving the initial server greeting': 'connect',
    'sending RCPT TO': 'rcpt',
    QUIT: null,
  };
  for (const [word, phase] of Object.entries(words)) assert.equal(phaseOf(word), phase, word);
});

test('every phase has words for a sentence', () => {
  for (const phase of phases) if (phase) assert.ok(phaseWords[phase]);
});
