import { Flag, isYearless, type Row, yearlessOf } from '../events/row.ts';
import { formatIds } from '../events/rowReader.ts';
import { exportTables, importTables, type Tables, type TablesData, unchanged } from '../events/tables.ts';
import { recordReply } from '../findings/record.ts';
import { defaultThresholds } from '../findings/thresholds.ts';
import { isTry, Kind, Status } from '../formats/fields.ts';
import { isLeapDay, yearlessYear, yearsBetween } from '../header/clock.ts';
import type { Message, Place } from '../messages/message.ts';
import { Messages, type MessagesData } from '../messages/messages.ts';
import { senderOf } from '../messages/origin.ts';
import { canScan } from '../ordinary/scanner.ts';
import { phases } from '../smtp/phase.ts';
import { Aggregates, causeKey, evidenceLimit, mergeAggregates, mergingAggregates, reviveAggregates, tally } from './aggregates.ts';
import { buildingSummary } from './build.ts';
import { createCalendar, type Reference } from './calendar.ts';
import { bump } from './counters.ts';
import { extend } from './extent.ts';
import type { PartFilter } from './filter.ts';
import { type InputCount, joinInputs, newInput } from './input.ts';
import { OrdinaryPart } from './ordinary-part.ts';
import { inputOf, keepFirst, lineOf, placeOf } from './places.ts';
import { addRefusal, settle, settleReply } from './settle.ts';
import { identity, type Shift, shiftMessages } from './shift.ts';
import { atOnce, type Steps } from './steps.ts';
import type { Summary } from './summary.ts';
import { tlsFailed, tlsKey } from './tls.ts';

export interface PartOptions {
  /** Shared with the row reader that makes this part's rows. */
  tables: Tables;
  /** Nothing comes before: false for a part that begins in the middle of a log and will be merged to the one before. Default true. */
  first?: boolean;
  /** Counts only what matches. */
  filter?: PartFilter | null;
}

/** A part as a thread sends it: fields without methods. */
export interface PartData {
  tables: TablesData;
  first: boolean;
  aggregates: Aggregates;
  messages: MessagesData;
  inputs: InputCount[];
  continued: boolean;
  byReason: boolean;
  span: YearlessSpan;
  notes: string[];
}

interface YearlessSpan {
  /** First and last in the order of lines, greatest, and any on a 29 February; not coded. */
  first: number;
  last: number;
  greatest: number;
  leapDay: number;
}

const verdictsPerCause = 200;
/** Messages settled in one step of `finishing`. */
const messagesPerStep = 32;

/**
 * The summary of a part of a log, while it is being read: `add` each row, `merge` the part that follows, `finish` at any time and
 * as often as needed. However a log is cut, merging the parts in order and finishing gives the summary of the whole.
 */
export class Part {
  readonly tables: Tables;
  private readonly first: boolean;
  private readonly filter: PartFilter | null;
  private aggregates = new Aggregates();
  private readonly messages: Messages;
  private ordinary: OrdinaryPart | null = null;
  private readonly inputs: InputCount[] = [];
  /** The first input goes on from the part before. */
  private continued = false;
  private readonly span: YearlessSpan = { first: Number.NaN, last: Number.NaN, greatest: Number.NaN, leapDay: Number.NaN };
  private readonly notes: string[] = [];
  /** Place of line 0 of the last input. */
  base: Place = 0;
  /** Only deliveries of one reason are counted. */
  private byReason: boolean;
  private ended = false;

  constructor({ tables, first = true, filter = null }: PartOptions) {
    this.tables = tables;
    this.first = first;
    this.filter = filter;
    this.byReason = filter?.byReason ?? false;
    this.messages = new Messages(first, tables.verdicts.reasonOf, (message) => settle(this.aggregates, message, tables, filter?.delivery ?? null));
  }

  /**
   * Begins an input; its lines count from 1. @param continued the part begins inside this input, which the part before has begun:
   * line numbers here count from the cut. @param repeated lines at its beginning that are left out, as they stood in the input before.
   */
  open(path: string, continued = false, repeated = 0): void {
    if (this.inputs.length === 0) this.continued = continued;
    this.base = placeOf(this.inputs.length, 0);
    this.inputs.push({ ...newInput(path), repeated });
  }

