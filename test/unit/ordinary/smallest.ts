/** The lines of a log that are enough for `isWrong`, taken away in ever smaller pieces: what a failed test shows. */
export function smallest(log: string, isWrong: (log: string) => boolean): string {
  let lines = log.split(/(?<=\n)/);
  for (let size = lines.length >> 1; size >= 1; size >>= 1) {
    for (let at = 0; at < lines.length; ) {
      const rest = [...lines.slice(0, at), ...lines.slice(at + size)];
      if (rest.length > 0 && isWrong(rest.join(''))) lines = rest;
      else at += size;
    }
  }
  return lines.join('');
}
