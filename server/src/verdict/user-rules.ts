import { findNodeAtLocation, getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Rule } from '../knowledge/types.ts';
import { phases } from '../smtp/phase.ts';
import { grouped } from '../text/number.ts';
import { foldLiteral } from './normalise.ts';
import { type CompiledRule, compileRule, type Matcher } from './rule.ts';
import type { Reason } from './verdict.ts';

/** A mistake in a rules file. Line and column from 1. */
export interface RuleMistake {
  line: number;
  column: number;
  message: string;
}

export interface UserRules {
  /** Rules without a mistake, in the order of the file; to be given to `createJudge`. */
  rules: CompiledRule[];
  mistakes: RuleMistake[];
}

/** Compiles a pattern with an engine that takes linear time; throws where the pattern is wrong. */
export type PatternEngine = (source: string) => Matcher;

/** The limits of a user's rules file. */
export const limits = { bytes: 1_000_000, rules: 1_000, literals: 20, literal: 500, pattern: 500, mistakes: 100 } as const;

/**
 * Reads a user's rules (JSON; comments and trailing commas are allowed): `{ "rules": [ { "id", "match", "reason", ... } ] }`. What is wrong is told with its place, the other
 * rules are taken. Never throws.
 */
export function parseUserRules(text: string, reasons: ReadonlySet<Reason>, engine: PatternEngine): UserRules {
  if (text.length > limits.bytes)
    return { rules: [], mistakes: [{ line: 1, column: 1, message: `The file is larger than ${grouped(limits.bytes)} characters.` }] };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const reader = new Reader(text, reasons, engine);
  for (const { error, offset } of errors) reader.mistake(offset, syntaxMessage(printParseErrorCode(error)));
  const list = tree && findNodeAtLocation(tree, ['rules']);
  if (list?.type === 'array') reader.readList(list.children ?? []);
  else if (errors.length === 0) reader.mistake(tree?.offset ?? 0, 'Expected an object with a list "rules".');
  return { rules: reader.rules, mistakes: reader.mistakes };
}

