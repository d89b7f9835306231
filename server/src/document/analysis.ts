import { codedYearless, isYearless, Row, yearlessOf } from '../events/row.ts';
import { RowReader } from '../events/rowReader.ts';
import { Tables } from '../events/tables.ts';
import { detectFormat } from '../formats/detect.ts';
import { Field, Fields, Kind } from '../formats/fields.ts';
import type { FormatId } from '../formats/format.ts';
import { EntryReader } from '../formats/reader.ts';
import { YearlessClock, yearlessYear } from '../header/clock.ts';
import type { Calendar } from '../summary/calendar.ts';
import type { Part } from '../summary/part.ts';
import type { Summary } from '../summary/summary.ts';
import type { Engine } from './engine.ts';
import type { LogDocument } from './log-document.ts';
import { type Block, endOf } from './text.ts';

/** Longer lines are read up to here only (characters). */
export const longestParsed = 65_536;
/** The format is told from this many lines at the beginning. */
const sampleLines = 400;
/** Lines read between two looks at the clock. */
const stride = 16;

/** How far a log has been read. */
export interface Progress {
  lines: number;
  read: number;
  understood: number;
  /** Lines longer than what is parsed of one. */
  cut: number;
  format: FormatId | null;
}

/**
 * What was read from an open log, kept in step with its text. Lines are read once, in order, into rows; rows are folded into the running
 * summary. What is appended is folded on; an edit in the middle folds all rows again (numbers only, no line is read twice).
 * All work is done in `read`, which can stop at any line.
 */
export class Analysis {
  /** Counts up with each part read to the end. */
  revision = 0;
  private readonly document: LogDocument;
  private readonly engine: Engine;
  private readonly tables = new Tables();
  private readonly rows: RowReader;
  private readonly fields = new Fields();
  private readonly row = new Row();
  private format: FormatId | null = null;
  private detected = -1;
  private entries: EntryReader;
  private fold: Fold;
  private whole: Summary | null = null;
  private partial: { line: number; summary: Summary } | null = null;
  private broken = false;

  constructor(document: LogDocument, engine: Engine) {
    this.document = document;
    this.engine = engine;
    this.rows = new RowReader(this.tables, engine);
    this.fields.wide = true;
    this.entries = this.newReader();
    this.fold = new Fold(engine.newPart(this.tables), document.uri);
  }

  /** Every line is part of the summary. */
  get done(): boolean {
    return this.broken || this.fold.line >= this.linesToRead;
  }

  get progress(): Progress {
    const { line, understood, cut } = this.fold;
    return { lines: this.linesToRead, read: line, understood, cut, format: this.format };
  }

  /** A reader for lines of this log. */
  reader(): EntryReader {
    if (this.detected < 0) this.detect();
    return this.newReader();
  }

  private newReader(): EntryReader {
    return new EntryReader({ format: this.format ?? 'generic', offsetOf: this.engine.offsetOf });
  }

  /** Where the counting of years stands in front of a line; NaN where no line before has a time without a year. */
  yearBefore(line: number): number {
    const { text } = this.document;
    for (let at = line - 1; at >= 0 && at > line - 1000; at--) {
      const block = text.blockOf(at);
      const time = text.blocks[block].rows.columns.column('time')[at - text.firstLine(block)];
      if (isYearless(time)) return yearlessOf(time);
    }
    return Number.NaN;
  }

  /** The text has changed from a line on. */
  edited(line: number): void {
    this.broken = false;
    this.partial = null;
    if (line < this.fold.line) this.fold = new Fold(this.engine.newPart(this.tables), this.document.uri);
    if (line < sampleLines) this.detected = -1;
  }

  /** Reads on until everything is read or `stop` says so. */
  read(stop: () => boolean): void {
    this.detect();
    const { text } = this.document;
    while (!this.done) {
      const at = text.blockOf(this.fold.line);
      const block = text.blocks[at];
      const first = text.firstLine(at);
      const end = Math.min(block.rows.length, this.linesToRead - first, this.fold.line - first + stride);
      for (let line = this.fold.line - first; line < end; line++) {
        if (block.starts[line + 1] - block.starts[line] > longestParsed + 2) this.fold.cut++;
        this.fold.add(this.rowOf(block, line, first));
      }
      if (stop()) break;
    }
    if (this.done) this.revision++;
  }

