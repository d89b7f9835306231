import { defaultKnowledge } from '../knowledge/default.ts';
import type { Provider } from '../knowledge/types.ts';
import type { Reason, Verdict } from '../verdict/verdict.ts';
import { draft } from './draft.ts';
import type { Draft, Facts } from './facts.ts';
import type { Blame } from './history.ts';
import { deliveries, listed as names } from './words.ts';

/** Words of a look-up that failed at the receiver: nobody is listed (RFC 5782 answers 127.255.255.x of public resolvers). */
const failedLookup =
  /open resolver|public resolver|returnc\/|excessive (?:number of )?queries|quer(?:y|ies) (?:limit|volume|refused|blocked)|127\.255\.255\./i;
/** Reasons of replies that name a list because somebody is on it. */
const listingReasons: ReadonlySet<Reason> = new Set<Reason>(['blocklist', 'ip-reputation', 'domain-reputation', 'spam-content']);
/** Lists of domains and links: what mail that is only passed on holds says nothing about this server. */
const domainList = /\b(?:dbl|surbl|uribl|rhsbl|zrd)\b/i;

interface Listing {
  list: string;
  subject: string;
  hits: number;
  since: number;
  firstPlace: number;
  places: number[];
  receivers: Set<number>;
}

/** `blocklisted`: a remote server names a public list; one reply is enough. */
export function blocklisted(facts: Facts): Draft[] {
  const listings = new Map<string, Listing>();
  for (const [key, blame] of facts.history.listed) {
    const verdict = facts.finished.tables.verdicts.get(key >> 1);
    const example = facts.finished.tables.verdicts.example(key >> 1);
    if (verdict?.named.list && isListing(verdict, verdict.named.list, (key & 1) === 1, example))
      add(facts, listings, verdict, verdict.named.list, blame);
  }
  return [...listings.values()].map((listing) => listed(facts, listing));
}

function isListing({ named, reason }: Verdict, list: string, own: boolean, example: string): boolean {
  if (failedLookup.test(example) || !listingReasons.has(reason)) return false;
  const isDomain = domainList.test(list) || (named.domain !== undefined && named.ip === undefined);
  return (own || !isDomain) && (providerOf(list) !== undefined || isZone(list));
}

/** A list that is not known, by the DNS zone that it is asked by. */
const isZone = (list: string) => /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(list);

function add(facts: Facts, listings: Map<string, Listing>, { named }: Verdict, list: string, blame: Blame): void {
  const subject = (domainList.test(list) ? named.domain : (named.ip ?? named.domain)) ?? '';
  const key = `${list}\n${subject}`;
  const known = listings.get(key) ?? {
    list,
    subject,
    hits: 0,
    since: Number.NaN,
    firstPlace: Number.POSITIVE_INFINITY,
    places: [],
    receivers: new Set<number>(),
  };
  known.hits += blame.deliveries;
  known.places.push(...blame.evidence);
  for (const receiver of blame.receivers) known.receivers.add(receiver);
  if (blame.firstPlace < known.firstPlace) {
    known.firstPlace = blame.firstPlace;
    known.since = facts.milliseconds(blame.firstTime);
  }
  listings.set(key, known);
}

function listed(facts: Facts, { list, subject, receivers, ...about }: Listing): Draft {
  const provider = providerOf(list);
  const page = provider?.pages.lookup ?? provider?.pages.delist;
  const removal = provider?.pages.delist && provider.pages.delist !== page ? ` Ask for removal at ${provider.pages.delist}.` : '';
  return draft(facts, 'blocklisted', 'error', about, {
    receivers: [...receivers],
    title: `${subject === '' ? 'Your server' : subject} is listed at ${list}: ${deliveries(about.hits)}${receivers.size > 0 ? ` to ${names([...receivers].map(facts.receiverName))}` : ''} met it since ${Number.isNaN(about.since) ? 'the first line' : facts.clock(about.since)}`,
    advice: /closed/i.test(list)
      ? 'This list is no longer run: whoever still asks it refuses all mail. Tell the postmaster of the receiver.'
      : `Look the entry up${page ? ` at ${page}` : ''}: it says why. End the cause first (a stolen account, a hacked form, an old list), then have it removed; a removal alone does not last.${removal} Do not suppress the recipients.`,
  });
}

function providerOf(list: string): Provider | undefined {
  const lower = list.toLowerCase();
  return defaultKnowledge().providers.find(
    ({ kind, name, lists }) =>
      kind === 'blocklist' && (name.toLowerCase() === lower || Object.values(lists ?? {}).some((one) => one.toLowerCase() === lower)),
  );
}
