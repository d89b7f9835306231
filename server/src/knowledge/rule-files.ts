import type { Rule } from './types.ts';

/** The files of server/data/rules, one line each; a test checks that none is missing. */
const files: readonly { rules: unknown[] }[] = [];

/** All rules, in the order of the files. */
export const rules = files.flatMap((file) => file.rules) as Rule[];
