import { Disposable, languages, Range, type TextDocument, type TextDocumentChangeEvent, workspace } from 'vscode';
import { isMailLog, looksWorthSniffing, SNIFF_CHARACTERS, SNIFF_LINES } from './sniff.ts';

export const languageId = 'maillog';

/**
 * Watches for mail logs among log and plain-text documents and switches each to the language `maillog`, at most once: a language
 * that the user chooses afterwards, or had chosen before, stays.
 * @param found called for each document that is a mail log, switched by us or known by its name.
 */
export function watchForMailLogs(found: (document: TextDocument) => void): Disposable {
  const detector = new Detector(found);
  for (const document of workspace.textDocuments) detector.opened(document);
  return Disposable.from(
    workspace.onDidOpenTextDocument((document) => detector.opened(document)),
    workspace.onDidCloseTextDocument((document) => detector.closed(document)),
    workspace.onDidChangeTextDocument((event) => detector.changed(event)),
  );
}

class Detector {
  /** Documents whose language is settled: switched once, or chosen by the user. */
  private readonly settled = new Set<string>();
  /** Documents too short to tell when they were opened: untitled, empty, still to be filled. */
  private readonly waiting = new Set<string>();
  /** VS Code reports a change of language as a close and an open in the same turn. */
  private readonly closing = new Map<string, string>();
  private readonly found: (document: TextDocument) => void;

  constructor(found: (document: TextDocument) => void) {
    this.found = found;
  }

  opened(document: TextDocument): void {
    const uri = document.uri.toString();
    const previous = this.closing.get(uri);
    this.closing.delete(uri);
    if (document.languageId === languageId) {
      this.settled.add(uri);
      this.waiting.delete(uri);
      this.found(document);
    } else if (previous !== undefined && document.languageId !== 'log') {
      this.settled.add(uri); // chosen by hand; VS Code's own guesser only ever turns text into `log`
    } else this.consider(document, uri);
  }

  closed(document: TextDocument): void {
    const uri = document.uri.toString();
    this.closing.set(uri, document.languageId);
    setTimeout(() => this.forgetIfGone(uri), 0);
  }

  changed({ document, contentChanges }: TextDocumentChangeEvent): void {
    if (contentChanges.length === 0 || !this.waiting.has(document.uri.toString())) return;
    if (contentChanges.some(({ range }) => range.start.line < SNIFF_LINES)) this.consider(document, document.uri.toString());
  }

  private consider(document: TextDocument, uri: string): void {
    if (this.settled.has(uri) || !looksWorthSniffing(document.uri.scheme, document.languageId, document.uri.path)) return;
    if (!workspace.getConfiguration('mailLog', document).get('autoDetect', true)) return;
    if (isMailLog(head(document))) {
      this.settled.add(uri);
      this.waiting.delete(uri);
      void languages.setTextDocumentLanguage(document, languageId);
    } else if (document.isUntitled || document.lineCount < 2) this.waiting.add(uri);
  }

  private forgetIfGone(uri: string): void {
    if (!this.closing.delete(uri)) return;
    if (workspace.textDocuments.some((document) => document.uri.toString() === uri)) return;
    this.settled.delete(uri);
    this.waiting.delete(uri);
  }
}

/** The first lines, as far as the sniffer reads; a line of megabytes is cut. */
function head(document: TextDocument): string[] {
  const lines: string[] = [];
  for (let line = 0, room = SNIFF_CHARACTERS; line < Math.min(SNIFF_LINES, document.lineCount) && room > 0; line++) {
    const text = document.getText(new Range(line, 0, line, room));
    lines.push(text);
    room -= text.length + 1;
  }
  return lines;
}
