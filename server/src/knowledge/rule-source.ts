import { listNames } from '../verdict/named.ts';
import { type ClauseEdges, clauseEdges } from '../verdict/occurrences.ts';
import { type PreparedRules, prepareRules } from '../verdict/prepare.ts';
import { requiredTexts } from '../verdict/required.ts';
import type { Provider, Rule } from './types.ts';

/** Rules, each made when it is asked for: of thousands the replies of a log meet a few dozen. */
export interface RuleSource {
  readonly ids: readonly string[];
  readonly prepared: PreparedRules;
  at(index: number): Rule;
  /** What the rule's pattern requires, see `requiredTexts`. */
  clausesAt(index: number): readonly ClauseEdges[];
}

/** Of rules that are all there already. Prepares them when first asked. */
export function ruleSource(rules: readonly Rule[], providers: readonly Provider[]): RuleSource {
  let prepared: PreparedRules | null = null;
  const prepare = () => (prepared ??= prepareRules(rules, wordsOf(providers)));
  return {
    ids: rules.map(({ id }) => id),
    get prepared() {
      return prepare();
    },
    at: (index) => rules[index],
    clausesAt: (index) => clausesOf(rules[index], prepare().groups[index]),
  };
}

/** @param literals of the rule, folded. */
export function clausesOf({ pattern }: Rule, literals: readonly string[]): ClauseEdges[] {
  return pattern ? requiredTexts(pattern, literals).map(clauseEdges) : [];
}

/** A word that proves a provider. */
export interface Marker {
  provider: string;
  word: string;
}

export function markersOf(providers: readonly Provider[]): Marker[] {
  return providers.flatMap(({ id, markers }) => markers.map((word) => ({ provider: id, word })));
}

/** What is looked for besides rules: markers, then names of lists. */
function wordsOf(providers: readonly Provider[]): string[] {
  return [...markersOf(providers), ...listNames(providers)].map(({ word }) => word);
}
