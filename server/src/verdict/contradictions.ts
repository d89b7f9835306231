import { enhancedClass } from '../smtp/enhanced.ts';
import type { Permanence, ReplyContext } from './verdict.ts';

const classWords: Record<number, string> = { 2: 'means success', 3: 'asks to go on', 4: 'is temporary', 5: 'is permanent' };

/** Where codes, text and outcome disagree, one sentence each. */
export function findContradictions(
  code: number,
  enhanced: string | null,
  reason: { title: string; permanence: Permanence | 'by-class' } | null,
  context: Pick<ReplyContext, 'status' | 'dsn'>,
): string[] {
  const klass = Math.floor(code / 100);
  const enhancedKlass = enhancedClass(enhanced);
  const found: string[] = [];
  if (klass > 0 && enhancedKlass > 0 && klass !== enhancedKlass && classWords[klass])
    found.push(`${code} ${classWords[klass]}, ${enhanced} ${classWords[enhancedKlass]}.`);
  if (klass === 5 && reason?.permanence === 'temporary') found.push(`${code} is permanent, what the text says ("${reason.title}") usually passes.`);
  const outcome = outcomeContradiction(klass || enhancedKlass, code > 0 ? String(code) : (enhanced ?? ''), context.status);
  if (outcome) found.push(outcome);
  const dsnKlass = enhancedClass(context.dsn ?? null);
  if (dsnKlass > 0 && enhancedKlass > 0 && dsnKlass !== enhancedKlass)
    found.push(`The log's own code ${context.dsn} is of another class than the server's ${enhanced}.`);
  return found;
}

function outcomeContradiction(klass: number, code: string, status: ReplyContext['status']): string | null {
  if (klass === 5 && status === 'deferred') return `${code} is permanent, but the mail stays queued (status deferred).`;
  if (klass === 4 && status === 'bounced') return `${code} is temporary, but the mail was bounced.`;
  if (klass >= 4 && status === 'delivered') return `${code} is a refusal, but the log says delivered.`;
  if (klass === 2 && (status === 'bounced' || status === 'deferred')) return `${code} means success, but the log says ${status}.`;
  return null;
}
