import { bombRatio, type Compression, isBomb } from './compression.ts';
import { SourceProblem } from './problem.ts';

/**
 * Watches over an unpacking. What could be read before a fault is given first; then a SourceProblem says where it broke.
 * A decompression bomb is stopped (compression.ts).
 * @param unpacker how the host unpacks; it is given the packed bytes.
 */
export async function* guarded(
  kind: Compression,
  input: AsyncIterable<Uint8Array>,
  unpacker: (packed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const count = { read: 0, made: 0 };
  try {
    for await (const bytes of unpacker(counting(input, count))) {
      count.made += bytes.length;
      if (isBomb(count.read, count.made))
        throw new SourceProblem(`it unpacks to more than ${bombRatio} times its size, which no log does: stopped after ${megabytes(count.made)}`);
      yield bytes;
    }
  } catch (error) {
    if (error instanceof SourceProblem) throw error;
    throw new SourceProblem(
      `the ${kind} archive breaks off or is damaged after ${megabytes(count.read)} of it (${megabytes(count.made)} unpacked): ${message(error)}`,
    );
  }
}

async function* counting(input: AsyncIterable<Uint8Array>, count: { read: number }): AsyncGenerator<Uint8Array> {
  for await (const bytes of input) {
    count.read += bytes.length;
    yield bytes;
  }
}

function message(error: unknown): string {
  // the bzip2 library runs past its input where that ends early
  if (error instanceof TypeError) return 'unexpected end of file';
  return error instanceof Error ? error.message : String(error);
}

function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${bytes} bytes` : `${(bytes / 1e6).toFixed(1)} MB`;
}
