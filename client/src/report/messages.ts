import type { Selection, Summary } from '../../../server/src/summary/summary.ts';
import type { ListName } from '../panel/trim.ts';

/** What the report page keeps across a reload of the window. */
export interface PageState {
  uris: string[];
  filter: Selection;
  /** Sorted column by table: "receivers" → "bounced" ("-bounced" rising). */
  sort: Record<string, string>;
  scroll: number;
}

/** A summary, its long lists cut to their first rows until the page asks for the whole. */
export interface SummaryMessage {
  type: 'summary';
  uris: string[];
  name: string;
  summary: Summary;
  /** How long the lists really are. */
  lengths: Partial<Record<ListName, number>>;
  filter: Selection;
  failed: { uri: string; message: string }[];
}

/** From the extension to the page. */
export type ToPage =
  | SummaryMessage
  | { type: 'busy'; text: string }
  | { type: 'failed'; message: string }
  | { type: 'lines'; request: number; total: number; lines: { uri: string; line: number; text: string }[] }
  | { type: 'inspect' };

/** From the page to the extension. */
export type FromPage =
  | { type: 'ready'; state: PageState | null }
  | { type: 'filter'; filter: Selection }
  | { type: 'whole' }
  | { type: 'lines'; request: number; selection: Selection; offset: number; limit: number }
  | { type: 'open'; uri: string; line: number; keepFocus?: boolean }
  | { type: 'command'; command: 'exportReport' | 'exportSuppressions' | 'compare' }
  | { type: 'reference'; id: string }
  | { type: 'inspected'; text: string; title: string };
