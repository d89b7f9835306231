import { csvCell, plainText, type Summary } from '../core.ts';
import type { ExportResult, ExportSuppressionsParams } from '../protocol.ts';

type Entry = Summary['suppressions'][number];

const header = ['address', 'reason', 'rule', 'evidence'];

const writers: Record<ExportSuppressionsParams['format'], { name: string; write(entries: readonly Entry[]): string }> = {
  plain: { name: 'suppressions.txt', write: (entries) => lines(entries.map(({ address }) => plainText(address))) },
  csv: {
    name: 'suppressions.csv',
    write: (entries) =>
      lines(
        [header, ...entries.map((entry) => [entry.address, entry.reason, entry.rule, placeOf(entry)])].map((cells) => cells.map(csvCell).join(',')),
        '\r\n',
      ),
  },
  json: { name: 'suppressions.json', write: (entries) => `${JSON.stringify(entries, null, 2)}\n` },
  postfix: { name: 'suppressions', write: (entries) => lines(entries.filter(fitsMap).map(mapLine)) },
};

/** The addresses not to be mailed again, as a file. */
export function suppressionFile({ suppressions }: Summary, format: ExportSuppressionsParams['format']): ExportResult {
  const { name, write } = writers[format];
  return { text: write(suppressions), count: suppressions.length, suggestedName: name };
}

function placeOf({ evidence: { path, line } }: Entry): string {
  return `${path}:${line}`;
}

/** For check_recipient_access (access(5)): a line must not be ended or continued by an address. */
function mapLine({ address, reason }: Entry): string {
  return `${address.toLowerCase()}\tREJECT suppressed: ${reason}`;
}

function fitsMap({ address }: Entry): boolean {
  return /^[^\s#"\\<>]+$/.test(address) && plainText(address) === address;
}

function lines(all: readonly string[], end = '\n'): string {
  return all.map((line) => line + end).join('');
}
