import { Field, isTry, Kind, type KindNumber, nextRecipient, Status, type StatusName, statusNames } from '../core.ts';
import type { Log } from '../document/log.ts';

/** Lines of one message read for its story; what lies beyond is counted only. */
const longestStory = 2000;

/** What became of one recipient of a message. */
export interface StoryRecipient {
  address: string;
  attempts: number;
  status: StatusName | null;
  /** Of the last attempt, from 0. */
  line: number;
  /** The line of the last attempt that failed, -1 without one. */
  failedLine: number;
  relay: string | null;
}

/** One message from its first line to its last, joined by queue ID. Lines from 0. */
export interface Story {
  queueId: string;
  lines: number[];
  sender: string | null;
  size: number | null;
  client: string | null;
  account: string | null;
  messageId: string | null;
  recipients: StoryRecipient[];
  attempts: number;
  /** Seconds from the first line to the last that has a time; NaN without two times. */
  seconds: number;
  /** Milliseconds in the log's own calendar, by line: only differences mean something. */
  begins: number;
  expiredLine: number;
  removed: boolean;
  /** Only replies are read of this log: it does not say when a message leaves the queue. */
  endless: boolean;
  /** Notices sent about it: bounces and delay warnings. */
  notices: { queueId: string; line: number; words: string }[];
  /** Queue IDs it was handed on to. */
  handedOnTo: { queueId: string; line: number }[];
}

/** Reads the story of the message a line belongs to. */
export function storyOf(log: Log, queueId: string, line: number): Story {
  const lines = log.linesOfMessage(queueId, line);
  const story: Story = {
    queueId,
    lines,
    sender: null,
    size: null,
    client: null,
    account: null,
    messageId: null,
    recipients: [],
    attempts: 0,
    seconds: Number.NaN,
    begins: Number.NaN,
    expiredLine: -1,
    removed: false,
    endless: false,
    notices: [],
    handedOnTo: [],
  };
  const recipients = new Map<string, StoryRecipient>();
  for (const at of lines.slice(0, longestStory)) readInto(story, recipients, log, at);
  story.recipients = [...recipients.values()];
  // an expiry names no recipient: it ends whatever is still open
  for (const recipient of story.recipients) if (story.expiredLine >= 0 && recipient.status === 'deferred') recipient.status = 'expired';
  return story;
}

const readers: Partial<Record<KindNumber, 'attempt' | 'notice' | 'expiry' | 'removed'>> = {
  [Kind.attempt]: 'attempt',
  [Kind.reply]: 'attempt',
  [Kind.suspended]: 'attempt',
  [Kind.notification]: 'notice',
  [Kind.expiry]: 'expiry',
  [Kind.removed]: 'removed',
};

function readInto(story: Story, recipients: Map<string, StoryRecipient>, log: Log, line: number): void {
  const fields = log.parse(line);
  story.sender ??= fields.cut(Field.sender);
  story.size ??= numberOf(fields.cut(Field.size));
  story.client ??= clientOf(fields);
  story.account ??= fields.cut(Field.saslUsername);
  story.messageId ??= fields.cut(Field.messageId);
  if (!Number.isNaN(fields.time)) {
    if (Number.isNaN(story.begins)) story.begins = fields.time;
    story.seconds = (fields.time - story.begins) / 1000;
  }
  story.endless ||= fields.kind === Kind.reply;
  const part = readers[fields.kind];
  const other = fields.cut(Field.otherQueueId);
  if (part === 'attempt') {
    do readAttempt(story, recipients, fields, line);
    while (nextRecipient(fields));
  } else if (part === 'expiry') story.expiredLine = line;
  else if (part === 'removed') story.removed = true;
  else if (part === 'notice' && other) story.notices.push({ queueId: other, line, words: fields.cut(Field.body) ?? '' });
  if (part === 'attempt' && other) story.handedOnTo.push({ queueId: other, line });
}

/** "web01.shop.example[192.0.2.5]", as Postfix writes it: "unknown" alone would name nobody. */
function clientOf(fields: ReturnType<Log['parse']>): string | null {
  const host = fields.cut(Field.clientHost);
  const ip = fields.cut(Field.clientIp);
  return host && ip && host !== ip ? `${host}[${ip}]` : (host ?? ip);
}

function readAttempt(story: Story, recipients: Map<string, StoryRecipient>, fields: ReturnType<Log['parse']>, line: number): void {
  // a reply that is about no recipient is no try for one
  if (!fields.has(Field.recipient)) return;
  const address = fields.cut(Field.recipient) ?? '';
  const key = address.toLowerCase();
  const known = recipients.get(key) ?? { address, attempts: 0, status: null, line, failedLine: -1, relay: null };
  recipients.set(key, known);
  if (fields.kind !== Kind.suspended) {
    const by = isTry(fields.kind, fields.status) ? 1 : 0;
    known.attempts += by;
    story.attempts += by;
    known.relay = fields.cut(Field.relayHost) ?? fields.cut(Field.relay);
    known.line = line;
    if (fields.status !== Status.delivered) known.failedLine = line;
  }
  known.status = statusNames[fields.status] ?? known.status;
}

function numberOf(text: string | null): number | null {
  return text === null || text === '' ? null : Number(text);
}
