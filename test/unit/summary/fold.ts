import { readFileSync } from 'node:fs';
import { createEngine, type Engine, LogFold, Part, type PartData, type Reference, Row, type Summary, Tables } from '../../../server/src/core.ts';

/** Reference of all tests: a fixed now, UTC. */
export const reference: Reference = { now: Date.UTC(2026, 10, 23, 18), timeZone: 'UTC' };

let engine: Engine | null = null;

/** An engine without settings, made once. */
export function plainEngine(): Engine {
  engine ??= createEngine({ timeZone: 'UTC', now: () => reference.now });
  return engine;
}

export function logPath(name: string): URL {
  return new URL(`../../logs/${name}`, import.meta.url);
}

export function logText(name: string): string {
  return readFileSync(logPath(name), 'latin1');
}

/** Rows of a whole log with their tables: parts are folded from them without reading again. */
export interface Rows {
  tables: Tables;
  rows: Row[];
}

export function rowsOf(text: string, with_: Engine = plainEngine()): Rows {
  const tables = new Tables();
  const rows: Row[] = [];
  const fold = new LogFold(tables, with_, (row) => rows.push(Object.assign(new Row(), row)));
  fold.begin();
  fold.add(text);
  fold.end();
  return { tables, rows };
}

/** A part of some rows, as if a thread had begun to read at the first of them. */
export function partOf({ tables, rows }: Rows, from: number, to: number, first = from === 0): Part {
  const part = new Part({ tables, first });
  part.open('mail.log', from > 0);
  for (let at = from; at < to; at++) {
    const row = rows[at];
    const { line } = row;
    row.line = line - rows[from].line + 1;
    part.add(row);
    row.line = line;
  }
  return part;
}

/** The summary of a text read in one go. */
export function summaryOf(text: string, options: { engine?: Engine; reference?: Reference } = {}): Summary {
  const rows = rowsOf(text, options.engine);
  return partOf(rows, 0, rows.rows.length).finish(options.reference ?? reference);
}

/** As it comes out of another thread. */
export function sent(part: Part): PartData {
  return structuredClone(part.export());
}

/** Lines joined to a log. */
export function log(...lines: string[]): string {
  return `${lines.join('\n')}\n`;
}
