import type { Knowledge } from '../knowledge/knowledge.ts';
import { enhancedAt, enhancedClass } from '../smtp/enhanced.ts';
import { phases } from '../smtp/phase.ts';
import { BoundedCache, copyOf } from './cache.ts';
import { decide } from './decide.ts';
import { firstUrl } from './named.ts';
import type { CompiledRule } from './rule.ts';
import { Rulebook } from './rulebook.ts';
import { opaque, Shaper } from './shape.ts';
import type { Judge, ReplyContext, SaidBy, Verdict } from './verdict.ts';

export interface JudgeOptions {
  /** The user's rules, compiled (see user-rules.ts). */
  userRules?: readonly CompiledRule[];
  /** False switches the cache off, for tests. */
  cache?: boolean;
}

/** Longer replies are judged by their beginning. */
const longest = 16_384;
/** Shapes longer than this are judged anew each time. */
const longestShape = 4_096;
const cacheEntries = 16_384;
const cacheCharacters = 4_000_000;

interface Remembered {
  key: number;
  verdict: Verdict;
}

const saidBys: readonly (SaidBy | undefined)[] = [undefined, 'remote', 'own'];
const statuses = [undefined, null, 'delivered', 'deferred', 'bounced', 'expired', 'rejected'] as const;

/**
 * Judges replies with the given knowledge. Never throws; linear in the text. What is judged is the text's shape, in which identifiers that no rule can look
 * at are one sign, so that a remembered verdict is right for every text of that shape; only a web address with an identifier is put in afresh.
 */
export function createJudge(knowledge: Knowledge, { userRules = [], cache = true }: JudgeOptions = {}): Judge {
  const book = new Rulebook(knowledge, userRules);
  const shaper = new Shaper(...book.guards);
  const remembered = new BoundedCache<Remembered[]>(cacheEntries, cacheCharacters);
  const { receivers } = knowledge;
  const numbers = new Map(knowledge.providers.map(({ id }, index) => [id, index + 1]));
  const count = numbers.size + 1;

  function keyOf(context: ReplyContext, relay: string | null, recipient: string | null): number {
    let key = saidBys.indexOf(context.saidBy);
    key = key * 9 + Math.max(0, phases.indexOf(context.phase ?? null));
    key = key * 7 + statuses.indexOf(context.status);
    key = key * 6 + enhancedClass(context.dsn ?? null);
    key = key * count + (relay ? numbers.get(relay)! : 0);
    return (
      (key * count + (recipient ? numbers.get(recipient)! : 0)) * 6 +
      (context.relay ? 3 : 0) +
      (context.temporary ? 2 : context.temporary === false ? 1 : 0)
    );
  }

  function judge(context: ReplyContext): Verdict {
    const said = context.text.length > longest ? context.text.slice(0, longest) : context.text;
    const text = said.endsWith('/') && /^[2-5]\d\d[-_][^ ]+$/.test(said) ? fromQmail(said) : said;
    const relay = receivers.byRelay(context.relay);
    const recipient = relay === null ? receivers.byDomain(context.recipientDomain) : null;
    const key = keyOf(context, relay, recipient);
    // A text without identifiers is its own shape, so it may be found at once.
    const before = cache ? find(text, key) : undefined;
    if (before) return before;
    const shape = successCodes(text, context.status) ?? shaper.shapeOf(text);
    const shaped = shape === context.text ? context : { ...context, text: shape };
    if (!cache || shape.length > longestShape) return withUrl(decide(book, shaped, { relay, recipient }), text);
    return withUrl(find(shape, key) ?? remember(shape, key, shaped, { relay, recipient }), text);
  }

  function find(shape: string, key: number): Verdict | undefined {
    return remembered.get(shape)?.find((entry) => entry.key === key)?.verdict;
  }

  function remember(shape: string, key: number, context: ReplyContext, known: { relay: string | null; recipient: string | null }): Verdict {
    const text = copyOf(shape);
    const verdict = decide(book, { ...context, text }, known);
    const entries = remembered.get(shape);
    if (entries) entries.push({ key, verdict });
    else remembered.set(text, [{ key, verdict }]);
    return verdict;
  }

  return { judge };
}

/** Of a success only the codes matter; most lines of most logs end here. Null for anything else. */
function successCodes(text: string, status: ReplyContext['status']): string | null {
  if (status !== 'delivered' || text.charCodeAt(0) !== 0x32 || text.charCodeAt(1) !== 0x35 || text.charCodeAt(3) !== 0x20) return null;
  return text.slice(0, enhancedAt(text, 4)?.end ?? 3);
}

/** qmail's log has `_` for a blank and `/` for a line break (qmail-send.8), and its own last words behind the reply. */
function fromQmail(text: string): string {
  return text
    .replace(/\/(?:Giving_up_on_[^/]*\/?)?$/, '')
    .replace(/\/(?=[2-5]\d\d[-_])/g, ' ')
    .replaceAll('_', ' ');
}

/** A web address that varies with each reply is the text's own. */
function withUrl(verdict: Verdict, text: string): Verdict {
  if (!verdict.named.url?.includes(opaque)) return verdict;
  const { url: _, ...others } = verdict.named;
  const url = firstUrl(text);
  return { ...verdict, named: url ? { ...others, url: copyOf(url) } : others };
}
