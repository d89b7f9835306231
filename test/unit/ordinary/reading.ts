import { createEngine, type Engine, LogFold, Part, type Reference, type Row, Tables } from '../../../server/src/core.ts';
import type { FormatId } from '../../../server/src/formats/format.ts';
import { Framer } from '../../../server/src/source/framer.ts';

const now = Date.UTC(2026, 10, 23, 18);
const engines = new Map<string, Engine>();

/** How a log is read. */
export interface Way {
  /** Sizes of the chunks in which its bytes come, one after another, again and again. Default: all at once. */
  chunks?: readonly number[];
  /** Default true. */
  scanner?: boolean;
  timeZone?: string;
  /** Found out from the lines where it is undefined. */
  format?: FormatId | undefined;
  /** Nothing comes before. Default true. */
  first?: boolean;
  /** Offsets behind which a summary is asked for in between. */
  pauses?: readonly number[];
  /** The bytes come as they are, the last line without its ending. */
  unframed?: boolean;
  /** Told of each line that is read with care. */
  seen?: () => void;
  /** A network and a domain are the user's own. */
  own?: boolean;
  /** So many files that follow each other. Default 1. */
  files?: number;
  /** Nothing follows: what is closed is settled before the summary is asked for. */
  ended?: boolean;
}

function engineFor(timeZone: string, own: boolean): Engine {
  const key = `${timeZone} ${own}`;
  const ours = own ? { ownNetworks: ['203.0.113.0/24'], ownDomains: ['shop.example'] } : {};
  const known = engines.get(key) ?? createEngine({ timeZone, now: () => now, ...ours });
  engines.set(key, known);
  return known;
}

export function bytesOf(log: string): Uint8Array {
  return Uint8Array.from(log, (letter) => letter.charCodeAt(0));
}

/** The part of a log, read as a thread does. */
export function partOf(log: string, way: Way = {}): Part {
  const { scanner = true, timeZone = 'UTC', format, first = true, unframed = false, seen, own = false, files = 1, ended = false } = way;
  const tables = new Tables();
  const part = new Part({ tables, first });
  const sink = (row: Row) => {
    seen?.();
    part.add(row);
  };
  const fold = new LogFold(tables, engineFor(timeZone, own), sink, scanner ? part.readsOrdinary() : null);
  for (const [at, text] of filesOf(log, files).entries()) {
    part.open(`mail${at}.log`, at === 0 && !first);
    fold.begin(format);
    if (unframed) fold.addBytes(bytesOf(text));
    else feed(fold, part, bytesOf(text), way);
    fold.end();
  }
  if (ended) part.end();
  return part;
}

function filesOf(log: string, count: number): string[] {
  const lines = log.split(/(?<=\n)/);
  const most = Math.ceil(lines.length / count);
  return Array.from({ length: count }, (_, at) => lines.slice(at * most, (at + 1) * most).join(''));
}

function feed(fold: LogFold, part: Part, bytes: Uint8Array, { chunks = [1 << 16], pauses = [], timeZone }: Way): void {
  const framer = new Framer();
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const end = at + chunks[turn % chunks.length];
    fold.addBytes(framer.pushBytes(bytes.subarray(at, end)));
    if (pauses.some((pause) => pause >= at && pause < end)) summaryOf(part, timeZone);
    at = end;
  }
  const last = framer.end();
  if (last !== '') fold.add(last);
}

/** The summary as text, to be compared. */
export function summaryOf(part: Part, timeZone = 'UTC'): string {
  const reference: Reference = { now, timeZone };
  return JSON.stringify(part.finish(reference));
}