  /**
   * Where lines are read that come without a row, as most do (ordinary/); null where rows are chosen by a filter, or the host cannot run the scanner. To be called before the first line.
   */
  readsOrdinary(): OrdinaryPart | null {
    if (this.filter || !canScan()) return null;
    this.ordinary ??= new OrdinaryPart(this.aggregates, this.tables, this.messages, this);
    return this.ordinary;
  }

  /** Counts understood lines of Postfix that come without a row. */
  addLines(lines: number): void {
    const input = this.inputs[this.inputs.length - 1];
    input.lines += lines;
    input.understood += lines;
    tally(input.formats, postfixFormat, lines);
  }

  /** A line of the last input has this time (coded). */
  seeTime(time: number): void {
    this.see(this.inputs[this.inputs.length - 1], time);
  }

  /** Ordinary lines and messages become like all others. */
  private settleOrdinary(): void {
    this.ordinary?.flush();
    this.messages.takeAll();
  }

  addBytes(bytes: number): void {
    this.inputs[this.inputs.length - 1].bytes += bytes;
  }

  /** A sentence about a limit met or an approximation, for `Summary.notes`. */
  note(sentence: string): void {
    if (!this.notes.includes(sentence)) this.notes.push(sentence);
  }

  /** Counts a line, or a further recipient of one. @returns the message it belongs to, if any. */
  add(row: Row): Message | null {
    if (row.further === 0) this.addLine(row);
    if (row.kind === Kind.plain) {
      if (row.status !== 0) this.countTls(row, row.status);
      return null;
    }
    const place = this.base + row.line;
    const message = row.queue !== 0 || row.kind === Kind.attempt ? this.messages.add(row, place) : null;
    this.countRow(row, place, message);
    return message;
  }

  private addLine(row: Row): void {
    const input = this.inputs[this.inputs.length - 1];
    input.lines++;
    if (row.kind === Kind.unknown) input.unknown++;
    else {
      input.understood++;
      tally(input.formats, row.format, 1);
    }
    if (!Number.isNaN(row.time)) this.see(input, row.time);
  }

  /** Adds the part that follows. `later` is used up. */
  merge(later: Part | PartData): void {
    const part = later instanceof Part ? later : Part.from(later);
    this.settleOrdinary();
    part.settleOrdinary();
    const shift = this.shiftOf(part);
    const messages = part.messages.export();
    shiftMessages(messages, shift);
    mergeAggregates(this.aggregates, part.aggregates, shift);
    this.messages.merge(messages);
    this.mergeInputs(part, shift);
    this.mergeSpan(part, shift.years);
    this.byReason ||= part.byReason;
    for (const note of part.notes) this.note(note);
  }

  /** Nothing follows any more: neither lines nor another part. It can be finished once. */
  end(): void {
    this.ordinary?.end();
    this.ended = true;
  }

  /** The summary of everything so far. Unless it has ended, the part can go on afterwards. */
  finish(reference: Reference): Summary {
    return atOnce(this.finishing(reference));
  }

  /** The same in steps. Once the part has gone on, the steps that are left mean nothing. */
  *finishing(reference: Reference): Steps<Summary> {
    const { tables, filter } = this;
    this.settleOrdinary();
    const aggregates = this.ended ? this.aggregates : new Aggregates();
    if (!this.ended) yield* mergingAggregates(aggregates, this.aggregates, identity);
    let number = 0;
    for (const message of this.messages.unsettled()) {
      settle(aggregates, message, tables, filter?.delivery ?? null);
      if (++number % messagesPerStep === 0) yield;
    }
    const { inputs, notes } = this;
    return yield* buildingSummary({
      aggregates,
      tables,
      inputs,
      notes,
      crowded: this.messages.crowded,
      calendar: this.calendar(reference),
      byReason: this.byReason,
      thresholds: reference.thresholds ?? defaultThresholds,
    });
  }

  /** The greatest time without a year and any on a 29 February (not coded; NaN: none), as createCalendar takes them. */
  get years(): { greatest: number; leapDay: number } {
    return { greatest: this.span.greatest, leapDay: this.span.leapDay };
  }

  /** Makes this part's times absolute. */
  calendar(reference: Reference) {
    return createCalendar(reference, this.span.greatest, this.span.leapDay);
  }

  /** For `postMessage`; the part must not be used any more where the data is transferred. */
  export(): PartData {
    this.settleOrdinary();
    const { tables, first, aggregates, inputs, continued, byReason, span, notes } = this;
    return { tables: exportTables(tables), first, aggregates, messages: this.messages.export(), inputs, continued, byReason, span, notes };
  }

