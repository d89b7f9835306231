import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultKnowledge } from '../../../server/src/knowledge/default.ts';
import { createJudge } from '../../../server/src/verdict/judge.ts';
import type { ReplyContext } from '../../../server/src/verdict/verdict.ts';

const judge = createJudge(defaultKnowledge());
const says = (text: string, context: Partial<ReplyContext> = { saidBy: 'own', status: 'deferred' }) => judge.judge({ text, ...context });

/** In the words of Postfix's local(8), virtual(8) and pipe(8), of Exim's appendfile and pipe transports, and of sendmail's mailers. */
const failures = [
  'maildir delivery failed: create maildir file /home/anna/Maildir/tmp/1: Permission denied',
  'cannot update mailbox /var/mail/anna for user anna. unable to lock for exclusive access: Resource temporarily unavailable',
  'delivery failed to mailbox /srv/vmail/anna: cannot open file: Is a directory',
  'Command died with status 127: "/usr/bin/procmail". Command output: /bin/sh: procmail: not found',
  'Command died with signal 9: "/usr/lib/dovecot/dovecot-lda"',
  'Command time limit exceeded: "/usr/local/bin/deliver"',
  'temporary failure. Command output: database is locked',
  'data format error. Command output: lda: Fatal: Invalid parameter',
  "can't create user output file",
  'service unavailable',
  'mailbox /var/mail/anna has wrong uid (0 != 1000)',
  'failed to lock mailbox /var/mail/anna (lock file)',
  'unknown mailer error 127',
];

test('a delivery that fails at a mailbox or program of this server is a reason of its own', () => {
  for (const text of failures) {
    for (const status of ['deferred', 'bounced'] as const) {
      const verdict = says(text, { saidBy: 'own', status });
      assert.deepEqual([verdict.reason, verdict.action, verdict.saidBy], ['own-delivery', 'fix-config', 'own'], text);
      assert.equal(verdict.permanence, status === 'deferred' ? 'temporary' : 'permanent');
      assert.doesNotMatch(verdict.advice, /receiver/, text);
    }
  }
});

test('the same words of another server, or in a warning, are no local delivery of ours', () => {
  for (const text of failures) {
    assert.notEqual(says(`451 4.3.0 ${text}`, { saidBy: 'remote', status: 'deferred' }).reason, 'own-delivery', text);
    assert.notEqual(says(text, {}).reason, 'own-delivery', text);
    assert.notEqual(says(text, { saidBy: 'own' }).reason, 'own-delivery', text);
  }
});

test('a user who has no room, or does not exist, is the reason where a local delivery says so', () => {
  for (const text of [
    'cannot update mailbox /var/mail/anna for user anna. error writing message: File too large',
    'maildir delivery failed: error writing message: Disk quota exceeded',
  ])
    assert.equal(says(text).reason, 'mailbox-full', text);
  assert.equal(says('unknown user: "anna"').reason, 'bad-mailbox');
  assert.equal(says('user unknown. Command output: no such mailbox').reason, 'bad-mailbox');
  assert.equal(says('maildir delivery failed: create maildir file /srv/x: No space left on device').reason, 'own-disk');
});
