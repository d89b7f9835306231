import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Runtime } from './runtime.ts';

/** The server's process: files by Node. */
export const nodeRuntime: Runtime = {
  now: () => Date.now(),
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  pause: () => new Promise((resolve) => setImmediate(resolve)),
  files: {
    canRead: (uri) => uri.startsWith('file:'),
    read: (uri, signal) => createReadStream(fileURLToPath(uri), { highWaterMark: 1 << 20, signal }),
    list: listFolder,
  },
};

async function listFolder(uri: string): Promise<string[] | null> {
  const path = fileURLToPath(uri);
  if (!(await stat(path)).isDirectory()) return null;
  const entries = await readdir(path, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  return files.sort().map((name) => pathToFileURL(`${path}/${name}`).href);
}
