import { Field, type Fields } from '../formats/fields.ts';
import { isDigit, Remembered, skipDigits, startsAt } from '../source/scan.ts';
import { readBsd } from './bsd.ts';
import type { OffsetOf } from './clock.ts';
import { readIso } from './iso.ts';
import { afterEscapes, beforeEscapes, nextCandidate } from './prefix.ts';
import { readRfc5424 } from './rfc5424.ts';
import { Stamp } from './stamp.ts';
import { readBareTag, readTag, readTagAt } from './tag.ts';

/** `2026-11-08T23:58:51+01:00` */
const longestPlainTime = 25;

/**
 * Reads how a line begins. Remembers what the line before looked like (prefix, year of yearless times): one reader for each
 * source, fed in line order. Sets timestamp, host, program, pid, body, time and timeKind.
 */
export class HeaderReader {
  readonly stamp: Stamp;
  /** Characters in front of the last header. */
  private prefix = 0;
  private inside = false;
  private readonly host = new Remembered();
  private readonly head = new Remembered();
  private headTime = 0;
  private headMoment = NaN;
  private headKind: 0 | 1 | 2 = 0;
  private headLast = NaN;

  /** @param offsetOf the log's local time, for times with a year but without a zone. */
  constructor(offsetOf: OffsetOf = () => 0) {
    this.stamp = new Stamp(offsetOf);
  }

  /** @returns whether the line has a header; otherwise only the body is set, to the whole line. */
  read(fields: Fields): boolean {
    const { text, lineStart } = fields;
    const escaped = text.charCodeAt(fields.lineEnd - 1) === 109;
    if (escaped) fields.lineEnd = beforeEscapes(text, lineStart, fields.lineEnd);
    if (this.readSameHead(fields, lineStart + this.prefix)) return true;
    if (this.readTagged(fields, lineStart + this.prefix) || this.readBehindPrefix(fields)) return true;
    if (readBareTag(fields, afterEscapes(text, lineStart, fields.lineEnd)) || this.bareTagBehindBar(fields)) return true;
    fields.set(Field.body, lineStart, fields.lineEnd);
    return false;
  }

  /** Neighbouring lines share time and host: one comparison instead of reading both again. */
  private readSameHead(fields: Fields, p: number): boolean {
    const { head } = this;
    if (!head.standsAt(fields.text, p) || p + head.length > fields.lineEnd) return false;
    const { last } = this.stamp.clock;
    const goesOn = last === this.headLast || (Number.isNaN(last) && Number.isNaN(this.headLast));
    if (!goesOn || !readTagAt(fields, p + head.length)) return false;
    fields.set(Field.timestamp, p, p + this.headTime);
    fields.set(Field.host, p + this.headTime + 1, p + head.length - 1);
    fields.time = this.headMoment;
    fields.timeKind = this.headKind;
    return true;
  }

  /** ` HOST ` and a tag, as on the line before. */
  private readSameHost(fields: Fields, timeEnd: number): boolean {
    const { host } = this;
    if (!host.standsAt(fields.text, timeEnd) || !readTagAt(fields, timeEnd + host.length)) return false;
    fields.set(Field.host, timeEnd + 1, timeEnd + host.length - 1);
    return true;
  }

  private rememberHost(fields: Fields, timeEnd: number): void {
    const program = fields.start(Field.program);
    const plain = program > 0 && fields.end(Field.host) === program - 1 && fields.start(Field.host) === timeEnd + 1;
    if (plain) this.host.set(fields.text, timeEnd, program);
    else this.host.clear();
  }

  /** Remembers `TIME HOST `, where nothing else stands in front of the tag. */
  private rememberHead(fields: Fields, p: number, timeEnd: number): void {
    const program = fields.start(Field.program);
    // fractions of a second differ on every line
    const plain =
      timeEnd - p <= longestPlainTime && program > 0 && fields.end(Field.host) === program - 1 && fields.start(Field.host) === timeEnd + 1;
    if (plain) this.head.set(fields.text, p, program);
    else this.head.clear();
    this.headTime = timeEnd - p;
    this.headMoment = this.stamp.time;
    this.headKind = this.stamp.kind;
    this.headLast = this.stamp.clock.last;
  }

  private readBehindPrefix(fields: Fields): boolean {
    const { text, lineStart, lineEnd } = fields;
    for (let p = nextCandidate(text, lineStart, lineStart, lineEnd); p >= 0; p = nextCandidate(text, p + 1, lineStart, lineEnd)) {
      if (!this.readTagged(fields, p)) continue;
      this.prefix = p - lineStart;
      return true;
    }
    return false;
  }

  /** Behind a prefix only a header with a program counts, and what looked like one leaves the clock alone. */
  private readTagged(fields: Fields, p: number): boolean {
    const { last } = this.stamp.clock;
    if (this.readAt(fields, p) && (p === fields.lineStart || fields.has(Field.program))) return true;
    this.stamp.clock.last = last;
    fields.reset(fields.lineStart, fields.lineEnd);
    return false;
  }

