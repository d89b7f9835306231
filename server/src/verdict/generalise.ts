import type { Rule } from '../knowledge/types.ts';
import { parseReply } from '../smtp/reply.ts';
import { normalise } from './normalise.ts';
import type { Verdict } from './verdict.ts';

/** Parts of a reply that differ from one to the next, most specific first, and the group or class that stands for them in a pattern. */
const variables: readonly (readonly [RegExp, string])[] = [
  [/https?:\/\/[^\s<>"']+/gi, 'url'],
  [/<?[^\s<>()"',;:[\]]+@[^\s<>()"',;:[\]]+>?/g, 'address'],
  [/(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])/g, 'ip'],
  [/(?<![\w:])[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){3,7}(?![\w:])/gi, 'ip'],
  [/(?<![\w.-])(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?![\w.-])/gi, 'domain'],
  [/(?<![\w.-])(?=[\w.-]*\d)[\w.-]*[a-z][\w.-]*\d[\w.-]*(?![\w.-])/gi, 'id'],
  [/\d+/g, 'number'],
];

/** Texts between variable parts shorter than this make no literal. */
const shortestLiteral = 4;
const mostLiterals = 4;
const longestLiteral = 80;

/**
 * A first version of a rule for a reply: the words that stay the same become literals; addresses, IPs, host names, IDs and numbers are left out. The user
 * gives it a name and corrects reason and action; what the present verdict says is filled in.
 */
export function generaliseReply(
  text: string,
  verdict: Pick<Verdict, 'reason' | 'action' | 'saidBy'> & { provider: string | null },
): Omit<Rule, 'provider' | 'sources' | 'confidence'> {
  const reply = parseReply(text);
  const { plain } = normalise(reply.text);
  const literals = constantParts(plain);
  const when: NonNullable<Rule['when']> = {
    ...(reply.code > 0 && { codes: [reply.code] }),
    ...(verdict.saidBy === 'own' && { saidBy: 'own' as const }),
  };
  return {
    id: `my/${slug(literals[0] ?? 'reply')}`,
    ...(Object.keys(when).length > 0 && { when }),
    match: literals,
    reason: verdict.reason === 'own-refusal' || verdict.reason === 'delivered' ? 'other' : verdict.reason,
    meaning: shorten(literals.join(' … '), 120),
    examples: [text.slice(0, 500)],
  };
}

/** The longest runs of words between variable parts, in the order of the text. */
function constantParts(plain: string): string[] {
  let masked = plain;
  for (const [pattern] of variables) masked = masked.replace(pattern, '\u0000');
  const parts = masked
    .split(/[\u0000]+/)
    .map((part) => shorten(part.replace(/^[\s\p{P}\p{S}]+|[\s\p{P}\p{S}]+$/gu, ''), longestLiteral))
    .filter((part) => part.length >= shortestLiteral || /[^\x00-\x7f]{2}/.test(part));
  const longest = [...parts].sort((a, b) => b.length - a.length).slice(0, mostLiterals);
  const kept = parts.filter((part, index) => longest.includes(part) && parts.indexOf(part) === index);
  return kept.length > 0 ? kept : [shorten(plain, longestLiteral)];
}

/** Cut at a blank. */
function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const blank = text.lastIndexOf(' ', longest);
  return text.slice(0, blank > 0 ? blank : longest);
}

function slug(words: string): string {
  const name = words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return name || 'reply';
}
