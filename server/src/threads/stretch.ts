import { type Engine, Framer, LogFold, Part, type PartFilter, Tables } from '../core.ts';
import { readLog } from '../source/node/open.ts';
import { pieceSize, RangeReader } from '../source/node/range.ts';
import { problemOf, SourceProblem } from '../source/problem.ts';
import { keepsHeapSmall } from './memory.ts';
import type { Block, Source } from './plan.ts';

/** A file that could not be read, or not to its end, and why. */
export interface Problem {
  path: string;
  message: string;
}

/** Blocks that follow each other, read by one thread into one part. */
export interface Stretch {
  /** Number of the first block. */
  first: number;
  part: Part;
  /** Lines longer than what is read of one. */
  cut: number;
  problems: Problem[];
}

export interface StretchOptions {
  sources: readonly Source[];
  blocks: readonly Block[];
  engine: Engine;
  filter: (tables: Tables) => PartFilter | null;
  /** Says how many bytes on disk have been read since it was called last. */
  advance: (bytes: number) => void;
  signal?: AbortSignal;
}

/** Reads blocks as `claim` gives them, each number one above the last, until it gives -1. */
export async function readStretch(first: number, claim: () => number, options: StretchOptions): Promise<Stretch> {
  const tables = new Tables();
  const part = new Part({ tables, first: first === 0, filter: options.filter(tables) });
  const fold = new LogFold(tables, options.engine, (row) => void part.add(row), part.readsOrdinary());
  const reading = new StretchReader(part, fold, options);
  const keepHeapSmall = keepsHeapSmall();
  for (let block = first; block >= 0; block = claim()) {
    await reading.read(options.blocks[block]);
    keepHeapSmall();
  }
  reading.end();
  return { first, part, cut: fold.cut, problems: reading.problems };
}

class StretchReader {
  readonly problems: Problem[] = [];
  private readonly part: Part;
  private readonly fold: LogFold;
  private readonly options: StretchOptions;
  private framer = new Framer();
  private range: RangeReader | null = null;
  private source = -1;

  constructor(part: Part, fold: LogFold, options: StretchOptions) {
    this.part = part;
    this.fold = fold;
    this.options = options;
  }

  async read(block: Block): Promise<void> {
    const source = this.options.sources[block.source];
    if (block.source !== this.source) this.open(block, source);
    try {
      if (source.plain) await this.readRange(block, source);
      else await this.readStream(source);
    } catch (error) {
      this.options.signal?.throwIfAborted();
      // a fault of ours is no fault of the file
      if (!(error instanceof SourceProblem) && !(error instanceof Error && 'code' in error)) throw error;
      this.problems.push({ path: source.name, message: problemOf(error).message });
    }
  }

  end(): void {
    if (this.source < 0) return;
    for (const bytes of this.range?.rest() ?? []) this.take(bytes);
    this.range = null;
    const last = this.framer.end();
    if (last !== '') this.fold.add(last);
    this.fold.end();
  }

  private open(block: Block, source: Source): void {
    this.end();
    this.framer = new Framer();
    this.source = block.source;
    const continued = block.start > source.skip;
    const before = continued ? 0 : source.repeated;
    this.part.open(source.name, continued, before);
    this.fold.begin(source.format, before);
  }

  private async readRange({ start, end }: Block, { path, skip }: Source): Promise<void> {
    this.range ??= new RangeReader(path, start, start === skip);
    for await (const bytes of this.range.to(end)) this.takeAll(bytes);
    const size = end - start + (start === skip ? skip : 0);
    this.part.addBytes(size);
    this.options.advance(size);
  }

  private async readStream({ path, size }: Source): Promise<void> {
    let told = 0;
    for await (const bytes of readLog(path, this.options.signal, (read) => {
      this.options.advance(read - told);
      told = read;
    })) {
      this.part.addBytes(bytes.length);
      this.takeAll(bytes);
    }
    this.options.advance(size - told);
  }

  private takeAll(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += pieceSize) this.take(bytes.subarray(at, at + pieceSize));
  }

  private take(bytes: Uint8Array): void {
    // the line held back is completed by itself, so that all others need not be copied behind it
    const behind = this.framer.held > 0 ? bytes.indexOf(10) + 1 : 0;
    if (behind > 0) this.fold.addBytes(this.framer.pushBytes(bytes.subarray(0, behind)));
    this.fold.addBytes(this.framer.pushBytes(bytes.subarray(behind)));
  }
}
