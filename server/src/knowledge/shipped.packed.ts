import { createKnowledge, type Knowledge } from './knowledge.ts';
import { unpack } from './packed.ts';

/** Of dist/knowledge.js; see esbuild.mjs, which makes both. */
declare const load: { knowledge(): string };

/** What shipped.ts gives where the sources run. */
export function shippedKnowledge(): Knowledge {
  const { data, source } = unpack(load.knowledge());
  return createKnowledge(data, source);
}
