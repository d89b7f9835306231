import { draft } from './draft.ts';
import type { Draft, Facts } from './facts.ts';
import { contentReasons, Family } from './families.ts';
import { Subject } from './history.ts';
import { wilson } from './statistics.ts';
import { episodes, isAboveForGood, join, pair, type Window } from './windows.ts';
import { listed, number, pageAdvice, percent, shareOf } from './words.ts';

/** Buckets of the deliveries that ended, with those to recipients that do not exist. */
const invalidOf = (facts: Facts, subject: number, id: number) =>
  pair(
    facts.series(subject, id, Family.all),
    facts.series(subject, id, Family.invalid),
    ({ ended }) => ended,
    ({ deliveries }) => deliveries,
  );

/** `list-quality`: recipients that do not exist, over all or suddenly at one receiver. */
export function listQuality(facts: Facts): Draft[] {
  const { bounceWarning, bounceError } = facts.thresholds;
  const all = invalidOf(facts, Subject.receiver, 0);
  if (isAboveForGood(facts, all, bounceWarning)) {
    const whole = join(all);
    const severity = isAboveForGood(facts, all, bounceError) ? 'error' : 'warning';
    return [
      draft(facts, 'list-quality', severity, whole, {
        title: `The recipient list is stale: ${shareOf(whole)} of what was delivered or returned went to recipients that do not exist${most(facts, Family.invalid)}`,
        advice: `${listAdvice} Above ${percent(bounceError)} receivers begin to distrust the sender.`,
      }),
    ];
  }
  const subjects = facts
    .subjects(Subject.receiver, facts.thresholds.minimumDeliveries)
    .map((subject) => ({ subject, buckets: invalidOf(facts, Subject.receiver, subject) }));
  return episodes(facts, subjects)
    .filter(({ window }) => wilson(window.hits, window.of).lower > bounceWarning)
    .map(({ subject, window, rest }) => {
      const receiver = facts.receiverName(subject);
      return draft(facts, 'list-quality', 'warning', window, {
        receivers: [subject],
        receiver,
        title: `Unknown recipients at ${receiver} went up to ${shareOf(window)}, from ${shareOf(rest)} otherwise`,
        advice: listAdvice,
      });
    });
}

const listAdvice =
  'Suppress these addresses now, find out which list or form they come from, and mail only addresses that were confirmed. Old and bought lists hold spam traps, which never bounce.';

/** ", most of them at Gmail": where one receiver has at least half. */
function most(facts: Facts, family: (typeof Family)[keyof typeof Family]): string {
  const counts = facts
    .subjects(Subject.receiver, facts.thresholds.minimumDeliveries)
    .map((id) => ({ id, hits: facts.series(Subject.receiver, id, family).reduce((sum, { deliveries }) => sum + deliveries, 0) }))
    .sort((a, b) => b.hits - a.hits);
  const total = counts.reduce((sum, { hits }) => sum + hits, 0);
  return counts.length > 1 && counts[0].hits * 2 >= total ? `, most of them at ${facts.receiverName(counts[0].id)}` : '';
}

/** `bounce-rate`: a sending domain whose mail comes back. */
export function bounceRates(facts: Facts): Draft[] {
  const { bounceWarning, bounceError } = facts.thresholds;
  return facts.subjects(Subject.senderDomain, facts.thresholds.minimumDeliveries).flatMap((id) => {
    const all = facts.series(Subject.senderDomain, id, Family.all);
    const failed: Window[] = pair(
      all,
      all,
      ({ ended }) => ended,
      ({ failed }) => failed,
    );
    if (!isAboveForGood(facts, failed, bounceWarning)) return [];
    const whole = join(failed);
    const senderDomain = facts.finished.tables.domains.texts[id];
    const invalid = join(invalidOf(facts, Subject.senderDomain, id)).hits;
    const cause = invalid * 2 >= whole.hits ? `; ${number(invalid)} of them because the recipient does not exist` : '';
    const { places, since } = failuresOf(facts, id);
    return [
      draft(
        facts,
        'bounce-rate',
        isAboveForGood(facts, failed, bounceError) ? 'error' : 'warning',
        { ...whole, places, since },
        {
          senderDomain,
          title: `Mail of ${senderDomain} bounces: ${shareOf(whole)} came back${cause}`,
          advice: `Receivers take more than ${percent(bounceWarning)} as a sign of a careless sender. Mend the largest cause first: the reasons of this domain say which.`,
        },
      ),
    ];
  });
}

/** Lines and first time of what a domain's mail failed for. */
function failuresOf({ cellsOf, milliseconds }: Facts, domain: number): { places: number[]; since: number } {
  const places: number[] = [];
  let since = Number.NaN;
  for (const { cell } of cellsOf(domain)) {
    if (cell.outcomes.bounced + cell.outcomes.expired === 0) continue;
    places.push(...cell.evidence);
    const first = milliseconds(cell.firstTime);
    if (!(since <= first)) since = first;
  }
  return { places, since };
}

/** `content-or-reputation`: a receiver, or several, refuse mail as spam or by a policy. */
export function contentOrReputation(facts: Facts): Draft[] {
  const buckets = (id: number) => pair(facts.series(Subject.receiver, id, Family.all), facts.series(Subject.receiver, id, Family.content));
  const mark = facts.thresholds.contentOrReputation;
  const refusing = facts.subjects(Subject.receiver, facts.thresholds.minimumDeliveries).filter((id) => isAboveForGood(facts, buckets(id), mark));
  if (refusing.length >= 3 || (refusing.length === 0 && isAboveForGood(facts, buckets(0), mark))) {
    const whole = join(buckets(0));
    const names = refusing.map((id) => facts.receiverName(id));
    return [
      draft(facts, 'content-or-reputation', 'error', whole, {
        title: `${names.length > 0 ? listed(names) : 'Receivers'} refuse mail as spam or by policy: ${shareOf(whole)} of all deliveries`,
        advice: `${contentAdvice} Several receivers at once point to your own side: look for a stolen account or a hacked form first.`,
      }),
    ];
  }
  return refusing.map((id) => {
    const receiver = facts.receiverName(id);
    const whole = join(buckets(id));
    return draft(facts, 'content-or-reputation', 'warning', whole, {
      receivers: [id],
      receiver,
      title: `${receiver} refuses ${shareOf(whole)} of your deliveries${reasonsAt(facts, id)}`,
      advice: `${contentAdvice}${pageAdvice(facts, receiver, ['postmaster', 'delist', 'codes'])}`,
    });
  });
}

const contentAdvice =
  'Check both content and history: what the refused messages have in common (links, attachments, one campaign), and what was sent before that recipients marked as spam.';

/** " as spam", " by policy", " for reputation": the reason of most. */
function reasonsAt(facts: Facts, receiver: number): string {
  const words: Record<string, string> = {
    'spam-content': ' as spam',
    policy: ' by a policy',
    'ip-reputation': ' because of the reputation of your IP address',
    'domain-reputation': ' because of the reputation of a domain',
    blocklist: ' because of a block list',
    virus: ' as malware',
  };
  return words[facts.reasonsAt(receiver).find(({ reason }) => contentReasons.has(reason))?.reason ?? ''] ?? '';
}
