import { Field, type Fields, isTry, Kind, type KindNumber, Status, statusNames } from '../formats/fields.ts';
import type { Message, MessageTexts } from '../messages/message.ts';
import { Messages } from '../messages/messages.ts';
import { originOf, rootOf, upstream } from '../messages/origin.ts';
import { phases } from '../smtp/phase.ts';
import { freshCopy } from '../source/scan.ts';
import { placeOf } from '../summary/places.ts';
import type { MailEvent } from './event.ts';
import { Flag, type Row } from './row.ts';
import { formatIds } from './rowReader.ts';
import type { Tables } from './tables.ts';

const kinds = new Map<KindNumber, MailEvent['kind']>([
  [Kind.attempt, 'attempt'],
  [Kind.reply, 'attempt'],
  [Kind.rejection, 'rejection'],
  [Kind.probe, 'probe'],
  [Kind.expiry, 'expiry'],
]);

/** An event with its time still coded: the year of a log without years is known at its end only. */
export interface TimedEvent {
  event: MailEvent;
  time: number;
}

/** Makes the events of a log, line by line, with what earlier lines told about the message. Memory grows with open messages only. */
export class EventWriter {
  private readonly tables: Tables;
  private readonly messages: Messages;
  private readonly originals = new WeakMap<Message, Map<number, string>>();
  private path = '';
  private input = -1;

  constructor(tables: Tables) {
    this.tables = tables;
    this.messages = new Messages(true, tables.verdicts.reasonOf, () => {});
  }

  open(path: string): void {
    this.path = path;
    this.input++;
  }

  /** @returns null where the line is no event. */
  add(row: Row, fields: Fields): TimedEvent | null {
    if (row.kind === Kind.plain || row.kind === Kind.unknown) return null;
    const message = this.messages.add(row, placeOf(this.input, row.line));
    if (message) keepTexts(message, row, fields);
    const kind = row.kind === Kind.reply && !isTry(row.kind, row.status) ? 'expiry' : kinds.get(row.kind as KindNumber);
    return kind === undefined ? null : { event: this.event(kind, row, fields, message), time: row.time };
  }

  private event(kind: MailEvent['kind'], row: Row, fields: Fields, message: Message | null): MailEvent {
    const { tables } = this;
    // Postfix's names no reply
    const verdict = tables.verdicts.get(row.kind === Kind.expiry ? reasonOfExpiry(message) : row.verdict);
    const own = row.has(Flag.own);
    // What the line itself says: an expiry has its reason from the last deferral, but no reply of its own.
    const said = row.kind === Kind.expiry ? null : verdict;
    const named = storyTexts(message);
    return {
      kind,
      time: null,
      path: this.path,
      line: row.line,
      format: formatIds[row.format] ?? 'generic',
      host: fields.cut(Field.host),
      instance: row.instance === 0 ? null : tables.instances.texts[row.instance],
      queueId: fields.cut(Field.queueId),
      messageId: fields.cut(Field.messageId) ?? named.messageId,
      sender: fields.cut(Field.sender) ?? named.sender,
      origin: this.originOf(row, message),
      client: clientOf(fields) ?? named.client,
      saslUsername: fields.cut(Field.saslUsername) ?? (row.account === 0 ? named.account : tables.accounts.texts[row.account]),
      recipient: fields.cut(Field.recipient),
      originalRecipient: this.originalOf(row, fields, message),
      relay: fields.cut(Field.relay),
      receiver: row.receiver === 0 ? null : tables.receivers.texts[row.receiver],
      status: kind === 'expiry' ? 'expired' : statusNames[row.status],
      saidBy: verdict?.saidBy ?? (own ? 'own' : row.verdict === 0 ? null : 'remote'),
      replyCode: said && said.replyCode > 0 ? said.replyCode : null,
      enhancedCode: said?.enhancedCode ?? null,
      dsn: fields.cut(Field.dsn),
      phase: said?.phase ?? phases[row.phase],
      delaySeconds: numberOf(row.delay),
      delays: delaysOf(row),
      reason: verdict?.reason ?? null,
      permanence: verdict?.permanence ?? null,
      action: verdict?.action ?? null,
      provider: verdict?.provider ?? null,
      rule: verdict?.rule ?? null,
      text: fields.cut(Field.reply),
    };
  }

  private originOf(row: Row, message: Message | null): MailEvent['origin'] {
    if (row.has(Flag.ownClient)) return 'local';
    if (message === null || (row.kind === Kind.rejection && rootOf(message).source === 0)) return row.has(Flag.client) ? 'inbound' : 'unknown';
    const origin = originOf(message, row.recipient === 0 ? null : { local: row.has(Flag.local), original: row.original, recipient: row.recipient });
    return row.kind === Kind.rejection && origin === 'unknown' ? 'inbound' : origin;
  }

  /** The line's own, else that of the delivery it became a hop of. */
  private originalOf(row: Row, fields: Fields, message: Message | null): string | null {
    const own = fields.cut(Field.originalRecipient);
    if (message === null || row.recipient === 0) return own;
    if (row.has(Flag.handedOn)) this.remember(message, row, own ?? (row.has(Flag.forwarded) ? fields.cut(Field.recipient) : null));
    if (own !== null || message.parent === null) return own;
    const delivery = message.deliveries.find(({ recipient }) => recipient === row.recipient);
    const above = delivery ? upstream(message, delivery) : null;
    return above ? (this.originals.get(rootOf(message))?.get(above.recipient) ?? null) : null;
  }

  private remember(message: Message, row: Row, text: string | null): void {
    if (text === null) return;
    const texts = this.originals.get(message) ?? new Map<number, string>();
    texts.set(row.recipient, text);
    this.originals.set(message, texts);
  }
}

function keepTexts(message: Message, row: Row, fields: Fields): void {
  message.texts ??= { sender: null, messageId: null, client: null, account: null };
  const { texts } = message;
  if (row.kind === Kind.sender) texts.sender ??= fresh(fields.cut(Field.sender));
  if (row.kind === Kind.messageId) texts.messageId ??= fresh(fields.cut(Field.messageId));
  if (row.kind === Kind.client) {
    texts.client ??= fresh(clientOf(fields));
    texts.account ??= fresh(fields.cut(Field.saslUsername));
  }
}

/** What is known of the message, completed by what is known of the one it is a hop of. */
function storyTexts(message: Message | null): MessageTexts {
  const own = message?.texts;
  const root = message?.parent ? rootOf(message).texts : null;
  return {
    sender: root?.sender ?? own?.sender ?? null,
    messageId: own?.messageId ?? root?.messageId ?? null,
    client: root?.client ?? own?.client ?? null,
    account: root?.account ?? own?.account ?? null,
  };
}

/** A copy that does not keep the chunk it was cut from alive. */
function fresh(text: string | null): string | null {
  return text === null ? null : freshCopy(text, 0, text.length);
}

/** An expiry names no reply: what counts is the last deferral's. */
function reasonOfExpiry(message: Message | null): number {
  return message?.deliveries.find(({ status }) => status === Status.expired)?.verdict ?? 0;
}

function clientOf(fields: Fields): string | null {
  const host = fields.cut(Field.clientHost);
  const ip = fields.cut(Field.clientIp);
  return host !== null && ip !== null ? `${host}[${ip}]` : (host ?? ip);
}

function delaysOf(row: Row): MailEvent['delays'] {
  if (Number.isNaN(row.queueDelay)) return null;
  return { queue: row.queueDelay, manager: row.managerDelay, connect: row.connectDelay, transfer: row.transferDelay };
}

function numberOf(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
