import { Field, headline, plainText, statusNames } from '../core.ts';
import type { Log } from '../document/log.ts';
import type { Cause } from '../summary/summary.ts';
import { clockOf, span } from './clock.ts';
import { count } from './words.ts';

/** A problem's sentence: who does what, how often, when, what to do. Plain text. */
export function describeCause(log: Log, cause: Cause, line: number): string {
  const fields = log.parse(line);
  const verdict = log.verdictOf(fields);
  const when = span(cause.firstTime, cause.lastTime, clockOf(log, line));
  const often = [
    cause.deliveries > 0 ? `not delivered: ${cause.deliveries.toLocaleString('en-US')}` : '',
    count(cause.attempts, 'attempt'),
    recipientsOf(cause),
  ];
  const facts = [often.filter(Boolean).join(', '), when].filter(Boolean).join('; ');
  if (!verdict) return plainText(`${cause.reason}: ${cause.example} (${facts}).`);
  const head = headline(log.engine.knowledge, verdict, {
    status: statusNames[fields.status],
    receiver: cause.receiver,
    text: fields.cut(Field.reply),
  });
  const passes = cause.receiverAcceptsNothing && cause.recipients > 1 ? ' Nothing passes.' : '';
  return plainText(`${head} (${facts}).${passes} ${adviceOf(cause, verdict.advice)}`);
}

function recipientsOf({ recipients }: Cause): string {
  return recipients > 0 ? count(recipients, 'recipient') : '';
}

function adviceOf({ action, recipients }: Cause, advice: string): string {
  return action === 'suppress' && recipients > 1 ? advice.replace(/^Suppress this address\b/, 'Suppress these addresses') : advice;
}
