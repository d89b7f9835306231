import type { FormatId } from './formats/format.ts';
import type { Phase } from './smtp/phase.ts';
import type { LineWindow } from './source/window.ts';
import type { Evidence, Selection, Summary } from './summary/summary.ts';
import type { SaidBy, Verdict } from './verdict/verdict.ts';

/**
 * What the server offers beyond the Language Server Protocol. Types and constants only, so that the client, the report and
 * tests can import it. URIs are strings as LSP writes them; lines count from 1 as everywhere in Mail Log (LSP positions
 * count from 0).
 *
 * The report's server side: one request answers for open documents (from the running summary, unsaved edits included) and for
 * any other file (streamed by the server); `summaryChanged` says when to ask again.
 */

/** Requests the client may send, with what goes in and what comes back. */
export interface Requests {
  /** Summary of one or more logs. Reports work-done progress, can be cancelled. */
  'mailLog/summarize': { params: SummarizeParams; result: SummarizeResult };
  /** The lines a number stands for. Can be cancelled. */
  'mailLog/lines': { params: LinesParams; result: LinesResult };
  /** The text of a packed log, which no editor can show by itself. Reports work-done progress, can be cancelled. */
  'mailLog/unpack': { params: UnpackParams; result: UnpackResult };
  /** What a reply means, for "Explain Reply...". */
  'mailLog/explain': { params: ExplainParams; result: ExplainResult };
  /** A page of the reference generated from the data. */
  'mailLog/reference': { params: ReferenceParams; result: ReferenceResult };
  /** The suppression list as a file. Reports work-done progress, can be cancelled. */
  'mailLog/exportSuppressions': { params: ExportSuppressionsParams; result: ExportResult };
  /** The whole summary as a file. Reports work-done progress, can be cancelled. */
  'mailLog/export': { params: ExportParams; result: ExportResult };
  /** What changed from one log, or one range of a log, to another. Reports work-done progress, can be cancelled. */
  'mailLog/compare': { params: CompareParams; result: CompareResult };
  /** First version of a rule for the reply at a position: variable parts generalised. Null where there is no reply. */
  'mailLog/draftRule': { params: DraftRuleParams; result: DraftRuleResult | null };
  /** The status of an open document, for a client that missed the notification. */
  'mailLog/documentStatus': { params: { uri: string }; result: StatusParams | null };
}

/** Requests the server sends to clients that said `readFile` (virtual file systems, the browser). */
export interface ClientRequests {
  /** Bytes of a file the server cannot read itself. `data` is base64 where the transport is JSON. */
  'mailLog/readFile': { params: { uri: string }; result: { data: Uint8Array | string } };
  /** Size and last change of a file, and the files in it where it is a folder. */
  'mailLog/statFile': { params: { uri: string }; result: FileStat };
}

/** Notifications from the server. */
export interface Notifications {
  /** Format recognised, lines understood, limits met: the language status. Sent when it changes, at most a few times a second. */
  'mailLog/status': StatusParams;
  /** The summary of an open document is not what it was. Sent once the document has been quiet or at most once a second. */
  'mailLog/summaryChanged': SummaryChangedParams;
}

/** Said by our own client in `initializationOptions.mailLog`; other clients need say nothing. */
export interface ClientOptions {
  /** The client answers `mailLog/readFile` and `mailLog/statFile`. */
  readFile?: boolean;
  /** Scheme under which the client shows the reference, for `codeDescription.href`: `mail-log-reference`. */
  referenceScheme?: string;
  /** Commands the client has, that code actions may name: see `ClientCommands`. */
  commands?: string[];
  /** IANA name, where the host of the server is not the user's (default: the host's). */
  timeZone?: string;
}

