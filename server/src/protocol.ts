import type { Evidence, Selection, Summary } from './summary/summary.ts';

/**
 * Requests and notifications beyond LSP between the editor's client, the report and the server. Every request names its logs by URI:
 * an open document is answered from the open text, anything else (a file of any size, a folder) is read from where it lies.
 * In the answers `Evidence.path` and `InputSummary.path` are URIs.
 */
export const Method = {
  /** client → server: SummaryParams → SummaryAnswer. Cancellable; progress through `workDoneToken`. */
  summary: 'mailLog/summary',
  /** client → server: LinesParams → LinesAnswer. */
  lines: 'mailLog/lines',
  /** client → server: ExplainParams → ExplainAnswer. */
  explain: 'mailLog/explain',
  /** client → server: ReferenceParams → ReferenceAnswer. */
  reference: 'mailLog/reference',
  /** client → server: RuleDraftParams → RuleDraftAnswer | null (no reply on that line). */
  ruleDraft: 'mailLog/ruleDraft',
  /** client → server: ExportParams → ExportAnswer. */
  export: 'mailLog/export',
  /** client → server: CompareParams → CompareAnswer. */
  compare: 'mailLog/compare',
  /** server → client, notification: DocumentStatus. Sent after each analysis of an open document. */
  status: 'mailLog/status',
  /** server → client, request: FileParams → number[] | string (base64). Where the server cannot read a URI itself (browser, virtual workspace). */
  readFile: 'mailLog/readFile',
  /** server → client, request: FileParams → string[] (URIs of the files in a folder, not recursive). */
  readFolder: 'mailLog/readFolder',
} as const;

/** Restricts a summary or a list of lines; all given parts must hold. */
export type Filter = Pick<Selection, 'from' | 'to' | 'receiver' | 'senderDomain' | 'reason'>;

export interface SummaryParams {
  uris: string[];
  filter?: Filter;
  workDoneToken?: string | number;
}

export interface SummaryAnswer {
  summary: Summary;
  /** Inputs that could not be read, with the message for the user. */
  failures: { uri: string; message: string }[];
}

export interface LinesParams {
  uris: string[];
  selection: Selection;
  /** At most this many lines, from the `offset`-th on (0 first). */
  limit: number;
  offset?: number;
}

export interface LinesAnswer {
  /** All lines that match, also those not listed. */
  total: number;
  lines: (Evidence & { text: string })[];
}

export interface ExplainParams {
  text: string;
  relay?: string;
  saidBy?: 'remote' | 'own';
}

export interface ExplainAnswer {
  markdown: string;
}

/** Nothing given: the contents of the whole reference. */
export interface ReferenceParams {
  /** A reason, a rule, a reply code, an enhanced status code, a finding; or nothing for the contents. */
  topic?: string;
}

export interface ReferenceAnswer {
  markdown: string;
}

export interface RuleDraftParams {
  uri: string;
  /** From 0, as LSP counts. */
  line: number;
}

export interface RuleDraftAnswer {
  /** One rule, as it is to stand in the user's rules file (JSON object). */
  rule: Record<string, unknown>;
}

export interface ExportParams {
  uris: string[];
  filter?: Filter;
  what: 'summary' | 'suppressions';
  format: 'markdown' | 'json' | 'csv' | 'text' | 'postfix';
}

export interface ExportAnswer {
  text: string;
  /** Entries written (suppressions: addresses). */
  count: number;
}

export interface CompareParams {
  before: SummaryParams;
  after: SummaryParams;
}

export interface CompareAnswer {
  markdown: string;
}

export interface DocumentStatus {
  uri: string;
  version: number;
  /** Display name of the format, null where no line was understood. */
  format: string | null;
  lines: number;
  understoodLines: number;
  /** Sentences: limits met. */
  limits: string[];
}

export interface FileParams {
  uri: string;
}
