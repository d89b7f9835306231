import { endsWhole, lineStarts, trimLineEnd } from './lines.ts';
import { Rows } from './rows.ts';

/** Characters a block aims at: small enough that an edit in it is nothing, large enough that 50 MB are a few hundred blocks. */
const usualBlockSize = 128 * 1024;

/** Whole lines of a document, one after the other, with what is kept of each. */
export interface Block {
  text: string;
  /** Offset in `text` of each line. */
  starts: Uint32Array;
  rows: Rows;
}

/** A place: line from 0, index into the line's text (UTF-16). */
export interface Place {
  line: number;
  index: number;
}

/** The text of an open document as blocks of lines. An edit costs its block, not the document. */
export class BlockText {
  readonly blocks: Block[];
  private readonly blockSize: number;
  /** Number of the first line of each block, and the number of lines at the end. */
  private firstLines: number[] = [];

  /** Tests take small blocks. */
  constructor(text: string, blockSize = usualBlockSize) {
    this.blockSize = blockSize;
    this.blocks = this.cut(text, true);
    this.number(0);
  }

  /** A text that ends with a line end has one more, empty line: as the editor counts. */
  get lineCount(): number {
    return this.firstLines[this.blocks.length];
  }

  /** Number of the first line of a block. */
  firstLine(block: number): number {
    return this.firstLines[block];
  }

  /** Block that holds a line; the line is cut to what there is. */
  blockOf(line: number): number {
    let low = 0;
    let high = this.blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.firstLines[middle] <= line) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** A line without its line end; empty beyond the end. */
  line(line: number): string {
    if (line < 0 || line >= this.lineCount) return '';
    const at = this.blockOf(line);
    const { text, starts } = this.blocks[at];
    const own = line - this.firstLines[at];
    return text.slice(starts[own], endOf(this.blocks[at], own));
  }

  /** The whole text. For tests and for small documents. */
  toString(): string {
    return this.blocks.map((block) => block.text).join('');
  }

  /**
   * Replaces what lies between two places. Places beyond the text or a line are taken as its end.
   * @returns the first line that is not what it was; all before it are untouched.
   */
  replace(from: Place, to: Place, text: string): number {
    const [start, end] = inOrder(this.clamp(from), this.clamp(to));
    let first = this.blockOf(start.line);
    let last = this.blockOf(end.line);
    const startOffset = this.offset(first, start);
    const endOffset = this.offset(last, end);
    // a line feed put behind another block's carriage return makes one line end of the two
    const joins = startOffset === 0 && first > 0 && !endsWhole(this.blocks[first - 1].text);
    if (this.isFull(first) && startOffset === this.blocks[first].text.length) {
      this.append(text);
      return start.line;
    }
    let head = this.blocks[first].text.slice(0, startOffset);
    if (joins) head = this.blocks[--first].text + head;
    let tail = this.blocks[last].text.slice(endOffset);
    while (last + 1 < this.blocks.length && !endsWhole(tail || text || head)) tail += this.blocks[++last].text;
    const touched = start.line - (head.endsWith('\r') && start.index === 0 ? 1 : 0);
    this.rebuild(first, last, head + text + tail, touched, end.line);
    return touched;
  }

  /** The last block, when it ends with a line end and needs no more text. */
  private isFull(block: number): boolean {
    const { text } = this.blocks[block];
    return block + 1 === this.blocks.length && text.length >= this.blockSize && endsWhole(text);
  }

  /** New blocks behind the last, whose empty last line is theirs now. */
  private append(text: string): void {
    const last = this.blocks.length - 1;
    const { text: before, starts, rows } = this.blocks[last];
    const lines = rows.length - 1;
    this.blocks[last] = { text: before, starts: starts.slice(0, lines), rows: rows.slice(0, lines) };
    this.blocks.push(...this.cut(text, true));
    this.number(last);
  }

  /** Puts new text in place of some blocks; lines before `touched` and after `end` keep their rows. */
  private rebuild(first: number, last: number, text: string, touched: number, end: number): void {
    const old = this.blocks.slice(first, last + 1);
    const oldFirst = this.firstLines[first];
    const oldEnd = this.firstLines[last + 1];
    const fresh = this.cut(text, last + 1 === this.blocks.length);
    const lines = fresh.reduce((sum, block) => sum + block.rows.length, 0);
    const keptBefore = touched - oldFirst;
    const keptAfter = Math.max(0, Math.min(oldEnd - end - 1, lines - keptBefore - 1));
    const rows = new Rows(lines);
    copyRows(old, rows, 0, keptBefore, 0);
    copyRows(old, rows, oldEnd - oldFirst - keptAfter, oldEnd - oldFirst, lines - keptAfter);
    shareRows(fresh, rows);
    this.blocks.splice(first, old.length, ...fresh);
    this.number(first);
  }

  /** Cuts a text into blocks that end with a line feed. */
  private cut(text: string, last: boolean): Block[] {
    const blocks: Block[] = [];
    let start = 0;
    while (text.length - start > 2 * this.blockSize) {
      const end = text.indexOf('\n', start + this.blockSize) + 1;
      if (end === 0 || end === text.length) break;
      blocks.push(blockOf(ownCopy(text.slice(start, end)), false));
      start = end;
    }
    blocks.push(blockOf(start === 0 ? text : ownCopy(text.slice(start)), last));
    return blocks;
  }

  private clamp({ line, index }: Place): Place {
    if (line < 0) return { line: 0, index: 0 };
    if (line >= this.lineCount) return { line: this.lineCount - 1, index: this.line(this.lineCount - 1).length };
    return { line, index: Math.min(Math.max(index, 0), this.line(line).length) };
  }

  private offset(block: number, { line, index }: Place): number {
    return this.blocks[block].starts[line - this.firstLines[block]] + index;
  }

  private number(from: number): void {
    let line = from === 0 ? 0 : this.firstLines[from];
    this.firstLines.length = this.blocks.length + 1;
    for (let at = from; at < this.blocks.length; at++) {
      this.firstLines[at] = line;
      line += this.blocks[at].rows.length;
    }
    this.firstLines[this.blocks.length] = line;
  }
}

/** Where a line of a block ends, without its line end. */
export function endOf({ text, starts }: Block, line: number): number {
  return trimLineEnd(text, starts[line], line + 1 < starts.length ? starts[line + 1] : text.length);
}

function inOrder(from: Place, to: Place): [Place, Place] {
  const swapped = to.line < from.line || (to.line === from.line && to.index < from.index);
  return swapped ? [to, from] : [from, to];
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A piece that does not keep the whole text alive; and one sign beyond Latin-1 somewhere does not double the size of every piece. */
function ownCopy(piece: string): string {
  const wellFormed = (piece as string & { isWellFormed(): boolean }).isWellFormed();
  return wellFormed ? decoder.decode(encoder.encode(piece)) : piece;
}

function blockOf(text: string, last: boolean): Block {
  const starts = lineStarts(text, last);
  return { text, starts, rows: new Rows(starts.length) };
}

function copyRows(blocks: readonly Block[], target: Rows, from: number, to: number, at: number): void {
  let first = 0;
  for (const { rows } of blocks) {
    const start = Math.max(from - first, 0);
    const end = Math.min(to - first, rows.length);
    if (start < end) target.copy(rows, start, end, at + first + start - from);
    first += rows.length;
  }
}

function shareRows(blocks: Block[], rows: Rows): void {
  let first = 0;
  for (const block of blocks) {
    const count = block.rows.length;
    block.rows = blocks.length === 1 ? rows : rows.slice(first, first + count);
    first += count;
  }
}
