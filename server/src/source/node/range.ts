import { closeSync, openSync, read, readSync } from 'node:fs';

/** Bytes read at once: texts made of more leave the young generation, which costs several times as much. */
export const pieceSize = 1 << 16;

/** Bytes read ahead, beside the work on those before. */
const aheadSize = 1 << 19;

/**
 * Lends the bytes of the lines that begin in a range of a plain file, in pieces cut anywhere; each is overwritten by the next. The range can be
 * lengthened while it is read, so that the lines across two neighbouring ranges are read like any others.
 */
export class RangeReader {
  private readonly file: number;
  private readonly buffer = new Uint8Array(pieceSize);
  private readonly buffers = [new Uint8Array(aheadSize), new Uint8Array(aheadSize)];
  private spare = 0;
  private ahead: Ahead | null = null;
  private at: number;

  /** @param whole nothing lies before `start`; else a line that began before it is passed over. */
  constructor(path: string, start: number, whole: boolean) {
    this.file = openSync(path, 'r');
    this.at = whole ? start : this.firstLine(start - 1);
  }

  /** Reads on to `end`. */
  async *to(end: number): AsyncGenerator<Uint8Array> {
    while (this.at < end) {
      const bytes = (await this.next()).subarray(0, end - this.at);
      if (bytes.length === 0) return;
      this.at += bytes.length;
      this.readAhead();
      yield bytes;
    }
  }

  /** The bytes at `at`. */
  private next(): Promise<Uint8Array> {
    if (this.ahead?.at !== this.at) this.readAhead();
    return (this.ahead as Ahead).bytes;
  }

  /** Begins to read what follows, into the buffer that is not lent. */
  private readAhead(): void {
    const before = this.ahead?.bytes;
    this.spare = 1 - this.spare;
    const buffer = this.buffers[this.spare];
    const { at } = this;
    const start = () =>
      new Promise<Uint8Array>((resolve, reject) => {
        read(this.file, buffer, 0, aheadSize, at, (error, count) => (error ? reject(error) : resolve(buffer.subarray(0, count))));
      });
    // one at a time: a buffer is not filled by two
    const bytes = before ? before.then(start, start) : start();
    // whoever asks for it hears of the fault
    bytes.catch(() => {});
    this.ahead = { at, bytes };
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
    const close = () => closeSync(this.file);
    if (this.ahead) this.ahead.bytes.then(close, close);
    else close();
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

interface Ahead {
  at: number;
  bytes: Promise<Uint8Array>;
}
