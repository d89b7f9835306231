import { type FileHandle, open, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { problemOf } from '../problem.ts';
import { checkKind } from './kind.ts';

/** What happens to a file that is followed. */
export type Happening =
  | { kind: 'bytes'; bytes: Uint8Array }
  /** Everything written so far has been read. */
  | { kind: 'idle' }
  /** Another file stands there now; the old one has been read to its end. The new one follows from its beginning. */
  | { kind: 'replaced' }
  /** The file was emptied, or written anew; it follows from its beginning. */
  | { kind: 'truncated' }
  /** There is no such file, or it cannot be opened (any more): waits for it. */
  | { kind: 'missing'; why: string };

const pieceSize = 1 << 16;
/** How often the file is looked at, in milliseconds. Polling, as tail -F does: it works on every file system. */
const pollEvery = 250;
/** So many bytes in front of the place reached tell whether a file was written anew (copytruncate), though it has grown beyond that place since. */
const tailSize = 256;

/** Reads a file as it grows, through its rotation by rename and by copytruncate, until the signal. What is a folder, socket or device counts as missing, too. */
export async function* follow(path: string, signal: AbortSignal): AsyncGenerator<Happening> {
  let waiting = '';
  for (let known = false; !signal.aborted; ) {
    const file = await Followed.open(path).catch((error: unknown) => problemOf(error).message);
    if (file instanceof Followed) {
      if (known) yield { kind: 'replaced' };
      known = true;
      waiting = '';
      try {
        yield* file.read(signal);
      } finally {
        await file.close();
      }
    } else {
      if (waiting !== file) yield { kind: 'missing', why: file };
      waiting = file;
      await pause(signal);
    }
  }
}

class Followed {
  private readonly path: string;
  private readonly file: FileHandle;
  private readonly identity: string;
  private readonly buffer = new Uint8Array(pieceSize);
  /** The last bytes in front of `at`: read again with what follows them, in one go. */
  private tail: Uint8Array = new Uint8Array();
  private at = 0;

  private constructor(path: string, file: FileHandle, identity: string) {
    this.path = path;
    this.file = file;
    this.identity = identity;
  }

  static async open(path: string): Promise<Followed> {
    checkKind(await stat(path));
    const file = await open(path, 'r');
    return new Followed(path, file, identityOf(await file.stat()));
  }

  /** Until another file stands in its place. */
  async *read(signal: AbortSignal): AsyncGenerator<Happening> {
    let missing = false;
    while (!signal.aborted) {
      if (!(yield* this.rest())) {
        this.at = 0;
        this.tail = new Uint8Array();
        yield { kind: 'truncated' };
        continue;
      }
      yield { kind: 'idle' };
      const there = await stat(this.path).catch(() => null);
      // after a rename the writer goes on with the old file until it is told: it has turned to the new one once that holds something
      if (there !== null && identityOf(there) !== this.identity && there.size > 0) {
        yield* this.rest();
        return;
      }
      if (there === null && !missing) yield { kind: 'missing', why: 'there is no such file' };
      missing = there === null;
      await pause(signal);
    }
  }

  close(): Promise<void> {
    return this.file.close();
  }

  /** What was written since. @returns whether it followed what was read before: else the file was truncated or written anew. */
  private async *rest(): AsyncGenerator<Happening, boolean> {
    for (;;) {
      const { tail } = this;
      const { bytesRead } = await this.file.read(this.buffer, 0, pieceSize, this.at - tail.length);
      if (Buffer.compare(this.buffer.subarray(0, Math.min(tail.length, bytesRead)), tail) !== 0) return false;
      if (bytesRead === tail.length) return true;
      const bytes = this.buffer.slice(tail.length, bytesRead);
      this.at += bytes.length;
      this.tail = Buffer.concat([tail, bytes]).subarray(-tailSize);
      yield { kind: 'bytes', bytes };
    }
  }
}

function identityOf({ dev, ino }: { dev: number; ino: number }): string {
  return `${dev}:${ino}`;
}

async function pause(signal: AbortSignal): Promise<void> {
  await sleep(pollEvery, undefined, { signal }).catch(() => undefined);
}
