import { codedYearless } from '../events/row.ts';
import { Field, type Fields, TimeKind } from '../formats/fields.ts';
import { isDigit } from '../source/scan.ts';
import type { Scanner } from './scanner.ts';

const longest = 64;
const hour = 3_600_000;

/** What lines begin with, as the scanner may read it: tells it what an hour is, which it cannot find out by itself (year, zone, summer time). */
export class Head {
  isKnown = false;
  isYearless = false;
  private readonly scanner: Scanner;
  private hour = '';
  private zone = '';
  private digits = 0;
  private mark = 0;
  private minute = '';

  constructor(scanner: Scanner) {
    this.scanner = scanner;
  }

  /** Characters of a time. */
  get length(): number {
    return this.hour.length + 5 + (this.digits > 0 ? this.digits + 1 : 0) + this.zone.length;
  }

  forget(): void {
    this.isKnown = false;
  }

  /** Takes over from a line read with care: `TIME HOST PROGRAM`, with one blank between and nothing in front. */
  learn(fields: Fields): void {
    const { text } = fields;
    const from = fields.start(Field.timestamp);
    const to = fields.end(Field.timestamp);
    const isPlain =
      from === fields.lineStart && to > from && fields.start(Field.host) === to + 1 && fields.end(Field.host) === fields.start(Field.program) - 1;
    if (this.isKnown && isPlain && this.isSame(text, from, to)) return;
    this.isKnown = isPlain && fields.timeKind !== TimeKind.none && !Number.isNaN(fields.time) && this.tell(fields, from, to);
  }

  private isSame(text: string, from: number, to: number): boolean {
    const { hour, zone, digits, minute } = this;
    const behind = from + hour.length + 5 + (digits > 0 ? digits + 1 : 0);
    return text.startsWith(hour, from) && text.startsWith(minute, from + hour.length) && behind + zone.length === to && text.startsWith(zone, behind);
  }

  private tell(fields: Fields, from: number, to: number): boolean {
    const { text, time } = fields;
    const clock = clockOf(text, from, to);
    if (clock < 0 || clock - from < 3) return false;
    this.hour = text.slice(from, clock);
    this.readFraction(text, clock + 5, to);
    const behind = clock + 5 + (this.digits > 0 ? this.digits + 1 : 0);
    this.zone = text.slice(behind, to);
    if (this.hour.length > longest || this.zone.length > longest || this.digits > 9) return false;
    this.isYearless = fields.timeKind === TimeKind.yearless;
    const minutes = Number(text.slice(clock, clock + 2));
    const within = (minutes * 60 + Number(text.slice(clock + 3, clock + 5))) * 1000;
    // without a zone the hour may be one in which the clocks change
    const isSure = this.isYearless || isZone(this.zone);
    this.minute = isSure ? '' : text.slice(clock, clock + 2);
    const base = Math.round(time - within - (this.digits > 0 ? Number(`0.${text.slice(clock + 6, behind)}`) * 1000 : 0));
    if (!(Math.abs(base) < 8.64e15) || within >= hour + 1000) return false;
    const { exports } = this.scanner;
    this.scanner.write(this.hour, exports.hourStart.value);
    this.scanner.write(this.zone, exports.zoneStart.value);
    exports.setHead(this.hour.length, this.zone.length, this.digits, this.mark, base, this.isYearless ? codedYearless(0) : 0, isSure ? -1 : minutes);
    return true;
  }

  private readFraction(text: string, p: number, to: number): void {
    const mark = text.charCodeAt(p);
    this.mark = mark;
    this.digits = 0;
    if (mark !== 46 && mark !== 44) return;
    while (p + 1 + this.digits < to && isDigit(text.charCodeAt(p + 1 + this.digits))) this.digits++;
  }
}

/** Offset of the minutes of the first `hh:mm:ss`, -1 where there is none. */
function clockOf(text: string, from: number, to: number): number {
  for (let p = from; p + 8 <= to; p++) {
    if (text.charCodeAt(p + 2) !== 58 || text.charCodeAt(p + 5) !== 58) continue;
    if (/^\d\d:\d\d:\d\d$/.test(text.slice(p, p + 8))) return p + 3;
  }
  return -1;
}

/** `Z`, `+01:00`, ` +0100`. */
function isZone(text: string): boolean {
  return /^(?:[Zz]|\s?[+-]\d\d(?::?\d\d)?)$/.test(text);
}
