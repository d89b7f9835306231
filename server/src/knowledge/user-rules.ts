import { linearPattern } from '../verdict/linear-pattern.ts';
import { parseUserRules, type UserRules } from '../verdict/user-rules.ts';
import { defaultKnowledge } from './default.ts';

/** Reads a user's rules file (see parseUserRules) with the reasons that ship and the engine that takes linear time. Never throws. */
export function readUserRules(text: string): UserRules {
  return parseUserRules(text, new Set(defaultKnowledge().reasons.keys()), linearPattern);
}
