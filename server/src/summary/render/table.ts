import { plainText } from '../../text/escape.ts';
import { grouped } from '../../text/number.ts';

export interface Column<T> {
  head: string;
  /** Numbers stand at the right. */
  right?: boolean;
  cell: (row: T) => string | number;
}

/** Cells are cut to this many characters, so that a hostile line does not make every row as long. */
const widest = 60;

/** A Markdown table whose columns are aligned for the terminal. Cells are escaped. */
export function table<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  const cells = rows.map((row) => columns.map(({ cell }) => cellText(cell(row))));
  const widths = columns.map(({ head }, at) => Math.max(3, width(head), ...cells.map((row) => width(row[at]))));
  const line = (texts: readonly string[]) => `| ${texts.map((text, at) => pad(text, widths[at], columns[at].right === true)).join(' | ')} |`;
  const rule = `|${columns.map(({ right }, at) => (right ? `${'-'.repeat(widths[at] + 1)}:` : `:${'-'.repeat(widths[at] + 1)}`)).join('|')}|`;
  return [line(columns.map(({ head }) => head)), rule, ...cells.map(line)].join('\n');
}

function cellText(value: string | number): string {
  if (typeof value === 'number') return grouped(value);
  const plain = plainText(value);
  return escapeCell(plain.length > widest ? `${plain.slice(0, widest - 1)}…` : plain);
}

/** Only what would break a table, become markup or a link: on a terminal, too, the text is read as it is. */
function escapeCell(text: string): string {
  return text
    .replace(/[\\`*[\]|<>]/g, '\\$&')
    .replace(/(?<!\w)_|_(?!\w)/g, '\\_')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/(www)\./gi, '$1\\.');
}

function pad(text: string, to: number, right: boolean): string {
  const fill = ' '.repeat(Math.max(0, to - width(text)));
  return right ? fill + text : text + fill;
}

/** Columns of a terminal: wide letters (East Asian, emoji) take two. */
function width(text: string): number {
  let columns = 0;
  for (const char of text)
    columns += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(char)
      ? 2
      : 1;
  return columns;
}

export function percent(rate: number | null): string {
  return rate === null ? '–' : `${(rate * 100).toFixed(1)} %`;
}

/** Seconds as a person says them. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${Number(seconds.toFixed(2))} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${(seconds / 3_600).toFixed(1)} h` : `${(seconds / 86_400).toFixed(1)} days`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}
