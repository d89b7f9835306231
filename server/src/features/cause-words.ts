import { headline, plainText } from '../core.ts';
import type { Log } from '../document/log.ts';
import type { Cause } from '../summary/summary.ts';
import { grouped } from '../text/number.ts';
import { clockOf, span } from './clock.ts';
import { count } from './words.ts';

/** A problem's sentence: who does what, how often, when, what to do. Plain text. */
export function describeCause(log: Log, cause: Cause, line: number): string {
  const { verdict, text } = log.judgedOn(line);
  const when = span(cause.firstTime, cause.lastTime, clockOf(log, line));
  const facts = [countsOf(cause), when].filter(Boolean).join('; ');
  if (!verdict) return plainText(`${cause.reason}: ${cause.example} (${facts}).`);
  const head = headline(log.engine.knowledge, verdict, {
    status: 'rejected',
    receiver: cause.receiver,
    text,
  });
  const passes = cause.receiverAcceptsNothing && cause.recipients > 1 ? ' Nothing passes.' : '';
  return plainText(`${head} (${facts}).${passes} ${adviceOf(cause, verdict.advice)}`);
}

/** "13 recipients", "4 of 9 recipients, 34 attempts": how many were not delivered, what it took. */
function countsOf({ deliveries, recipients, attempts }: Cause): string {
  if (recipients === 0) return deliveries > 0 ? `${grouped(deliveries)} not delivered` : count(attempts, 'line');
  const who = deliveries === recipients ? count(recipients, 'recipient') : `${count(recipients, 'recipient')}, ${grouped(deliveries)} not delivered`;
  return attempts === recipients ? who : `${who}, ${count(attempts, 'attempt')}`;
}

function adviceOf({ action, recipients }: Cause, advice: string): string {
  return action === 'suppress' && recipients > 1 ? advice.replace(/^Suppress this address\b/, 'Suppress these addresses') : advice;
}
