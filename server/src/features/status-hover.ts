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
  const why = failure ? ` · ${failure.short}` : handed && fields.handedOn ? ` · handed on as ${handed}` : '';
  const probe = fields.kind === Kind.probe ? 'An address verification probe: no message was sent.' : meanings[name];
  return [[{ strong: said }, why], [[probe, laterOf(log, line, fields)].filter(Boolean).join(' ')]];
}

/** What later lines of the same message say of the same recipient. */
function laterOf(log: Spot['log'], line: number, fields: Fields): string {
  const queueId = fields.cut(Field.queueId);
  const recipient = fields.cut(Field.recipient);
  if (!queueId || !recipient) return '';
  const { recipients, expiredLine } = storyOf(log, queueId, line);
  const own = recipients.find(({ address }) => address.toLowerCase() === recipient.toLowerCase());
  if (!own) return '';
  const attempts = own.attempts > 1 ? `${count(own.attempts, 'attempt')} for this recipient. ` : '';
  if (own.line > line)
    return `${attempts}Last attempt: ${own.status} (line ${own.line + 1}).${expiredLine > own.line ? ` Expired (line ${expiredLine + 1}).` : ''}`;
  return `${attempts}${expiredLine > line ? `Given up later (line ${expiredLine + 1}).` : ''}`.trim();
}
