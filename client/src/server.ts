import { type CancellationToken, Disposable, EventEmitter, FileType, type LogOutputChannel, type Progress, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type {
  ClientCommands,
  ClientOptions,
  ClientRequests,
  FileStat,
  Notifications,
  Requests,
  SummarizeParams,
  SummarizeResult,
} from '../../server/src/protocol.ts';
import type { Connect } from './activation.ts';
import { languageId } from './detection.ts';
import { referenceScheme } from './pages.ts';

/** Largest file handed to a server that cannot read it itself (browser, virtual workspace), in bytes. */
const virtualFileBytes = 64 * 1024 * 1024;

/** What VS Code shows of a progress. */
interface Step {
  message?: string;
  increment?: number;
}

/** The running Mail Log server, with its requests typed. */
export class Server implements Disposable {
  private readonly status = new EventEmitter<Notifications['mailLog/status']>();
  private readonly changed = new EventEmitter<Notifications['mailLog/summaryChanged']>();
  readonly onStatus = this.status.event;
  readonly onSummaryChanged = this.changed.event;
  private readonly client: BaseLanguageClient;
  private readonly output: LogOutputChannel;
  private tokens = 0;

  private constructor(client: BaseLanguageClient, output: LogOutputChannel) {
    this.client = client;
    this.output = output;
    listen(client, 'mailLog/status', (params) => this.status.fire(params));
    listen(client, 'mailLog/summaryChanged', (params) => this.changed.fire(params));
    answer(client, 'mailLog/readFile', async ({ uri }) => ({ data: await readFile(Uri.parse(uri)) }));
    answer(client, 'mailLog/statFile', ({ uri }) => statFile(Uri.parse(uri)));
  }

  static async start(connect: Connect): Promise<Server> {
    const output = window.createOutputChannel('Mail Log', { log: true });
    const server = new Server(await connect(clientOptions(output)), output);
    await server.client.start();
    return server;
  }

  /** Sends a request; rejects where the server does, or where the token is cancelled. */
  request<M extends keyof Requests>(method: M, params: Requests[M]['params'], token?: CancellationToken): Promise<Requests[M]['result']> {
    return token ? this.client.sendRequest(method, params, token) : this.client.sendRequest(method, params);
  }

  /** A summary whose progress is shown as it comes. */
  summarize(params: SummarizeParams, progress: Progress<Step>, token: CancellationToken): Promise<SummarizeResult> {
    return this.requestWithProgress('mailLog/summarize', params, progress, token);
  }

  /** A request whose progress is shown as it comes. */
  async requestWithProgress<M extends keyof Requests>(
    method: M,
    params: Requests[M]['params'],
    progress: Progress<Step>,
    token: CancellationToken,
  ): Promise<Requests[M]['result']> {
    const { WorkDoneProgress } = await import('vscode-languageclient');
    const workDoneToken = `mail-log-${++this.tokens}`;
    let shown = 0;
    const listener = this.client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (value.kind === 'end') return;
      const percentage = value.percentage ?? shown;
      progress.report({ ...(value.message && { message: value.message }), increment: Math.max(0, percentage - shown) });
      shown = Math.max(shown, percentage);
    });
    try {
      return await this.request(method, { ...params, workDoneToken }, token);
    } finally {
      listener.dispose();
    }
  }

  async stop(): Promise<void> {
    await this.client.stop().catch(() => undefined);
    Disposable.from(this.status, this.changed, this.output).dispose();
  }

  dispose(): void {
    void this.stop();
  }
}

function clientOptions(outputChannel: LogOutputChannel): LanguageClientOptions {
  const commands: (keyof ClientCommands)[] = ['mailLog.summarizeBounces', 'mailLog.addRule', 'mailLog.openReference', 'mailLog.copyText'];
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const mailLog: ClientOptions = { readFile: true, referenceScheme, commands, timeZone };
  return {
    // own rules too, so that a mistake is shown while it is typed
    documentSelector: [{ language: languageId }, { pattern: '**/*mail-log-rules.json' }],
    initializationOptions: { mailLog },
    outputChannel,
    diagnosticPullOptions: { onChange: true, onSave: false },
    markdown: { isTrusted: false, supportHtml: false },
  };
}

/** Bytes as they are for a worker, base64 where the transport is JSON. */
async function readFile(uri: Uri): Promise<Uint8Array | string> {
  const { size } = await workspace.fs.stat(uri);
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1048576)} MB`;
  if (size > virtualFileBytes) throw new Error(`too large for this file system: ${megabytes(size)}, at most ${megabytes(virtualFileBytes)}`);
  const bytes = await workspace.fs.readFile(uri);
  return typeof Buffer === 'undefined' ? bytes : Buffer.from(bytes).toString('base64');
}

async function statFile(uri: Uri): Promise<FileStat> {
  const { type, size, mtime: modified } = await workspace.fs.stat(uri);
  if ((type & FileType.Directory) === 0) return { type: type & FileType.File ? 'file' : 'other', size, modified };
  const entries = await workspace.fs.readDirectory(uri);
  return { type: 'folder', size, modified, children: entries.map(([name]) => Uri.joinPath(uri, name).toString()) };
}

function listen<M extends keyof Notifications>(client: BaseLanguageClient, method: M, handler: (params: Notifications[M]) => void): void {
  client.onNotification(method, handler);
}

function answer<M extends keyof ClientRequests>(
  client: BaseLanguageClient,
  method: M,
  handler: (params: ClientRequests[M]['params']) => Promise<ClientRequests[M]['result']>,
): void {
  client.onRequest(method, (params: ClientRequests[M]['params']) => handler(params) as Promise<unknown>);
}
