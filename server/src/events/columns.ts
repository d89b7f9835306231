import { byteColumns, idColumns, type Row, realColumns, wideColumns } from './row.ts';

type Arrays = {
  [name in (typeof wideColumns)[number]]: Float64Array;
} & { [name in (typeof idColumns)[number]]: Int32Array } & { [name in (typeof byteColumns)[number]]: Uint8Array } & {
  [name in (typeof realColumns)[number]]: Float64Array;
};

const sorts = [
  [wideColumns, Float64Array],
  [idColumns, Int32Array],
  [byteColumns, Uint8Array],
  [realColumns, Float64Array],
] as const;

/** Rows of a block of lines, about 140 bytes each. The line number is the row's place plus what the caller adds. */
export class Columns {
  readonly length: number;
  private readonly arrays: Arrays;

  constructor(length: number) {
    this.length = length;
    const arrays: Record<string, unknown> = {};
    for (const [names, Sort] of sorts) for (const name of names) arrays[name] = new Sort(length);
    this.arrays = arrays as Arrays;
  }

  store(at: number, row: Row): void {
    for (const [names] of sorts) for (const name of names) this.arrays[name][at] = row[name];
  }

  /** Fills `row` with the one kept at `at`. @param line its number now. */
  load(at: number, row: Row, line: number): void {
    row.line = line;
    row.further = 0;
    for (const [names] of sorts) for (const name of names) row[name] = this.arrays[name][at];
  }

  /** One column, to look for rows without loading them. */
  column<Name extends keyof Arrays>(name: Name): Arrays[Name] {
    return this.arrays[name];
  }

  kind(at: number): number {
    return this.arrays.kind[at];
  }

  /** Takes over rows [from, to) of another block. */
  copy(source: Columns, from: number, to: number, at: number): void {
    for (const [names] of sorts) {
      for (const name of names) (this.arrays[name] as Float64Array).set(source.arrays[name].subarray(from, to) as unknown as Float64Array, at);
    }
  }
}
