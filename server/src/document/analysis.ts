import { codedYearless, isYearless, Row, yearlessOf } from '../events/row.ts';
import { RowReader } from '../events/rowReader.ts';
import { Tables } from '../events/tables.ts';
import { formatOf } from '../formats/detect.ts';
import { Field, Fields, Kind } from '../formats/fields.ts';
import type { FormatId } from '../formats/format.ts';
import { EntryReader } from '../formats/reader.ts';
import { nextRecipient } from '../formats/recipients.ts';
import { YearlessClock, yearlessYear } from '../header/clock.ts';
import { sorted } from '../summary/build.ts';
import type { Calendar } from '../summary/calendar.ts';
import type { Part } from '../summary/part.ts';
import type { Steps } from '../summary/steps.ts';
import type { Summary } from '../summary/summary.ts';
import type { Engine } from './engine.ts';
import { LineMemo } from './line-memo.ts';
import type { LogDocument } from './log-document.ts';
import { type Block, endOf } from './text.ts';

/** Longer lines are read up to here only (characters). */
export const longestParsed = 65_536;
/** The format is told from this many lines at the beginning. */
const sampleLines = 400;
/** Characters of an example. */
const longestExample = 500;
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
 * All work is done in `read`, which can stop at any line and between the steps in which a summary is made.
 */
export class Analysis {
  /** What was said on lines that stand for something. */
  private readonly said = new LineMemo<string | null>();
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
  /** The summary that was made last of everything. */
  whole: Summary | null = null;
  private partial: { line: number; summary: Summary } | null = null;
  private wanted = false;
  /** A summary of what has been folded, half made. */
  private making: Steps<Summary> | null = null;
  /** Lines before the fold may have changed. */
  private touched = false;
  private broken = false;

  constructor(document: LogDocument, engine: Engine) {
    this.document = document;
    this.engine = engine;
    this.rows = new RowReader(this.tables, engine);
    this.fields.wide = true;
    this.entries = this.newReader();
    this.fold = new Fold(engine.newPart(this.tables), document.uri);
  }

  /** Every line is part of the summary, and the summary is made. */
  get done(): boolean {
    if (this.broken || !this.folded) return this.broken;
    // of no lines no summary is made; `read` still has to say so, first of all and where lines were taken away
    return this.fold.line === 0 ? this.revision > 0 && !this.touched : this.fold.finished !== null;
  }

  private get folded(): boolean {
    return this.fold.line >= this.linesToRead;
  }

  /** Every line has been read since it changed: what is counted over rows is right. The summary may still be the one before. */
  get isRead(): boolean {
    return this.done || (this.whole !== null && this.document.text.blocks.every((_, at) => this.unreadIn(at, 0) < 0));
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
    this.making = null;
    this.said.forget(line);
    if (line < this.fold.line) this.foldAgain();
    if (line < sampleLines) this.detected = -1;
  }

  private foldAgain(): void {
    this.fold = new Fold(this.engine.newPart(this.tables), this.document.uri);
    this.making = null;
    this.touched = true;
  }

  /** Reads on until everything is read and summed up, or `stop` says so. */
  read(stop: () => boolean): void {
    this.detect();
    const ended =
      (!this.touched || this.whole === null || this.catchUp(stop)) &&
      (!this.makesPartial || this.sumUp(stop)) &&
      this.foldOn(stop) &&
      (this.fold.line === 0 || this.sumUp(stop));
    if (!ended) return;
    if (this.fold.line === 0) this.whole = null;
    this.touched = false;
    this.revision++;
  }

  /** Reads what was edited before everything is folded again, so that rows are right soon. */
  private catchUp(stop: () => boolean): boolean {
    const { text } = this.document;
    for (let at = 0; at < text.blocks.length; at++) {
      for (let line = this.unreadIn(at, 0); line >= 0; line = this.unreadIn(at, line)) {
        this.rowOf(text.blocks[at], line, text.firstLine(at));
        if (line % stride === 0 && stop()) return false;
      }
    }
    this.touched = false;
    return true;
  }