/** Commands of our client that code actions use when the client names them in `ClientOptions.commands`, with their arguments. */
export interface ClientCommands {
  /** Opens the report: `[uri]`. */
  'mailLog.summarizeBounces': [uri: string];
  /** Puts a text on the clipboard: `[text]`. */
  'mailLog.copyText': [text: string];
  /** Writes a rule (one JSON object as text) to the user's rules file, creating it where there is none: `[rule]`. */
  'mailLog.addRule': [rule: string];
  /** Opens a page of the reference: `[id]`. */
  'mailLog.openReference': [id: string];
}

export interface WorkDone {
  workDoneToken?: string | number;
}

export interface SummarizeParams extends WorkDone {
  /** Open documents, files, folders. In order of time where they are rotated files of one log. */
  uris: string[];
  /** Only deliveries for which all given parts hold. */
  filter?: Selection;
}

export interface SummarizeResult {
  summary: Summary;
  /** Versions of the open documents among the inputs: by URI. Others were read from disk. */
  versions: Record<string, number>;
  /** Inputs that could not be read, with why: the others are summarised. */
  failed: { uri: string; message: string }[];
}

export interface LinesParams extends WorkDone {
  uris: string[];
  selection: Selection;
  /** Most lines wanted, 1,000 where not given, never more than 10,000. */
  limit?: number;
  /** Lines to pass over first. */
  offset?: number;
}

export interface LinesResult {
  /** Text is cut at 2,000 characters. */
  lines: { uri: string; line: number; text: string }[];
  /** How many there are in all. */
  total: number;
}

export interface UnpackParams extends WorkDone {
  uri: string;
  /** Line (from 1) that must be among those given. */
  line: number;
  /** Where the text has more characters, only a window of lines comes; never more than 32 Mi. */
  most?: number;
}

export interface UnpackResult {
  /** One line for each line of the log. */
  text: string;
  /** Which lines these are; null: all. */
  window: LineWindow | null;
  /** Why the archive could not be read to its end; what could be read is there. */
  problem: string | null;
}

export interface ExplainParams {
  /** Any pasted reply, also a whole log line. */
  text: string;
  relay?: string;
  saidBy?: SaidBy;
  phase?: Phase;
}

export interface ExplainResult {
  verdict: Verdict;
  markdown: string;
  plain: string;
}

export interface ReferenceParams {
  /** A reason (`bad-mailbox`), a rule (`google/no-such-user`), `reply/550`, `enhanced/5.1.1`; absent: the table of contents. */
  id?: string;
}

export interface ReferenceResult {
  title: string;
  markdown: string;
}

export interface ExportSuppressionsParams extends WorkDone {
  uris: string[];
  filter?: Selection;
  format: 'plain' | 'csv' | 'json' | 'postfix';
}

export interface ExportParams extends WorkDone {
  uris: string[];
  filter?: Selection;
  format: 'markdown' | 'csv' | 'json';
}

export interface ExportResult {
  text: string;
  /** Entries in it. */
  count: number;
  /** "suppressions.csv" */
  suggestedName: string;
  /** What was left out and why, in a sentence. */
  note?: string;
}

export interface CompareParams extends WorkDone {
  before: { uris: string[]; filter?: Selection };
  after: { uris: string[]; filter?: Selection };
}

export interface CompareResult {
  markdown: string;
}

export interface DraftRuleParams {
  uri: string;
  /** From 1. */
  line: number;
}

export interface DraftRuleResult {
  /** One rule as indented JSON. */
  json: string;
}

export interface FileStat {
  type: 'file' | 'folder' | 'other';
  /** Bytes. */
  size: number;
  /** Milliseconds UTC. */
  modified: number;
  /** URIs of what a folder holds. */
  children?: string[];
}

export interface StatusParams {
  uri: string;
  version: number;
  /** Null where no line was understood. */
  format: FormatId | null;
  /** "Postfix". */
  formatName: string | null;
  lines: number;
  /** Lines read so far; less than `lines` while a large document is being read. */
  read: number;
  understoodLines: number;
  /** Sentences about limits met: lines cut, time zone not known, reference year guessed. */
  limits: string[];
}

export interface SummaryChangedParams {
  uri: string;
  version: number;
}

export type { Evidence, Selection, Summary };
