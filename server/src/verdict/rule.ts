import type { Provider, Rule } from '../knowledge/types.ts';
import { matchesEnhanced } from '../smtp/enhanced.ts';
import type { Phase } from '../smtp/phase.ts';
import { foldLiteral, type Words } from './normalise.ts';
import type { SaidBy } from './verdict.ts';

/** A pattern's engine: JavaScript's for our own patterns (linear by test), a linear-time one for users'. */
export interface Matcher {
  /** The groups of the first match, null without a match. */
  match(words: Words): Readonly<Record<string, string | undefined>> | null;
}

/** What rules look at. */
export interface Subject {
  words: Words;
  code: number;
  enhanced: string | null;
  phase: Phase | null;
  /** Null: not known, agrees with any. */
  saidBy: SaidBy | null;
}

/** A rule made ready for comparing. */
export interface CompiledRule {
  readonly rule: Rule;
  readonly kind: Provider['kind'] | 'any' | 'user';
  readonly literals: readonly string[];
  readonly unless: readonly string[];
  readonly length: number;
  readonly pattern: Matcher | null;
}

/** @param literals of `match`, folded. The pattern is compiled at its first use. */
export function compileRule(
  rule: Rule,
  kind: CompiledRule['kind'],
  literals: readonly string[],
  pattern: Matcher | null = rule.pattern ? lazyPattern(rule.pattern) : null,
): CompiledRule {
  const length = literals.reduce((sum, literal) => sum + literal.length, 0);
  return { rule: alike(rule), kind, literals, unless: (rule.unless ?? []).map(foldLiteral), length, pattern };
}

/** A rule as an object of one shape for all rules, which engines read from several times as fast. */
function alike({ id, provider, reason, confidence, sources, meaning, match, examples, ...others }: Rule): Rule {
  const { pattern, unless, priority, when, action, permanence, advice } = others;
  return { id, provider, reason, confidence, sources, meaning, match, examples, pattern, unless, priority, when, action, permanence, advice } as Rule;
}

/** Compiled at the first use. Where case cannot matter to what is found, the folded text is searched: many times faster than without case. */
function lazyPattern(source: string): Matcher {
  let compiled: RegExp | null = null;
  let names = false;
  let reads: keyof Words = 'plain';
  return {
    match(words) {
      if (compiled === null) {
        compiled = new RegExp(source, flagsOf(source));
        names = source.includes('(?<');
        if (!compiled.ignoreCase) reads = 'folded';
      }
      const text = words[reads];
      const reached = text.length > patternReach ? text.slice(0, patternReach) : text;
      // `test` makes no array of what was found.
      return names ? (compiled.exec(reached)?.groups ?? null) : compiled.test(reached) ? nothingNamed : null;
    },
  };
}

function flagsOf(source: string): string {
  const caseless = !/[A-Z]/.test(source.replace(/\\[A-Z]|\\p\{\w+\}|\(\?<\w+>/g, '')) && !/\(\?<(?:url|list)>/.test(source);
  return (caseless ? '' : 'i') + (source.includes('\\p{') ? 'u' : '');
}

/** What a rule without a pattern names. */
export const nothingNamed: Readonly<Record<string, string | undefined>> = {};

/** Patterns look at the beginning of a reply only; MTAs cut replies far below this. Characters. */
export const patternReach = 4_096;

/** Whether the conditions hold; what is not known of a reply agrees with any. */
export function fitsConditions({ when }: Rule, subject: Subject): boolean {
  if (!when) return true;
  if (when.saidBy && subject.saidBy && when.saidBy !== subject.saidBy) return false;
  if (when.phases && subject.phase && !when.phases.includes(subject.phase)) return false;
  if (when.codes && subject.code > 0 && !when.codes.includes(subject.code)) return false;
  return !when.enhanced || !subject.enhanced || when.enhanced.some((wanted) => matchesEnhanced(subject.enhanced!, wanted));
}
