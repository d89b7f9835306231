import { pack } from './packed.ts';
import { data } from './shipped.ts';

/** What ships, packed: run when the extension is built (esbuild.mjs). */
export const text = pack(data);
