import type { OffsetOf } from '../header/clock.ts';
import { HeaderReader } from '../header/header.ts';
import { skipBlanks } from '../source/scan.ts';
import { Field, type Fields, Kind, TimeKind } from './fields.ts';
import type { Format, FormatId } from './format.ts';
import { generic } from './generic/generic.ts';
import { isEximRefusal } from './generic/refusal.ts';
import { isRelayBody, isRelayProgram } from './generic/relay.ts';
import { postfix } from './postfix/postfix.ts';
import { isPostfixProgram } from './postfix/program.ts';

/** What reading the lines of a source needs to know; see detect.ts for the format. */
export interface ReaderOptions {
  /** Of lines that do not show theirs; default postfix. */
  format?: FormatId;
  /** The log's local time, for times with a year but without a zone; default UTC. */
  offsetOf?: OffsetOf;
}

/** Offsets in a line, and its time as `Fields.time` has it. */
export interface KnownHead {
  timeEnd: number;
  tag: number;
  pid: number;
  body: number;
  time: number;
  yearless: boolean;
}

/**
 * Reads entries: header, then body. One reader a source, fed in line order, since the year of times without one is counted
 * along the lines; `year` may be saved and set again to go on from another line (a hover, an edited block).
 *
 * A source framed from bytes gives Latin-1 text with `fields.wide` false; a document of the editor gives its own text with
 * `fields.wide` true. Set `fields.text` and `fields.wide` once a chunk, then call `read` for each line's offsets.
 */
export class EntryReader {
  readonly header: HeaderReader;
  /** Of the line read last. A log may hold lines of several relays: each is read as what its own tag or body says it is. */
  format: Format;
  /** Of lines that do not say what they are. */
  private readonly usual: Format;

  constructor(options: ReaderOptions = {}) {
    this.header = new HeaderReader(options.offsetOf);
    this.usual = options.format === undefined || options.format === 'postfix' ? postfix : generic;
    this.format = this.usual;
  }

  /** Yearless time of the last line, NaN before the first: where the counting of years stands. */
  get year(): number {
    return this.header.stamp.clock.last;
  }

  set year(last: number) {
    this.header.stamp.clock.last = last;
  }

  /**
   * Reads the line [start, end) of `fields.text`.
   * @returns whether it was understood: recognised by its format, or plainly another program's (kind `plain`), since a mail log
   * shared with dovecot, kernel or cron is no worse understood for it. Not understood (`Kind.unknown`) are lines of the mail
   * server in words nobody knows yet, and lines without any header.
   */
  read(text: string, start: number, end: number, fields: Fields): boolean {
    fields.text = text;
    fields.reset(start, end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end);
    return this.readBody(fields, this.header.read(fields));
  }

  /** As `read`, for a line whose head is known: `NAME HOST PROGRAM[PID]: BODY` with one blank between. @param at where it begins. */
  readBehind(text: string, end: number, fields: Fields, at: KnownHead): boolean {
    fields.text = text;
    fields.reset(0, end > 0 && text.charCodeAt(end - 1) === 13 ? end - 1 : end);
    fields.set(Field.timestamp, 0, at.timeEnd);
    fields.set(Field.host, at.timeEnd + 1, at.tag - 1);
    fields.set(Field.program, at.tag, at.pid - 1);
    fields.set(Field.pid, at.pid, at.body - 3);
    fields.set(Field.body, at.body, fields.lineEnd);
    fields.time = at.time;
    fields.timeKind = at.yearless ? TimeKind.yearless : TimeKind.absolute;
    return this.readBody(fields, true);
  }

  private readBody(fields: Fields, headed: boolean): boolean {
    this.format = this.formatOf(fields);
    if (this.format.parse(fields)) return true;
    if (isEmpty(fields)) return plain(fields);
    if (this.usual === postfix && this.format === postfix && isUntaggedRelay(fields)) {
      this.format = generic;
      return generic.parse(fields);
    }
    return headed && this.isOther(fields) && plain(fields);
  }

  /** Among Postfix's lines those of other relays go by their tags, and the other way round; all else is as usual in this log. */
  private formatOf(fields: Fields): Format {
    if (this.usual === generic) return !isRelayProgram(fields) && isPostfixProgram(fields) ? postfix : generic;
    return isRelayProgram(fields) ? generic : postfix;
  }

  private isOther(fields: Fields): boolean {
    return this.format === postfix && fields.has(Field.program) && !isPostfixProgram(fields);
  }
}

/** A line of Exim's own log file. */
function isUntaggedRelay(fields: Fields): boolean {
  return !fields.has(Field.program) && fields.has(Field.timestamp) && (isRelayBody(fields) || isEximRefusal(fields));
}

/** An empty line hides nothing. */
function isEmpty(fields: Fields): boolean {
  return skipBlanks(fields.text, fields.lineStart, fields.lineEnd) === fields.lineEnd;
}

function plain(fields: Fields): true {
  fields.kind = Kind.plain;
  return true;
}
