import type { Block } from '../core.ts';
import { Field, type Fields, Kind, Status, statusNames } from '../core.ts';
import { failureOf } from './failure.ts';
import type { Spot } from './spot.ts';
import { storyOf } from './story.ts';
import { count } from './words.ts';

const meanings: Record<string, string> = {
  delivered: 'The next hop took responsibility for the message.',
  deferred: 'Still queued: this server will try again.',
  bounced: 'Final: this server gave up on this recipient.',
  expired: 'Final: the queue time ran out.',
  rejected: 'This server refused it.',
};

/** `status=`: what it means, why, and what became of the recipient later in this log. */
export function statusHover({ log, line }: Spot, fields: Fields): Block[] {
  const name = statusNames[fields.status];
  if (!name) return [];
  const said = fields.cut(Field.status) ?? name;
  const failure = fields.status === Status.delivered ? null : failureOf(log, line);
  const handed = fields.cut(Field.otherQueueId);
  const why = failure ? ` · ${failure.words}` : handed && fields.handedOn ? ` · handed on as ${handed}` : '';
  if (fields.kind === Kind.probe) return [[{ strong: said }, why], ['An address verification probe: no message was sent.']];
  return [[{ strong: said }, why], [laterOf(log, line, fields) ?? meanings[name] ?? '']];
}

/** What became of the recipient, where later lines of the same message tell; null where this line is the last word. */
function laterOf(log: Spot['log'], line: number, fields: Fields): string | null {
  const queueId = fields.cut(Field.queueId);
  const recipient = fields.cut(Field.recipient);
  if (!queueId || !recipient) return null;
  const { recipients, expiredLine } = storyOf(log, queueId, line);
  const own = recipients.find(({ address }) => address.toLowerCase() === recipient.toLowerCase());
  if (!own) return null;
  const attempts = own.attempts > 1 ? ` ${count(own.attempts, 'attempt')} for this recipient.` : '';
  const again = own.line > line ? 'Tried again' : '';
  if (expiredLine > Math.max(line, own.line)) return `${again ? `${again}, given` : 'Given'} up later (line ${expiredLine + 1}).${attempts}`;
  if (!again) return attempts ? `${meanings[statusNames[fields.status] ?? '']}${attempts}` : null;
  return `${again}: ${own.status} (line ${own.line + 1}).${attempts}`;
}