/** "ValueExpected" as "Value expected.". */
function syntaxMessage(code: string): string {
  const words = code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

const known = new Set([
  'id',
  'provider',
  'when',
  'match',
  'pattern',
  'unless',
  'priority',
  'reason',
  'permanence',
  'action',
  'meaning',
  'advice',
  'sources',
  'examples',
  'confidence',
  '$comment',
]);
const knownWhen = new Set(['codes', 'enhanced', 'phases', 'saidBy']);
const actions = ['none', 'retry', 'retry-slower', 'suppress', 'fix-auth', 'delist', 'fix-content', 'fix-dns', 'fix-config', 'investigate'];
const recipientReasons = new Set([
  'bad-mailbox',
  'bad-domain',
  'inactive-mailbox',
  'moved-mailbox',
  'mailbox-full',
  'recipient-rejected',
  'suppressed',
]);

class Reader {
  readonly rules: CompiledRule[] = [];
  readonly mistakes: RuleMistake[] = [];
  private readonly ids = new Set<string>();
  private readonly lineStarts: number[];
  private readonly reasons: ReadonlySet<Reason>;
  private readonly engine: PatternEngine;

  constructor(text: string, reasons: ReadonlySet<Reason>, engine: PatternEngine) {
    this.reasons = reasons;
    this.engine = engine;
    this.lineStarts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.lineStarts.push(at + 1);
  }

  mistake(offset: number, message: string): void {
    if (this.mistakes.length >= limits.mistakes) return;
    let line = this.lineStarts.findIndex((start) => start > offset);
    if (line < 0) line = this.lineStarts.length;
    this.mistakes.push({ line, column: offset - this.lineStarts[line - 1] + 1, message });
  }

  readList(nodes: readonly Node[]): void {
    if (nodes.length > limits.rules) this.mistake(nodes[limits.rules].offset, `More than ${limits.rules} rules: the rest is left out.`);
    for (const node of nodes.slice(0, limits.rules)) this.readRule(node);
  }

  /** Takes the rule only where nothing in it is wrong. */
  private readRule(node: Node) {
    const before = this.mistakes.length;
    if (node.type !== 'object') return this.mistake(node.offset, 'Expected a rule: an object with "id", "match" and "reason".');
    for (const property of node.children ?? []) this.checkName(property, known);
    const id = this.id(node);
    const match = this.literals(node, 'match', true);
    const unless = this.literals(node, 'unless', false);
    const reason = this.choice(node, 'reason', [...this.reasons], true);
    const action = this.choice(node, 'action', actions, false);
    const permanence = this.choice(node, 'permanence', ['permanent', 'temporary'], false);
    if (action === 'suppress' && reason && !recipientReasons.has(reason))
      this.mistake(findNodeAtLocation(node, ['action'])!.offset, `"suppress" is for reasons about the recipient, "${reason}" is not.`);
    const when = this.when(node);
    const texts = this.texts(node);
    const pattern = this.pattern(node);
    const priority = findNodeAtLocation(node, ['priority']);
    if (priority && priority.type !== 'number') this.mistake(priority.offset, '"priority" is a number.');
    if (this.mistakes.length > before || !id || !reason) return;
    const rule = {
      id,
      provider: 'user',
      match,
      ...(unless.length > 0 && { unless }),
      ...(when && { when }),
      reason,
      ...(action && { action }),
      ...(permanence && { permanence }),
    };
    const words = {
      meaning: texts.meaning ?? id,
      ...(texts.advice && { advice: texts.advice }),
      ...(priority && { priority: priority.value as number }),
    };
    const made = { ...rule, ...words, sources: [], confidence: 'official', examples: [] } as unknown as Rule;
    this.rules.push(compileRule(made, 'user', made.match.map(foldLiteral), pattern));
  }

  private checkName(property: Node, names: ReadonlySet<string>) {
    const name = property.children?.[0];
    if (name && !names.has(name.value as string)) this.mistake(name.offset, `Unknown property "${name.value}". Known are ${[...names].join(', ')}.`);
  }

  private id(node: Node): string | null {
    const found = findNodeAtLocation(node, ['id']);
    if (!found) this.mistake(node.offset, 'A rule needs an "id".');
    else if (found.type !== 'string' || !/^[\w./-]{1,100}$/.test(found.value))
      this.mistake(found.offset, '"id" is a name of letters, digits and ./-_ such as "my/quota".');
    else if (this.ids.has(found.value)) this.mistake(found.offset, `"${found.value}" is already the id of another rule.`);
    else {
      this.ids.add(found.value);
      return found.value;
    }
    return null;
  }

  private literals(node: Node, name: 'match' | 'unless', needed: boolean): string[] {
    const found = findNodeAtLocation(node, [name]);
    if (!found) {
      if (needed) this.mistake(node.offset, `A rule needs "match": a list of texts that must all occur in the reply.`);
      return [];
    }
    const items = found.type === 'array' ? (found.children ?? []) : [];
    if (found.type !== 'array' || (needed && items.length === 0) || items.length > limits.literals)
      this.mistake(found.offset, `"${name}" is a list of ${needed ? '1' : '0'} to ${limits.literals} texts.`);
    for (const item of items) this.literal(item, name);
    if (needed && items.length > 0 && !items.some(isSelective))
      this.mistake(found.offset, 'At least one text of "match" needs 4 characters or more.');
    return items.filter(({ type }) => type === 'string').map(({ value }) => value as string);
  }

  private literal(item: Node, name: string) {
    if (item.type !== 'string') this.mistake(item.offset, `"${name}" holds texts only.`);
    else if (item.value.trim() === '' || item.value.length > limits.literal)
      this.mistake(item.offset, `A text of "${name}" has 1 to ${limits.literal} characters.`);
  }

  private choice<T extends string>(node: Node, name: string, allowed: readonly T[], needed: boolean): T | null {
    const found = findNodeAtLocation(node, [name]);
    if (!found) {
      if (needed) this.mistake(node.offset, `A rule needs a "${name}": one of ${allowed.join(', ')}.`);
      return null;
    }
    if (allowed.includes(found.value)) return found.value;
    this.mistake(found.offset, `"${name}" is one of ${allowed.join(', ')}.`);
    return null;
  }

  private texts(node: Node): { meaning?: string; advice?: string } {
    const texts: { meaning?: string; advice?: string } = {};
    for (const name of ['meaning', 'advice'] as const) {
      const found = findNodeAtLocation(node, [name]);
      if (!found) continue;
      if (found.type !== 'string' || found.value.length > limits.literal)
        this.mistake(found.offset, `"${name}" is a text of at most ${limits.literal} characters.`);
      else texts[name] = found.value;
    }
    return texts;
  }

  private when(node: Node): Rule['when'] | null {
    const found = findNodeAtLocation(node, ['when']);
    if (!found) return null;
    if (found.type !== 'object') {
      this.mistake(found.offset, '"when" is an object with codes, enhanced, phases or saidBy.');
      return null;
    }
    for (const property of found.children ?? []) this.checkName(property, knownWhen);
    this.items(found, 'codes', (value) => Number.isInteger(value) && (value as number) >= 200 && (value as number) <= 599, 'reply codes such as 550');
    this.items(
      found,
      'enhanced',
      (value) => typeof value === 'string' && /^[245x]\.\d{1,3}\.\d{1,3}(-\d{1,3})?$/i.test(value),
      'enhanced codes such as "5.7.1", "x.7.26" or "5.7.606-649"',
    );
    this.items(found, 'phases', (value) => value !== null && (phases as unknown[]).includes(value), `phases: ${phases.filter(Boolean).join(', ')}`);
    this.choice(found, 'saidBy', ['remote', 'own'], false);
    return getNodeValue(found);
  }

  private items(node: Node, name: string, isRight: (value: unknown) => boolean, words: string) {
    const found = findNodeAtLocation(node, [name]);
    if (found && found.type !== 'array') this.mistake(found.offset, `"${name}" is a list of ${words}.`);
    for (const item of (found?.type === 'array' && found.children) || [])
      if (!isRight(getNodeValue(item))) this.mistake(item.offset, `"${name}" is a list of ${words}.`);
  }

  private pattern(node: Node): Matcher | null {
    const found = findNodeAtLocation(node, ['pattern']);
    if (!found) return null;
    if (found.type !== 'string' || found.value.length > limits.pattern)
      this.mistake(found.offset, `"pattern" is a regular expression of at most ${limits.pattern} characters.`);
    else {
      try {
        return this.engine(found.value);
      } catch (error) {
        this.mistake(found.offset, `The pattern cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return null;
  }
}

/** Long enough to be looked for among all replies: four characters, or two of a script that needs fewer. */
function isSelective({ value }: Node): boolean {
  return typeof value === 'string' && (value.trim().length >= 4 || /[^\x00-\x7f]{2}/.test(value));
}
