import type { Reference } from '../core.ts';
import type { Unpack } from '../source/log-text.ts';
import type { SummaryJob, SummaryResult } from '../threads/job.ts';

/** What the server needs from where it runs: Node or a browser's worker. Everything else of the server is the same in both. */
export interface Runtime {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** IANA name of the host's time zone, or `machineZone`. */
  readonly timeZone: string;
  /** Returns after pending messages have had their turn. */
  pause(): Promise<void>;
  /** Gives memory back that is not needed any more, where the host can; takes a moment. */
  collect?(): void;
  /** Sums up large files in other threads, so that this one stays free. Missing where the host has none; null where it is not worth it. */
  summarize?(uris: readonly string[], job: ThreadJob, tell: (percent: number) => void, signal: AbortSignal): Promise<SummaryResult | null>;
  files: Files;
  /** What rotated files repeat of the one before: by URI, how many lines at the beginning; missing where nothing is. Only for files that this host reads. */
  repeated?(uris: readonly string[]): Promise<Repetitions>;
  /** Unpacks what the client hands over. */
  readonly unpack: Unpack;
}

/** Lines to be left out of a set of files, and sentences that say so. */
export interface Repetitions {
  /** Infinite: the whole file. */
  lines: ReadonlyMap<string, number>;
  notes: readonly string[];
}

export type ThreadJob = Pick<SummaryJob, 'settings' | 'reference' | 'filter'>;

/** Reads what is not open in the editor. */
export interface Files {
  /** Whether this host can read the URI itself. */
  canRead(uri: string): boolean;
  /** The bytes of a log: unpacked, as UTF-8. Stops at once when the signal says so. Throws with a message for the user where it cannot be read. */
  read(uri: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** When a log begins, UTC milliseconds; NaN where it does not say, or cannot be read. */
  begins?(uri: string, reference: Reference): Promise<number>;
  /** URIs of the files in a folder, in order of name; null where the URI is no folder. */
  list(uri: string): Promise<string[] | null>;
}
