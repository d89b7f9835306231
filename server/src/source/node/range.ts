import { closeSync, openSync, readSync } from 'node:fs';

/** Bytes read at once: texts made of more leave the young generation, which costs several times as much. */
export const pieceSize = 1 << 16;

/**
 * Lends the bytes of the lines that begin in a range of a plain file, in pieces cut anywhere; each is overwritten by the next. The range can be
 * lengthened while it is read, so that the lines across two neighbouring ranges are read like any others.
 */
export class RangeReader {
  private readonly file: number;
  private readonly buffer = new Uint8Array(pieceSize);
  private at: number;

  /** @param whole nothing lies before `start`; else a line that began before it is passed over. */
  constructor(path: string, start: number, whole: boolean) {
    this.file = openSync(path, 'r');
    this.at = whole ? start : this.firstLine(start - 1);
  }

  /** Reads on to `end`. */
  *to(end: number): Generator<Uint8Array> {
    while (this.at < end) {
      const bytes = this.read(Math.min(pieceSize, end - this.at));
      if (bytes.length === 0) return;
      yield bytes;
    }
  }

  /** Reads the line that the range ends in, and closes the file. */
  *rest(): Generator<Uint8Array> {
    try {
      // `at` lies behind the range where its last line was already read, or where no line begins in it
      for (let ended = this.at === 0 || this.isBehindLine(); !ended; ) {
        const bytes = this.read(pieceSize);
        const newline = bytes.indexOf(10);
        ended = newline >= 0 || bytes.length === 0;
        if (bytes.length > 0) yield newline < 0 ? bytes : bytes.subarray(0, newline + 1);
      }
    } finally {
      this.close();
    }
  }

  close(): void {
    closeSync(this.file);
  }

  private isBehindLine(): boolean {
    const one = new Uint8Array(1);
    return readSync(this.file, one, 0, 1, this.at - 1) === 1 && one[0] === 10;
  }

  /** Where the line after the newline at or behind `from` begins; the end of the file where there is none. */
  private firstLine(from: number): number {
    this.at = from;
    for (;;) {
      const start = this.at;
      const bytes = this.read(pieceSize);
      const newline = bytes.indexOf(10);
      if (newline >= 0) return start + newline + 1;
      if (bytes.length === 0) return start;
    }
  }

  private read(length: number): Uint8Array {
    const count = readSync(this.file, this.buffer, 0, length, this.at);
    this.at += count;
    return this.buffer.subarray(0, count);
  }
}