  /** The first line of a block from `from` on that has not been read since it changed; -1: none. */
  private unreadIn(block: number, from: number): number {
    const { text } = this.document;
    const line = text.blocks[block].rows.read.indexOf(0, from);
    return line < this.linesToRead - text.firstLine(block) ? line : -1;
  }

  /** Folds the lines that are left. @returns whether all are. */
  private foldOn(stop: () => boolean): boolean {
    const { text } = this.document;
    while (!this.folded) {
      const at = text.blockOf(this.fold.line);
      const block = text.blocks[at];
      const first = text.firstLine(at);
      const end = Math.min(block.rows.length, this.linesToRead - first, this.fold.line - first + stride);
      for (let line = this.fold.line - first; line < end; line++) {
        if (block.starts[line + 1] - block.starts[line] > longestParsed + 2) this.fold.cut++;
        const row = this.rowOf(block, line, first);
        this.fold.add(row);
        // the year as it is counted now: what lies between two lines is told from it
        block.rows.columns.column('time')[line] = row.time;
        for (const further of block.rows.furtherOf(line, row)) this.fold.add(further);
      }
      if (stop()) return this.folded;
    }
    return true;
  }

  /** Goes on with a summary of what has been folded. @returns whether it is made. */
  private sumUp(stop: () => boolean): boolean {
    this.making ??= this.fold.part.finishing(this.engine.reference());
    for (let step = this.making.next(); ; step = this.making.next()) {
      if (step.done) {
        this.keep(step.value);
        return true;
      }
      if (stop()) return false;
    }
  }

  private keep(summary: Summary): void {
    this.making = null;
    this.wanted = false;
    // the text that first led to a verdict may have been edited away
    for (const cause of summary.causes) cause.example = this.example(cause.first.line) ?? cause.example;
    const firstLines = this.rejectedFirst();
    for (const row of summary.rejectionReasons) row.example = this.example(firstLines.get(rejectionKey(row))) ?? row.example;
    sorted(
      summary.rejectionReasons,
      ({ count }) => count,
      (row) => `${rejectionKey(row)} ${row.example}`,
    );
    if (this.folded) this.fold.finished = this.whole = summary;
    else this.partial = { line: this.fold.line, summary };
  }

  /** Asks `read` for a summary of what has been read so far, where there is none of about as much. */
  wantPartial(): void {
    this.wanted = true;
  }

  /** Somebody waits for a summary of what has been read so far. */
  get makesPartial(): boolean {
    if (!this.wanted || this.whole !== null || this.folded) return false;
    return this.making !== null || this.fold.line > 2 * (this.partial?.line ?? 0);
  }