  /** What `postMessage` may hand over of the exported data instead of copying it: nearly all of its bytes. */
  get buffers(): ArrayBuffer[] {
    const { addresses, aliases } = this.aggregates;
    return [...addresses.buffers, ...aliases.buffers];
  }

  /** A part that a thread sent. It can be merged and finished, not added to. */
  static from(data: PartData): Part {
    const part = new Part({ tables: importTables(data.tables), first: data.first });
    part.aggregates = reviveAggregates(data.aggregates);
    part.messages.merge(data.messages);
    part.inputs.push(...data.inputs);
    part.continued = data.continued;
    part.byReason = data.byReason;
    Object.assign(part.span, data.span);
    part.notes.push(...data.notes);
    return part;
  }

  private see(input: InputCount, time: number): void {
    if (time === input.lastTime) return;
    if (Number.isNaN(input.firstTime)) input.firstTime = time;
    input.lastTime = time;
    if (!isYearless(time)) return;
    const yearless = yearlessOf(time);
    const { span } = this;
    if (Number.isNaN(span.first)) span.first = yearless;
    span.last = yearless;
    if (!(yearless <= span.greatest)) span.greatest = yearless;
    if (Number.isNaN(span.leapDay) && isLeapDay(yearless)) span.leapDay = yearless;
  }

  private countRow(row: Row, place: Place, message: Message | null): void {
    const { aggregates } = this;
    switch (row.kind) {
      case Kind.attempt:
        if (this.matches(row, message)) this.countAttempt(row, place, false);
        break;
      case Kind.reply:
        if (this.matches(row, message)) {
          if (isTry(row.kind, row.status)) this.countAttempt(row, place, true);
          else this.countGivenUp(row, place);
        }
        break;
      case Kind.rejection:
        if (this.filter === null) this.countRejection(row, place);
        break;
      case Kind.probe:
        if (this.filter === null) aggregates.probes += row.repeat;
        break;
      case Kind.notification:
        if (this.filter === null) aggregates.notices += row.repeat;
        break;
      case Kind.trouble:
        if (this.filter === null || this.filter.row(row, null)) this.countTrouble(row, place);
        break;
      case Kind.unknown: {
        const known = aggregates.unknown.get(row.shape);
        if (known) known.count++;
        else aggregates.unknown.set(row.shape, { count: 1, first: place });
        break;
      }
    }
  }

  private matches(row: Row, message: Message | null): boolean {
    return this.filter === null || this.filter.row(row, message && senderOf(message));
  }

  private countTls(row: Row, trust: number): void {
    if (row.receiver !== 0 && (this.filter === null || this.filter.row(row, null)))
      bump(this.aggregates.tls, tlsKey(row.receiver, trust), row.repeat);
  }

  private countAttempt(row: Row, place: Place, single: boolean): void {
    const { aggregates, tables } = this;
    const by = row.repeat;
    aggregates.attempts += by;
    tally(aggregates.attemptVerdicts, row.verdict, by);
    this.countCode(row, by);
    if (row.receiver !== 0) this.countReceiver(row, by);
    if (single) settleReply(aggregates, row, place, tables);
    const reason = tables.verdicts.reasonOf[row.verdict];
    if (row.verdict === 0 || row.status === Status.delivered || tables.verdicts.reasons[reason] === 'delivered') return;
    const own = row.has(Flag.own);
    const receiver = own ? 0 : row.receiver;
    const cause = aggregates.cause(causeKey(reason, own, receiver), reason, own, receiver, row.verdict);
    extend(cause, place, row.time);
    cause.attempts += by;
    if (single) {
      cause.deliveries += by;
      recordReply(aggregates.history, row, place, tables);
    }
    if (row.recipient !== 0) cause.recipients.add(row.recipient);
    if (cause.verdicts.size < verdictsPerCause || cause.verdicts.has(row.verdict)) bump(cause.verdicts, row.verdict, by);
    if (cause.tried.length < evidenceLimit) keepFirst(cause.tried, place, evidenceLimit);
  }

