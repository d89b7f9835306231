import {
  createCalendar,
  createEngine,
  createFilter,
  type Engine,
  type Filter,
  type PartData,
  type PartFilter,
  type Reference,
  readUserRules,
  type Summary,
  type Tables,
} from '../core.ts';
import type { Block, Source } from './plan.ts';
import type { RegionsData } from './regions.ts';
import type { Problem } from './stretch.ts';

/** What a thread makes its engine of: data only. */
export interface EngineSettings {
  /** Text of a user's rules file. */
  rules: string | null;
  ownDomains: readonly string[];
  ownNetworks: readonly string[];
  /** IANA name or `machineZone`. */
  timeZone: string;
  /** UTC milliseconds. */
  now: number;
}

/** Which years times without one belong to; see Part.span. */
export interface YearSpan {
  greatest: number;
  leapDay: number;
}

/** Files to be summed up as one log, in order of time. */
export interface SummaryJob {
  files: readonly { path: string; name: string }[];
  settings: EngineSettings;
  reference: Reference;
  /** Counts only what matches; the span comes from an earlier summary of the same files. */
  filter: { selection: Filter; span: YearSpan } | null;
  /** Sentences for `Summary.notes`. */
  notes?: readonly string[];
  /** At most so many threads, this one among them. */
  threads: number;
  /** A further thread for so many bytes; default: where it pays. */
  bytesPerThread?: number;
}

export interface SummaryResult {
  summary: Summary;
  span: YearSpan;
  problems: Problem[];
}

/** Bytes on disk read so far, and of all files. */
export type Progress = Float64Array;

/** What the worker is started with. */
export type WorkerJob =
  | { kind: 'summarize'; job: SummaryJob; progress: SharedArrayBuffer }
  | {
      kind: 'help';
      job: SummaryJob;
      thread: number;
      regions: RegionsData;
      sources: readonly Source[];
      blocks: readonly Block[];
      progress: SharedArrayBuffer;
    };

/** What a helper sends for each stretch it has read; null when it is done. */
export type HelperMessage = { first: number; part: PartData; cut: number; problems: Problem[] } | null;

export function engineOf({ rules, ownDomains, ownNetworks, timeZone, now }: EngineSettings): Engine {
  return createEngine({ userRules: rules === null ? [] : readUserRules(rules).rules, ownDomains, ownNetworks, timeZone, now: () => now });
}

/** Makes the filter for a thread's own tables. */
export function filterOf({ filter, reference }: SummaryJob): (tables: Tables) => PartFilter | null {
  if (!filter) return () => null;
  const calendar = createCalendar(reference, filter.span.greatest, filter.span.leapDay);
  return (tables) => createFilter(filter.selection, tables, calendar);
}
