import { defaultKnowledge } from '../../../server/src/knowledge/default.ts';
import { createKnowledge, type Knowledge } from '../../../server/src/knowledge/knowledge.ts';
import type { Provider, Rule } from '../../../server/src/knowledge/types.ts';

const base = { meaning: 'means something', sources: ['https://example.org/'], confidence: 'community' as const, examples: ['550 x'] };

/** A rule with what matters to a test. */
export function rule(id: string, match: string[], reason: Rule['reason'], more: Partial<Rule> = {}): Rule {
  return { ...base, id, provider: id.split('/')[0], match, reason, ...more };
}

const provider = (id: string, kind: Provider['kind'], more: Partial<Provider> = {}): Provider => ({
  id,
  name: id,
  kind,
  relays: [],
  markers: [],
  recipientDomains: [],
  pages: {},
  ...more,
});

/** The tables that ship, with rules and providers of the test. */
export function knowledgeWith(rules: Rule[], providers: Provider[] = fixtureProviders): Knowledge {
  return createKnowledge({ ...defaultKnowledge().data, rules, providers });
}

/** Gmail with a relay, Outlook with a relay and a marker, Proofpoint by marker, Spamhaus with lists, Postfix. */
export const fixtureProviders: Provider[] = [
  provider('google', 'mailbox', { name: 'Gmail', relays: ['.google.com'], markers: ['- gsmtp'], recipientDomains: ['gmail.com'] }),
  provider('microsoft365', 'mailbox', { name: 'Microsoft 365', relays: ['.mail.protection.outlook.com'], markers: ['.prod.outlook.com'] }),
  provider('outlook', 'mailbox', { name: 'Outlook.com', relays: ['.olc.protection.outlook.com'] }),
  provider('proofpoint', 'gateway', { name: 'Proofpoint', markers: ['ipcheck.proofpoint.com'] }),
  provider('spamhaus', 'blocklist', {
    name: 'Spamhaus',
    markers: ['spamhaus'],
    lists: { 'zen.spamhaus.org': 'Spamhaus ZEN' },
    pages: { lookup: 'https://check.spamhaus.org/' },
  }),
  provider('postfix', 'software', { name: 'Postfix' }),
];
