import type { Phase } from './smtp/phase.ts';
import type { Evidence, Selection, Summary } from './summary/summary.ts';
import type { SaidBy, Verdict } from './verdict/verdict.ts';

/**
 * Requests and notifications beyond LSP between the editor's client, the report and the server. Every request names its logs by URI:
 * an open document is answered from the open text, anything else (a file of any size, a folder) is read from where it lies.
 * In the answers `Evidence.path` and `InputSummary.path` are URIs. Lines of evidence count from 1; LSP positions from 0.
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
  /** server → client, notification: DocumentStatus. Sent when it changes, while a large document is being read a few times a second. */
  status: 'mailLog/status',
  /**
   * server → client, notification: SummaryChanged. The summary of an open document is not what it was; sent when the document has been
   * quiet for a moment, at least once a second while it keeps growing.
   */
  summaryChanged: 'mailLog/summaryChanged',
  /** server → client, request: FileParams → Uint8Array | number[] | string (base64). Where the server cannot read a URI itself (browser, virtual workspace). */
  readFile: 'mailLog/readFile',
  /** server → client, request: FileParams → string[] (URIs of the files in a folder, not recursive). */
  readFolder: 'mailLog/readFolder',
} as const;

/**
 * What our own client says in `initializationOptions`; all may be left out, other clients say nothing.
 */
export interface ClientOptions {
  /** The client answers `readFile` and `readFolder`. */
  readFile?: boolean;
  /** Scheme under which the client shows the reference, used in `codeDescription.href`: `mail-log-reference:/bad-mailbox`. */
  referenceScheme?: string;
  /** Commands of the client that code actions may name: keys of `ClientCommands`. */
  commands?: string[];
}

/** Commands of the client that the server's code actions name, with their arguments. */
export interface ClientCommands {
  /** Opens the report on a log. */
  'mailLog.summarizeBounces': [uri: string];
  /** Writes a first rule for the reply on a line (from 0) to the user's rules file, after `ruleDraft`. */
  'mailLog.addRule': [uri: string, line: number];
  /** Opens a page of the reference. */
  'mailLog.openReference': [topic: string];
  /** Puts a text on the clipboard. */
  'mailLog.copyText': [text: string];
}

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
  /** Versions of the open documents among the inputs, by URI; the others were read from where they lie. */
  versions: Record<string, number>;
}

export interface LinesParams {
  uris: string[];
  selection: Selection;
  /** At most this many lines, from the `offset`-th on (0 first); never more than 10,000. */
  limit: number;
  offset?: number;
}

export interface LinesAnswer {
  /** All lines that match, also those not listed. */
  total: number;
  /** Texts are cut at 2,000 characters. */
  lines: (Evidence & { text: string })[];
}

export interface ExplainParams {
  /** Any pasted reply, also a whole log line. */
  text: string;
  relay?: string;
  saidBy?: SaidBy;
  phase?: Phase;
}

export interface ExplainAnswer {
  markdown: string;
  verdict: Verdict;
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
  /** Lines read so far: fewer than `lines` while a large document is being read. */
  readLines: number;
  understoodLines: number;
  /** Sentences: limits met. */
  limits: string[];
}

export interface SummaryChanged {
  uri: string;
  version: number;
}

export interface FileParams {
  uri: string;
}
