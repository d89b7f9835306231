import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type Compression, detectCompression } from '../compression.ts';
import { detectEncoding, Transcoder } from '../encoding.ts';
import { Framer } from '../framer.ts';
import { isJsonLog, syslogLine } from '../json-lines.ts';
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
    yield* syslogText(plainText(unpacked(read ? counted(input, read) : input)));
  } catch (error) {
    signal?.throwIfAborted();
    throw problemOf(error);
  }
}

async function openFile(path: string, signal?: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  checkKind(await stat(path));
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

async function* unpacked(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { head, all } = await peek(input, 6);
  const kind = detectCompression(head);
  if (kind) yield* unpack(kind, all);
  else yield* all;
}

async function* plainText(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { head, all } = await peek(input, 64);
  const { encoding, skip } = detectEncoding(head);
  const transcoder = encoding === 'utf-8' ? null : new Transcoder(encoding);
  let left = skip;
  for await (const bytes of all) {
    const text = left ? bytes.subarray(left) : bytes;
    left = Math.max(0, left - bytes.length);
    yield transcoder ? transcoder.push(text) : text;
  }
  if (transcoder) yield transcoder.end();
}

/** Logs of JSON objects as syslog lines. */
async function* syslogText(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { head, all } = await peek(input, 1);
  if (head[0] !== brace) return yield* all;
  const framer = new Framer();
  let told: boolean | null = null;
  for await (const bytes of all) {
    for (let at = 0; at < bytes.length; at += 65_536) {
      const text = framer.push(bytes.subarray(at, at + 65_536));
      told ??= text === '' ? null : isJsonLog(utf8(text.slice(0, text.indexOf('\n'))));
      if (text !== '') yield told ? syslogLines(text) : Buffer.from(text, 'latin1');
    }
  }
  const last = framer.end();
  if (last !== '') yield (told ?? isJsonLog(utf8(last))) ? syslogLines(last) : Buffer.from(last, 'latin1');
}

const brace = 0x7b;
const utf8 = (latin1: string) => Buffer.from(latin1, 'latin1').toString();

function syslogLines(text: string): Uint8Array {
  return Buffer.from(utf8(text).split('\n').map(syslogLine).join('\n'));
}

/** The first bytes, at least `length` where there are so many, and the whole again. */
async function peek(input: AsyncIterable<Uint8Array>, length: number): Promise<{ head: Uint8Array; all: AsyncIterable<Uint8Array> }> {
  const iterator = input[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let got = 0;
  let fault: unknown = null;
  while (got < length) {
    const next = await iterator.next().catch((error: unknown) => {
      fault = error;
      return { done: true as const, value: undefined };
    });
    if (next.done) break;
    first.push(next.value);
    got += next.value.length;
  }
  return { head: Buffer.concat(first).subarray(0, length), all: again(first, iterator, fault) };
}

async function* again(first: Uint8Array[], iterator: AsyncIterator<Uint8Array>, fault: unknown): AsyncGenerator<Uint8Array> {
  yield* first;
  if (fault) throw fault;
  try {
    for (;;) {
      const next = await iterator.next();
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}
