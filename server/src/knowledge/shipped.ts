import claims from '../../data/claims.json' with { type: 'json' };
import enhancedCodes from '../../data/enhanced-codes.json' with { type: 'json' };
import providers from '../../data/providers.json' with { type: 'json' };
import reasons from '../../data/reasons.json' with { type: 'json' };
import replyCodes from '../../data/reply-codes.json' with { type: 'json' };
import { createKnowledge, type Knowledge, type KnowledgeData } from './knowledge.ts';
import { rules } from './rule-files.ts';

/** The contents of server/data. In dist/ there is shipped.packed.ts in the place of this file. */
export const data = {
  reasons: reasons.reasons,
  replyCodes: replyCodes.codes,
  enhancedCodes: enhancedCodes.codes,
  providers: providers.providers,
  rules,
  claims: claims.claims,
} as KnowledgeData;

export function shippedKnowledge(): Knowledge {
  return createKnowledge(data);
}
