import type { Summary, Suppression } from '../summary/summary.ts';
import { csvCell, plainText } from '../text/escape.ts';
import { counted } from './words.ts';

export type SuppressionFormat = 'plain' | 'csv' | 'json' | 'postfix';

export interface SuppressionFile {
  text: string;
  /** Addresses in it. */
  count: number;
  suggestedName: string;
  /** What was left out and why, in a sentence; absent where nothing was. */
  note?: string;
}

type Lists = Pick<Summary, 'suppressions' | 'leftOut'>;

const header = ['address', 'reason', 'rule', 'first', 'last', 'evidence', 'failures', 'why'];

const writers: Record<SuppressionFormat, { name: string; write(lists: Lists): string }> = {
  plain: { name: 'suppressions.txt', write: ({ suppressions }) => lines(suppressions.map(({ address }) => plainText(address))) },
  csv: { name: 'suppressions.csv', write: ({ suppressions }) => lines([header, ...suppressions.map(cellsOf)].map(csvLine), '\r\n') },
  json: { name: 'suppressions.json', write: ({ suppressions, leftOut }) => `${JSON.stringify({ suppressions, leftOut }, null, 2)}\n` },
  postfix: { name: 'suppressions', write: mapFile },
};

/**
 * The addresses not to be mailed again, as a file: one address a line; CSV that a spreadsheet takes for text; JSON with those left out; or a table for Postfix's
 * check_recipient_access (access(5), to be compiled by postmap).
 */
export function suppressionFile(lists: Lists, format: SuppressionFormat): SuppressionFile {
  const { name, write } = writers[format];
  const recovered = lists.leftOut.filter(({ why }) => why.startsWith('delivered')).length;
  const other = lists.leftOut.length - recovered;
  const unfit = format === 'postfix' ? lists.suppressions.filter((entry) => !fitsMap(entry)).length : 0;
  const notes = [
    ...(recovered > 0 ? [`${counted(recovered, 'address', 'addresses')} that mail was delivered to later`] : []),
    ...(other > 0 ? [`${counted(other, 'address', 'addresses')} of domains that failed on one day only`] : []),
    ...(unfit > 0 ? [`${counted(unfit, 'address', 'addresses')} that a Postfix table cannot hold`] : []),
  ];
  const note = notes.length > 0 ? { note: `Left out: ${notes.join(', ')}.` } : {};
  return { text: write(lists), count: lists.suppressions.length - unfit, suggestedName: name, ...note };
}

function cellsOf({ address, reason, rule, first, last, evidence: { path, line }, failures, why }: Suppression) {
  return [address, reason, rule, first, last, `${path}:${line}`, failures, why];
}

const csvLine = (cells: readonly (string | number | null)[]) => cells.map(csvCell).join(',');

function mapFile({ suppressions }: Lists): string {
  return lines([
    '# Recipients whose mail failed for good. After "postmap" of this file, in main.cf:',
    '# smtpd_recipient_restrictions = check_recipient_access hash:/etc/postfix/suppressions, ...',
    ...suppressions.filter(fitsMap).map(({ address, reason }) => `${address.toLowerCase()}\tREJECT suppressed: ${reason}`),
  ]);
}

/** A line must not be ended, continued or commented out by an address; postmap cuts keys at white space. */
function fitsMap({ address }: Suppression): boolean {
  return /^[^\s#"\\<>]+@[^\s#"\\<>]+$/.test(address) && plainText(address) === address;
}

function lines(all: readonly string[], end = '\n'): string {
  return all.map((line) => line + end).join('');
}
