import type { ClauseEdges } from '../verdict/occurrences.ts';
import type { KnowledgeData } from './knowledge.ts';
import { clausesOf, type RuleSource, ruleSource } from './rule-source.ts';
import type { Rule } from './types.ts';

/**
 * The knowledge as one text that is quick to begin with: JSON in lines, of which only those are read that are asked for.
 *
 *     first line       whatever the place where the text lies needs; not read
 *     head             `Head`
 *     sections         one line each: see `sections`
 *     lists            lists that rules share, one line each: `unless`, `sources`, what their patterns require
 *     rules            one line each: `PackedRule`
 */
interface Head {
  /** Number of the line of the first rule. */
  firstRule: number;
}

const sections = ['prepared', 'ids', 'reasons', 'replyCodes', 'enhancedCodes', 'providers', 'claims'] as const;
interface Sections extends Omit<KnowledgeData, 'rules'>, Pick<RuleSource, 'prepared' | 'ids'> {}
type Section = <Name extends keyof Sections>(name: Name) => Sections[Name];
const firstSection = 2;
const firstList = firstSection + sections.length;

/** The values of a rule's `fields`, 0 where there is none. Lists that rules share are numbers of lines. */
type PackedRule = unknown[];

/** The field `id` lies in the section of that name; so does `match` in `prepared`, but where folding changes it. `clauses` is no field of rules. */
const fields = [
  'provider',
  'reason',
  'confidence',
  'sources',
  'meaning',
  'examples',
  'pattern',
  'unless',
  'clauses',
  'priority',
  'when',
  'action',
  'permanence',
  'advice',
  'match',
] as const;
const shared = new Set<string>(['sources', 'unless', 'clauses']);
const clausesAt = fields.indexOf('clauses');

/** Makes the text, in ASCII, for `unpack`. */
export function pack(data: KnowledgeData): string {
  const { prepared, ids } = ruleSource(data.rules, data.providers);
  const lists = new Map<string, number>();
  const lineOf = (list: unknown) => {
    const text = JSON.stringify(list);
    const line = lists.get(text) ?? firstList + lists.size;
    lists.set(text, line);
    return line;
  };
  const rules = data.rules.map((rule, index): PackedRule => {
    const clauses = clausesOf(rule, prepared.groups[index]);
    const match = String(rule.match) === String(prepared.groups[index]) ? undefined : rule.match;
    const all: Partial<Record<string, unknown>> = { ...rule, match, clauses: clauses.length > 0 ? clauses : undefined };
    const values = fields.map((field) => (all[field] === undefined ? 0 : shared.has(field) ? lineOf(all[field]) : all[field]));
    return values.slice(0, values.findLastIndex((value) => value !== 0) + 1);
  });
  const parts = { ...data, prepared, ids };
  const head: Head = { firstRule: firstList + lists.size };
  const lines = [head, ...sections.map((name) => parts[name])].map((part) => JSON.stringify(part));
  return ['', ...lines, ...lists.keys(), ...rules.map((rule) => JSON.stringify(rule)), ''].join('\n').replace(/[^\n\x20-\x7e]/g, escaped);
}

const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Knowledge of which the parts are read when they are asked for. */
export interface Unpacked {
  data: KnowledgeData;
  source: RuleSource;
}

/** Reads what `pack` made. */
export function unpack(text: string): Unpacked {
  const lines = text.split('\n');
  const read = remembering((line): unknown => JSON.parse(lines[line]));
  const section: Section = (name) => read(firstSection + sections.indexOf(name)) as Sections[typeof name];
  const { firstRule } = read(firstSection - 1) as Head;
  const prepared = section('prepared');
  const ruleAt = remembering((index): Rule => {
    const packed = read(firstRule + index) as PackedRule;
    const rule: Record<string, unknown> = { id: section('ids')[index], match: prepared.groups[index] };
    for (const [at, field] of fields.entries())
      if (packed[at] && field !== 'clauses') rule[field] = shared.has(field) ? read(packed[at] as number) : packed[at];
    return rule as unknown as Rule;
  });
  const source: RuleSource = {
    prepared,
    get ids() {
      return section('ids');
    },
    at: ruleAt,
    clausesAt(index) {
      const line = (read(firstRule + index) as PackedRule)[clausesAt];
      return line ? (read(line as number) as ClauseEdges[]) : [];
    },
  };
  return { data: dataOf(section, () => source.ids.map((_, index) => ruleAt(index))), source };
}

function dataOf(section: Section, rules: () => Rule[]): KnowledgeData {
  return {
    get reasons() {
      return section('reasons');
    },
    get replyCodes() {
      return section('replyCodes');
    },
    get enhancedCodes() {
      return section('enhancedCodes');
    },
    get providers() {
      return section('providers');
    },
    get claims() {
      return section('claims');
    },
    get rules() {
      return rules();
    },
  };
}

/** Makes each thing once. */
function remembering<Made>(make: (index: number) => Made): (index: number) => Made {
  const made: Made[] = [];
  return (index) => (made[index] ??= make(index));
}
