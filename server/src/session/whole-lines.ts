import type { CancellationToken } from 'vscode-languageserver';
import { Framer, latin1 } from '../core.ts';
import { throwIfCancelled } from './safe.ts';
import type { Session } from './session.ts';

/** Bytes handled between two pauses: a few milliseconds of work. */
const bytesPerSlice = 64 * 1024;

/** As `piecesOf`, as Latin-1 of the bytes. */
export async function* wholeLines(session: Session, uri: string, token: CancellationToken): AsyncGenerator<string> {
  for await (const bytes of piecesOf(session, uri, token)) yield latin1(bytes);
}

/** Pieces of whole lines of a log, open or not, each lent until the next; pauses in between, so that requests are answered. */
export async function* piecesOf(session: Session, uri: string, token: CancellationToken): AsyncGenerator<Uint8Array> {
  const stopper = new AbortController();
  const stopping = token.onCancellationRequested(() => stopper.abort());
  const framer = new Framer();
  try {
    for await (const bytes of bytesOf(session, uri, stopper.signal)) {
      for (let at = 0; at < bytes.length; at += bytesPerSlice) {
        throwIfCancelled(token);
        yield framer.pushBytes(bytes.subarray(at, at + bytesPerSlice));
        await session.runtime.pause();
      }
    }
    yield Uint8Array.from(framer.end(), (letter) => letter.charCodeAt(0));
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
