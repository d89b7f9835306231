import type { Knowledge } from '../knowledge/knowledge.ts';
import { type Marker, markersOf } from '../knowledge/rule-source.ts';
import { type ListName, listNames, validNamed } from './named.ts';
import { Occurrences } from './occurrences.ts';
import { assignTiers, type Candidate, comparePrecedence, type ProviderEvidence, Tier } from './precedence.ts';
import { Prefilter } from './prefilter.ts';
import { prepareRules } from './prepare.ts';
import { type CompiledRule, compileRule, fitsConditions, nothingNamed, type Subject } from './rule.ts';
import type { GuardRuns } from './shape.ts';

const nobody: readonly string[] = [];

/** All rules, markers and list names behind one prefilter, as groups: the rules that ship, markers, names of lists, the user's rules. */
export class Rulebook {
  readonly knowledge: Knowledge;
  /** What identifiers must not be mistaken for. */
  readonly guards: readonly GuardRuns[];
  private readonly userRules: readonly CompiledRule[];
  private readonly markers: readonly Marker[];
  private readonly lists: readonly ListName[];
  /** Numbers of groups: the first behind the rules that ship, behind the markers, behind the names of lists. */
  private readonly markersAt: number;
  private readonly listsAt: number;
  private readonly usersAt: number;
  private readonly groups: readonly (readonly string[])[];
  private readonly prefilter: Prefilter;
  private readonly occurrences = new Occurrences();
  /** By group, where it is a rule; see `isLastResort`. */
  private readonly vague: Uint8Array;
  /** By group: number of its clauses in `occurrences`, which are made at their first use; -1 before. */
  private readonly clauses: Int32Array;
  /** By group, made when its clauses hold for the first time. */
  private readonly rules: (ReadyRule | null)[];

  constructor(knowledge: Knowledge, userRules: readonly CompiledRule[]) {
    const { providers, source } = knowledge;
    const own = prepareRules(
      userRules.map(({ rule }) => rule),
      [],
    );
    const both = [source.prepared, ...(userRules.length > 0 ? [own] : [])];
    this.knowledge = knowledge;
    this.userRules = userRules;
    this.guards = both.map(({ guard }) => guard);
    this.markers = markersOf(providers);
    this.lists = listNames(providers);
    this.usersAt = source.prepared.groups.length;
    this.listsAt = this.usersAt - this.lists.length;
    this.markersAt = this.listsAt - this.markers.length;
    this.groups = both.flatMap(({ groups }) => groups);
    this.prefilter = new Prefilter(this.groups, {
      literals: both.flatMap(({ finders }) => finders.literals),
      ends: both.flatMap(({ finders }) => finders.ends),
    });
    this.vague = new Uint8Array(this.groups.length);
    for (const rule of source.prepared.vague) this.vague[rule] = 1;
    for (const rule of own.vague) this.vague[this.usersAt + rule] = 1;
    this.clauses = new Int32Array(this.groups.length).fill(-1);
    this.rules = this.groups.map(() => null);
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
      if (group >= this.markersAt && group < this.usersAt) list = this.tryWord(group, subject.words.folded, marks, list);
      else if (this.vague[group] === 1) vague++;
      else this.tryRule(group, subject, clear);
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
    for (let i = 0; i < count; i++) if (this.vague[this.prefilter.found[i]] === 1) this.tryRule(this.prefilter.found[i], subject, candidates);
    assignTiers(candidates, known);
    return inOrder(candidates, subject);
  }

  private tryRule(group: number, subject: Subject, candidates: Candidate[]) {
    const { occurrences } = this;
    // First what touches least memory: of eight rules that a reply meets, five end here.
    const clauses = this.clauses[group];
    if (!occurrences.mayHaveAll(clauses >= 0 ? clauses : this.clausesOf(group))) return;
    const { compiled, needed, forbidden } = this.rules[group] ?? this.ruleOf(group);
    for (const number of needed) if (!occurrences.has(number)) return;
    if (!fitsConditions(compiled.rule, subject)) return;
    const found = compiled.pattern ? compiled.pattern.match(subject.words) : nothingNamed;
    if (!found) return;
    for (const number of forbidden) if (occurrences.has(number)) return;
    candidates.push({ compiled, named: found === nothingNamed ? nothingNamed : validNamed(found), tier: Tier.never });
  }

  /** What the rule's pattern requires. The patterns of users are of another syntax. */
  private clausesOf(group: number): number {
    const clauses = this.occurrences.addClauses(group < this.markersAt ? this.knowledge.source.clausesAt(group) : []);
    this.clauses[group] = clauses;
    return clauses;
  }

  private ruleOf(group: number): ReadyRule {
    const compiled = group < this.markersAt ? this.shippedRule(group) : this.userRules[group - this.usersAt];
    const numberOf = (literal: string) => this.occurrences.numberOf(literal);
    const ready = {
      compiled,
      needed: compiled.literals.filter((literal) => literal !== this.prefilter.compared(group)).map(numberOf),
      forbidden: compiled.unless.map(numberOf),
    };
    this.rules[group] = ready;
    return ready;
  }

  private shippedRule(group: number): CompiledRule {
    const rule = this.knowledge.source.at(group);
    return compileRule(rule, this.knowledge.receivers.get(rule.provider)?.kind ?? 'any', this.groups[group]);
  }

  private tryWord(group: number, folded: string, marks: Marker[], list: ListName | null): ListName | null {
    const [word] = this.groups[group];
    if (!folded.includes(word)) return list;
    if (group >= this.listsAt) return !list || word.length > list.word.length ? this.lists[group - this.listsAt] : list;
    marks.push(this.markers[group - this.markersAt]);
    return list;
  }
}

/** A rule, and its literals as numbers of `occurrences`: those that the prefilter has not compared, and those that must not occur. */
interface ReadyRule {
  compiled: CompiledRule;
  needed: readonly number[];
  forbidden: readonly number[];
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
