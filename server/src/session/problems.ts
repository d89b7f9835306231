import type { CancellationToken, Connection, Diagnostic, DocumentDiagnosticParams, DocumentDiagnosticReport } from 'vscode-languageserver';
import type { Log } from '../document/log.ts';
import { diagnostics } from '../features/diagnostics.ts';
import type { Client } from './client.ts';
import { Debounce } from './debounce.ts';
import type { Logs } from './logs.ts';
import { throwIfCancelled } from './safe.ts';

/** How long a first answer waits for a large log to be read, in milliseconds; what has been read by then is shown. */
const patience = 350;

/** Diagnostics on their way to the client: pulled where it can, else pushed; never both. */
export class Problems {
  private readonly connection: Connection;
  private readonly client: Client;
  private readonly logs: Logs;
  private readonly find: (uri: string) => Promise<Log | undefined>;
  private readonly push = new Debounce<Log>((log) => void this.publish(log), 100, patience);
  private readonly refresh = new Debounce<'all'>(() => this.askToPull(), 50, 200);
  private readonly early = new WeakSet<Log>();

  constructor(connection: Connection, client: Client, logs: Logs, find: (uri: string) => Promise<Log | undefined>) {
    this.connection = connection;
    this.client = client;
    this.logs = logs;
    this.find = find;
  }

  async pulled({ textDocument, previousResultId }: DocumentDiagnosticParams, token: CancellationToken): Promise<DocumentDiagnosticReport> {
    const log = await this.find(textDocument.uri);
    if (!log) return { kind: 'full', items: [] };
    await this.logs.read(log, patience);
    if (!log.analysis.done) await this.logs.readPart(log);
    throwIfCancelled(token);
    if (!log.analysis.done) this.early.add(log);
    const resultId = log.revision;
    return resultId === previousResultId ? { kind: 'unchanged', resultId } : { kind: 'full', resultId, items: this.itemsOf(log) };
  }

  /** The log has been read further. */
  progressed(log: Log): void {
    if (!this.client.pullsDiagnostics && !this.early.has(log)) this.push.call(log);
  }

  /** The log has been read to its end, or is judged anew: what was shown may be out of date. */
  changed(log: Log): void {
    if (!this.client.pullsDiagnostics) this.push.call(log);
    else if (this.early.delete(log)) this.refresh.call('all');
  }

  /** Settings or rules have changed: everything is asked for again. */
  allChanged(): void {
    if (this.client.pullsDiagnostics) this.refresh.call('all');
  }

  closed(log: Log): void {
    this.push.cancel(log);
    if (!this.client.pullsDiagnostics) void this.connection.sendDiagnostics({ uri: log.document.uri, diagnostics: [] });
  }

  private itemsOf(log: Log): Diagnostic[] {
    return diagnostics(log, this.client);
  }

  private async publish(log: Log): Promise<void> {
    if (!log.analysis.done) await this.logs.readPart(log);
    if (this.logs.get(log.document.uri) !== log) return;
    if (!log.analysis.done) this.early.add(log);
    const { uri, version } = log.document;
    void this.connection.sendDiagnostics({ uri, version, diagnostics: this.itemsOf(log) });
  }

  private askToPull(): void {
    if (this.client.refreshesDiagnostics) this.connection.languages.diagnostics.refresh().catch(() => undefined);
  }
}