  /** All rows of what has been read, in order, with the texts their numbers stand for. Each is valid until the next. */
  *replay(): Generator<Row> {
    const { text } = this.document;
    const clock = new YearlessClock();
    const row = new Row();
    for (let at = 0; at < text.blocks.length; at++) {
      const { columns, read } = text.blocks[at].rows;
      for (let line = 0; line < read.length; line++) {
        if (!read[line]) return;
        columns.load(line, row, text.firstLine(at) + line + 1);
        if (isYearless(row.time)) recount(row, clock);
        yield row;
      }
    }
  }

  /** The texts that numbers in rows stand for. */
  get names(): Tables {
    return this.tables;
  }

  /** Makes times without a year absolute. */
  get calendar(): Calendar {
    return this.fold.part.calendar(this.engine.reference());
  }

  /** A fault of ours: what was read so far stays. */
  giveUp(): void {
    this.broken = true;
    this.revision++;
  }

  /** The summary that was made last: of everything, or of what had been read then. Made only where there is none at all. */
  latest(): Summary | null {
    return this.fold.finished ?? this.whole ?? this.partial?.summary ?? this.summary();
  }

  /** The summary of everything; while the log is being read the last whole one, else one of what has been read. */
  summary(): Summary | null {
    if (this.fold.line === 0) return this.whole;
    if (this.done) return this.current();
    if (this.whole) return this.whole;
    if (!this.partial || this.fold.line > 2 * this.partial.line) this.partial = { line: this.fold.line, summary: this.finish() };
    return this.partial.summary;
  }

  /** The summary of everything read. */
  private current(): Summary {
    if (!this.fold.finished) this.fold.finished = this.whole = this.finish();
    return this.fold.finished;
  }

  private finish(): Summary {
    const summary = this.fold.part.finish(this.engine.reference());
    // the text that first led to a verdict may have been edited away
    for (const cause of summary.causes) cause.example = this.saidOn(cause.first.line - 1) ?? cause.example;
    return summary;
  }

  private saidOn(line: number): string | null {
    const text = this.document.text.line(line);
    const fields = new Fields();
    fields.wide = true;
    this.reader().read(text, 0, Math.min(text.length, longestParsed), fields);
    return fields.cut(Field.reply) ?? fields.cut(Field.detail);
  }

  /** An empty last line is no line of the log. */
  private get linesToRead(): number {
    const { text } = this.document;
    const last = text.lineCount - 1;
    return text.line(last) === '' ? last : last + 1;
  }

  private rowOf(block: Block, line: number, first: number): Row {
    const { columns, read } = block.rows;
    if (read[line]) {
      columns.load(line, this.row, first + line + 1);
      return this.row;
    }
    const row = this.readLine(block, line, first + line + 1);
    columns.store(line, row);
    read[line] = 1;
    return row;
  }

  private readLine(block: Block, line: number, number: number): Row {
    const start = block.starts[line];
    const end = Math.min(endOf(block, line), start + longestParsed);
    const understood = this.entries.read(block.text, start, end, this.fields);
    return this.rows.read(this.fields, number, understood ? this.entries.format.id : null);
  }

  /** Tells the format from the beginning; where it is another than before, every line is read again. */
  private detect(): void {
    const { text } = this.document;
    const sample = Math.min(sampleLines, text.lineCount);
    if (this.detected === sample) return;
    this.detected = sample;
    const { format } = detectFormat(Array.from({ length: sample }, (_, line) => text.line(line).slice(0, longestParsed)));
    if (format === this.format) return;
    this.format = format;
    this.entries = this.newReader();
    for (const { rows } of text.blocks) rows.read.fill(0);
    this.fold = new Fold(this.engine.newPart(this.tables), this.document.uri);
  }
}

/** Rows folded into a summary, from the first line on. */
class Fold {
  /** The first line that is not yet part of it, from 0. */
  line = 0;
  understood = 0;
  cut = 0;
  finished: Summary | null = null;
  readonly part: Part;
  private readonly clock = new YearlessClock();

  constructor(part: Part, path: string) {
    this.part = part;
    part.open(path);
  }

  add(row: Row): void {
    this.line++;
    this.finished = null;
    if (row.kind !== Kind.unknown) this.understood++;
    if (isYearless(row.time)) recount(row, this.clock);
    this.part.add(row);
  }
}

/** A row may have been read when other lines stood before it: its year is counted along the lines as they are. */
function recount(row: Row, clock: YearlessClock): void {
  const time = yearlessOf(row.time);
  row.time = codedYearless(clock.next(time - Math.floor(time / yearlessYear) * yearlessYear));
}
