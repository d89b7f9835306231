import { createReadStream, promises as files } from 'node:fs';
import { type Compression, detectCompression } from '../compression.ts';
import { logText } from '../log-text.ts';
import { problemOf } from '../problem.ts';
import { checkKind } from './kind.ts';
import { unpack } from './unpack.ts';

const readSize = 1 << 20;

/**
 * The bytes of a log as UTF-8 (or whatever eight-bit text it is), unpacked, without byte order mark. `-` is standard input.
 * `read` is told how many bytes of the file have been read. Throws a SourceProblem where it cannot be read, after the bytes that could be.
 */
export async function* readLog(path: string, signal?: AbortSignal, read?: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  try {
    const input = path === '-' ? process.stdin : await openFile(path, signal);
    yield* logText(read ? counted(input, read) : input, unpack);
  } catch (error) {
    signal?.throwIfAborted();
    throw problemOf(error);
  }
}

async function openFile(path: string, signal?: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  checkKind(await files.stat(path));
  return createReadStream(path, { highWaterMark: readSize, ...(signal && { signal }) });
}

/** How the file is packed, null where it is not, or cannot be read. */
export async function compressionOf(path: string): Promise<Compression | null> {
  for await (const bytes of createReadStream(path, { start: 0, end: 15 })) return detectCompression(bytes);
  return null;
}

async function* counted(input: AsyncIterable<Uint8Array>, read: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const bytes of input) {
    total += bytes.length;
    read(total);
    yield bytes;
  }
}
