import claims from '../../data/claims.json' with { type: 'json' };
import enhancedCodes from '../../data/enhanced-codes.json' with { type: 'json' };
import providers from '../../data/providers.json' with { type: 'json' };
import reasons from '../../data/reasons.json' with { type: 'json' };
import replyCodes from '../../data/reply-codes.json' with { type: 'json' };
import { createKnowledge, type Knowledge } from './knowledge.ts';
import { rules } from './rule-files.ts';
import type { Claim, EnhancedCodeInfo, Provider, ReasonInfo, ReplyCodeInfo } from './types.ts';

let loaded: Knowledge | null = null;

/** The knowledge that ships with the extension (server/data); built once. */
export function defaultKnowledge(): Knowledge {
  loaded ??= createKnowledge({
    reasons: reasons.reasons as ReasonInfo[],
    replyCodes: replyCodes.codes as ReplyCodeInfo[],
    enhancedCodes: enhancedCodes.codes as EnhancedCodeInfo[],
    providers: providers.providers as Provider[],
    rules,
    claims: claims.claims as Claim[],
  });
  return loaded;
}
