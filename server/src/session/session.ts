import { type Connection, type DidChangeConfigurationParams, DidChangeWatchedFilesNotification, type Position } from 'vscode-languageserver';
import { createEngine, type Engine, Log } from '../core.ts';
import type { LogDocument } from '../document/log-document.ts';
import type { Spot } from '../features/spot.ts';
import { statusOf } from '../features/status.ts';
import type { EngineSettings, YearSpan } from '../threads/job.ts';
import type { Client } from './client.ts';
import { clientFiles } from './client-files.ts';
import { Debounce } from './debounce.ts';
import { Logs } from './logs.ts';
import { Problems } from './problems.ts';
import { RulesFiles } from './rules-files.ts';
import type { Files, Runtime } from './runtime.ts';
import { defaultSettings, type Settings, settingsOf } from './settings.ts';

/** Above this many lines what a document came in is worth to be given back at once. */
const manyLines = 50_000;

/** One client's conversation: its open logs, settings and rules, and what it is told about them. */
export class Session {
  readonly connection: Connection;
  readonly runtime: Runtime;
  readonly client: Client;
  readonly logs: Logs;
  readonly problems: Problems;
  readonly rules: RulesFiles;
  readonly files: Files;
  /** By the URIs read: see summarize.ts. */
  readonly years = new Map<string, YearSpan>();
  /** Settings of a client that sends them instead of being asked. */
  private sent: Settings = defaultSettings;
  private readonly opening = new Map<string, Promise<void>>();
  private readonly status = new Debounce<Log>((log) => this.sendStatus(log), 200, 250);
  private readonly changes = new Debounce<Log>((log) => this.sendChanged(log), 200, 1000);

  constructor(connection: Connection, runtime: Runtime, client: Client, folders: readonly string[]) {
    this.connection = connection;
    this.runtime = runtime;
    this.client = client;
    this.files = client.readsFiles ? filesOf(runtime, clientFiles(connection, runtime.unpack)) : runtime.files;
    this.logs = new Logs(runtime);
    this.problems = new Problems(connection, client, this.logs, (uri) => this.find(uri));
    this.rules = new RulesFiles(connection, this.files, folders);
    this.rules.onChange = () => void this.restartAll();
    this.rules.onRead = (uri) => this.watch(uri);
    this.logs.onProgress = (log) => {
      this.status.call(log);
      this.problems.progressed(log);
    };
    this.logs.onRead = (log) => {
      this.problems.changed(log);
      this.changes.call(log);
    };
    this.logs.onFirstRead = (log) => {
      if (runtime.collect && log.document.lineCount > manyLines) setTimeout(() => runtime.collect?.(), 500);
    };
    this.logs.onFault = (log, error) => connection.console.error(`reading ${log.document.uri}: ${error instanceof Error ? error.stack : error}`);
  }

  /** The open log with that URI, once its settings are known. */
  async find(uri: string): Promise<Log | undefined> {
    await this.opening.get(uri);
    return this.logs.get(uri);
  }

  /** A place in an open log; null where it is not open, or is none. */
  async spot(uri: string, position: Position): Promise<Spot | null> {
    const log = await this.find(uri);
    return log ? { log, ...log.document.place(position) } : null;
  }

  open(document: LogDocument): void {
    if (this.rules.isRulesFile(document.uri)) {
      this.rules.opened(document.uri, document.text.toString());
      return;
    }
    const ready = this.engineFor(document.uri).then(
      (engine) => {
        if (this.opening.get(document.uri) === ready) this.logs.open(new Log(document, engine));
      },
      (error) => this.connection.console.error(String(error)),
    );
    this.opening.set(document.uri, ready);
  }

  changed(document: LogDocument): void {
    if (this.rules.isRulesFile(document.uri)) {
      this.rules.opened(document.uri, document.text.toString());
      return;
    }
    this.logs.wake();
  }

  close(uri: string): void {
    this.opening.delete(uri);
    this.rules.closed(uri);
    const log = this.logs.get(uri);
    if (!log) return;
    this.logs.close(uri);
    this.status.cancel(log);
    this.changes.cancel(log);
    this.problems.closed(log);
  }

  /** The client says that settings have changed; old clients send them along. */
  async settingsChanged({ settings }: DidChangeConfigurationParams): Promise<void> {
    const own = (settings as { mailLog?: unknown } | null)?.mailLog;
    if (own !== undefined && own !== null) this.sent = settingsOf(own);
    await this.restartAll();
  }

  filesChanged(uris: readonly string[]): void {
    for (const uri of uris) this.rules.changedOnDisk(uri);
  }

  async settingsFor(uri: string): Promise<Settings> {
    if (!this.client.configuration) return this.sent;
    return settingsOf(await this.connection.workspace.getConfiguration({ scopeUri: uri, section: 'mailLog' }));
  }

  /** The knowledge without anybody's rules and settings: for replies that belong to no log. */
  get engine(): Engine {
    this.plain ??= createEngine({ timeZone: this.runtime.timeZone, now: this.runtime.now });
    return this.plain;
  }
  private plain: Engine | null = null;

  /** What judges and reads with the user's settings for a document. */
  async engineFor(uri: string): Promise<Engine> {
    const settings = await this.settingsFor(uri);
    const { rules: userRules } = await this.rules.load(settings.rules);
    const { problems, findings: thresholds, ownDomains, ownNetworks } = settings;
    const timeZone = this.zoneOf(settings);
    return createEngine({ problems, thresholds, ownDomains, ownNetworks, userRules, timeZone, now: this.runtime.now });
  }

  /** The same as data, for other threads. */
  async engineSettingsFor(uri: string): Promise<EngineSettings> {
    const settings = await this.settingsFor(uri);
    const { ownDomains, ownNetworks } = settings;
    return { rules: await this.rules.textFor(settings.rules), ownDomains, ownNetworks, timeZone: this.zoneOf(settings), now: this.runtime.now() };
  }

  private zoneOf({ timeZone }: Settings): string {
    return timeZone || (this.client.timeZone ?? this.runtime.timeZone);
  }

  private watch(uri: string): void {
    if (!this.client.watchesFiles) return;
    const globPattern = `**/${decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1))}`;
    this.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern }] }).catch(() => undefined);
  }

  private async restartAll(): Promise<void> {
    for (const log of [...this.logs.all()]) log.restart(await this.engineFor(log.document.uri));
    this.logs.wake();
    this.problems.allChanged();
  }

  private sendStatus(log: Log): void {
    if (this.logs.get(log.document.uri) === log) void this.connection.sendNotification('mailLog/status', statusOf(log));
  }

  private sendChanged(log: Log): void {
    const { uri, version } = log.document;
    if (this.logs.get(uri) !== log) return;
    this.sendStatus(log);
    void this.connection.sendNotification('mailLog/summaryChanged', { uri, version });
  }
}

/** The host's own files where it can, the client's for the rest. */
function filesOf({ files }: Runtime, others: Files): Files {
  const of = (uri: string) => (files.canRead(uri) ? files : others);
  return {
    canRead: () => true,
    read: (uri, signal) => of(uri).read(uri, signal),
    list: (uri) => of(uri).list(uri),
    begins: async (uri, reference) => (await of(uri).begins?.(uri, reference)) ?? Number.NaN,
  };
}
