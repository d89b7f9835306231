import type { FormatId } from '../core.ts';
import type { SummaryJob } from './job.ts';
import { sourceOf } from './plan.ts';
import { leaveOutRepeated } from './summarize.ts';

/** A file of a set that is read line by line. */
export interface LogFile {
  path: string;
  /** Lines at its beginning that the file before it holds already: they are passed over. */
  repeated: number;
  /** As its lines tell (null: no mail log); undefined where that is not known before it is read. */
  format?: FormatId | null | undefined;
}

/** Files in order of time without those, and with what is to be left out of those, that repeat the one before; as a summary of them leaves it out. @returns sentences that say so, too. */
export async function withoutRepeated(named: SummaryJob['files']): Promise<{ files: LogFile[]; notes: string[] }> {
  const unread: LogFile[] = named.map(({ path }) => ({ path, repeated: 0 }));
  if (named.length < 2) return { files: unread, notes: [] };
  const sources = named.flatMap(sourceIfAny);
  const looked = new Set(sources.map(({ path }) => path));
  const notes = await leaveOutRepeated(sources);
  const known = new Map(sources.map(({ path, repeated, format }) => [path, { path, repeated, format }]));
  return { files: unread.flatMap((file) => known.get(file.path) ?? (looked.has(file.path) ? [] : [file])), notes };
}

/** What cannot be read is named when it is read. */
function sourceIfAny({ path, name }: SummaryJob['files'][number]) {
  try {
    return [sourceOf(path, name)];
  } catch {
    return [];
  }
}
