import { type CodeTables, createCodeTables } from '../verdict/codes.ts';
import { createReceivers, type Receivers } from '../verdict/receivers.ts';
import type { Reason } from '../verdict/verdict.ts';
import { type RuleSource, ruleSource } from './rule-source.ts';
import type { Claim, EnhancedCodeInfo, Provider, ReasonInfo, ReplyCodeInfo, Rule } from './types.ts';

/** The data files' contents. */
export interface KnowledgeData {
  reasons: readonly ReasonInfo[];
  replyCodes: readonly ReplyCodeInfo[];
  enhancedCodes: readonly EnhancedCodeInfo[];
  providers: readonly Provider[];
  rules: readonly Rule[];
  claims: readonly Claim[];
}

/** Everything known about replies, ready for look-up. */
export interface Knowledge {
  reasons: ReadonlyMap<Reason, ReasonInfo>;
  codes: CodeTables;
  providers: readonly Provider[];
  receivers: Receivers;
  /** All rules; made when they are asked for. */
  readonly rules: readonly Rule[];
  /** What judging takes of them. */
  source: RuleSource;
  /** A rule by its identifier. */
  rule(id: string): Rule | undefined;
  data: KnowledgeData;
}

/** Builds the look-ups; the big ones on first use. */
export function createKnowledge(data: KnowledgeData, source: RuleSource = ruleSource(data.rules, data.providers)): Knowledge {
  let numbers: Map<string, number> | null = null;
  return {
    reasons: new Map(data.reasons.map((info) => [info.id, info])),
    codes: createCodeTables(data.replyCodes, data.enhancedCodes),
    providers: data.providers,
    receivers: createReceivers(data.providers),
    get rules() {
      return data.rules;
    },
    source,
    rule(id) {
      numbers ??= new Map(source.ids.map((id, index) => [id, index]));
      const index = numbers.get(id);
      return index === undefined ? undefined : source.at(index);
    },
    data,
  };
}
