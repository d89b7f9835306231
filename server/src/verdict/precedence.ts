import type { Rule } from '../knowledge/types.ts';
import type { CompiledRule, Subject } from './rule.ts';
import type { Named } from './verdict.ts';

/** A rule that fits a reply. */
export interface Candidate {
  compiled: CompiledRule;
  named: Named;
  tier: number;
}

/**
 * Who decides among the text rules that fit, best first.
 *
 * 1. Words of last resort (`priority` below -10) come behind all others, and behind specific enhanced codes.
 * 2. Tier: the user's rules; rules of the relay's provider; of a provider that a marker or the recipient's domain proves; generic ones (`any`, server software,
 *    block lists, and a rule whose long wording names its provider by itself); rules of providers that are not known,
 *    and of filters in front of a receiver that is.
 * 3. `priority`: which of two readings is the truer is said by the rules ("temporary failure in name resolution" before "host not found"), and by
 *    `unless`, never by the length of a literal.
 * 4. Conditions that were compared and held: the enhanced code, the reply code, who said it; then a pattern.
 * 5. Only among equals: more words matched, then the identifier, so that the order never depends on that of the files.
 */
export function comparePrecedence(a: Candidate, b: Candidate, subject: Subject): number {
  const priorityA = a.compiled.rule.priority ?? 0;
  const priorityB = b.compiled.rule.priority ?? 0;
  return (
    Number(isLastResort(a.compiled.rule)) - Number(isLastResort(b.compiled.rule)) ||
    a.tier - b.tier ||
    priorityB - priorityA ||
    conditions(b.compiled, subject) - conditions(a.compiled, subject) ||
    b.compiled.length - a.compiled.length ||
    (a.compiled.rule.id < b.compiled.rule.id ? -1 : 1)
  );
}

/** Words so vague that a specific enhanced code is believed before them. */
export function isLastResort({ priority = 0 }: Rule): boolean {
  return priority < -10;
}

function conditions({ rule, pattern }: CompiledRule, subject: Subject): number {
  const { when } = rule;
  return (
    (when?.enhanced && subject.enhanced ? 8 : 0) +
    (when?.codes && subject.code > 0 ? 4 : 0) +
    (when?.saidBy && subject.saidBy ? 2 : 0) +
    (pattern ? 1 : 0)
  );
}

/** Tiers, see `comparePrecedence`. */
export const Tier = { user: 0, relay: 1, known: 2, generic: 3, unknown: 4, never: 9 } as const;

/** What is known about the provider of a reply. */
export interface ProviderEvidence {
  relay: string | null;
  marked: readonly string[];
  recipient: string | null;
}

/** Receivers on one platform: what one says, the other says. */
const kin: Readonly<Record<string, string>> = { outlook: 'microsoft365', microsoft365: 'outlook' };
/** Letters of a wording that may name its provider by itself. */
const distinctive = 20;

/** Gives each candidate its tier; those of tier `never` are to be left out. */
export function assignTiers(candidates: readonly Candidate[], evidence: ProviderEvidence): void {
  for (const candidate of candidates) candidate.tier = tierOf(candidate.compiled, evidence);
  if (!candidates.some(({ tier }) => tier === Tier.unknown)) return;
  const unknown = candidates.filter(({ tier }) => tier === Tier.unknown);
  const providers = new Set(unknown.map(({ compiled }) => compiled.rule.provider));
  if (providers.size !== 1) return;
  for (const candidate of unknown) if (isDistinctive(candidate.compiled)) candidate.tier = Tier.generic;
}

function isDistinctive({ literals }: CompiledRule): boolean {
  return literals.some((literal) => literal.length >= distinctive);
}

function tierOf({ kind, rule }: CompiledRule, { relay, marked, recipient }: ProviderEvidence): number {
  if (kind === 'user') return Tier.user;
  if (rule.provider === relay) return Tier.relay;
  if (marked.includes(rule.provider)) return kind === 'software' || kind === 'blocklist' ? Tier.generic : Tier.known;
  if (kind === 'any' || kind === 'software' || kind === 'blocklist') return Tier.generic;
  if (relay !== null && kin[relay] === rule.provider) return Tier.known;
  // Filters stand at many receivers; a receiver's own words are said by no other.
  if (relay !== null) return kind === 'gateway' ? Tier.unknown : Tier.never;
  return rule.provider === recipient ? Tier.known : Tier.unknown;
}
