import xz from 'xz-decompress';
import { bombRatio, type Compression, isBomb } from '../compression.ts';
import { SourceProblem } from '../problem.ts';
import { unpackFrames } from './unpacker.ts';

/**
 * Unpacks a stream. What could be read before a fault is given first; then a SourceProblem says where it broke.
 * Memory is bounded by the formats' own windows; a decompression bomb is stopped (compression.ts).
 */
export async function* unpack(kind: Compression, input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const count = { read: 0, made: 0 };
  const counted = counting(input, count);
  try {
    for await (const bytes of kind === 'xz' ? unpackXz(counted) : unpackFrames(kind, counted)) {
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

async function* unpackXz(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = input[Symbol.asyncIterator]();
  const packed = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
  const reader = new xz.XzReadableStream(packed as never).getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await iterator.return?.();
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
