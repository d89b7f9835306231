import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultKnowledge } from '../../../server/src/knowledge/default.ts';
import { createJudge } from '../../../server/src/verdict/judge.ts';
import type { ReplyContext, Verdict } from '../../../server/src/verdict/verdict.ts';
import { knowledgeWith, rule } from './fixture.ts';

const codesOnly = createJudge(knowledgeWith([]));
const judge = (text: string, context: Partial<ReplyContext> = {}) => codesOnly.judge({ text, ...context });
const short = ({ reason, permanence, action }: Verdict) => [reason, permanence, action];

test('codes alone: an enhanced code decides before the basic code', () => {
  assert.deepEqual(short(judge('550 5.1.1 x')), ['bad-mailbox', 'permanent', 'suppress']);
  assert.deepEqual(short(judge('450 4.1.1 x')), ['bad-mailbox', 'temporary', 'retry']);
  assert.equal(judge('550 5.1.1 x').rule, 'enhanced/5.1.1');
  assert.equal(judge('550 x').rule, 'reply/550');
});

test('codes alone: the phase tells what a basic code is about', () => {
  assert.equal(judge('550 x', { phase: 'mail' }).reason, 'sender-rejected');
  assert.equal(judge('550 x', { phase: 'rcpt' }).reason, 'recipient-rejected');
  assert.equal(judge('554 x', { phase: 'connect' }).reason, 'policy');
  assert.equal(judge('552 x', { phase: 'mail' }).reason, 'message-size');
  assert.equal(judge('454 x', { phase: 'starttls' }).reason, 'tls');
});

test('codes alone: never suppresses without an enhanced code about the recipient', () => {
  for (let code = 400; code < 600; code++)
    for (const phase of ['connect', 'mail', 'rcpt', 'end-of-data', null] as const) {
      const verdict = judge(`${code} refused`, { phase });
      assert.notEqual(verdict.action, 'suppress', `${code} ${phase}`);
    }
});

test('advice never says suppress where the action does not', () => {
  assert.deepEqual(short(judge('556 x')), ['bad-domain', 'permanent', 'investigate']);
  assert.doesNotMatch(judge('556 x').advice, /suppress/i);
});

test('what is permanent is not left to the queue to retry', () => {
  assert.deepEqual(short(judge('554 5.3.0 fault')), ['server-error', 'permanent', 'investigate']);
  assert.deepEqual(short(judge('451 4.3.0 fault')), ['server-error', 'temporary', 'retry']);
});

test('a code of one vendor names the vendor, an unknown detail falls back to its subject', () => {
  assert.deepEqual([judge('550 5.7.606 x').reason, judge('550 5.7.606 x').provider], ['ip-reputation', 'microsoft365']);
  assert.deepEqual([judge('550 5.7.777 x').rule, judge('550 5.7.777 x').confidence], ['enhanced/X.7.0', 'inferred']);
});

test('a provider\u2019s own sense of a registered code wins where the provider is known', () => {
  assert.equal(judge('550 5.7.27 x').reason, 'sender-rejected');
  assert.equal(judge('550 5.7.27 x', { relay: 'gmail-smtp-in.l.google.com' }).reason, 'auth-spf');
  assert.equal(judge('550 5.4.1 x', { relay: 'a.mail.protection.outlook.com' }).reason, 'bad-mailbox');
});

test('success is delivered, whatever it says', () => {
  assert.deepEqual(short(judge('250 2.0.0 Ok: mailbox full of spam', { status: 'delivered' })), ['delivered', 'none', 'none']);
  assert.equal(judge('delivered to mailbox', { status: 'delivered', saidBy: 'own' }).reason, 'delivered');
  assert.notEqual(judge('250 2.0.0 Ok', { status: 'bounced' }).reason, 'delivered');
});

test('a full mailbox counts as temporary even as 552, and is said to contradict', () => {
  const verdict = judge('552 5.2.2 over quota');
  assert.deepEqual(short(verdict), ['mailbox-full', 'temporary', 'retry']);
  assert.equal(verdict.contradictions.length, 1);
});

test('contradictions between codes, outcome and the log\u2019s own code are said', () => {
  assert.match(judge('550 4.2.1 x').contradictions.join(), /550 is permanent, 4\.2\.1 is temporary/);
  assert.match(judge('550 5.1.1 x', { status: 'deferred' }).contradictions.join(), /stays queued/);
  assert.match(judge('421 4.3.0 x', { status: 'bounced' }).contradictions.join(), /bounced/);
  assert.deepEqual(judge('550 5.1.1 x', { status: 'bounced', dsn: '5.1.1' }).contradictions, []);
});

