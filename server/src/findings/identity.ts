import type { Verdict } from '../verdict/verdict.ts';
import { draft } from './draft.ts';
import type { Blamed, Draft, Facts } from './facts.ts';
import { authReasons } from './families.ts';
import { deliveries, listed, number, pageAdvice } from './words.ts';

/** Failures that prove a broken set-up by their number, or by their share of the domain's mail at these receivers. */
const proof = { failures: 10, share: 0.05, alone: 0.5 };

/** What replies say against one domain. */
interface Case {
  domain: string;
  blamed: Blamed[];
  /** Sender domains of the mail, which may be others than the domain named. */
  senders: Set<number>;
}

/** Numbers of a case. */
interface Size {
  hits: number;
  messages: number;
  receivers: number[];
  /** Deliveries of the same senders at the same receivers. */
  of: number;
  since: number;
  places: number[];
}

/** `authentication` and `dkim-failing`: a sending domain whose mail fails SPF, DKIM or DMARC. Mail of lists and forwards is not looked at. */
export function authentication(facts: Facts): Draft[] {
  return casesOf(facts).flatMap((one) => {
    const dkim = { ...one, blamed: one.blamed.filter(({ verdict, example }) => isDkim(verdict, example)) };
    const [whole, signed] = [sizeOf(facts, one), sizeOf(facts, dkim)];
    if (signed.hits * 2 >= whole.hits && isProven(signed, 3, 1)) return [dkimFailing(facts, dkim, signed)];
    return isProven(whole, 2, 2) || (isProven(whole, 3, 1) && whole.hits >= proof.failures && whole.hits >= proof.alone * whole.of)
      ? [unauthenticated(facts, one, whole)]
      : [];
  });
}

/** X.7.20 to X.7.22 are RFC 7372's codes of DKIM; X.7.7 (message integrity) only where the text says so. */
function isDkim({ reason, enhancedCode }: Verdict, example: string): boolean {
  return reason === 'auth-dkim' || /^[45]\.7\.2[0-2]$/.test(enhancedCode ?? '') || (/^[45]\.7\.7$/.test(enhancedCode ?? '') && /dkim/i.test(example));
}

function casesOf(facts: Facts): Case[] {
  const cases = new Map<string, Case>();
  for (const one of facts.blamesAt(0, () => true)) {
    if (!authReasons.has(one.verdict.reason) && !isDkim(one.verdict, one.example)) continue;
    const domain = (one.verdict.named.domain ?? facts.finished.tables.domains.texts[one.domain] ?? '').toLowerCase();
    if (domain === '') continue;
    const known = cases.get(domain) ?? { domain, blamed: [], senders: new Set() };
    known.blamed.push(one);
    known.senders.add(one.domain);
    cases.set(domain, known);
  }
  return [...cases.values()];
}

function sizeOf({ cellsOf, milliseconds }: Facts, { blamed, senders }: Case): Size {
  const sum = (name: 'deliveries' | 'messages') => blamed.reduce((total, { blame }) => total + blame[name], 0);
  const receivers = new Set(blamed.map(({ receiver }) => receiver));
  let of = 0;
  for (const sender of senders) for (const { receiver, cell } of cellsOf(sender)) if (receivers.has(receiver)) of += cell.outcomes.deliveries;
  const first = blamed.reduce((a, b) => (b.blame.firstPlace < a.blame.firstPlace ? b : a), blamed[0]);
  return {
    hits: sum('deliveries'),
    messages: sum('messages'),
    receivers: [...receivers],
    of,
    since: first ? milliseconds(first.blame.firstTime) : Number.NaN,
    places: blamed.flatMap(({ blame }) => blame.evidence),
  };
}

function isProven({ hits, messages, receivers, of }: Size, leastMessages: number, leastReceivers: number): boolean {
  return receivers.length >= leastReceivers && messages >= leastMessages && (hits >= proof.failures || hits >= proof.share * of);
}

const checks: Partial<Record<string, string>> = { 'auth-spf': 'SPF', 'auth-dkim': 'DKIM', 'auth-dmarc': 'DMARC' };

function unauthenticated(facts: Facts, { domain, blamed }: Case, size: Size): Draft {
  const names = [...new Set(blamed.map(({ verdict: { reason } }) => checks[reason]))].filter((name) => name !== undefined).sort();
  const receivers = size.receivers.map(facts.receiverName);
  return draft(facts, 'authentication', 'error', size, {
    senderDomain: domain,
    receivers: size.receivers,
    title: `Mail of ${domain} fails ${names.length > 0 ? listed(names) : 'sender authentication'} at ${listed(receivers)} since ${facts.clock(size.since)}: ${number(size.hits)} of ${deliveries(size.of)} refused or deferred`,
    advice: `Check the DNS records of ${domain}: SPF must name the IP address that sends, a DKIM signature must verify, and one of both must belong to the domain in From: (DMARC).${pageAdvice(facts, receivers[0], ['requirements', 'codes'], 'See')}`,
  });
}

function dkimFailing(facts: Facts, { domain }: Case, size: Size): Draft {
  const receivers = size.receivers.map(facts.receiverName);
  return draft(facts, 'dkim-failing', 'error', size, {
    senderDomain: domain,
    ...(size.receivers.length === 1 && { receiver: receivers[0] }),
    receivers: size.receivers,
    title: `DKIM signatures of ${domain} do not verify at ${listed(receivers)} since ${facts.clock(size.since)}: ${number(size.hits)} of ${deliveries(size.of)} refused or deferred`,
    advice:
      'Compare the selector in the signature with the public key in DNS: a key that was rotated on one side only, a record that was cut or removed, a resolver that does not answer. If key and record fit, something changes the message after signing: a filter, a footer, a gateway.',
  });
}
