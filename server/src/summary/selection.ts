import { fingerprint } from '../events/fingerprint.ts';
import { Flag, type Row } from '../events/row.ts';
import type { Tables } from '../events/tables.ts';
import { isTry, Kind, Status, statusNames } from '../formats/fields.ts';
import { type Message, type Place, Source } from '../messages/message.ts';
import { Messages } from '../messages/messages.ts';
import { recovered, rootOf, senderOf } from '../messages/origin.ts';
import { phases } from '../smtp/phase.ts';
import type { Calendar } from './calendar.ts';
import { rangeOf } from './filter.ts';
import { inputOf, keepFirst, lineOf, placeOf } from './places.ts';
import { handedOn, isMail, isNotice, isUntried, type Story, storyOf } from './settle.ts';
import type { Evidence, Selection } from './summary.ts';
import { tlsFailed, tlsTrusts } from './tls.ts';
import { isWaiting } from './waiting.ts';

/** Lines kept; all that match are counted. */
const mostLines = 10_000;

/**
 * Collects the lines behind a number of the summary, in one more pass over the rows: of attempts their own lines, of deliveries the line
 * that decided their outcome. The same conditions as the summary's, so that as many lines come as were counted.
 */
export class LineSelector {
  total = 0;
  private readonly places: Place[] = [];
  private readonly paths: string[] = [];
  private readonly selection: Selection;
  private readonly tables: Tables;
  private readonly within: (coded: number) => boolean;
  private readonly messages: Messages;
  /** Fingerprints of the recipients so far, where each is wanted once. */
  private readonly seen = new Set<number>();
  private base = 0;

  constructor(selection: Selection, tables: Tables, calendar: Calendar) {
    this.selection = selection;
    this.tables = tables;
    this.within = rangeOf(selection, calendar);
    this.messages = new Messages(true, tables.verdicts.reasonOf, (message) => this.settle(message));
  }

  open(path: string): void {
    this.base = placeOf(this.paths.length, 0);
    this.paths.push(path);
  }

  add(row: Row): void {
    const place = this.base + row.line;
    if (row.kind === Kind.plain) {
      if (this.kind === 'tls' && row.status !== 0 && this.isTls(row, row.status)) this.take(place, row.repeat);
      return;
    }
    const message = row.queue !== 0 || row.kind === Kind.attempt ? this.messages.add(row, place) : null;
    if (this.matchesRow(row, message)) this.take(place, row.repeat, row.recipient);
  }

  /** The lines in order, at most `limit` from the `offset`-th on. Call once, at the end. */
  finish(limit: number, offset = 0): { total: number; lines: Evidence[] } {
    for (const message of this.messages.unsettled()) this.settle(message);
    const lines = this.places.slice(offset, offset + limit).map((place) => ({ path: this.paths[inputOf(place)], line: lineOf(place) }));
    return { total: this.total, lines };
  }

  private take(place: Place, by: number, recipient = 0): void {
    if (this.selection.once) {
      if (this.seen.has(recipient) || recipient === 0) return;
      this.seen.add(recipient);
    }
    this.total += this.selection.once ? 1 : by;
    keepFirst(this.places, place, mostLines);
  }

  /** What is looked for. */
  get kind(): NonNullable<Selection['kind']> | 'code' {
    const { kind, shape, replyCode, enhancedCode } = this.selection;
    if (kind !== undefined) return kind;
    if (shape !== undefined) return 'unknown';
    return replyCode !== undefined || enhancedCode !== undefined ? 'code' : 'attempt';
  }

  private matchesRow(row: Row, message: Message | null): boolean {
    const { selection, tables } = this;
    switch (this.kind) {
      case 'unknown':
        return row.kind === Kind.unknown && is(tables.shapes.texts[row.shape], selection.shape) && this.within(row.time);
      case 'probe':
        return row.kind === Kind.probe && this.within(row.time);
      case 'rejection':
        return row.kind === Kind.rejection && this.saysWhat(row, message);
      case 'attempt':
        return isTry(row.kind, row.status) && this.saysWhat(row, message);
      case 'code':
        return (isTry(row.kind, row.status) || row.kind === Kind.rejection) && this.saysWhat(row, message);
      case 'cause':
        return (isTry(row.kind, row.status) || row.kind === Kind.trouble || isOwnRefused(row, message)) && this.saysWhat(row, message);
      case 'failure':
        return ((row.kind === Kind.reply && row.status !== Status.delivered) || isOwnRefused(row, message)) && this.saysWhat(row, message);
      case 'tls':
        return isTry(row.kind, row.status) && row.phase === starttls && row.status !== Status.delivered && this.isTls(row, tlsFailed);
      case 'notification':
        return row.kind === Kind.notification && this.within(row.time);
      default:
        return false;
    }
  }

  private isTls(row: Row, trust: number): boolean {
    const { selection, tables } = this;
    return (
      this.within(row.time) &&
      row.receiver !== 0 &&
      is(tables.receivers.texts[row.receiver], selection.receiver) &&
      is(tlsTrusts[trust] ?? undefined, selection.tls)
    );
  }

