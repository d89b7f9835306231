import { rotatedSets } from './rotation.ts';

/**
 * Puts files (paths or URIs) in order of time, in whatever order they were named, each once. The rotated files of one log go by their names; different
 * logs by when they begin, each with its rotated files together; where one does not say when it begins, all stay as they were named.
 * @param begins when a file begins: milliseconds, NaN where it does not say.
 */
export async function inOrderOfTime(files: readonly string[], begins: (file: string) => Promise<number>): Promise<string[]> {
  const sets = setsOf([...new Set(files)]);
  if (sets.length < 2) return sets.flat();
  const times = new Map(await Promise.all(sets.map(async (set) => [set, await begins(set[0])] as const)));
  if ([...times.values()].some(Number.isNaN)) return sets.flat();
  return [...sets].sort((a, b) => (times.get(a) as number) - (times.get(b) as number)).flat();
}

/** Files that are one log by their names, oldest first; logs in the order in which they were named. */
function setsOf(files: readonly string[]): string[][] {
  const folders = new Map<string, string[]>();
  for (const file of files) folders.set(folderOf(file), [...(folders.get(folderOf(file)) ?? []), file]);
  const sets = [...folders].flatMap(([folder, inFolder]) => {
    const sets = rotatedSets(inFolder.map((file) => file.slice(folder.length)));
    return sets.map(({ names }) => names.map((name) => folder + name));
  });
  const place = new Map(sets.map((set) => [set, Math.min(...set.map((file) => files.indexOf(file)))]));
  return sets.sort((a, b) => (place.get(a) as number) - (place.get(b) as number));
}

/** With its last separator. */
function folderOf(file: string): string {
  return file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}
