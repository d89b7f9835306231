import type { Knowledge } from '../knowledge/knowledge.ts';
import { type ListName, listNames, validNamed } from './named.ts';
import { foldLiteral } from './normalise.ts';
import { type ClauseBits, clauseBits, Occurrences } from './occurrences.ts';
import { assignTiers, type Candidate, comparePrecedence, isLastResort, type ProviderEvidence, Tier } from './precedence.ts';
import { Prefilter } from './prefilter.ts';
import { requiredTexts } from './required.ts';
import { type CompiledRule, compileRule, fitsConditions, nothingNamed, type Subject } from './rule.ts';

/** A word that proves a provider. */
interface Marker {
  provider: string;
  word: string;
}

const nobody: readonly string[] = [];

/** All rules, markers and list names behind one prefilter. */
export class Rulebook {
  readonly knowledge: Knowledge;
  /** Every literal that is compared with texts, folded. */
  readonly words: readonly string[];
  private readonly rules: readonly CompiledRule[];
  /** By rule: see `isLastResort`. */
  private readonly vague: readonly boolean[];
  /** The literals of each rule that the prefilter has not compared, as numbers of `occurrences`. */
  private readonly needed: readonly (readonly number[])[];
  private readonly forbidden: readonly (readonly number[])[];
  /** By rule, made at its first use: of each list one literal must occur for the rule's pattern to match. */
  private readonly clauses: (ClauseBits | null)[];
  private readonly occurrences = new Occurrences();
  private readonly markers: readonly Marker[];
  private readonly lists: readonly ListName[];
  private readonly prefilter: Prefilter;

  constructor(knowledge: Knowledge, userRules: readonly CompiledRule[]) {
    this.knowledge = knowledge;
    const kinds = new Map(knowledge.providers.map(({ id, kind }) => [id, kind]));
    this.rules = [...userRules, ...knowledge.rules.map((rule) => compileRule(rule, kinds.get(rule.provider) ?? 'any'))];
    this.clauses = this.rules.map(() => null);
    this.vague = this.rules.map(isLastResort);
    this.forbidden = this.rules.map(({ unless }) => unless.map((literal) => this.occurrences.numberOf(literal)));
    this.markers = knowledge.providers.flatMap(({ id, markers }) => markers.map((marker) => ({ provider: id, word: foldLiteral(marker) })));
    this.lists = listNames(knowledge.providers);
    const groups = [
      ...this.rules.map(({ literals }) => literals),
      ...this.markers.map(({ word }) => [word]),
      ...this.lists.map(({ word }) => [word]),
    ];
    this.prefilter = new Prefilter(groups);
    this.needed = this.rules.map(({ literals }, group) =>
      literals.filter((literal) => literal !== this.prefilter.compared(group)).map((literal) => this.occurrences.numberOf(literal)),
    );
    this.words = [...new Set([...groups.flat(), ...this.rules.flatMap(({ unless }) => unless)])];
  }

  /** What fits the subject: rules best first, providers that markers prove (the longest marker first), the block list that is named. */
  look(subject: Subject, evidence: Omit<ProviderEvidence, 'marked'>): { candidates: Candidate[]; marked: readonly string[]; list: string | null } {
    const count = this.prefilter.scan(subject.words.folded);
    this.occurrences.begin(subject.words.folded);
    const clear: Candidate[] = [];
    const marks: Marker[] = [];
    let list: ListName | null = null;
    let vague = 0;
    for (let i = 0; i < count; i++) {
      const group = this.prefilter.found[i];
      if (group < this.rules.length) {
        if (this.vague[group]) vague++;
        else this.tryRule(group, subject, clear);
      } else list = this.tryWord(group - this.rules.length, subject.words.folded, marks, list);
    }
    const marked = marks.length > 0 ? providersOf(marks) : nobody;
    const known = { relay: evidence.relay, marked, recipient: evidence.recipient };
    assignTiers(clear, known);
    const taken = inOrder(clear, subject);
    const candidates = taken.length > 0 || vague === 0 ? taken : this.lastResort(count, subject, known);
    return { candidates, marked, list: list?.title ?? null };
  }

  /** Rules of last resort among those found: many, of common words, so they are looked at only where no other rule fits. */
  private lastResort(count: number, subject: Subject, known: ProviderEvidence): Candidate[] {
    const candidates: Candidate[] = [];
    for (let i = 0; i < count; i++) if (this.vague[this.prefilter.found[i]]) this.tryRule(this.prefilter.found[i], subject, candidates);
    assignTiers(candidates, known);
    return inOrder(candidates, subject);
  }

  private tryRule(group: number, subject: Subject, candidates: Candidate[]) {
    const { occurrences } = this;
    // First what touches least memory: of eight rules that a reply meets, five end here.
    if (!occurrences.mayHaveAll(this.clauses[group] ?? this.clausesOf(group))) return;
    const compiled = this.rules[group];
    for (const number of this.needed[group]) if (!occurrences.has(number)) return;
    if (!fitsConditions(compiled.rule, subject)) return;
    const found = compiled.pattern ? compiled.pattern.match(subject.words) : nothingNamed;
    if (!found) return;
    for (const number of this.forbidden[group]) if (occurrences.has(number)) return;
    candidates.push({ compiled, named: found === nothingNamed ? nothingNamed : validNamed(found), tier: Tier.never });
  }

  /** What the rule's pattern requires. The patterns of users are of another syntax. */
  private clausesOf(group: number): ClauseBits {
    const { rule, kind, literals } = this.rules[group];
    const clauses = clauseBits(kind === 'user' || !rule.pattern ? [] : requiredTexts(rule.pattern, literals));
    this.clauses[group] = clauses;
    return clauses;
  }

  private tryWord(index: number, folded: string, marks: Marker[], list: ListName | null): ListName | null {
    if (index < this.markers.length) {
      const marker = this.markers[index];
      if (folded.includes(marker.word)) marks.push(marker);
      return list;
    }
    const name = this.lists[index - this.markers.length];
    return folded.includes(name.word) && (!list || name.word.length > list.word.length) ? name : list;
  }
}

/** Without repetition, that of the longest marker first. */
function providersOf(marks: Marker[]): readonly string[] {
  return marks.length === 1 ? [marks[0].provider] : [...new Set(marks.sort((a, b) => b.word.length - a.word.length).map(({ provider }) => provider))];
}

/** Those that may decide, best first. */
function inOrder(candidates: readonly Candidate[], subject: Subject): Candidate[] {
  const taken = candidates.filter(({ tier }) => tier !== Tier.never);
  if (taken.length > fewCandidates) return taken.sort((a, b) => comparePrecedence(a, b, subject));
  for (let next = 1; next < taken.length; next++) insert(taken, next, subject);
  return taken;
}

/** There are two or three as a rule, for which `sort` takes longer than all comparisons. */
const fewCandidates = 8;

/** Puts a candidate at its place among those before it, which are in order. */
function insert(candidates: Candidate[], next: number, subject: Subject) {
  const candidate = candidates[next];
  let at = next;
  for (; at > 0 && comparePrecedence(candidate, candidates[at - 1], subject) < 0; at--) candidates[at] = candidates[at - 1];
  candidates[at] = candidate;
}
