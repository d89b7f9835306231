import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { detectAmong, type FormatId, firstLines, formatOf, latin1 } from '../core.ts';
import { detectCompression } from '../source/compression.ts';
import { detectEncoding } from '../source/encoding.ts';
import { checkKind } from '../source/node/kind.ts';

/** A file to be read. Plain ones can be read from any place; others only from the beginning. */
export interface Source {
  path: string;
  /** What it is called in the summary. */
  name: string;
  /** It can be read twice: a file, no pipe. */
  isFile: boolean;
  /** Bytes on disk. */
  size: number;
  plain: boolean;
  /** Bytes passed over at the start: a byte order mark, what the file before holds already. */
  skip: number;
  /** Lines among them. */
  repeated: number;
  /** As the first lines tell; undefined where they have to be unpacked first. */
  format?: FormatId | null;
}

/** A piece of a source that one thread reads. */
export interface Block {
  /** Number of the source. */
  source: number;
  start: number;
  /** Exclusive. */
  end: number;
}

const blockSize = 1 << 20;
const headSize = 1 << 18;
/** Bytes looked at in each further place. */
const sampleSize = 1 << 17;
/** `{`: what begins with a JSON object is read from its beginning on. */
const brace = 0x7b;
/** A packed log holds about so many bytes for each of its own. */
const packedRatio = 10;

/** Looks at a file. @throws what the file system says, or a SourceProblem. */
export function sourceOf(path: string, name: string): Source {
  if (path === '-') return { path, name, isFile: false, size: 0, plain: false, skip: 0, repeated: 0 };
  const about = statSync(path);
  checkKind(about);
  const streamed = { path, name, isFile: about.isFile(), size: about.size, plain: false, skip: 0, repeated: 0 };
  // a pipe gives its bytes once; /proc and the like tell a size of 0
  if (!about.isFile() || about.size === 0) return streamed;
  const head = headOf(path, Math.min(headSize, about.size));
  const { encoding, skip } = detectEncoding(head);
  if (encoding !== 'utf-8' || detectCompression(head) !== null || head[skip] === brace) return streamed;
  return { ...streamed, plain: true, skip, format: formatOfFile(path, about.size, head.subarray(skip)) };
}

function headOf(path: string, length: number, from = 0): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.allocUnsafe(length);
    return head.subarray(0, readSync(file, head, 0, length, from));
  } finally {
    closeSync(file);
  }
}

/** By its first lines; where they show nothing (a boot, another program, a line of megabytes), by others, up to the last. */
function formatOfFile(path: string, size: number, head: Uint8Array): FormatId | null {
  const text = latin1(head);
  const first = formatOf(firstLines(text)) ?? detectAmong(text);
  if (first !== null || size <= head.length) return first;
  for (let tenth = 1; tenth <= 10; tenth++) {
    const from = tenth < 10 ? Math.floor((size * tenth) / 10) : Math.max(0, size - sampleSize);
    const format = detectAmong(latin1(headOf(path, sampleSize, from)));
    if (format !== null) return format;
  }
  return null;
}

/** Cuts sources into blocks, in order. */
export function blocksOf(sources: readonly Source[]): Block[] {
  const blocks: Block[] = [];
  for (const [source, { plain, size, skip }] of sources.entries()) {
    if (!plain || size <= skip) blocks.push({ source, start: skip, end: Math.max(size, skip) });
    else for (let start = skip; start < size; start += blockSize) blocks.push({ source, start, end: Math.min(start + blockSize, size) });
  }
  return blocks;
}

/** Bytes of text in a block, as far as that is known. */
export function weightOf({ source, start, end }: Block, sources: readonly Source[]): number {
  return (end - start) * (sources[source].plain ? 1 : packedRatio);
}
