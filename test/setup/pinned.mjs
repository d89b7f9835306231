// Where things are, and the pinned Node with the environment that makes every child use it.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder, absolute. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const bin = path.join(root, 'node_modules/.bin');

/** The Node executable that the npm package `node` brought, absolute. */
export const pinnedNode = path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** The environment with the project's tools, its Node among them, first on the PATH. */
export const environment = {
  ...process.env,
  PATH: [bin, ...(process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== bin)].join(path.delimiter),
};
