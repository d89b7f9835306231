import { type CodeTables, createCodeTables } from '../verdict/codes.ts';
import { createReceivers, type Receivers } from '../verdict/receivers.ts';
import type { Reason } from '../verdict/verdict.ts';
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
  rules: readonly Rule[];
  /** A rule by its identifier. */
  rule(id: string): Rule | undefined;
  data: KnowledgeData;
}

/** Builds the look-ups; the big ones on first use. */
export function createKnowledge(data: KnowledgeData): Knowledge {
  let byId: Map<string, Rule> | null = null;
  return {
    reasons: new Map(data.reasons.map((info) => [info.id, info])),
    codes: createCodeTables(data.replyCodes, data.enhancedCodes),
    providers: data.providers,
    receivers: createReceivers(data.providers),
    rules: data.rules,
    rule(id) {
      byId ??= new Map(data.rules.map((rule) => [rule.id, rule]));
      return byId.get(id);
    },
    data,
  };
}
