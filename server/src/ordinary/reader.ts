import type { Row } from '../events/row.ts';
import type { RowReader } from '../events/rowReader.ts';
import type { Fields } from '../formats/fields.ts';
import { Kind } from '../formats/fields.ts';
import type { KnownHead } from '../formats/reader.ts';
import type { OrdinaryPart } from '../summary/ordinary-part.ts';
import { Head } from './head.ts';
import { Lessons } from './lessons.ts';
import type { Scanner } from './scanner.ts';

/** Room for a piece of whole lines, at least. */
const leastRoom = 1 << 17;

/** Gives the scanner lines to read, and tells it what the careful reader has met. */
export class OrdinaryReader {
  /** Lines read by the last call of `read`. */
  lines = 0;
  private readonly scanner: Scanner;
  private readonly part: OrdinaryPart;
  private readonly head: Head;
  private readonly lessons: Lessons;
  private readonly known: KnownHead = { timeEnd: 0, tag: 0, pid: 0, body: 0, time: Number.NaN, yearless: false };
  private buffer = 0;
  private room = 0;

  constructor(rows: RowReader, part: OrdinaryPart) {
    this.part = part;
    this.scanner = part.scanner;
    this.head = new Head(part.scanner);
    this.lessons = new Lessons(part.scanner, rows);
  }

  /** A new file begins: nothing is known about its times. */
  begin(): void {
    this.head.forget();
  }

  /** Whole lines, to be read. */
  take(bytes: Uint8Array): void {
    if (bytes.length > this.room) {
      this.room = Math.max(bytes.length, leastRoom);
      this.buffer = this.scanner.exports.reserve(this.room);
    }
    const { memory } = this.scanner;
    memory.set(bytes, this.buffer);
    // every search ends here, whatever lies behind
    memory[this.buffer + bytes.length] = 10;
  }

  /**
   * Reads ordinary lines of what was taken, one after another. @param line number of the line before.
   * @returns the offset of the first that is none, or `end`.
   */
  read(start: number, end: number, line: number): number {
    this.lines = 0;
    if (!this.head.isKnown) return start;
    const { exports } = this.scanner;
    let next = this.readOn(start, end, line);
    while (exports.isFull() !== 0) {
      this.part.flush();
      next = this.readOn(next, end, line + this.lines);
    }
    return next;
  }

  private readOn(start: number, end: number, line: number): number {
    const { exports } = this.scanner;
    const next = exports.read(start, end, this.part.base, line);
    this.part.count(exports.lines.value);
    this.lines += exports.lines.value;
    return next;
  }

  /** How the line begins that `read` stopped at; null where the scanner does not know. */
  get stoppedAt(): KnownHead | null {
    const { exports } = this.scanner;
    const body = exports.bodyAt.value;
    if (!this.head.isKnown || body === 0) return null;
    const { known } = this;
    known.timeEnd = this.head.length;
    known.tag = exports.tagAt.value;
    known.pid = exports.pidAt();
    known.body = body;
    known.time = exports.uncoded.value;
    known.yearless = this.head.isYearless;
    return known;
  }

  /** Where the counting of years stands, NaN for times with a year. */
  get year(): number {
    return this.head.isYearless ? this.scanner.exports.uncoded.value : Number.NaN;
  }

  /** Learns from a line that was read with care. @param line its offset in what was taken. */
  learn(fields: Fields, row: Row, line: number): void {
    // the scanner has looked at the line only where it could read its head
    const seen = this.head.isKnown;
    this.head.learn(fields);
    if (row.kind === Kind.unknown) return;
    if (this.head.isKnown) this.lessons.learnHost(row);
    this.lessons.learn(fields, row, seen ? line : -1);
  }
}
