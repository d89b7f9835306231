/** Lines of a log, counted from 1, both included. */
export interface LineWindow {
  first: number;
  last: number;
}

const step = 10_000;
/** So many lines at least stand before and behind the line that is looked for. */
const margin = 1000;

/** The window that shows a line of a log too large to be shown whole. Neighbouring lines share theirs, so that it is read once. */
export function windowOf(line: number): LineWindow {
  const before = Math.floor((line - 1) / step) * step;
  // below the heading, a line's number in the editor and in the log differ by a round number
  return { first: before === 0 ? 1 : before - margin + 2, last: before + step + margin };
}

/** The heading of a window, which takes the editor's first line. @param name the archive's. */
export function windowHeading({ first, last }: LineWindow, name: string): string {
  const number = (value: number) => value.toLocaleString('en');
  const shift = first === 1 ? '1 is subtracted' : `${number(first - 2)} is added`;
  return `Lines ${number(first)} to ${number(last)} of ${name}, which is too large to be shown whole. Its line numbers: ${shift} to those here.`;
}

/** Where a line of the log stands in the editor, from 1. */
export function lineInWindow({ first }: LineWindow, line: number): number {
  return line - first + 2;
}

/** A line of the log that has the window which begins at `first`. */
export function lineOfWindow(first: number): number {
  return first + margin - 1;
}
