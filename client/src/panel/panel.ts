import { CancellationTokenSource, commands, Disposable, ProgressLocation, Uri, type WebviewPanel, window, workspace } from 'vscode';
import type { SummarizeResult } from '../../../server/src/protocol.ts';
import type { Selection } from '../../../server/src/summary/summary.ts';
import { nameOf } from '../names.ts';
import type { FromPage, ToPage } from '../report/messages.ts';
import type { Session } from '../session.ts';
import { reportHtml } from './html.ts';
import { openLine } from './open-line.ts';
import { trimmed } from './trim.ts';

/** Time between a change of the log and the next summary, in milliseconds: a log that grows line by line is not summarised for each. */
const quietTime = 400;

/** One report: asks the server, feeds the page, follows the log. */
export class ReportPanel implements Disposable {
  readonly panel: WebviewPanel;
  readonly uris: string[];
  filter: Selection;
  /** The last answer, sent again when the page is built anew. */
  private answer: SummarizeResult | undefined;
  private pageReady = false;
  private stale = true;
  /** The page has asked for all rows. */
  private whole = false;
  private running: CancellationTokenSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private inspections: ((text: string) => void)[] = [];
  private readonly session: Session;
  private readonly disposables: Disposable[];

  constructor(session: Session, panel: WebviewPanel, uris: string[], filter: Selection) {
    this.session = session;
    this.panel = panel;
    this.uris = uris;
    this.filter = filter;
    const dist = Uri.joinPath(session.context.extensionUri, 'dist');
    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    this.disposables = [
      panel.webview.onDidReceiveMessage((message: FromPage) => this.receive(message)),
      panel.onDidChangeViewState(() => this.refreshIfStale()),
      session.server.onSummaryChanged(({ uri }) => this.changed(uri)),
      workspace.onDidSaveTextDocument(({ uri }) => this.changed(uri.toString())),
    ];
    panel.webview.html = reportHtml(panel.webview, dist);
  }

  reveal(): void {
    this.panel.reveal();
  }

  /** For the tests of the extension: the text the page shows now. */
  inspect(): Promise<string> {
    const shown = new Promise<string>((resolve) => this.inspections.push(resolve));
    this.post({ type: 'inspect' });
    return shown;
  }

  /** For the tests of the extension: as if the page had sent it. */
  receive(message: FromPage): void {
    switch (message.type) {
      case 'ready':
        this.pageReady = true;
        if (this.answer) this.postSummary(this.answer);
        this.refreshIfStale();
        break;
      case 'whole':
        this.whole = true;
        if (this.answer) this.postSummary(this.answer);
        break;
      case 'filter':
        this.filter = message.filter;
        void this.refresh();
        break;
      case 'lines':
        void this.sendLines(message);
        break;
      case 'open':
        void openLine(this.session, Uri.parse(message.uri), message.line, this.panel.viewColumn, message.keepFocus);
        break;
      case 'command':
        void commands.executeCommand(`mailLog.${message.command}`, ...this.uris);
        break;
      case 'reference':
        void commands.executeCommand('mailLog.openReference', message.id);
        break;
      case 'inspected':
        for (const resolve of this.inspections.splice(0)) resolve(message.text);
    }
  }

  private changed(uri: string): void {
    if (!this.uris.includes(uri)) return;
    this.stale = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refreshIfStale(), quietTime);
  }

  private refreshIfStale(): void {
    if (this.stale && this.panel.visible && this.pageReady) void this.refresh();
  }

  private async refresh(): Promise<void> {
    this.running?.cancel();
    const running = new CancellationTokenSource();
    this.running = running;
    this.stale = false;
    try {
      const answer = await this.summarize(running);
      if (this.running !== running) return;
      this.answer = answer;
      this.postSummary(answer);
    } catch (error) {
      if (this.running !== running) return;
      this.post({ type: 'failed', message: running.token.isCancellationRequested ? 'Stopped.' : messageOf(error) });
    }
  }

  /** Logs that are not open may take long: these show their progress, and can be stopped. */
  private async summarize(running: CancellationTokenSource): Promise<SummarizeResult> {
    const params = { uris: this.uris, filter: this.filter };
    const open = new Set(workspace.textDocuments.map(({ uri }) => uri.toString()));
    if (this.uris.every((uri) => open.has(uri))) return this.session.server.request('mailLog/summarize', params, running.token);
    if (!this.answer) this.post({ type: 'busy', text: `Reading ${nameOf(this.uris)} …` });
    const options = { location: ProgressLocation.Notification, cancellable: true, title: `Mail Log: reading ${nameOf(this.uris)}` };
    return window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => running.cancel());
      return this.session.server.summarize(params, progress, running.token);
    });
  }

  private postSummary({ summary, failed }: SummarizeResult): void {
    const cut = trimmed(summary, this.whole ? Number.POSITIVE_INFINITY : undefined);
    this.post({ type: 'summary', uris: this.uris, name: nameOf(this.uris), filter: this.filter, failed, ...cut });
  }

  private async sendLines({ request, selection, offset, limit }: Extract<FromPage, { type: 'lines' }>): Promise<void> {
    try {
      const answer = await this.session.server.request('mailLog/lines', { uris: this.uris, selection, offset, limit });
      this.post({ type: 'lines', request, ...answer });
    } catch (error) {
      this.post({ type: 'failed', message: messageOf(error) });
    }
  }

  private post(message: ToPage): void {
    void this.panel.webview.postMessage(message);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.running?.cancel();
    Disposable.from(...this.disposables).dispose();
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
