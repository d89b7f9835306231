import { utf8OfLatin1 } from './bytes.ts';
import { type LineWindow, windowOf } from './window.ts';

/** The bytes of a log, for an editor. */
export interface Excerpted {
  /** One line for each line of the log, ended by \n. */
  text: string;
  /** Which lines of the log these are; null: all of them. */
  window: LineWindow | null;
}

/**
 * Collects the text of a log for an editor from pieces of whole lines (Framer's Latin-1): all of it, or, where that is larger
 * than `most` characters, the window around one line. Holds at most about twice as much.
 */
export class Excerpt {
  private readonly most: number;
  private readonly window: LineWindow;
  /** Null once it is too much. */
  private whole: string[] | null = [];
  private size = 0;
  private readonly inWindow: string[] = [];
  private inWindowSize = 0;
  /** Lines seen. */
  lines = 0;

  constructor(line: number, most: number) {
    this.most = most;
    this.window = windowOf(line);
  }

  /** @returns whether more is wanted. */
  add(text: string): boolean {
    if (text === '') return true;
    const before = this.lines;
    this.lines += countLines(text);
    if (this.lines >= this.window.first && before < this.window.last) this.collect(text, before);
    this.size += text.length;
    if (this.size > this.most) this.whole = null;
    else this.whole?.push(text);
    return this.whole !== null || this.lines < this.window.last;
  }

  finish(): Excerpted {
    if (this.whole) return { text: forEditor(this.whole), window: null };
    const { first, last } = this.window;
    return { text: forEditor(this.inWindow), window: { first, last: Math.min(last, this.lines) } };
  }

  private collect(text: string, before: number): void {
    const { first, last } = this.window;
    const lines = text.split('\n');
    if (text.endsWith('\n')) lines.pop();
    for (const line of lines.slice(Math.max(0, first - 1 - before), last - before)) this.keep(line);
  }

  private keep(line: string): void {
    this.inWindow.push(`${line}\n`);
    this.inWindowSize += line.length;
    if (this.inWindowSize <= this.most) return;
    const room = Math.floor(this.most / (2 * (this.window.last - this.window.first + 1)));
    // lines of kilobytes, thousands of them: each is cut, none left out
    for (const [at, kept] of this.inWindow.entries()) if (kept.length > room + 4) this.inWindow[at] = `${kept.slice(0, room)}...\n`;
    this.inWindowSize = this.inWindow.reduce((size, { length }) => size + length, 0);
  }
}

function countLines(text: string): number {
  let lines = text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

function forEditor(pieces: readonly string[]): string {
  return pieces.map((piece) => shown(utf8OfLatin1(piece))).join('');
}

/** Editors end lines at a lone \r, too, ask about U+2028 and take NUL for a sign of a binary file: each is shown as its picture. */
function shown(text: string): string {
  if (!/[\0\r\u2028\u2029]/.test(text)) return text;
  return text
    .replaceAll('\r\n', '\n')
    .replace(/\0+/g, (run) => (run.length < 8 ? '\u2400'.repeat(run.length) : '\u2400...'))
    .replaceAll('\r', '\u240d')
    .replace(/[\u2028\u2029]/g, '\u2424');
}
