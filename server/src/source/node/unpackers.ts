import type { Compression } from '../compression.ts';
import { unpackFrames } from './unpacker.ts';
import { unpackXz } from './xz.ts';

/** By kind: how it is unpacked. In dist/ a file of its own, unpack.js, which command line, threads and server load when they need it. */
export const unpackers: Readonly<Record<Compression, (input: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array>>> = {
  gzip: (input) => unpackFrames('gzip', input),
  bzip2: (input) => unpackFrames('bzip2', input),
  zstd: (input) => unpackFrames('zstd', input),
  xz: unpackXz,
};
