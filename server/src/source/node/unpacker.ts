import { createGunzip, createZstdDecompress } from 'node:zlib';
// @ts-expect-error the package has no types
import unbzip2 from 'unbzip2-stream';
import { type Compression, detectCompression } from '../compression.ts';

/** The little that is needed of a Node stream that unpacks. */
interface Unpacker {
  /** Bytes of the input that were used; zlib only. */
  readonly bytesWritten?: number;
  write(bytes: Uint8Array): unknown;
  end(): unknown;
  on(event: string, listener: (value?: never) => void): unknown;
  pause(): unknown;
  resume(): unknown;
  destroy(): unknown;
}

type Streamed = Exclude<Compression, 'xz'>;

function unpackerOf(kind: Streamed): Unpacker {
  // one chunk at a time: what is left of it behind a frame's end is then known
  const options = { chunkSize: 1 << 17, writableHighWaterMark: 1 };
  if (kind === 'gzip') return createGunzip(options) as unknown as Unpacker;
  if (kind === 'zstd') return createZstdDecompress(options) as unknown as Unpacker;
  return unbzip2() as unknown as Unpacker;
}

/** Unpacks all frames or members that follow each other; what comes behind the last one and is none is passed over, as gzip does. */
export async function* unpackFrames(kind: Streamed, input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const packed = new Packed(input[Symbol.asyncIterator]());
  do yield* new Unpacking(unpackerOf(kind), packed).run();
  while (detectCompression(await packed.peek()) === kind);
}

/** The packed bytes, of which some may be given back. */
class Packed {
  private readonly input: AsyncIterator<Uint8Array>;
  private back: Uint8Array | null = null;

  constructor(input: AsyncIterator<Uint8Array>) {
    this.input = input;
  }

  async next(): Promise<Uint8Array | null> {
    const { back } = this;
    this.back = null;
    if (back) return back;
    const { value, done } = await this.input.next();
    return done ? null : value;
  }

  giveBack(bytes: Uint8Array): void {
    this.back = bytes.length > 0 ? bytes : null;
  }

  /** The next few bytes; fewer at the end. */
  async peek(): Promise<Uint8Array> {
    let bytes = (await this.next()) ?? new Uint8Array();
    while (bytes.length < 6) {
      const more = await this.next();
      if (!more) break;
      bytes = Buffer.concat([bytes, more]);
    }
    this.giveBack(bytes);
    return bytes;
  }
}

/**
 * One stream being unpacked. Events instead of the stream's own async iteration: that one throws away what is buffered
 * when the archive turns out to be broken.
 */
class Unpacking {
  private readonly unpacker: Unpacker;
  private readonly packed: Packed;
  private readonly ready: Uint8Array[] = [];
  private state: 'open' | 'ended' | Error = 'open';
  private wakeReader = (): void => {};
  private wakeFeeder = (): void => {};
  private fed = 0;

  constructor(unpacker: Unpacker, packed: Packed) {
    this.unpacker = unpacker;
    this.packed = packed;
    unpacker.on('data', (bytes) => {
      this.ready.push(bytes as unknown as Uint8Array);
      unpacker.pause();
      this.wakeReader();
    });
    unpacker.on('drain', () => this.wakeFeeder());
    unpacker.on('end', () => this.close('ended'));
    unpacker.on('error', (error) => this.close(error as unknown as Error));
  }

  async *run(): AsyncGenerator<Uint8Array> {
    const feeding = this.feed().catch((error) => this.close(error));
    try {
      for (;;) {
        const bytes = this.ready.shift();
        if (bytes) yield bytes;
        else if (this.state === 'ended') return;
        else if (this.state !== 'open') throw this.state;
        else await this.more();
      }
    } finally {
      this.close('ended');
      this.unpacker.destroy();
      await feeding;
    }
  }

  private more(): Promise<void> {
    return new Promise((resolve) => {
      this.wakeReader = resolve;
      this.unpacker.resume();
    });
  }

  private close(state: 'ended' | Error): void {
    if (this.state === 'open') this.state = state;
    this.wakeReader();
    this.wakeFeeder();
  }

  /** Gives the packed bytes at the pace at which the unpacker takes them. */
  private async feed(): Promise<void> {
    for (let bytes = await this.packed.next(); bytes; bytes = await this.packed.next()) {
      if (this.state !== 'open') return this.packed.giveBack(bytes);
      this.fed += bytes.length;
      const drained = new Promise<void>((resolve) => {
        this.wakeFeeder = resolve;
      });
      if (this.unpacker.write(bytes) === false) await drained;
      const unused = this.unused(bytes);
      // the frame ended within these bytes; 'end' comes when its output has been read
      if (unused.length > 0) return this.packed.giveBack(unused);
      if (this.state !== 'open') return;
    }
    if (this.state === 'open') this.unpacker.end();
  }

  private unused(last: Uint8Array): Uint8Array {
    const { bytesWritten } = this.unpacker;
    return bytesWritten === undefined ? new Uint8Array() : last.subarray(last.length - (this.fed - bytesWritten));
  }
}
