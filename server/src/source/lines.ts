/** Lines longer than this are cut for parsing (characters); counted by whoever reads them. */
export const longestLine = 65536;

/** Receives the offsets of one line, without its ending; `cut` where the line was longer than the limit. */
export type LineSink = (start: number, end: number, cut: boolean) => void;

/**
 * Frames the lines of a text: \n or \r\n ends a line; a last line without an ending counts when `last` is set.
 * Lines above `limit` are reported up to the limit only. NUL bytes that copytruncate leaves before a line are skipped.
 * @returns the offset of the first character not yet reported: the unfinished last line, or the text's length.
 */
export function frameLines(text: string, from: number, last: boolean, sink: LineSink, limit: number = longestLine): number {
  let start = from;
  for (let newline = text.indexOf('\n', start); newline >= 0; newline = text.indexOf('\n', start)) {
    frameLine(text, start, newline, sink, limit);
    start = newline + 1;
  }
  if (last && start < text.length) {
    frameLine(text, start, text.length, sink, limit);
    start = text.length;
  }
  return start;
}

/** Frames one line: `newline` is where it ends. */
export function frameLine(text: string, start: number, newline: number, sink: LineSink, limit: number = longestLine): void {
  const end = newline > start && text.charCodeAt(newline - 1) === 13 ? newline - 1 : newline;
  let first = start;
  while (first < end && text.charCodeAt(first) === 0) first++;
  const cut = end - first > limit;
  sink(first, cut ? first + limit : end, cut);
}

/** Lines that are enough to tell how a log is written. */
const sampleLines = 400;

/** The first lines of a text as they are parsed: for finding out how a log is written. */
export function firstLines(text: string): string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length && lines.length < sampleLines; ) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 ? text.length : newline + 1;
    frameLines(text.slice(at, next), 0, true, (start, end) => lines.push(text.slice(at + start, at + end)));
    at = next;
  }
  return lines;
}
