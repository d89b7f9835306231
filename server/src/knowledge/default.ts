import type { Knowledge } from './knowledge.ts';
import { shippedKnowledge } from './shipped.ts';

let loaded: Knowledge | null = null;

/** The knowledge that ships with the extension (server/data); built once. */
export function defaultKnowledge(): Knowledge {
  loaded ??= shippedKnowledge();
  return loaded;
}
