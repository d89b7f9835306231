import type { Rule } from '../knowledge/types.ts';
import { foldLiteral } from './normalise.ts';
import { isLastResort } from './precedence.ts';
import { type Finders, findersOf } from './prefilter.ts';
import { type GuardRuns, guardRuns } from './shape.ts';

/**
 * What comparing texts with rules takes that needs no text yet. Plain data: for the rules that ship it is made when the extension is built
 * (knowledge/packed.ts), for a user's rules, and where the sources run, at the start.
 */
export interface PreparedRules {
  /** By group (each rule, then each word): its literals, folded. All must occur in a text for the group to occur. */
  groups: readonly (readonly string[])[];
  /** How the prefilter finds each group. */
  finders: Finders;
  /** Which rules are of last resort. */
  vague: readonly number[];
  /** What identifiers must not be mistaken for. */
  guard: GuardRuns;
}

/** @param words further literals to find, each a group of its own (markers of providers, names of lists). */
export function prepareRules(rules: readonly Rule[], words: readonly string[]): PreparedRules {
  const groups = [...rules.map(({ match }) => match.map(foldLiteral)), ...words.map((word) => [foldLiteral(word)])];
  const unless = new Set(rules.flatMap((rule) => rule.unless ?? []));
  return {
    groups,
    finders: findersOf(groups),
    vague: rules.flatMap((rule, index) => (isLastResort(rule) ? [index] : [])),
    guard: guardRuns([...groups.flat(), ...[...unless].map(foldLiteral)]),
  };
}
