import type { EnhancedCodeInfo, ReasonsBy, ReplyCodeInfo } from '../knowledge/types.ts';
import { enhancedClass, withoutClass } from '../smtp/enhanced.ts';
import type { Phase } from '../smtp/phase.ts';
import type { Confidence, Reason } from './verdict.ts';

/** What a code alone says about a reply. */
export interface CodeMeaning {
  /** `enhanced/5.1.1`, `enhanced/4.7.28/google` for a provider's own use, `reply/550`. */
  rule: string;
  reason: Reason;
  /** The provider whose own use of the code it is. */
  provider: string | null;
  /** What happened, a clause. */
  meaning: string;
  advice: string | null;
  source: string;
  confidence: Confidence;
  /** The code says next to nothing. */
  catchAll: boolean;
}

/** Looks codes up in the tables. */
export interface CodeTables {
  reply(code: number): ReplyCodeInfo | undefined;
  /** The registry's entry, or the vendors' range that holds the code; for an unknown detail that of its subject (X.7.0). */
  enhanced(code: string): EnhancedCodeInfo | undefined;
  /** What the enhanced code means: a provider's own sense where `providers` names it, or where a code is used by one vendor only. */
  ofEnhanced(code: string, providers: readonly string[], phase: Phase | null): CodeMeaning | null;
  ofProvider(code: string, providers: readonly string[]): CodeMeaning | null;
  ofReply(code: number, phase: Phase | null): CodeMeaning | null;
}

/** Builds the look-ups of server/data/reply-codes.json and enhanced-codes.json. */
export function createCodeTables(replyCodes: readonly ReplyCodeInfo[], enhancedCodes: readonly EnhancedCodeInfo[]): CodeTables {
  const replies = new Map(replyCodes.map((info) => [info.code, info]));
  const exact = new Map(enhancedCodes.map((info) => [info.code.toUpperCase(), info]));
  for (const info of enhancedCodes) for (const code of codesOfRange(info.code)) if (!exact.has(code)) exact.set(code, info);
  const registered = (code: string) => exact.get(code) ?? exact.get(withoutClass(code));
  const enhanced = (code: string) => registered(code) ?? exact.get(`X.${code.split('.')[1]}.0`);

  const ofEnhanced = remembering((code: string, phase): CodeMeaning | null => {
    const info = enhanced(code);
    if (!info) return null;
    const reason = choose(info.reason, info.reasons, phase, enhancedClass(code));
    const exactly = registered(code) !== undefined;
    return {
      rule: `enhanced/${exactly ? code : info.code}`,
      reason: exactly ? reason : (info.reasons?.[enhancedClass(code) === 4 ? '4' : '5'] ?? info.reason),
      provider: !info.registered && info.vendors?.length === 1 ? info.vendors[0].provider : null,
      meaning: lowerFirst(info.title),
      advice: info.advice || null,
      source: info.url,
      confidence: info.registered && exactly ? 'official' : 'inferred',
      catchAll: !exactly || info.catchAll === true,
    };
  });
  const ofReply = remembering((code: number, phase): CodeMeaning | null => {
    const info = replies.get(code);
    if (!info) return null;
    const reason = choose(info.reason, info.reasons, phase, Math.floor(code / 100));
    const meaning = (phase && info.byPhase?.[phase]) || lowerFirst(info.title);
    return { rule: `reply/${code}`, reason, provider: null, meaning, advice: null, source: info.url, confidence: 'inferred', catchAll: true };
  });

  return {
    reply: (code) => replies.get(code),
    enhanced,
    ofEnhanced(code, providers, phase) {
      const meaning = ofEnhanced(code, phase);
      return meaning?.provider && providers.length > 0 ? { ...meaning, provider: null } : meaning;
    },
    ofProvider(code, providers) {
      const info = registered(code);
      const use = info?.vendors?.find((vendor) => providers.includes(vendor.provider) && (!vendor.class || vendor.class === enhancedClass(code)));
      if (!info || !use?.reason) return null;
      const { provider, reason, meaning, url } = use;
      return {
        rule: `enhanced/${code}/${provider}`,
        reason,
        provider,
        meaning: lowerFirst(meaning),
        advice: null,
        source: url,
        confidence: 'official',
        catchAll: false,
      };
    },
    ofReply,
  };
}

/** More codes than servers use; three digits in each part could be anything. */
const mostRemembered = 4_096;

/** Makes each meaning once. */
function remembering<Code>(make: (code: Code, phase: Phase | null) => CodeMeaning | null): typeof make {
  const known = new Map<Code, Map<Phase | null, CodeMeaning | null>>();
  return (code, phase) => {
    let byPhase = known.get(code);
    const before = byPhase?.get(phase);
    if (before !== undefined) return before;
    if (known.size >= mostRemembered) known.clear();
    byPhase ??= new Map();
    known.set(code, byPhase);
    const made = make(code, phase);
    byPhase.set(phase, made);
    return made;
  };
}

/** `5.7.606-649` as its codes; none for a single code. */
function codesOfRange(code: string): string[] {
  const [, prefix, from, to] = /^(\d\.\d+\.)(\d+)-(\d+)$/.exec(code) ?? [];
  return prefix ? Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => `${prefix}${Number(from) + index}`) : [];
}

function choose(reason: Reason, by: ReasonsBy | undefined, phase: Phase | null, klass: number): Reason {
  return (phase && by?.[phase]) || (klass === 4 && by?.['4']) || (klass === 5 && by?.['5']) || reason;
}

/** "Mailbox full" as part of a sentence; abbreviations stay ("RRVS test"). */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
