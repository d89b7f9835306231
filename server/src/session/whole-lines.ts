import type { CancellationToken } from 'vscode-languageserver';
import { Framer } from '../core.ts';
import { throwIfCancelled } from './safe.ts';
import type { Session } from './session.ts';

/** Bytes handled between two pauses: a few milliseconds of work. */
const bytesPerSlice = 64 * 1024;

/** Pieces of whole lines of a log, open or not, as Latin-1 of the bytes; pauses in between, so that requests are answered. */
export async function* wholeLines(session: Session, uri: string, token: CancellationToken): AsyncGenerator<string> {
  const stopper = new AbortController();
  const stopping = token.onCancellationRequested(() => stopper.abort());
  const framer = new Framer();
  try {
    for await (const bytes of bytesOf(session, uri, stopper.signal)) {
      for (let at = 0; at < bytes.length; at += bytesPerSlice) {
        throwIfCancelled(token);
        yield framer.push(bytes.subarray(at, at + bytesPerSlice));
        await session.runtime.pause();
      }
    }
    yield framer.end();
  } finally {
    stopping.dispose();
  }
}

async function* bytesOf(session: Session, uri: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const log = await session.find(uri);
  if (!log) return yield* session.files.read(uri, signal);
  const encoder = new TextEncoder();
  for (const { text } of log.document.text.blocks) yield encoder.encode(text);
}
