import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Selection } from '../../../server/src/summary/summary.ts';

/** What any part of the report may do, and what it is looked at through. */
export interface Report {
  filter: Selection;
  setFilter(filter: Selection): void;
  /** The lines a number stands for, the filter applied. */
  showLines(selection: Selection, title: string): void;
  openLine(uri: string, line: number, keepFocus?: boolean): void;
  openReference(id: string): void;
  /** How long the lists of the summary really are; asks for all of their rows. */
  lengths: Partial<Record<string, number>>;
  isWhole: boolean;
  askWhole(): void;
  sort: Record<string, string>;
  setSort(table: string, column: string): void;
}

const ReportContext = createContext<Report | null>(null);
export const ReportProvider = ReportContext.Provider;

export function useReport(): Report {
  const report = useContext(ReportContext);
  if (!report) throw new Error('outside of the report');
  return report;
}
