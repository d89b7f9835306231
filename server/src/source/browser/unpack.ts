import { Gunzip } from 'fflate';
import type { Compression } from '../compression.ts';
import { guarded } from '../guard.ts';
import { SourceProblem } from '../problem.ts';

/** Packed bytes unpacked at once: they make at most about a thousand times as many. */
const sliceSize = 1 << 14;

/** Unpacks gzip, members that follow each other included; other archives are for hosts that have their unpackers. See guard.ts for faults. */
export function unpack(kind: Compression, input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return guarded(kind, input, kind === 'gzip' ? gunzip : () => refuse(kind));
}

async function* gunzip(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let made: Uint8Array[] = [];
  const gunzipper = new Gunzip((bytes) => void made.push(bytes));
  const push = function* (bytes: Uint8Array, last: boolean) {
    made = [];
    let fault: unknown = null;
    try {
      gunzipper.push(bytes, last);
    } catch (error) {
      fault = error;
    }
    // what came before the fault counts
    yield* made.filter(({ length }) => length > 0);
    if (fault !== null) throw fault;
  };
  for await (const bytes of packed) for (let at = 0; at < bytes.length; at += sliceSize) yield* push(bytes.subarray(at, at + sliceSize), false);
  yield* push(new Uint8Array(), true);
}

// biome-ignore lint/correctness/useYield: there is nothing to give
async function* refuse(kind: Compression): AsyncGenerator<Uint8Array> {
  throw new SourceProblem(`a ${kind} archive cannot be unpacked in a browser: VS Code on a desktop or a remote host reads it`);
}