test('a notice of expiry takes the reason of the failure it repeats, and stays final', () => {
  const verdict = judge('554 4.4.7 Message expired: unable to deliver.<421 4.4.2 Connection dropped>');
  assert.deepEqual([verdict.reason, verdict.replyCode, verdict.considered[0].reason], ['connection', 554, 'expired']);
  assert.equal(judge('554 5.4.7 Message expired').reason, 'expired');
  const unknownUser = judge('554 5.4.7 expired <450 4.1.1 unknown>');
  assert.notEqual(unknownUser.action, 'suppress');
});

const rules = [
  rule('any/blocked', ['blocked using'], 'blocklist', { meaning: 'blocks your IP {ip}' }),
  rule('any/user-unknown', ['user unknown'], 'bad-mailbox'),
  rule('any/host-not-found', ['host not found'], 'bad-domain', { unless: ['try again'] }),
  rule('any/dns-temporary', ['host not found, try again'], 'routing', { permanence: 'temporary', priority: 10 }),
  rule('any/vague', ['rejected'], 'policy', { priority: -20 }),
  rule('google/limit', ['unusual rate'], 'rate-limit', { pattern: 'SPF domain \\[(?<domain>[^\\s\\]]+)', meaning: 'limits your domain {domain}' }),
  rule('google/blocked', ['blocked using'], 'ip-reputation'),
  rule('microsoft365/long', ['this sentence is said by one provider only'], 'spam-content'),
  rule('postfix/own-disk', ['no space left'], 'own-disk', { when: { saidBy: 'own' } }),
  rule('any/coded', ['try later'], 'rate-limit', { when: { codes: [421] } }),
];
const worded = createJudge(knowledgeWith(rules));
const says = (text: string, context: Partial<ReplyContext> = {}) => worded.judge({ text, ...context });

test('words decide before codes, the receiver\u2019s own before anybody\u2019s', () => {
  assert.equal(says('550 5.1.1 blocked using x').rule, 'any/blocked');
  assert.equal(says('550 5.1.1 blocked using x', { relay: 'mx.google.com' }).rule, 'google/blocked');
  assert.equal(says('550 5.1.1 blocked using x - gsmtp').rule, 'google/blocked');
  assert.equal(says('550 5.1.1 blocked using x', { recipientDomain: 'gmail.com' }).rule, 'google/blocked');
  assert.equal(says('550 5.1.1 blocked using x', { relay: 'a.mail.protection.outlook.com', recipientDomain: 'gmail.com' }).rule, 'any/blocked');
});

test('a long wording names a provider that is not known, unless the relay is another\u2019s', () => {
  const text = '550 This sentence is said by one provider only';
  assert.deepEqual([says(text).rule, says(text).provider], ['microsoft365/long', 'microsoft365']);
  assert.equal(says(text, { relay: 'mx.google.com' }).rule, 'reply/550');
});

test('literals match without case, over joined lines, blanks, accents and mojibake', () => {
  const french = createJudge(knowledgeWith([rule('any/fr', ['bo\u00eete inexistante'], 'bad-mailbox')]));
  for (const text of [
    '550 BO\u00ceTE  Inexistante',
    '550-Boite 550 inexistante',
    '550-5.1.1 bo\u00eete 550 5.1.1 inexistante',
    '550 Bo\u00c3\u00aete inexistante',
    '550 Boi\u0302te inexistante',
  ])
    assert.equal(french.judge({ text }).rule, 'any/fr', text);
  const chinese = createJudge(knowledgeWith([rule('any/zh', ['\u62d2\u6536'], 'recipient-rejected')]));
  assert.equal(chinese.judge({ text: '550 \u90ae\u4ef6\u88ab\u62d2\u6536' }).rule, 'any/zh');
});

test('a temporary DNS failure is not a domain that does not exist', () => {
  assert.equal(says('Name service error for name=x type=MX: Host not found, try again').rule, 'any/dns-temporary');
  assert.equal(says('Name service error for name=x type=A: Host not found').rule, 'any/host-not-found');
});

test('words of last resort yield to a specific enhanced code, not to a general one', () => {
  assert.equal(says('550 5.1.1 rejected').rule, 'enhanced/5.1.1');
  assert.equal(says('550 5.7.1 rejected').rule, 'any/vague');
});