  /** The queue has given up on a recipient, in a log whose messages are not known. */
  private countGivenUp(row: Row, place: Place): void {
    const { aggregates, tables } = this;
    const reason = tables.verdicts.reasonOf[row.verdict];
    const cause = aggregates.cause(causeKey(reason, true, 0), reason, true, 0, row.verdict);
    extend(cause, place, row.time);
    cause.deliveries += row.repeat;
    if (row.recipient !== 0) cause.recipients.add(row.recipient);
    keepFirst(cause.failed, place, evidenceLimit);
  }

  private countReceiver(row: Row, by: number): void {
    const receiver = this.aggregates.receiver(row.receiver);
    receiver.attempts += by;
    if (row.phase === starttls && row.status !== Status.delivered) bump(this.aggregates.tls, tlsKey(row.receiver, tlsFailed), by);
    if (row.status !== Status.delivered || Number.isNaN(row.queueDelay)) return;
    receiver.parts.queue += Math.round(row.queueDelay * 1000);
    receiver.parts.manager += Math.round(row.managerDelay * 1000);
    receiver.parts.connect += Math.round(row.connectDelay * 1000);
    receiver.parts.transfer += Math.round(row.transferDelay * 1000);
    receiver.parts.count++;
  }

  private countCode(row: Row, by: number): void {
    if (row.dsn !== 0) bump(this.aggregates.enhanced, row.dsn * 2 + (row.has(Flag.own) ? 1 : 0), by);
    else tally(this.aggregates.bareVerdicts, row.verdict, by);
  }

  private countRejection(row: Row, place: Place): void {
    const { aggregates, tables } = this;
    aggregates.rejections += row.repeat;
    tally(aggregates.rejectionVerdicts, row.verdict, row.repeat);
    this.countCode(row, row.repeat);
    const own = row.queue === 0 && row.has(Flag.ownClient);
    if (own) addRefusal(aggregates, { verdict: row.verdict, time: row.time, place, count: row.repeat }, tables);
  }

  /** This server's own trouble; warnings that say nothing known are left to the reader of the log. */
  private countTrouble(row: Row, place: Place): void {
    const { aggregates, tables } = this;
    const reason = tables.verdicts.reasonOf[row.verdict];
    if (!reason || (tables.verdicts.reasons[reason] === 'other' && row.status < fatal)) return;
    const cause = aggregates.cause(causeKey(reason, true, 0), reason, true, 0, row.verdict);
    extend(cause, place, row.time);
    cause.attempts += row.repeat;
    if (cause.verdicts.size < verdictsPerCause || cause.verdicts.has(row.verdict)) bump(cause.verdicts, row.verdict, row.repeat);
    keepFirst(cause.tried, place, evidenceLimit);
  }

  private shiftOf(later: Part): Shift {
    const joined = later.continued && this.inputs.length > 0 && later.inputs.length > 0 ? 1 : 0;
    const inputs = this.inputs.length - joined;
    const lines = joined === 1 ? this.inputs[inputs].lines + this.inputs[inputs].repeated : 0;
    const { first } = later.span;
    const years = (Number.isNaN(first) || Number.isNaN(this.span.last) ? 0 : yearsBetween(this.span.last, first)) * yearlessYear;
    return {
      ids: later.tables === this.tables ? unchanged : this.tables.adopt(later.tables),
      place: (place) => placeOf(inputOf(place) + inputs, lineOf(place) + (inputOf(place) === 0 ? lines : 0)),
      years,
      time: (coded) => (years !== 0 && isYearless(coded) ? coded + years : coded),
    };
  }

  private mergeInputs(later: Part, shift: Shift): void {
    const [head, ...rest] = later.inputs.map((input) => ({ ...input, firstTime: shift.time(input.firstTime), lastTime: shift.time(input.lastTime) }));
    const last = this.inputs.at(-1);
    if (!head) return;
    if (later.continued && last) joinInputs(last, head);
    else this.inputs.push(head);
    this.inputs.push(...rest);
    this.base = placeOf(this.inputs.length - 1, 0);
  }

  private mergeSpan({ span: later }: Part, years: number): void {
    const { span } = this;
    if (Number.isNaN(later.first)) return;
    if (Number.isNaN(span.first)) span.first = later.first + years;
    span.last = later.last + years;
    if (!(later.greatest + years <= span.greatest)) span.greatest = later.greatest + years;
    if (Number.isNaN(span.leapDay)) span.leapDay = later.leapDay + years;
  }
}

const postfixFormat = formatIds.indexOf('postfix');
const fatal = 3;
const starttls = phases.indexOf('starttls');
