import { Field, type Fields, headline } from '../core.ts';
import type { Log } from '../document/log.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** A failed attempt in a few words. */
export interface Failure {
  verdict: Verdict;
  /** "Gmail 421 4.7.28"; without a reply "Gmail: could not be reached". */
  short: string;
  /** "Gmail limits your domain shop.example · 421 4.7.28 after DATA": the first words of the reply's own hover. */
  words: string;
  /** "Suppress this address." or "Do not suppress." */
  suppressAdvice: string;
}

/** What failed on a line (from 0); null where nothing was said. */
export function failureOf(log: Log, line: number): Failure | null {
  const fields = log.parse(line);
  const verdict = log.verdictOf(fields);
  if (!verdict) return null;
  const receiver = verdict.saidBy === 'remote' ? log.receiverOf(fields) : null;
  return {
    verdict,
    short: shortOf(log, receiver, verdict),
    words: wordsOf(log, fields, verdict),
    suppressAdvice: verdict.action === 'suppress' ? 'Suppress this address.' : 'Do not suppress.',
  };
}

/** Who refused what, code and phase, as the reply's own hover begins. */
export function wordsOf(log: Log, fields: Fields, verdict: Verdict): string {
  const receiver = verdict.saidBy === 'remote' ? log.receiverOf(fields) : null;
  return headline(log.engine.knowledge, verdict, { status: 'rejected', receiver, text: fields.cut(Field.reply) });
}

function shortOf(log: Log, receiver: string | null, verdict: Verdict): string {
  const codes = [verdict.replyCode > 0 ? String(verdict.replyCode) : '', verdict.enhancedCode ?? ''].filter(Boolean);
  if (codes.length > 0) return [receiver ?? (verdict.saidBy === 'own' ? 'your server' : 'the next hop'), ...codes].join(' ');
  const title = log.engine.knowledge.reasons.get(verdict.reason)?.title ?? verdict.reason;
  const words = title.charAt(0).toLowerCase() + title.slice(1);
  return receiver ? `${receiver}: ${words}` : words;
}