  private saysWhat(row: Row, message: Message | null): boolean {
    const { selection, tables } = this;
    const verdict = tables.verdicts.get(row.verdict);
    const enhanced = row.dsn !== 0 ? tables.codes.texts[row.dsn] : verdict?.enhancedCode;
    return (
      this.within(row.time) &&
      is(verdict?.reason, selection.reason) &&
      is(verdict?.saidBy, selection.saidBy) &&
      is(tables.receivers.texts[row.receiver], selection.receiver) &&
      is(tables.domains.texts[row.recipientDomain], selection.recipientDomain) &&
      (selection.status === undefined || (row.kind !== Kind.trouble && statusNames[row.status] === selection.status)) &&
      (selection.replyCode === undefined || verdict?.replyCode === selection.replyCode) &&
      is(enhanced ?? '', selection.enhancedCode) &&
      is(verdict?.permanence, selection.permanence) &&
      is(verdict?.action, selection.action) &&
      this.isFrom(message) &&
      (selection.address === undefined || this.isTo(row.recipient, row.original))
    );
  }

  private settle(message: Message): void {
    const { kind } = this;
    if (kind === 'untried' && isUntried(message)) this.take(message.firstPlace, 1);
    if (kind === 'message') this.settleMail(message);
    if (kind === 'waiting') this.settleWaiting(message);
    if (!settles.has(kind)) return;
    const root = rootOf(message);
    const from = senderOf(message);
    for (const delivery of message.deliveries) {
      if (delivery.hop) continue;
      const story = storyOf(message, delivery, root, from, this.tables);
      if (this.isOf(kind, story) && this.isDelivery(story) && this.isFrom(message)) this.take(delivery.lastPlace, 1, delivery.recipient);
    }
  }

  private settleWaiting(message: Message): void {
    const root = rootOf(message);
    const from = senderOf(message);
    const stories = message.deliveries.filter(({ hop }) => !hop).map((delivery) => storyOf(message, delivery, root, from, this.tables));
    if (stories.some((story) => isWaiting(story) && this.isDelivery(story)) && this.isFrom(message)) this.take(message.firstPlace, 1);
  }

  /** A message counts where one of its deliveries is asked for. */
  private settleMail(message: Message): void {
    if (!isMail(message)) return;
    const root = rootOf(message);
    const from = senderOf(message);
    const { kind: _, once: __, ...filter } = this.selection;
    const isAll = Object.values(filter).every((value) => value === undefined);
    const isAny = message.deliveries.some((delivery) => !delivery.hop && this.isDelivery(storyOf(message, delivery, root, from, this.tables)));
    if (isAll || ((isAny || handedOn(message)) && this.isFrom(message))) this.take(message.firstPlace, 1);
  }

  private isOf(kind: LineSelector['kind'], story: Story): boolean {
    const { message, delivery } = story;
    if (kind === 'failure') return delivery.status !== Status.delivered;
    if (kind === 'recovered') return recovered(message, delivery);
    return kind !== 'notice' || isNotice(story);
  }

  private isDelivery({ delivery, verdict }: Story): boolean {
    const { selection, tables } = this;
    return (
      this.within(delivery.lastTime) &&
      is(verdict?.reason, selection.reason) &&
      is(verdict?.saidBy, selection.saidBy) &&
      is(delivery.local ? '' : tables.receivers.texts[delivery.receiver], selection.receiver) &&
      is(verdict?.permanence, selection.permanence) &&
      is(verdict?.action, selection.action) &&
      is(tables.domains.texts[delivery.domain], selection.recipientDomain) &&
      is(statusNames[delivery.status] ?? undefined, selection.status) &&
      (selection.replyCode === undefined || verdict?.replyCode === selection.replyCode) &&
      (selection.address === undefined || this.isTo(delivery.recipient, delivery.original))
    );
  }

  private isFrom(message: Message | null): boolean {
    const { senderDomain, sender, account } = this.selection;
    if (senderDomain === undefined && sender === undefined && account === undefined) return true;
    if (!message) return false;
    const from = senderOf(message);
    const { tables } = this;
    return (
      from.hasSender &&
      is(tables.accounts.texts[rootOf(message).account], account) &&
      is(tables.domains.texts[from.senderDomain], senderDomain) &&
      is(tables.senders.texts[from.sender], sender)
    );
  }

  private isTo(recipient: number, original: number): boolean {
    const key = fingerprint(this.selection.address as string);
    return recipient === key || original === key;
  }
}

const starttls = phases.indexOf('starttls');
/** Kinds that look at deliveries. */
const settles = new Set<LineSelector['kind']>(['delivery', 'failure', 'recovered', 'notice']);

/** A refusal of one's own mail: see the contract of rejections. */
function isOwnRefused(row: Row, message: Message | null): boolean {
  return row.kind === Kind.rejection && (message ? rootOf(message).source === Source.own : row.has(Flag.ownClient));
}

function is(value: string | undefined, wanted: string | undefined): boolean {
  return wanted === undefined || value === wanted;
}
