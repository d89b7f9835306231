import { readdir, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { machineZone } from '../core.ts';
import type { Runtime } from './runtime.ts';

/** The server's process: files by Node. */
export const nodeRuntime: Runtime = {
  now: () => Date.now(),
  timeZone: machineZone,
  // two turns: what has arrived by the first is handled in it
  pause: () => new Promise((resolve) => setImmediate(() => setImmediate(resolve))),
  collect,
  summarize: async (uris, job, tell, signal) => {
    const { areLarge, summarizeBeside } = await import('../threads/start.ts');
    const files = namedByUri(uris);
    if (!areLarge(files.map(({ path }) => path))) return null;
    return summarizeBeside({ ...job, files, threads: availableParallelism() }, tell, signal);
  },
  files: {
    begins: async (uri, reference) => (await import('../threads/times.ts')).firstTime(fileURLToPath(uri), reference),
    canRead: (uri) => uri.startsWith('file:'),
    read,
    list: listFolder,
  },
  repeated: async (uris) => {
    const { withoutRepeated } = await import('../threads/repeated.ts');
    const { files, notes } = await withoutRepeated(namedByUri(uris));
    const kept = new Map(files.map(({ path, repeated }) => [path, repeated]));
    return { lines: new Map(uris.map((uri) => [uri, kept.get(fileURLToPath(uri)) ?? Number.POSITIVE_INFINITY])), notes };
  },
  unpack: async function* (kind, packed) {
    const { unpack } = await import('../source/node/unpack.ts');
    yield* unpack(kind, packed);
  },
};

const namedByUri = (uris: readonly string[]) => uris.map((uri) => ({ path: fileURLToPath(uri), name: uri }));

async function listFolder(uri: string): Promise<string[] | null> {
  const path = fileURLToPath(uri);
  if (!(await stat(path)).isDirectory()) return null;
  const entries = await readdir(path, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  return files.sort().map((name) => pathToFileURL(`${path}/${name}`).href);
}

/** Unpacked, whatever it is packed with. The unpackers are loaded when the first file is read. */
async function* read(uri: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const { readLog } = await import('../source/node/open.ts');
  yield* readLog(fileURLToPath(uri), signal);
}

/** Node collects only while it allocates: the message that brought a large document would stay for as long as nothing happens. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  if (typeof gc === 'function') gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
