import type { Block } from '../core.ts';
import type { Log } from '../document/log.ts';
import { type Failure, failureOf } from './failure.ts';
import type { Story } from './story.ts';
import { noticeName } from './story-hover.ts';
import { count, duration } from './words.ts';

/**
 * The line with which the queue gives a message up (Postfix `status=expired`, `force-expired`; it names no recipient): how long it
 * was tried, and the reply that was the cause.
 */
export function expiryHover(log: Log, story: Story): Block[] {
  const open = story.recipients.filter(({ failedLine, status }) => failedLine >= 0 && status !== 'delivered' && status !== 'bounced');
  const bounce = story.notices.find(({ words }) => noticeName(words) === 'Bounce');
  const created = bounce ? `; bounce ${bounce.queueId} created` : '';
  const age = ageAt(log, story);
  const attempts = count(story.attempts, 'attempt');
  const head: Block = [{ strong: `Given up after ${Number.isNaN(age) ? attempts : `${duration(age)}, ${attempts}`}${created}` }];
  const causes = new Map<string, { failure: Failure; line: number; number: number }>();
  for (const { failedLine } of open) {
    const failure = failureOf(log, failedLine);
    if (!failure) continue;
    const known = causes.get(failure.short);
    if (known) known.number++;
    else causes.set(failure.short, { failure, line: failedLine, number: 1 });
  }
  const lines = [...causes.values()].slice(0, 5).flatMap(({ failure, line, number }): Block[] => {
    const recipients = open.length > 1 ? `, ${count(number, 'recipient')}` : '';
    const cause: Block = [`Cause: ${failure.short} (line ${line + 1}${recipients}). ${failure.suppressAdvice}`];
    return failure.verdict.replyCode > 0 ? [cause, [`${failure.words}.`]] : [cause];
  });
  return [head, ...lines];
}

/** Seconds from the message's first line to the line that gives it up; NaN where a time is missing. */
function ageAt(log: Log, story: Story): number {
  return (log.parse(story.expiredLine).time - story.begins) / 1000;
}
