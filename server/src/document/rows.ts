/** `Rows.kind` of a line that has not been read yet; all others are numbers of `Kind`. */
export const unread = 255;

/**
 * What is kept of each line of a block, in columns: enough to find the lines of a message or an address without reading
 * the text again. Hashes may collide: whoever uses them looks at the line itself.
 */
export class Rows {
  /** A number of `Kind`, or `unread`. */
  readonly kind: Uint8Array;
  /** Hash of the queue ID, 0 without one. */
  readonly queue: Uint32Array;
  /** Hash of the other queue ID a line names: `queued as X`, `non-delivery notification: X`; 0 without one. */
  readonly other: Uint32Array;
  /** Hash of the recipient or sender address, 0 without one. */
  readonly address: Uint32Array;

  readonly length: number;

  constructor(length: number) {
    this.length = length;
    this.kind = new Uint8Array(length).fill(unread);
    this.queue = new Uint32Array(length);
    this.other = new Uint32Array(length);
    this.address = new Uint32Array(length);
  }

  /** Takes over rows `from` to `to` of another block. */
  copy(source: Rows, from: number, to: number, at: number): void {
    this.kind.set(source.kind.subarray(from, to), at);
    this.queue.set(source.queue.subarray(from, to), at);
    this.other.set(source.other.subarray(from, to), at);
    this.address.set(source.address.subarray(from, to), at);
  }

  slice(from: number, to: number): Rows {
    const part = new Rows(to - from);
    part.copy(this, from, to, 0);
    return part;
  }
}

/** Hash of an ID or address; never 0. FNV-1a over the UTF-16 units, letters without case. */
export function hashOf(text: string, start = 0, end = text.length): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) {
    let code = text.charCodeAt(at);
    if (code >= 65 && code <= 90) code += 32;
    hash = Math.imul(hash ^ code, 0x01000193);
  }
  return hash >>> 0 || 1;
}
