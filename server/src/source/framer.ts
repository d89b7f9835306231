import { longestLine } from './lines.ts';

/** The part of Node's Buffer that reads Latin-1; no other host has it, and pure code must do without. */
interface NativeBuffer {
  from(memory: ArrayBufferLike, offset: number, length: number): { latin1Slice(): string };
}
const native = (globalThis as unknown as { Buffer?: NativeBuffer }).Buffer;

const nothing = new Uint8Array(0);

/** Reads bytes as Latin-1: one character a byte, so that offsets in text are offsets in bytes. */
export function latin1(bytes: Uint8Array, start = 0, end = bytes.length): string {
  if (native) return native.from(bytes.buffer, bytes.byteOffset + start, end - start).latin1Slice();
  let text = '';
  for (let i = start; i < end; i += 8192) text += String.fromCharCode(...bytes.subarray(i, Math.min(i + 8192, end)));
  return text;
}

/**
 * Turns chunks of bytes, cut anywhere, into texts of whole lines (Latin-1). A line above the limit keeps its first
 * `limit` + 1 bytes, so that `frameLines` still sees that it was cut: memory does not grow with a line of gigabytes.
 */
export class Framer {
  private readonly limit: number;
  /** The unfinished last line. */
  private rest: Uint8Array[] = [];
  private restLength = 0;
  private scratch = new Uint8Array(0);

  constructor(limit: number = longestLine) {
    this.limit = limit;
  }

  /** The lines that `bytes` completes, each with its ending; '' where it completes none. */
  push(bytes: Uint8Array): string {
    return latin1(this.pushBytes(bytes));
  }

  /** The same as bytes, lent until the next call. */
  pushBytes(bytes: Uint8Array): Uint8Array {
    const newline = bytes.lastIndexOf(10);
    if (newline < 0) {
      this.keep(bytes);
      return nothing;
    }
    const lines = this.joined(bytes.subarray(this.firstNeeded(bytes), newline + 1));
    this.keep(bytes.subarray(newline + 1));
    return lines;
  }

  /** The last line, where it has no ending; '' where it has. */
  end(): string {
    return this.take();
  }

  /** Bytes of an unfinished line held back. */
  get held(): number {
    return this.restLength;
  }

  private overlong = false;

  /** Where the line held back was already too long, its remainder up to the newline is passed over. */
  private firstNeeded(bytes: Uint8Array): number {
    const skip = this.overlong ? bytes.indexOf(10) : 0;
    this.overlong = false;
    return skip;
  }

  private keep(bytes: Uint8Array): void {
    const room = this.limit + 1 - this.restLength;
    if (bytes.length > room) this.overlong = true;
    if (room <= 0 || bytes.length === 0) return;
    // a copy: the caller may use its buffer again
    const piece = bytes.slice(0, room);
    this.rest.push(piece);
    this.restLength += piece.length;
  }

  /** What was held back and `bytes`. */
  private joined(bytes: Uint8Array): Uint8Array {
    if (this.restLength === 0) return bytes;
    const length = this.restLength + bytes.length;
    if (this.scratch.length < length) this.scratch = new Uint8Array(length);
    let at = 0;
    for (const piece of this.rest) {
      this.scratch.set(piece, at);
      at += piece.length;
    }
    this.scratch.set(bytes, at);
    this.rest = [];
    this.restLength = 0;
    return this.scratch.subarray(0, length);
  }

  private take(): string {
    let text = '';
    for (const piece of this.rest) text += latin1(piece);
    this.rest = [];
    this.restLength = 0;
    return text;
  }
}
