const lineFeed = 10;
const carriageReturn = 13;

/**
 * Offsets at which the lines of a text start, after the line ends of the Language Server Protocol: `\n`, `\r\n`, `\r`.
 * The first is 0; a text that ends with a line end has no further line unless `last` says so.
 */
export function lineStarts(text: string, last: boolean): Uint32Array {
  const starts = text.includes('\r') ? mixedStarts(text) : feedStarts(text);
  if (!last && starts[starts.length - 1] === text.length && starts.length > 1) starts.pop();
  return Uint32Array.from(starts);
}

function feedStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function mixedStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === lineFeed || (code === carriageReturn && text.charCodeAt(at + 1) !== lineFeed)) starts.push(at + 1);
  }
  return starts;
}

/** Where a line ends without its line end. */
export function trimLineEnd(text: string, start: number, end: number): number {
  if (end > start && text.charCodeAt(end - 1) === lineFeed) end--;
  if (end > start && text.charCodeAt(end - 1) === carriageReturn) end--;
  return end;
}

/** Whether a text ends with a line end that no following text can change (`\r` may become `\r\n`). */
export function endsWhole(text: string): boolean {
  return text.charCodeAt(text.length - 1) === lineFeed;
}
