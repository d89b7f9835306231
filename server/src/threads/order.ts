import path from 'node:path';
import type { Reference } from '../core.ts';
import { rotatedSets } from '../source/rotation.ts';
import { firstTime } from './times.ts';

/**
 * Puts files in order of time, in whatever order they were named. The rotated files of one log go by their names; different logs by when they
 * begin, each with its rotated files together; where a log does not say when it begins, all stay as they were named.
 */
export async function inOrderOfTime(files: readonly string[], reference: Reference): Promise<string[]> {
  if (files.length < 2 || files.includes('-')) return [...new Set(files)];
  const sets = setsOf([...new Set(files)]);
  if (sets.length === 1) return sets[0];
  const begin = new Map(await Promise.all(sets.map(async (set) => [set, await firstTime(set[0], reference)] as const)));
  if ([...begin.values()].some(Number.isNaN)) return sets.flat();
  return [...sets].sort((a, b) => (begin.get(a) as number) - (begin.get(b) as number)).flat();
}

/** Files that are one log by their names, oldest first; logs in the order in which they were named. */
function setsOf(files: readonly string[]): string[][] {
  const folders = new Map<string, string[]>();
  for (const file of files) folders.set(path.dirname(file), [...(folders.get(path.dirname(file)) ?? []), file]);
  const sets = [...folders.values()].flatMap((inFolder) => {
    const byName = new Map(inFolder.map((file) => [path.basename(file), file]));
    return rotatedSets([...byName.keys()]).map(({ names }) => names.map((name) => byName.get(name) as string));
  });
  const place = new Map(sets.map((set) => [set, Math.min(...set.map((file) => files.indexOf(file)))]));
  return sets.sort((a, b) => (place.get(a) as number) - (place.get(b) as number));
}