  /** All rows of what has been read, in order, with the texts their numbers stand for. Each is valid until the next. */
  *replay(): Generator<Row> {
    const { text } = this.document;
    const clock = new YearlessClock();
    const row = new Row();
    for (let at = 0; at < text.blocks.length; at++) {
      const { rows } = text.blocks[at];
      for (let line = 0; line < rows.length; line++) {
        if (!rows.read[line]) return;
        rows.columns.load(line, row, text.firstLine(at) + line + 1);
        if (isYearless(row.time)) recount(row, clock);
        yield row;
        yield* rows.furtherOf(line, row);
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
    this.making = null;
    this.revision++;
    if (this.summary() !== null || this.fold.line === 0) return;
    this.partial = { line: this.fold.line, summary: this.fold.part.finish(this.engine.reference()) };
  }

  /** The summary of everything; while the log is being read the last whole one, else what was made of what had been read. Never waits. */
  summary(): Summary | null {
    return this.whole ?? this.partial?.summary ?? null;
  }

  /** The first line of what this server refused, by code and reason. */
  private rejectedFirst(): Map<string, number> {
    const first = new Map<string, number>();
    for (const [id, line] of this.fold.rejected) {
      const verdict = this.tables.verdicts.get(id);
      const key = verdict && rejectionKey({ ...verdict, code: verdict.replyCode });
      if (key) first.set(key, Math.min(line, first.get(key) ?? line));
    }
    return first;
  }

  /** What was said on a line (from 1). */
  private example(line: number | undefined): string | null {
    return line === undefined ? null : this.said.of(line - 1, (at) => this.saidOn(at));
  }

  private saidOn(line: number): string | null {
    const text = this.document.text.line(line);
    const fields = new Fields();
    fields.wide = true;
    this.reader().read(text, 0, Math.min(text.length, longestParsed), fields);
    return (fields.cut(Field.reply) ?? fields.cut(Field.detail))?.slice(0, longestExample) ?? null;
  }

  /** An empty last line is no line of the log. */
  private get linesToRead(): number {
    const { text } = this.document;
    const last = text.lineCount - 1;
    return text.line(last) === '' ? last : last + 1;
  }

  /** The first row of a line; those behind it are in its block. */
  private rowOf(block: Block, line: number, first: number): Row {
    const { columns, read } = block.rows;
    const isRead = read[line] === 1;
    const row = isRead ? this.row : this.readLine(block, line, first + line + 1);
    if (isRead) columns.load(line, row, first + line + 1);
    return row;
  }

  private readLine(block: Block, line: number, number: number): Row {
    const { fields, rows } = this;
    const start = block.starts[line];
    const end = Math.min(endOf(block, line), start + longestParsed);
    const understood = this.entries.read(block.text, start, end, fields);
    block.rows.store(line, rows.read(fields, number, understood ? this.entries.format.id : null));
    if (!fields.has(Field.recipients)) return rows.row;
    while (nextRecipient(fields)) block.rows.storeFurther(line, rows.readFurther(fields));
    block.rows.columns.load(line, rows.row, number);
    return rows.row;
  }

  /** Tells the format from the beginning; where it is another than before, every line is read again. */
  private detect(): void {
    const { text } = this.document;
    const sample = Math.min(sampleLines, text.lineCount);
    if (this.detected === sample) return;
    this.detected = sample;
    const format = formatOf(Array.from({ length: sample }, (_, line) => text.line(line).slice(0, longestParsed)));
    if (format === this.format) return;
    this.format = format;
    this.said.forget(0);
    this.entries = this.newReader();
    for (const { rows } of text.blocks) rows.read.fill(0);
    this.foldAgain();
  }
}

/** Rows folded into a summary, from the first line on. */
class Fold {
  /** The first line that is not yet part of it, from 0. */
  line = 0;
  understood = 0;
  cut = 0;
  finished: Summary | null = null;
  /** The first line of each verdict by which this server refused something. */
  readonly rejected = new Map<number, number>();
  readonly part: Part;
  private readonly clock = new YearlessClock();

  constructor(part: Part, path: string) {
    this.part = part;
    part.open(path);
  }

  add(row: Row): void {
    if (row.further > 0) {
      this.part.add(row);
      return;
    }
    this.line++;
    this.finished = null;
    if (row.kind !== Kind.unknown) this.understood++;
    if (row.kind === Kind.rejection && !this.rejected.has(row.verdict)) this.rejected.set(row.verdict, row.line);
    if (isYearless(row.time)) recount(row, this.clock);
    this.part.add(row);
  }
}

function rejectionKey({ code, enhancedCode, reason }: Pick<Summary['rejectionReasons'][number], 'code' | 'enhancedCode' | 'reason'>): string {
  return `${code} ${enhancedCode ?? ''} ${reason}`;
}

/** A row may have been read when other lines stood before it: its year is counted along the lines as they are. */
function recount(row: Row, clock: YearlessClock): void {
  const time = yearlessOf(row.time);
  row.time = codedYearless(clock.next(time - Math.floor(time / yearlessYear) * yearlessYear));
}
