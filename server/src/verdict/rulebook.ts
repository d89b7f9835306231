import type { Knowledge } from '../knowledge/knowledge.ts';
import { type ListName, listNames, validNamed } from './named.ts';
import { foldLiteral } from './normalise.ts';
import { Occurrences } from './occurrences.ts';
import { assignTiers, type Candidate, comparePrecedence, type ProviderEvidence, Tier } from './precedence.ts';
import { Prefilter } from './prefilter.ts';
import { type CompiledRule, compileRule, fitsConditions, nothingNamed, type Subject } from './rule.ts';

/** All rules, markers and list names behind one prefilter. */
export class Rulebook {
  readonly knowledge: Knowledge;
  /** Every literal that is compared with texts, folded. */
  readonly words: readonly string[];
  private readonly rules: readonly CompiledRule[];
  /** The literals of each rule that the prefilter has not compared, as numbers of `occurrences`. */
  private readonly needed: readonly (readonly number[])[];
  private readonly forbidden: readonly (readonly number[])[];
  private readonly occurrences = new Occurrences();
  private readonly markers: readonly { provider: string; word: string }[];
  private readonly lists: readonly ListName[];
  private readonly prefilter: Prefilter;
  private readonly found: number[] = [];

  constructor(knowledge: Knowledge, userRules: readonly CompiledRule[]) {
    this.knowledge = knowledge;
    const kinds = new Map(knowledge.providers.map(({ id, kind }) => [id, kind]));
    this.rules = [...userRules, ...knowledge.rules.map((rule) => compileRule(rule, kinds.get(rule.provider) ?? 'any'))];
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
    this.words = [...groups.flat(), ...this.rules.flatMap(({ unless }) => unless)];
  }

  /** What fits the subject: rules best first, providers that markers prove (the longest marker first), the block list that is named. */
  look(subject: Subject, evidence: Omit<ProviderEvidence, 'marked'>): { candidates: Candidate[]; marked: string[]; list: string | null } {
    const { found } = this;
    found.length = 0;
    this.prefilter.scan(subject.words.folded, found);
    this.occurrences.begin(subject.words.folded);
    const candidates: Candidate[] = [];
    const marks: { provider: string; word: string }[] = [];
    let list: ListName | null = null;
    for (const group of found) {
      if (group < this.rules.length) this.tryRule(group, subject, candidates);
      else list = this.tryWord(group - this.rules.length, subject.words.folded, marks, list);
    }
    const marked = marks.length > 0 ? [...new Set(marks.sort((a, b) => b.word.length - a.word.length).map(({ provider }) => provider))] : [];
    assignTiers(candidates, { ...evidence, marked });
    const taken = candidates.filter(({ tier }) => tier !== Tier.never);
    if (taken.length > 1) taken.sort((a, b) => comparePrecedence(a, b, subject));
    return { candidates: taken, marked, list: list?.title ?? null };
  }

  private tryRule(group: number, subject: Subject, candidates: Candidate[]) {
    const compiled = this.rules[group];
    const { occurrences } = this;
    for (const number of this.needed[group]) if (!occurrences.has(number)) return;
    if (!fitsConditions(compiled.rule, subject)) return;
    const found = compiled.pattern ? compiled.pattern.match(subject.words) : nothingNamed;
    if (!found) return;
    for (const number of this.forbidden[group]) if (occurrences.has(number)) return;
    candidates.push({ compiled, named: found === nothingNamed ? nothingNamed : validNamed(found), tier: Tier.never });
  }

  private tryWord(index: number, folded: string, marks: { provider: string; word: string }[], list: ListName | null): ListName | null {
    if (index < this.markers.length) {
      const marker = this.markers[index];
      if (folded.includes(marker.word)) marks.push(marker);
      return list;
    }
    const name = this.lists[index - this.markers.length];
    return folded.includes(name.word) && (!list || name.word.length > list.word.length) ? name : list;
  }
}
