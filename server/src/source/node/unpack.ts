import type { Compression } from '../compression.ts';
import { guarded } from '../guard.ts';

/** Unpacks a stream; see guard.ts for its faults. Memory is bounded by the formats' own windows. Most logs are not packed: what it takes is loaded when one is. */
export function unpack(kind: Compression, input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return guarded(kind, input, async function* (packed) {
    const { unpackers } = await import('./unpackers.ts');
    yield* unpackers[kind](packed);
  });
}