test('conditions hold, or are not known', () => {
  assert.equal(says('421 try later').rule, 'any/coded');
  assert.equal(says('try later').rule, 'any/coded');
  assert.equal(says('550 try later').rule, 'reply/550');
});

test('the same words are a block list when remote, a refusal of ours when own', () => {
  const text = '554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.7';
  const remote = says(text, { saidBy: 'remote' });
  assert.deepEqual([remote.reason, remote.action, remote.named.list, remote.named.ip], ['blocklist', 'delist', 'Spamhaus ZEN', '192.0.2.7']);
  const own = says(text, { saidBy: 'own', status: 'rejected' });
  assert.deepEqual([own.reason, own.action, own.considered[0].reason], ['own-refusal', 'none', 'blocklist']);
});

test('this server\u2019s trouble stays its own, also in a refusal', () => {
  assert.equal(says('452 4.3.1 no space left', { saidBy: 'own', status: 'rejected' }).reason, 'own-disk');
  assert.equal(says('no space left', { saidBy: 'own', status: 'deferred' }).reason, 'own-disk');
  assert.notEqual(says('452 no space left', { saidBy: 'remote' }).reason, 'own-disk');
  assert.equal(says('user unknown', { saidBy: 'own', status: 'bounced' }).reason, 'bad-mailbox');
});

test('a pattern names what the reply blames, and only what is one', () => {
  const text = '421-4.7.28 unusual rate from your SPF domain [acme-shop.example 421 4.7.28 36].';
  assert.equal(says(text, { relay: 'mx.google.com' }).named.domain, 'acme-shop.example');
  assert.equal(says('421 unusual rate from your SPF domain [<b> 36].', { relay: 'mx.google.com' }).named.domain, undefined);
});

test('losers are told, best first, without the winner', () => {
  const { rule: winner, considered } = says('550 5.1.1 blocked using x: user unknown');
  assert.equal(winner, 'any/blocked');
  assert.deepEqual(
    considered.map((loser) => loser.rule),
    ['any/user-unknown', 'google/blocked', 'enhanced/5.1.1', 'reply/550'],
  );
});

test('every verdict of the shipped knowledge has advice, an action and, where known, sources', () => {
  const shipped = createJudge(defaultKnowledge());
  for (const text of ['550 5.1.1 x', 'Connection timed out', '', '550', '\u0000', '599 ?']) {
    const verdict = shipped.judge({ text });
    assert.ok(verdict.advice.length > 0 && (verdict.rule === null) === (verdict.sources.length === 0), text);
  }
});

test('a refusal of our own without a code is temporary where its words say so', () => {
  const permanenceOf = (text: string) =>
    createJudge(knowledgeWith([rule('any/grey', ['greylisted'], 'greylist')])).judge({
      text,
      saidBy: 'own',
      status: 'rejected',
      phase: 'rcpt',
    }).permanence;
  assert.equal(permanenceOf('greylisted'), 'temporary');
  assert.equal(permanenceOf('could not verify the sender temporarily'), 'temporary');
  assert.equal(permanenceOf('relay not permitted'), 'permanent');
  assert.equal(permanenceOf('550 5.7.1 temporarily or not, this is final'), 'permanent');
});

test("a filter's words count in front of any receiver, a receiver's words at itself and its platform only", () => {
  const { judge } = createJudge(defaultKnowledge());
  const reasonAt = (text: string, relay: string) => judge({ text, relay, saidBy: 'remote' }).reason;
  assert.equal(reasonAt('550 #5.1.0 Address rejected.', 'smtp.secureserver.net'), 'bad-mailbox');
  assert.equal(reasonAt('554 HVU:B', 'mx1.comcast.net'), 'policy');
  const rule = (relay: string) => judge({ text: '550 5.7.606 Access denied, banned sending IP [192.0.2.7]', relay, saidBy: 'remote' }).rule;
  assert.equal(rule('hotmail-com.olc.protection.outlook.com'), rule('mail-example.mail.protection.outlook.com'));
});

test("a reply in qmail's log, with signs for blanks and line breaks, is the reply", () => {
  const qmail = createJudge(knowledgeWith([rule('any/spam', ['as spam'], 'spam-content')]));
  const { reason, replyCode, enhancedCode } = qmail.judge({ text: '550-5.7.1_Message_rejected/550_5.7.1_as_spam/Giving_up_on_192.0.2.5./' });
  assert.deepEqual([reason, replyCode, enhancedCode], ['spam-content', 550, '5.7.1']);
  assert.equal(qmail.judge({ text: '552_5.2.2_Over_quota/' }).reason, 'mailbox-full');
});