  /** `mail-1  | postfix/smtp[12]: ...` */
  private bareTagBehindBar(fields: Fields): boolean {
    const { text, lineStart, lineEnd } = fields;
    const limit = Math.min(lineEnd, lineStart + 100);
    for (let i = lineStart; i < limit; i++) {
      if (text.charCodeAt(i) === 124) return readBareTag(fields, afterEscapes(text, i + (text.charCodeAt(i + 1) === 32 ? 2 : 1), lineEnd));
    }
    return false;
  }

  /** A header that begins exactly at `p`. */
  private readAt(fields: Fields, p: number): boolean {
    const { text, lineEnd } = fields;
    const first = p < lineEnd ? text.charCodeAt(p) : 0;
    if (first === 60) return this.readBehindPriority(fields, p);
    if (first === 49 && text.charCodeAt(p + 1) === 32) return this.readStructured(fields, p);
    return this.readTimed(fields, p, first);
  }

  private readBehindPriority(fields: Fields, p: number): boolean {
    const { text, lineEnd } = fields;
    const close = skipDigits(text, p + 1, Math.min(lineEnd, p + 5));
    if (close === p + 1 || text.charCodeAt(close) !== 62) return false;
    if (this.readStructured(fields, close + 1)) return true;
    return this.readTimed(fields, close + 1, text.charCodeAt(close + 1));
  }

  private readStructured(fields: Fields, p: number): boolean {
    if (!readRfc5424(fields, p, this.stamp)) return false;
    return this.accept(fields);
  }

  private readTimed(fields: Fields, p: number, first: number): boolean {
    const { text, lineEnd } = fields;
    let timeEnd = first >= 65 && first <= 90 ? readBsd(text, p, lineEnd, this.stamp) : -1;
    if (timeEnd < 0) timeEnd = readIso(text, p, lineEnd, this.stamp);
    if (timeEnd < 0 && isDigit(first)) timeEnd = this.readUnix(text, p, lineEnd);
    if (timeEnd < 0 || (timeEnd < lineEnd && text.charCodeAt(timeEnd) !== 32)) return false;
    fields.set(Field.timestamp, p, timeEnd);
    return this.readAfterTime(fields, p, timeEnd);
  }

  private readAfterTime(fields: Fields, p: number, timeEnd: number): boolean {
    const { text, lineEnd } = fields;
    const time = this.stamp.time;
    const kind = this.stamp.kind;
    if (this.readSameHost(fields, timeEnd)) {
      if (!this.inside) this.rememberHead(fields, p, timeEnd);
      return this.accept(fields);
    }
    const inner = startsAt(text, ' stdout ', timeEnd, lineEnd) || startsAt(text, ' stderr ', timeEnd, lineEnd) ? timeEnd + 8 : -1;
    // CRI: `TIME stdout F ` and then the line as the program wrote it; the outer time knows the year and the zone
    const behind = inner > 0 ? inner + 2 : behindCompose(text, timeEnd, lineEnd);
    if (behind > 0 && this.readInner(fields, behind)) {
      this.stamp.time = time;
      this.stamp.kind = kind;
      return this.accept(fields);
    }
    readTag(fields, behind > 0 ? behind : timeEnd);
    this.rememberHost(fields, timeEnd);
    if (!this.inside) this.rememberHead(fields, p, timeEnd);
    return this.accept(fields);
  }

  /** One time inside another, not more: a line may be made of nothing but times. */
  private readInner(fields: Fields, p: number): boolean {
    if (this.inside) return false;
    this.inside = true;
    const read = this.readAt(fields, p);
    this.inside = false;
    return read;
  }

  /** journalctl short-unix: `1795453038.437123`. */
  private readUnix(text: string, p: number, end: number): number {
    const dot = skipDigits(text, p, end);
    if (dot - p < 9 || dot - p > 11 || text.charCodeAt(dot) !== 46) return -1;
    const to = skipDigits(text, dot + 1, end);
    if (to - dot < 2 || text.charCodeAt(to) !== 32) return -1;
    this.stamp.time = Number(text.slice(p, to)) * 1000;
    this.stamp.kind = 2;
    return to;
  }

  private accept(fields: Fields): boolean {
    fields.time = this.stamp.time;
    fields.timeKind = this.stamp.kind;
    return true;
  }
}

/** docker compose --timestamps and docker logs -t: an outer time directly in front of the inner one. */
function behindCompose(text: string, timeEnd: number, end: number): number {
  if (timeEnd + 1 >= end || text.charCodeAt(timeEnd) !== 32) return -1;
  const next = text.charCodeAt(timeEnd + 1);
  const month = next >= 65 && next <= 90 && text.charCodeAt(timeEnd + 4) === 32;
  return month || next === 60 ? timeEnd + 1 : -1;
}
