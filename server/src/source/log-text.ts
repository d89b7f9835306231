import { bytesOfLatin1, joinBytes, utf8Bytes, utf8OfLatin1 } from './bytes.ts';
import { type Compression, detectCompression } from './compression.ts';
import { detectEncoding, Transcoder } from './encoding.ts';
import { Framer } from './framer.ts';
import { isJsonLog, syslogLine } from './json-lines.ts';

/** Unpacks a stream of one kind; what the host can do decides how. Throws a SourceProblem after what could be unpacked. */
export type Unpack = (kind: Compression, packed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** The bytes of a log as UTF-8 (or whatever eight-bit text it is), unpacked, without byte order mark, JSON objects as syslog lines. */
export function logText(input: AsyncIterable<Uint8Array>, unpack: Unpack): AsyncGenerator<Uint8Array> {
  return syslogText(plainText(unpacked(input, unpack)));
}

async function* unpacked(input: AsyncIterable<Uint8Array>, unpack: Unpack): AsyncGenerator<Uint8Array> {
  const { head, all } = await peek(input, 6);
  const kind = detectCompression(head);
  yield* kind ? unpack(kind, all) : all;
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
      told ??= text === '' ? null : isJsonLog(utf8OfLatin1(text.slice(0, text.indexOf('\n'))));
      if (text !== '') yield told ? syslogLines(text) : bytesOfLatin1(text);
    }
  }
  const last = framer.end();
  if (last !== '') yield (told ?? isJsonLog(utf8OfLatin1(last))) ? syslogLines(last) : bytesOfLatin1(last);
}

const brace = 0x7b;

function syslogLines(text: string): Uint8Array {
  return utf8Bytes(utf8OfLatin1(text).split('\n').map(syslogLine).join('\n'));
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
  return { head: joinBytes(first).subarray(0, length), all: again(first, iterator, fault) };
}

async function* again(first: Uint8Array[], iterator: AsyncIterator<Uint8Array>, fault: unknown): AsyncGenerator<Uint8Array> {
  try {
    yield* first;
    if (fault) throw fault;
    for (;;) {
      const next = await iterator.next();
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}
