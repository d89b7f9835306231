import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { createConnection } from 'vscode-languageserver/node';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import type { Notifications, Requests } from '../../server/src/protocol.ts';
import { startServer } from '../../server/src/server.ts';
import { nodeRuntime } from '../../server/src/session/runtime.node.ts';
import type { Runtime } from '../../server/src/session/runtime.ts';

/** Capabilities as VS Code sends them, as far as the server looks at them. */
export const vscodeCapabilities: ClientCapabilities = {
  general: { positionEncodings: ['utf-16'] },
  textDocument: {
    hover: { contentFormat: ['markdown', 'plaintext'] },
    diagnostic: { relatedInformation: true, codeDescriptionSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', ''] } } },
  },
  workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true }, diagnostics: { refreshSupport: true } },
  window: { workDoneProgress: true },
};

/** A diagnostic as the server writes it: its message is plain text. */
export type Problem = Diagnostic & { message: string };

export interface Setup {
  capabilities?: ClientCapabilities;
  initializationOptions?: unknown;
  /** Section `mailLog`, for clients that answer `workspace/configuration`. */
  settings?: Record<string, unknown>;
  runtime?: Partial<Runtime>;
}

type Waiter = { holds: () => boolean; resolve: () => void };

/** A client on the other end of in-memory streams, or of any connection given. Keeps what the server sent. */
export class TestClient {
  readonly connection: ProtocolConnection;
  readonly pushed = new Map<string, PublishDiagnosticsParams>();
  readonly statuses: Notifications['mailLog/status'][] = [];
  readonly changes: Notifications['mailLog/summaryChanged'][] = [];
  readonly logged: string[] = [];
  readonly progress: unknown[] = [];
  refreshes = 0;
  settings: Record<string, unknown>;
  initialized!: InitializeResult;
  private waiters: Waiter[] = [];

  constructor(connection: ProtocolConnection, settings: Record<string, unknown> = {}) {
    this.connection = connection;
    this.settings = settings;
    const heard =
      <T>(use: (value: T) => void) =>
      (value: T) => {
        use(value);
        this.wake();
      };
    connection.onNotification(
      'textDocument/publishDiagnostics',
      heard((params: PublishDiagnosticsParams) => this.pushed.set(params.uri, params)),
    );
    connection.onNotification(
      'mailLog/status',
      heard((params: Notifications['mailLog/status']) => this.statuses.push(params)),
    );
    connection.onNotification(
      'mailLog/summaryChanged',
      heard((params: Notifications['mailLog/summaryChanged']) => this.changes.push(params)),
    );
    connection.onNotification(
      'window/logMessage',
      heard(({ message }: { message: string }) => this.logged.push(message)),
    );
    connection.onNotification(
      '$/progress',
      heard((params) => this.progress.push(params)),
    );
    connection.onRequest('workspace/configuration', ({ items }: { items: { section: string }[] }) => items.map(() => this.settings));
    connection.onRequest('workspace/diagnostic/refresh', () => {
      this.refreshes++;
      this.wake();
      return null;
    });
    connection.onRequest('client/registerCapability', () => null);
    connection.onRequest('window/workDoneProgress/create', () => null);
    connection.listen();
  }

  static async start({ capabilities = vscodeCapabilities, initializationOptions, settings, runtime }: Setup = {}): Promise<TestClient> {
    const toServer = new PassThrough();
    const toClient = new PassThrough();
    const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
    startServer(server, { ...nodeRuntime, timeZone: 'Europe/Berlin', ...runtime });
    const client = new TestClient(createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer)), settings);
    await client.initialize(capabilities, initializationOptions);
    return client;
  }

  async initialize(capabilities: ClientCapabilities, initializationOptions?: unknown): Promise<void> {
    this.initialized = await this.connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities,
      ...(initializationOptions === undefined ? {} : { initializationOptions }),
    });
    await this.connection.sendNotification('initialized', {});
  }

  /** Ends the conversation; an in-memory server must not take the test process with it. */
  async stop(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    this.connection.dispose();
  }

  async open(uri: string, text: string, languageId = 'maillog'): Promise<void> {
    await this.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  }

  async change(uri: string, version: number, changes: unknown[]): Promise<void> {
    await this.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: changes });
  }

  hover(uri: string, position: Position): Promise<{ contents: { kind: string; value: string }; range: { start: Position; end: Position } } | null> {
    return this.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position });
  }

  async pull(uri: string, previousResultId?: string): Promise<{ kind: string; resultId?: string; items: Problem[] }> {
    return this.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri }, ...(previousResultId ? { previousResultId } : {}) });
  }

  /** Waits until an open log has been read to its end. */
  async read(uri: string): Promise<void> {
    await this.own('mailLog/summarize', { uris: [uri] });
  }

  own<M extends keyof Requests>(method: M, params: Requests[M]['params']): Promise<Requests[M]['result']> {
    return this.connection.sendRequest(method, params);
  }

  /** Waits for a predicate over what the server sent. The test runner's own limit ends a wait in vain. */
  until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push({ holds, resolve }));
  }

  private wake(): void {
    const met = this.waiters.filter(({ holds }) => holds());
    this.waiters = this.waiters.filter((waiter) => !met.includes(waiter));
    for (const { resolve } of met) resolve();
  }
}

const logs = new URL('../logs/', import.meta.url);

/** Text of a sample log under test/logs. */
export function sampleLog(name: string): string {
  return readFileSync(new URL(name, logs), 'utf8');
}

/** Position of the `index`-th character of a piece of text in the first line that holds all `marks`. */
export function positionOf(text: string, marks: string[], piece: string, index = 0): Position {
  const lines = text.split('\n');
  const line = lines.findIndex((candidate) => marks.every((mark) => candidate.includes(mark)));
  if (line < 0) throw new Error(`no line holds ${marks.join(' and ')}`);
  const character = lines[line].indexOf(piece);
  if (character < 0) throw new Error(`line ${line + 1} does not hold ${piece}`);
  return { line, character: character + index };
}
