import { startsAt } from './scan.ts';

/** Literals by the code of their first character, which tells nearly all apart. */
export type ByFirst = readonly (readonly string[] | undefined)[];

export function byFirstLetter(literals: readonly string[]): ByFirst {
  const table: string[][] = [];
  for (const literal of literals) {
    const first = literal.charCodeAt(0);
    table[first] ??= [];
    table[first].push(literal);
  }
  return table;
}

/** Whether one of the literals stands at `p` and ends before `end`. */
export function startsWithAny(text: string, table: ByFirst, p: number, end: number): boolean {
  const candidates = p < end ? table[text.charCodeAt(p)] : undefined;
  if (candidates === undefined) return false;
  for (const literal of candidates) if (startsAt(text, literal, p, end)) return true;
  return false;
}
