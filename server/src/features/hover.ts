import type { Hover } from 'vscode-languageserver';
import { type Block, Field, type FieldNumber, type Fields, Kind, renderBlocks } from '../core.ts';
import type { Client } from '../session/client.ts';
import { recipientHover, senderHover } from './address-hover.ts';
import { delaysHover } from './delays.ts';
import { expiryHover } from './expiry-hover.ts';
import { relayHover } from './relay-hover.ts';
import { dsnHover, replyHover } from './reply-hover.ts';
import { type LinePart, partAt, partOf, type Spot } from './spot.ts';
import { statusHover } from './status-hover.ts';
import { storyOf } from './story.ts';
import { storyHover } from './story-hover.ts';

/** Longer hovers break in editors (characters). */
const longest = 20_000;

const stillReading = 'The log is still being read: this tells of what has been read so far.';
/** Parts of a line about which nothing is counted. */
const countless = new Set<FieldNumber>([Field.delay, Field.delays, Field.dsn]);

type Teller = (spot: Spot, fields: Fields, part: LinePart) => Block[] | null;

const address: Teller = ({ log }, fields, { field }) => recipientHover(log, fields.cut(field) ?? '');
const story: Teller = ({ log, line }, fields, { field }) => storyHover(log, storyOf(log, fields.cut(field) ?? '', line));
const reply: Teller = ({ log }, fields) => replyHover(log, fields);

/** What is told about each part of a line. */
const tellers: Partial<Record<FieldNumber, Teller>> = {
  [Field.queueId]: story,
  [Field.otherQueueId]: story,
  [Field.recipient]: address,
  [Field.originalRecipient]: address,
  [Field.sender]: ({ log }, fields) => senderHover(log, fields.cut(Field.sender) ?? ''),
  [Field.relay]: ({ log }, fields) => relayHover(log, fields),
  [Field.relayHost]: ({ log }, fields) => relayHover(log, fields),
  [Field.relayIp]: ({ log }, fields) => relayHover(log, fields),
  [Field.delay]: (_, fields) => delaysHover(fields),
  [Field.delays]: (_, fields) => delaysHover(fields),
  [Field.dsn]: ({ log }, fields) => dsnHover(log, fields),
  [Field.status]: statusHover,
  [Field.reply]: reply,
  [Field.command]: reply,
};

/** What the part of the line under the place means; its range is exactly that part. */
export function hover(spot: Spot, client: Client): Hover | null {
  const { log, line, index } = spot;
  const fields = log.parse(line);
  const part = partAt(fields, index) ?? detailAt(fields, index);
  const blocks = part && tell(spot, fields, part);
  if (!blocks || blocks.length === 0) return null;
  if (!log.analysis.isRead && !countless.has(part.field)) blocks.push([stillReading]);
  const value = renderBlocks(blocks, client.markdown ? 'markdown' : 'plain').slice(0, longest);
  return { contents: { kind: client.markdown ? 'markdown' : 'plaintext', value }, range: log.document.range(line, part.start, part.end) };
}

function tell(spot: Spot, fields: Fields, part: LinePart): Block[] | null {
  if (part.field === Field.detail) return reply(spot, fields, part);
  if (fields.kind === Kind.expiry && part.field !== Field.queueId && part.field !== Field.sender) return expired(spot, fields);
  return tellers[part.field]?.(spot, fields, part) ?? null;
}

function expired({ log, line }: Spot, fields: Fields): Block[] {
  const story = storyOf(log, fields.cut(Field.queueId) ?? '', line);
  return story.expiredLine < 0 ? [] : expiryHover(log, story);
}

/** The words of a warning or error of this server, where no smaller part is under the place. */
function detailAt(fields: Fields, index: number): LinePart | null {
  const part = fields.kind === Kind.trouble || fields.kind === Kind.connection ? partOf(fields, Field.detail) : null;
  return part && index >= part.start && index <= part.end ? part : null;
}
