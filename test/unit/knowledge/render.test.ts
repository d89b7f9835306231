import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { defaultKnowledge } from '../../../server/src/knowledge/default.ts';
import { explainDigits, explainEnhanced } from '../../../server/src/knowledge/digits.ts';
import { referencePage, renderReference } from '../../../server/src/knowledge/render/reference.ts';
import { sourceLink } from '../../../server/src/knowledge/render/source.ts';
import { describeVerdict, type VerdictFacts } from '../../../server/src/knowledge/render/verdict.ts';
import { renderBlocks } from '../../../server/src/text/prose.ts';
import { createJudge } from '../../../server/src/verdict/judge.ts';
import type { ReplyContext } from '../../../server/src/verdict/verdict.ts';
import { fixtureProviders, knowledgeWith, rule } from '../verdict/fixture.ts';

const knowledge = knowledgeWith(
  [
    rule('google/no-such-user', ['account that you tried to reach does not exist'], 'bad-mailbox', { meaning: 'mailbox does not exist' }),
    rule('google/domain-limit', ['unusual rate', 'SPF domain'], 'rate-limit', {
      pattern: 'SPF domain \\[(?<domain>[^\\s\\]]+)',
      meaning: 'limits your domain {domain}',
      advice: 'Send less, check complaints; another IP will not help.',
    }),
    rule('gmx/listed', ['IP address is block listed'], 'blocklist', { provider: 'webde', meaning: 'blocks your IP {ip}' }),
    rule('any/dnsbl', ['blocked using'], 'blocklist', { meaning: 'finds your IP {ip} on {list}' }),
  ],
  [...fixtureProviders, { id: 'webde', name: 'web.de', kind: 'mailbox', relays: ['.web.de'], markers: [], recipientDomains: [], pages: {} }],
);
const judge = createJudge(knowledge);
const shippedJudge = createJudge(defaultKnowledge());

function lines(context: ReplyContext, facts: VerdictFacts = {}): string[] {
  const { line1, line2 } = describeVerdict(judge.judge(context), { status: context.status ?? null, ...facts }, knowledge);
  const shipped = describeVerdict(shippedJudge.judge(context), { status: context.status ?? null, ...facts });
  assert.deepEqual([shipped.line1, shipped.line2], [line1, line2], 'the rules that ship say the same');
  return [line1, line2];
}
const often = (attempts: number, recipients: number, receiverAcceptsNothing = false) => ({ cause: { attempts, recipients, receiverAcceptsNothing } });

test('a mailbox that does not exist: who, what, code, phase, final; suppress, and how many', () => {
  const text =
    '550-5.1.1 The email account that you tried to reach does not exist. 550 5.1.1 https://support.google.com/mail/?p=NoSuchUser x - gsmtp';
  assert.deepEqual(lines({ text, relay: 'gmail-smtp-in.l.google.com', phase: 'rcpt', status: 'bounced' }, often(11, 11)), [
    'Gmail: mailbox does not exist · 550 5.1.1 at RCPT · final',
    'Suppress this address. 11 such Gmail addresses here.',
  ]);
});

test('a block in the greeting that lets nothing pass', () => {
  const text =
    '554-web.de (mxweb112) Nemesis ESMTP Service not available 554-No SMTP service 554-IP address is block listed. 554 For explanation visit https://postmaster.web.de/en/case?c=r0201&i=ip&v=203.0.113.25&r=1N8Xbd-1sQ';
  assert.deepEqual(lines({ text, relay: 'mx-ha02.web.de', phase: 'connect', status: 'deferred' }, often(18, 3, true)), [
    'web.de blocks your IP 203.0.113.25 · 554 in the greeting · still queued',
    'Nothing passes: 18 attempts, 3 recipients. Fix the listing; do not suppress.',
  ]);
});

test('a limit for a domain: advice of the rule, attempts and recipients', () => {
  const text =
    '421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating 421-4.7.28 from your SPF domain [acme-shop.example      36]. To protect our 421 4.7.28 users x - gsmtp';
  assert.deepEqual(lines({ text, relay: 'alt1.gmail-smtp-in.l.google.com', phase: 'end-of-data', status: 'deferred' }, often(12, 2)), [
    'Gmail limits your domain acme-shop.example · 421 4.7.28 after DATA · retrying',
    'Send less, check complaints; another IP will not help. 12 attempts, 2 recipients.',
  ]);
});

test('our own refusal of a listed client is nothing to act on', () => {
  const text = '554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.7';
  assert.deepEqual(lines({ text, saidBy: 'own', phase: 'rcpt', status: 'rejected' }), [
    'Your server refused this client, listed at Spamhaus ZEN · 554 5.7.1',
    'Nothing to do; this is not about your IP.',
  ]);
});

