import type { Row } from '../events/row.ts';
import type { Knowledge } from '../events/rowReader.ts';
import { RowReader } from '../events/rowReader.ts';
import type { Tables } from '../events/tables.ts';
import { detectAmong, formatOf } from '../formats/detect.ts';
import { Fields } from '../formats/fields.ts';
import type { FormatId } from '../formats/format.ts';
import { EntryReader, type KnownHead } from '../formats/reader.ts';
import { nextRecipient } from '../formats/recipients.ts';
import type { OffsetOf } from '../header/clock.ts';
import { OrdinaryReader } from '../ordinary/reader.ts';
import { latin1 } from '../source/framer.ts';
import { firstLines, frameLine, frameLines, longestLine } from '../source/lines.ts';
import type { OrdinaryPart } from './ordinary-part.ts';

/** What it takes to read a log. */
export interface FoldKnowledge extends Knowledge {
  offsetOf: OffsetOf;
}

/** Receives each line's row, and one more for each further recipient of a line; `fields` holds the line itself. Both are used again for the next line. */
export type RowSink = (row: Row, fields: Fields) => void;

/** The format is told from the first lines; text is held back until there are so many of them, or so many characters. */
const sample = { lines: 400, characters: 262_144 };

/**
 * Reads a log's text, given in pieces of whole lines (see Framer), into rows. One for each thread; files of a set follow each other
 * with `begin`, so that the counting of years goes on.
 */
export class LogFold {
  /** Lines longer than what is parsed of one. */
  cut = 0;
  readonly fields = new Fields();
  private readonly knowledge: FoldKnowledge;
  private readonly rows: RowReader;
  private readonly sink: RowSink;
  private entries: EntryReader | null = null;
  private year = Number.NaN;
  private held = '';
  private seeking = false;
  private line = 0;
  /** What most lines without a tag of their own are read as; null where nothing shows a mail log. */
  private format: FormatId | null = null;
  /** For Postfix' usual lines, which then reach `sink` no more. */
  private readonly ordinary: OrdinaryReader | null;
  private text: string | null = null;
  private bytes: Uint8Array = new Uint8Array(0);

  /** @param part counts ordinary lines given to `addBytes` by itself; without one all go to `sink`. */
  constructor(tables: Tables, knowledge: FoldKnowledge, sink: RowSink, part: OrdinaryPart | null = null) {
    this.knowledge = knowledge;
    this.rows = new RowReader(tables, knowledge);
    this.sink = sink;
    this.ordinary = part && new OrdinaryReader(this.rows, part);
  }

  /** Begins a file. @param format where it is known (null: it is no mail log); else its first lines tell. @param before lines left out. */
  begin(format?: FormatId | null, before = 0): void {
    this.end();
    if (this.entries) this.year = this.entries.year;
    this.entries = null;
    this.line = before;
    this.seeking = false;
    this.ordinary?.begin();
    if (format !== undefined) this.use(format);
  }

  /** Whole lines, each with its ending; the file's last may lack it. Latin-1 of the bytes. */
  add(text: string): void {
    if (this.entries) {
      if (this.seeking) this.seek(text);
      this.read(text);
      return;
    }
    this.held += text;
    if (this.held.length >= sample.characters || lineCount(this.held) >= sample.lines) this.detect();
  }

  /** As `add`, of bytes. */
  addBytes(bytes: Uint8Array): void {
    const { ordinary } = this;
    if (ordinary === null || this.entries === null || this.seeking || this.format !== 'postfix') {
      if (bytes.length > 0) this.add(latin1(bytes));
      return;
    }
    this.fields.wide = false;
    this.fields.brief = true;
    this.bytes = bytes;
    ordinary.take(bytes);
    for (let at = 0; at < bytes.length; ) {
      const next = ordinary.read(at, bytes.length, this.line);
      if (next > at) {
        this.line += ordinary.lines;
        if (!Number.isNaN(ordinary.year)) this.entries.year = ordinary.year;
      }
      at = next < bytes.length ? this.readWithCare(next, ordinary) : next;
    }
  }

  /** @returns the offset of the next line. */
  private readWithCare(start: number, ordinary: OrdinaryReader): number {
    const found = this.bytes.indexOf(10, start);
    const end = found < 0 ? this.bytes.length : found;
    const text = latin1(this.bytes, start, end);
    const head = ordinary.stoppedAt;
    if (head && text.length <= longestLine && endsPlainly(text)) this.readBehind(text, head);
    else {
      this.text = text;
      frameLine(text, 0, text.length, this.readLine);
    }
    // the scanner has looked at Postfix's lines only
    ordinary.learn(this.fields, this.rows.row, (this.entries as EntryReader).format.id === 'postfix' ? start : -1);
    return end + 1;
  }

  /** A line whose head the scanner knows. */
  private readBehind(text: string, head: KnownHead): void {
    const { fields } = this;
    const entries = this.entries as EntryReader;
    if (head.yearless) entries.year = head.time;
    const understood = entries.readBehind(text, text.length, fields, head);
    this.give(understood);
  }

  /** A line has been read: one row, or one for each recipient it names. */
  private give(understood: boolean): void {
    const { fields } = this;
    const format = understood && this.format !== null ? (this.entries as EntryReader).format.id : null;
    this.sink(this.rows.read(fields, ++this.line, format), fields);
    while (nextRecipient(fields)) this.sink(this.rows.readFurther(fields), fields);
  }

  /** Ends the file: what was held back is read. */
  end(): void {
    if (this.held !== '') this.detect();
  }

  private detect(): void {
    const format = formatOf(firstLines(this.held)) ?? detectAmong(this.held);
    this.seeking = format === null;
    this.use(format);
    const text = this.held;
    this.held = '';
    this.read(text);
  }

  /** Nothing so far showed a mail log (a boot, another program): later lines may. */
  private seek(text: string): void {
    const format = detectAmong(text);
    if (format === null) return;
    this.seeking = false;
    if (this.entries) this.year = this.entries.year;
    this.use(format);
  }

  private use(format: FormatId | null): void {
    this.format = format;
    this.entries = new EntryReader({ format: format ?? 'generic', offsetOf: this.knowledge.offsetOf });
    this.entries.year = this.year;
  }

  private read(text: string): void {
    this.fields.wide = false;
    this.fields.brief = true;
    this.text = text;
    frameLines(text, 0, true, this.readLine);
  }

  private readonly readLine = (start: number, end: number, cut: boolean): void => {
    if (cut) this.cut++;
    this.give((this.entries as EntryReader).read(this.text as string, start, end, this.fields));
  };
}

/** Neither with an m, which may end a colour, nor with more than one carriage return. */
function endsPlainly(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  const end = last === 13 ? text.charCodeAt(text.length - 2) : last;
  return end !== 109 && end !== 13;
}

function lineCount(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && lines < sample.lines; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
