import { type Encoding, fromIndex, toIndex } from './encoding.ts';
import { BlockText, type Place } from './text.ts';

/** A position as LSP has it: both from 0, `character` in the encoding agreed with the client. */
export interface Position {
  line: number;
  character: number;
}

export interface Range {
  start: Position;
  end: Position;
}

/** One change of `textDocument/didChange`: a new text for a range, or for the whole document. */
export type ContentChange = { range: Range; text: string } | { text: string };

/** An open document: its text in blocks, and positions in the client's encoding. */
export class LogDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly encoding: Encoding;
  version: number;
  text: BlockText;
  /** Told of the first line that an edit touched, to keep in step what was derived from the text; 0 for a whole new text. */
  onEdit: (line: number) => void = () => {};

  constructor(uri: string, languageId: string, version: number, text: string, encoding: Encoding) {
    this.uri = uri;
    this.languageId = languageId;
    this.version = version;
    this.text = new BlockText(text);
    this.encoding = encoding;
  }

  get lineCount(): number {
    return this.text.lineCount;
  }

  /** Applies changes in order, as the protocol demands: each sees the text the one before left. */
  update(changes: readonly ContentChange[], version: number): void {
    for (const change of changes) {
      if ('range' in change) this.replace(change.range, change.text);
      else this.replaceAll(change.text);
    }
    this.version = version;
  }

  place({ line, character }: Position): Place {
    return { line, index: this.encoding === 'utf-16' ? character : toIndex(this.text.line(line), character, this.encoding) };
  }

  position({ line, index }: Place): Position {
    return { line, character: this.encoding === 'utf-16' ? index : fromIndex(this.text.line(line), index, this.encoding) };
  }

  /** A part of one line. */
  range(line: number, start: number, end: number): Range {
    return { start: this.position({ line, index: start }), end: this.position({ line, index: end }) };
  }

  /** A whole line without its line end. */
  lineRange(line: number): Range {
    return this.range(line, 0, this.text.line(line).length);
  }

  private replace({ start, end }: Range, text: string): void {
    this.onEdit(this.text.replace(this.place(start), this.place(end), text));
  }

  private replaceAll(text: string): void {
    this.text = new BlockText(text);
    this.onEdit(0);
  }
}
