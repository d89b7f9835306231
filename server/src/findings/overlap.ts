import type { Draft, Facts } from './facts.ts';
import { authReasons } from './families.ts';
import { listed } from './words.ts';

/** What a finding that leads makes needless to say again. */
interface Rule {
  leads(draft: Draft): boolean;
  /** Of the same receiver, where both name receivers. */
  covers(draft: Draft): boolean;
  /** The one that leads says what it explains. */
  mentions?: boolean;
}

const ids =
  (...wanted: string[]) =>
  ({ id }: Draft) =>
    wanted.includes(id);

/** From the most specific cause to the least. */
const rules: readonly Rule[] = [
  {
    leads: ids('blocklisted'),
    covers: ({ id, cause }) => (id === 'receiver-refusing' || id === 'degrading') && cause === 'blocklist',
    mentions: true,
  },
  {
    leads: ids('authentication', 'dkim-failing'),
    covers: ({ id, cause }) => (id === 'receiver-refusing' || id === 'degrading') && cause !== null && authReasons.has(cause),
    mentions: true,
  },
  {
    leads: ({ id, cause }) => id === 'own-trouble' && cause === 'connection',
    covers: ({ id, cause }) => id === 'receiver-trouble' && cause === 'connection',
  },
  {
    leads: ({ id, receivers }) => id === 'own-trouble' && receivers.length > 0,
    covers: ids('receiver-refusing', 'degrading', 'content-or-reputation'),
  },
  { leads: ids('receiver-trouble'), covers: ids('receiver-refusing', 'degrading') },
  { leads: ids('receiver-refusing'), covers: ids('content-or-reputation', 'rate-limited', 'reputation-throttling', 'degrading') },
  { leads: ids('rate-limited', 'reputation-throttling'), covers: ({ id, cause }) => id === 'degrading' && cause === 'rate-limit' },
];

/** Findings that explain why receivers together refuse more, where they are about half of it. */
const explains = ids(
  'blocklisted',
  'authentication',
  'dkim-failing',
  'receiver-refusing',
  'receiver-trouble',
  'rate-limited',
  'reputation-throttling',
  'content-or-reputation',
);
const isExplained = (draft: Draft, all: readonly Draft[]) =>
  draft.id === 'degrading' && draft.receivers.length === 0 && all.some((other) => explains(other) && other.count * 2 >= draft.count);

/** Findings of one cause once: the specific one stays, and says what the others would have said. */
export function withoutRepetition(facts: Facts, drafts: readonly Draft[]): Draft[] {
  let left = [...drafts];
  for (const { leads, covers, mentions } of rules) {
    for (const leader of left.filter(leads)) {
      const covered = left.filter((draft) => draft !== leader && covers(draft) && meets(leader, draft));
      left = left.filter((draft) => !covered.includes(draft));
      const receivers = [...new Set(covered.flatMap((draft) => draft.receivers.map(facts.receiverName)))];
      if (mentions && receivers.length > 0)
        leader.advice += ` Because of it ${listed(receivers)} ${receivers.length === 1 ? 'takes' : 'take'} little or nothing.`;
    }
  }
  return left.filter((draft) => !isExplained(draft, left));
}

/** Whether two findings speak of the same receiver; one that names none does not. */
function meets(a: Draft, b: Draft): boolean {
  return a.receivers.some((id) => b.receivers.includes(id)) || (a.id === 'own-trouble' && a.receivers.length === 0);
}
