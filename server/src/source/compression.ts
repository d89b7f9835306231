/** How a file is packed, judged by its first bytes, never by its name. */
export type Compression = 'gzip' | 'bzip2' | 'xz' | 'zstd';

const magic: readonly [Compression, readonly number[]][] = [
  ['gzip', [0x1f, 0x8b]], // RFC 1952 section 2.3.1
  ['bzip2', [0x42, 0x5a, 0x68]], // "BZh", then the block size
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]], // .xz file format section 2.1.1.1
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]], // RFC 8878 section 3.1.1
];

/** @returns null for what is not packed in a way that Mail Log reads. */
export function detectCompression(head: Uint8Array): Compression | null {
  const found = magic.find(([, bytes]) => bytes.every((byte, i) => head[i] === byte));
  if (!found) return null;
  // "BZh" may begin a text; the digit and the block's magic (pi) do not
  if (found[0] === 'bzip2' && !(head[3] >= 0x31 && head[3] <= 0x39 && (head[4] === 0x31 || head[4] === 0x17))) return null;
  return found[0];
}

/** Output is allowed to be so many times the input; ordinary logs stay below 100. */
export const bombRatio = 400;
/** Below this many bytes of output no ratio is suspicious. */
export const bombFloor = 256 * 1024 * 1024;

/** Whether a stream that made `output` bytes of `input` bytes is a decompression bomb. */
export function isBomb(input: number, output: number): boolean {
  return output > bombFloor && output > bombRatio * input;
}