test('placeholders of what a reply does not name disappear with their words', () => {
  const { line1 } = describeVerdict(judge.judge({ text: '554 IP address is block listed', relay: 'mx.web.de' }), {}, knowledge);
  assert.equal(line1, 'web.de blocks your IP · 554 · permanent');
});

test('details explain digits, both senses of a vendor\u2019s code, and why', () => {
  const { markdown, plain } = describeVerdict(judge.judge({ text: '550 5.7.27 x', relay: 'mx.google.com' }), {}, knowledge);
  for (const words of [
    'Sender address has null MX',
    'SPF did not pass',
    'https://www.rfc-editor.org/rfc/rfc7505',
    'enhanced/5.7.27/google',
    'reply/550',
    'permanent',
  ])
    for (const text of [markdown, plain]) assert.ok(text.includes(words), `${words} in ${text}`);
});

test('contradictions and misleading rules of thumb are said', () => {
  const { plain } = describeVerdict(judge.judge({ text: '550 5.4.1 x', relay: 'a.mail.protection.outlook.com', status: 'deferred' }), {}, knowledge);
  assert.match(plain, /Contradiction: 550 is permanent/);
  assert.match(plain, /A rule of thumb says: "5\.4\.1 means that the host does not answer\."/);
});

test('hostile words of a reply never act in Markdown, and links lead to our own pages only', () => {
  const hostile = fc.stringMatching(/^[[\]()`*_<>!#|a:/.\u202e\u0007 ]{0,40}$/);
  const own = JSON.stringify(knowledge.data);
  fc.assert(
    fc.property(hostile, hostile, (one, two) => {
      const text = `550 5.7.1 ${one} blocked using zen.spamhaus.org ${two} http://evil.example/${two} [x](http://evil.example)`;
      const { markdown, plain } = describeVerdict(judge.judge({ text }), { receiver: `${one}${two}`, text }, knowledge);
      for (const [, href] of markdown.matchAll(/(?<!\\)\]\((.*?)\)/g)) assert.ok(own.includes(href.split('#')[0]) && !href.includes('evil'), href);
      assert.ok(!/[\u0007\u202e]/.test(markdown + plain));
    }),
  );
});

test('digits and enhanced codes are explained in words', () => {
  assert.match(explainDigits(550), /^5 permanent.*x5x mail system.*xx0/);
  assert.match(explainDigits(421), /^4 temporary.*x2x connection/);
  assert.match(explainEnhanced('5.7.606')!, /5 permanent · x\.7 security or policy · .*vendor defines/);
  assert.equal(explainEnhanced('x'), null);
});

test('every reason, code and rule has a page, and pages link to each other', () => {
  const shipped = defaultKnowledge();
  const { reasons, replyCodes, enhancedCodes, rules } = shipped.data;
  const ids = [
    ...reasons.map(({ id }) => id),
    ...replyCodes.map(({ code }) => `reply/${code}`),
    ...enhancedCodes.map(({ code }) => `enhanced/${code}`),
    ...rules.map(({ id }) => id),
  ];
  for (const id of ids) assert.notEqual(referencePage(id).title, 'Reference', id);
  assert.equal(referencePage('enhanced/5.7.606').title, referencePage('enhanced/5.7.606-649').title);
  assert.equal(referencePage('enhanced/4.7.27/google').title, 'X.7.27 Sender address has null MX');
  assert.equal(referencePage('nothing').title, 'Reference');
  const contents = renderBlocks(referencePage(undefined, (id) => `ref:${id}`).blocks, 'markdown');
  for (const id of ids) assert.ok(contents.includes(`(ref:${id})`), id);
});

test('the whole reference is one text without a network', () => {
  const html = renderReference('html');
  assert.ok(html.length > 50_000 && !/<script|<img|<link/i.test(html));
});

test('sources become links with short names', () => {
  assert.deepEqual(sourceLink('https://www.rfc-editor.org/rfc/rfc5321#section-4.2.3'), {
    link: 'RFC 5321 section 4.2.3',
    href: 'https://www.rfc-editor.org/rfc/rfc5321#section-4.2.3',
  });
  assert.deepEqual(sourceLink('github:Exim/exim src/deliver.c'), {
    link: 'github:Exim/exim',
    href: 'https://github.com/Exim/exim/blob/HEAD/src/deliver.c',
  });
  assert.equal(sourceLink('javascript:alert(1)'), 'javascript:alert(1)');
});
