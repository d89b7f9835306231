import xz from 'xz-decompress';
import type { Compression } from '../compression.ts';
import { guarded } from '../guard.ts';
import { unpackFrames } from './unpacker.ts';

/** Unpacks a stream; see guard.ts for its faults. Memory is bounded by the formats' own windows. */
export function unpack(kind: Compression, input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return guarded(kind, input, (packed) => (kind === 'xz' ? unpackXz(packed) : unpackFrames(kind, packed)));
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
