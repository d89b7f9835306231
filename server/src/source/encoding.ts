/** How the bytes of a source say text. UTF-8 and anything alike it (ASCII, Latin-1) are read as they are. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/**
 * Judges the first bytes: a byte order mark, or, without one, every second byte zero in the first 64.
 * @returns the encoding and how many bytes of mark to pass over.
 */
export function detectEncoding(head: Uint8Array): { encoding: Encoding; skip: number } {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', skip: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', skip: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', skip: 2 };
  return { encoding: zeroBytes(head), skip: 0 };
}

function zeroBytes(head: Uint8Array): Encoding {
  const length = Math.min(head.length, 64) & ~1;
  if (length < 8) return 'utf-8';
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  const all = length / 2;
  // a block of NUL bytes (copytruncate) has zeros on both sides
  if (odd > 0.9 * all && even < 0.1 * all) return 'utf-16le';
  return even > 0.9 * all && odd < 0.1 * all ? 'utf-16be' : 'utf-8';
}

/** Turns UTF-16 chunks, cut anywhere, into UTF-8. */
export class Transcoder {
  private readonly decoder: InstanceType<typeof TextDecoder>;
  private readonly encoder = new TextEncoder();

  constructor(encoding: 'utf-16le' | 'utf-16be') {
    this.decoder = new TextDecoder(encoding);
  }

  push(bytes: Uint8Array): Uint8Array {
    return this.encoder.encode(this.decoder.decode(bytes, { stream: true }));
  }

  end(): Uint8Array {
    return this.encoder.encode(this.decoder.decode());
  }
}
