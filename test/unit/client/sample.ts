import type { Cause, Summary } from '../../../server/src/summary/summary.ts';

const log = 'file:///var/log/mail.log';
const place = (line: number) => ({ path: log, line });
const start = Date.parse('2026-11-21T06:00:00Z');

function cause(
  reason: Cause['reason'],
  receiver: string | null,
  deliveries: number,
  attempts: number,
  example: string,
  more: Partial<Cause> = {},
): Cause {
  return {
    reason,
    saidBy: 'remote',
    receiver,
    permanence: 'permanent',
    action: 'investigate',
    attempts,
    deliveries,
    recipients: deliveries,
    named: {},
    receiverAcceptsNothing: false,
    firstTime: '2026-11-21T06:12:00Z',
    lastTime: '2026-11-21T17:40:21Z',
    first: place(100 + attempts),
    evidence: [place(100 + attempts)],
    example,
    ...more,
  };
}

const outcomes = (delivered: number, deferred: number, bounced: number, expired: number) => ({
  deliveries: delivered + deferred + bounced + expired,
  delivered,
  deferred,
  bounced,
  expired,
});

/** An invented log of a day with everything in it, for the report's tests and its development. */
export const sampleSummary: Summary = {
  schema: 'mail-log-summary/1',
  inputs: [
    {
      path: log,
      format: 'postfix',
      bytes: 52_000_000,
      lines: 412_771,
      understoodLines: 412_699,
      unknownLines: 72,
      firstTime: '2026-11-21T06:00:01Z',
      lastTime: '2026-11-21T17:59:58Z',
    },
  ],
  totals: {
    ...outcomes(24_318, 412, 655, 18),
    messages: 23_904,
    addresses: 19_230,
    attempts: 27_800,
    recovered: 733,
    rejections: 10_482,
    probes: 12,
    bounceRate: 0.02693,
    invalidRecipientRate: 0.0184,
  },
  replyCodes: [
    { code: 250, saidBy: 'remote', count: 24_318 },
    { code: 554, saidBy: 'own', count: 9_800 },
    { code: 421, saidBy: 'remote', count: 1_850 },
    { code: 550, saidBy: 'remote', count: 540 },
    { code: 450, saidBy: 'own', count: 682 },
    { code: 452, saidBy: 'remote', count: 61 },
  ],
  enhancedCodes: [
    { code: '2.0.0', saidBy: 'remote', count: 24_000 },
    { code: '4.7.28', saidBy: 'remote', count: 1_790 },
    { code: '5.1.1', saidBy: 'remote', count: 447 },
    { code: '5.7.1', saidBy: 'own', count: 9_800 },
    { code: '5.7.26', saidBy: 'remote', count: 43 },
  ],
  reasons: [
    { reason: 'rate-limit', permanence: 'temporary', action: 'retry-slower', saidBy: 'remote', attempts: 1_790, deliveries: 301 },
    { reason: 'bad-mailbox', permanence: 'permanent', action: 'suppress', saidBy: 'remote', attempts: 447, deliveries: 447 },
    { reason: 'blocklist', permanence: 'permanent', action: 'delist', saidBy: 'remote', attempts: 118, deliveries: 96 },
    { reason: 'auth-dmarc', permanence: 'permanent', action: 'fix-auth', saidBy: 'remote', attempts: 43, deliveries: 43 },
    { reason: 'mailbox-full', permanence: 'temporary', action: 'retry', saidBy: 'remote', attempts: 61, deliveries: 22 },
    { reason: 'own-dns', permanence: 'temporary', action: 'fix-dns', saidBy: 'own', attempts: 31, deliveries: 9 },
  ],
  receivers: [
    {
      receiver: 'Gmail',
      ...outcomes(11_200, 301, 402, 0),
      attempts: 13_800,
      reasons: [
        { reason: 'rate-limit', count: 1_790 },
        { reason: 'bad-mailbox', count: 310 },
        { reason: 'auth-dmarc', count: 43 },
        { reason: 'mailbox-full', count: 21 },
      ],
      delay: { median: 1.2, p95: 340 },
    },
    {
      receiver: 'Microsoft 365',
      ...outcomes(8_014, 40, 121, 3),
      attempts: 8_300,
      reasons: [
        { reason: 'bad-mailbox', count: 88 },
        { reason: 'blocklist', count: 33 },
        { reason: 'mailbox-full', count: 12 },
      ],
      delay: { median: 2.4, p95: 18 },
    },
    {
      receiver: 'web.de',
      ...outcomes(0, 63, 0, 11),
      attempts: 118,
      reasons: [{ reason: 'blocklist', count: 85 }],
      delay: null,
    },
    {
      receiver: 'Yahoo',
      ...outcomes(4_900, 8, 130, 4),
      attempts: 5_200,
      reasons: [
        { reason: 'bad-mailbox', count: 49 },
        { reason: 'mailbox-full', count: 28 },
      ],
      delay: { median: 0.9, p95: 4 },
    },
    {
      receiver: 'mx.a-very-long-host-name-of-a-small-company.example',
      ...outcomes(204, 0, 2, 0),
      attempts: 206,
      reasons: [],
      delay: { median: 95, p95: 7_600 },
    },
  ],
  recipientDomains: [
    { domain: 'gmail.com', ...outcomes(10_100, 301, 390, 0) },
    { domain: 'outlook.com', ...outcomes(4_400, 21, 60, 2) },
    { domain: 'web.de', ...outcomes(0, 63, 0, 11) },
  ],
  senderDomains: [
    { domain: 'news.acme-shop.example', ...outcomes(18_000, 350, 620, 15), bounceRate: 0.0341, invalidRecipientRate: 0.0247 },
    { domain: 'acme-shop.example', ...outcomes(6_100, 60, 33, 3), bounceRate: 0.0059, invalidRecipientRate: 0.0021 },
    { domain: 'tiny.example', ...outcomes(4, 0, 0, 0), bounceRate: null, invalidRecipientRate: null },
  ],
  senders: [
    {
      sender: 'newsletter@news.acme-shop.example',
      saslUsername: 'newsletter',
      deliveries: 18_985,
      bounced: 635,
      clients: ['app1.acme-shop.example', '10.0.3.4', '10.0.3.5'],
    },
    { sender: 'orders@acme-shop.example', saslUsername: null, deliveries: 6_196, bounced: 36, clients: ['10.0.3.9'] },
  ],
  timeline: {
    stepSeconds: 900,
    buckets: Array.from({ length: 48 }, (_, index) => ({
      start: new Date(start + index * 900_000).toISOString(),
      delivered: Math.round(300 + 260 * Math.sin(index / 6) + (index % 5) * 12),
      deferred: index > 20 && index < 34 ? 40 + 9 * (index % 4) : index % 3,
      bounced: index > 24 ? 12 + (index % 7) * 4 : index % 4,
      expired: index > 40 ? 3 : 0,
    })),
  },
  findings: [
    {
      id: 'blocklisted',
      severity: 'error',
      title: 'web.de blocks your IP 203.0.113.25: listed at Spamhaus ZEN',
      advice: 'Look the address up at check.spamhaus.org, fix what caused the listing, then ask for removal there. Do not suppress the recipients.',
      count: 118,
      receiver: 'web.de',
      since: '2026-11-21T12:05:00Z',
      evidence: [place(181_204), place(181_377), place(182_001)],
    },
    {
      id: 'rate-limited',
      severity: 'warning',
      title: 'Gmail is rate-limiting news.acme-shop.example',
      advice: 'Send slower to Gmail and look at the complaint rate in Google Postmaster Tools; another IP will not help.',
      count: 301,
      receiver: 'Gmail',
      senderDomain: 'news.acme-shop.example',
      since: '2026-11-21T11:15:00Z',
      evidence: [place(170_010), place(170_244)],
    },
    {
      id: 'list-quality',
      severity: 'warning',
      title: '2.5 % of the recipients of news.acme-shop.example do not exist',
      advice: 'The list is stale: remove the 447 addresses below, and find out where they came from.',
      count: 447,
      senderDomain: 'news.acme-shop.example',
      since: '2026-11-21T12:15:00Z',
      evidence: [place(190_655)],
    },
  ],
  suppressions: ['anna.alt@gmail.com', 'b.weg@outlook.com', '"quoted local"@yahoo.com'].map((address, index) => ({
    address,
    reason: 'bad-mailbox',
    rule: 'google/no-such-user',
    first: '2026-11-21T08:12:00Z',
    last: '2026-11-21T09:30:00Z',
    failures: 2,
    why: 'Mailbox does not exist: refused for good 2 times (550 5.1.1)',
    evidence: place(2_000 + index),
  })),
  leftOut: [{ address: 'c.da@gmail.com', reason: 'bad-mailbox', why: 'delivered after the failure', evidence: place(2_900) }],
  unknown: [{ shape: 'postfix/custom[#]: plugin # answered in # ms', count: 72, example: place(55_012) }],
  causes: [
    cause(
      'rate-limit',
      'Gmail',
      301,
      1_790,
      '421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your SPF domain [acme-shop.example]',
      {
        permanence: 'temporary',
        action: 'retry-slower',
        named: { domain: 'acme-shop.example' },
      },
    ),
    cause(
      'bad-mailbox',
      'Gmail',
      310,
      310,
      "550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address",
      {
        action: 'suppress',
      },
    ),
    cause('blocklist', 'web.de', 74, 85, '554 web.de (mxweb011) Nemesis ESMTP Service not available No SMTP service IP address is black listed.', {
      action: 'delist',
      named: { ip: '203.0.113.25', list: 'Spamhaus ZEN' },
      receiverAcceptsNothing: true,
    }),
    cause(
      'auth-dmarc',
      'Gmail',
      43,
      43,
      "550-5.7.26 Unauthenticated email from acme-shop.example is not accepted due to domain's DMARC policy. <b>not bold</b>",
      { action: 'fix-auth' },
    ),
    cause('mailbox-full', 'Yahoo', 22, 61, '452 4.2.2 The email account that you tried to reach is over quota', {
      permanence: 'temporary',
      action: 'retry',
    }),
    cause('own-dns', null, 9, 31, 'Host or domain name not found. Name service error for name=exmaple.org type=MX: Host not found, try again', {
      saidBy: 'own',
      permanence: 'temporary',
      action: 'fix-dns',
    }),
  ],
  health: { state: 'damage', sentence: 'Damage: 1 finding needs action now, 2 more to watch.' },
  rejectionReasons: [
    {
      code: 554,
      enhancedCode: '5.7.1',
      reason: 'own-refusal',
      count: 9_800,
      example: 'Service unavailable; Client host [198.51.100.7] blocked using zen.spamhaus.org',
    },
    { code: 450, enhancedCode: '4.2.0', reason: 'greylist', count: 682, example: 'Recipient address rejected: Greylisted' },
  ],
  notes: ['Times without a zone were read as Europe/Berlin.'],
};

/** Nothing went wrong. */
export const healthySummary: Summary = {
  ...sampleSummary,
  totals: { ...sampleSummary.totals, ...outcomes(24_318, 0, 0, 0), bounceRate: 0, invalidRecipientRate: 0, rejections: 0, recovered: 0 },
  health: { state: 'healthy', sentence: 'Healthy: nothing failed. All 24,318 deliveries arrived.' },
  findings: [],
  rejectionReasons: [],
  causes: [],
  reasons: [],
  suppressions: [],
  leftOut: [],
  unknown: [],
  notes: [],
};
