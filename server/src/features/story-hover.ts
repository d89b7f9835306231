import type { Block, ProsePart } from '../core.ts';
import { Field } from '../core.ts';
import type { Log } from '../document/log.ts';
import { grouped } from '../text/number.ts';
import { failureOf } from './failure.ts';
import type { Story, StoryRecipient } from './story.ts';
import { bytes, count, duration, listed } from './words.ts';

/** Recipients and notices shown before the rest is only counted. */
const shown = 8;

/** What a queue ID stands for: one message's story. */
export function storyHover(log: Log, story: Story): Block[] {
  const from = story.sender === null ? '' : story.sender === '' ? ' · from <> (a notice)' : ` · from ${story.sender}`;
  return [[{ strong: story.queueId }, `${from}${outcomeOf(story)}`], [timesOf(log, story)], 'rule', ...detailsOf(log, story)];
}

/** " · 3 recipients: 2 delivered, 1 bounced". */
function outcomeOf({ recipients }: Story): string {
  if (recipients.length === 0) return '';
  const words = new Map<string, number>();
  for (const { status } of recipients) words.set(status ?? 'open', (words.get(status ?? 'open') ?? 0) + 1);
  if (recipients.length === 1) return ` · to ${recipients[0].address}: ${recipients[0].status ?? 'open'}`;
  return ` · ${count(recipients.length, 'recipient')}: ${listed([...words].map(([word, number]) => `${grouped(number)} ${word}`))}`;
}

function timesOf(log: Log, story: Story): string {
  const first = story.lines[0];
  const last = story.lines[story.lines.length - 1];
  const time = log.parse(first).cut(Field.timestamp);
  const took = story.seconds > 0 ? ` in ${duration(story.seconds)}` : '';
  const attempts = story.attempts > 0 ? [count(story.attempts, 'attempt') + took] : [];
  const end = story.endless ? [] : [story.removed ? 'finished' : 'still in the queue, as far as this file tells'];
  const lines = story.lines.length === 1 ? `Line ${first + 1}` : `${count(story.lines.length, 'line')}, ${first + 1} to ${last + 1}`;
  return [...[[...attempts, ...(time ? [`begun ${time}`] : []), ...end].join(', '), lines].filter(Boolean), ''].join('. ').trim();
}

function detailsOf(log: Log, story: Story): Block[] {
  const facts: ProsePart[][] = [];
  if (story.client) facts.push([`Came from ${story.client}${story.account ? `, logged in as ${story.account}` : ''}.`]);
  if (story.size !== null || story.messageId)
    facts.push([[story.size === null ? '' : bytes(story.size), story.messageId ? `message-id ${story.messageId}` : ''].filter(Boolean).join(', ')]);
  for (const { queueId, line } of story.handedOnTo.slice(0, shown)) facts.push([`Handed on as ${queueId} (line ${line + 1}).`]);
  for (const { queueId, line, words } of story.notices.slice(0, shown)) facts.push([`${noticeName(words)} ${queueId} created (line ${line + 1}).`]);
  const rest = story.recipients.length - shown;
  const table = story.recipients.length === 0 ? [] : [recipientTable(log, story.recipients.slice(0, shown))];
  return [...(facts.length > 0 ? [{ items: facts }] : []), ...table, ...(rest > 0 ? [[`… and ${count(rest, 'further recipient')}.`]] : [])];
}

function recipientTable(log: Log, recipients: readonly StoryRecipient[]): Block {
  const rows = recipients.map(({ address, status, attempts, line, failedLine }) => {
    const failure = failedLine >= 0 && status !== 'delivered' ? failureOf(log, failedLine)?.words : null;
    return [address, failure ? `${status ?? 'open'} · ${failure}` : (status ?? 'open'), String(attempts), String(line + 1)];
  });
  return { head: ['Recipient', 'Outcome', 'Attempts', 'Line'], rows };
}

/** "Bounce", "Delay notice", "Delivery notice", by the words of Postfix's bounce(8). */
export function noticeName(words: string): string {
  if (words.includes('delay notification')) return 'Delay notice';
  return words.includes('non-delivery') ? 'Bounce' : 'Delivery notice';
}
