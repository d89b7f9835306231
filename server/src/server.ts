import {
  type CancellationToken,
  type Connection,
  DidChangeConfigurationNotification,
  type DidChangeConfigurationParams,
  type InitializeParams,
  type ServerCapabilities,
  type TextDocumentPositionParams,
  TextDocumentSyncKind,
  TextDocuments,
  type WorkDoneProgressParams,
  type WorkDoneProgressReporter,
} from 'vscode-languageserver';
import { LogDocument } from './core.ts';
import { codeActions } from './features/code-actions.ts';
import { definition } from './features/definition.ts';
import { highlights } from './features/highlights.ts';
import { hover } from './features/hover.ts';
import { references } from './features/references.ts';
import type { Spot } from './features/spot.ts';
import type { Requests } from './protocol.ts';
import { answer, answers } from './session/answers.ts';
import { type Client, clientOf } from './session/client.ts';
import type { Runtime } from './session/runtime.ts';
import { runSafe } from './session/safe.ts';
import { Session } from './session/session.ts';

/** Lines of a log that is read before a hover is answered: a moment's work. */
const readAtOnce = 2000;

/**
 * Answers a client over any connection. Nothing here knows Node or the browser, and no fault in a handler ends the server: it is
 * written to the client's log and the request answered with nothing.
 */
export function startServer(connection: Connection, runtime: Runtime): void {
  let session: Session;
  const report = (message: string) => connection.console.error(message);
  const safe =
    <P, R>(what: string, fallback: R, work: (params: P, token: CancellationToken) => R | Promise<R>) =>
    (params: P, token?: CancellationToken) =>
      // biome-ignore lint/suspicious/noExplicitAny: each kind of handler has its own error type
      runSafe<R>(() => work(params, token as CancellationToken), fallback, what, report, token) as any;
  /** A request about a place in an open log; null where there is none. `whole`: the log has to be read to its end first. */
  const at = <P extends TextDocumentPositionParams, R>(what: string, work: (spot: Spot, params: P) => R, whole = false) =>
    safe<P, R | null>(what, null, async (params) => {
      const spot = await session.spot(params.textDocument.uri, params.position);
      if (spot && whole) await session.logs.read(spot.log);
      return spot && work(spot, params);
    });

  connection.onInitialize((params) => {
    const client = clientOf(params);
    session = new Session(connection, runtime, client, foldersOf(params));
    return { capabilities: capabilitiesOf(client), serverInfo: { name: 'Mail Log' } };
  });
  connection.onInitialized(() => void watchSettings(connection, session.client).catch((error) => report(String(error))));
  connection.onDidChangeConfiguration(safe('configuration', undefined, (params: DidChangeConfigurationParams) => session.settingsChanged(params)));
  connection.onDidChangeWatchedFiles(safe('watched files', undefined, ({ changes }) => session.filesChanged(changes.map(({ uri }) => uri))));

  connection.onHover(
    safe('hover', null, async ({ textDocument, position }: TextDocumentPositionParams) => {
      const spot = await session.spot(textDocument.uri, position);
      if (spot && spot.log.document.lineCount < readAtOnce) await session.logs.read(spot.log);
      return spot && hover(spot, session.client);
    }),
  );
  connection.onReferences(at('references', (spot, params) => references(spot, params.context.includeDeclaration), true));
  connection.onDefinition(at('definition', definition, true));
  connection.onDocumentHighlight(at('highlights', highlights, true));
  connection.onCodeAction(
    safe('code actions', null, async (params) => codeActions(await session.find(params.textDocument.uri), params, session.client)),
  );
  connection.languages.diagnostics.on(safe('diagnostics', { kind: 'full', items: [] }, (params, token) => session.problems.pulled(params, token)));

  for (const method of Object.keys(answers) as (keyof Requests)[]) {
    connection.onRequest(method, (params: WorkDoneProgressParams, token: CancellationToken) =>
      answer(session, method, params, token, progressOf(connection, params)),
    );
  }

  listenToDocuments(connection, () => session, report);
  connection.listen();
}

/** Keeps the session's logs in step with what the client has open. A fault in one document leaves the others alone. */
function listenToDocuments(connection: Connection, session: () => Session, report: (message: string) => void): void {
  const documents = new TextDocuments<LogDocument>({
    create: (uri, languageId, version, text) => new LogDocument(uri, languageId, version, text, session().client.encoding),
    update: (document, changes, version) => {
      document.update(changes, version);
      return document;
    },
  });
  const guarded = (work: (document: LogDocument) => void) => (event: { document: LogDocument }) => {
    try {
      work(event.document);
    } catch (error) {
      report(`document: ${error instanceof Error ? error.stack : error}`);
    }
  };
  documents.onDidOpen(guarded((document) => session().open(document)));
  documents.onDidChangeContent(guarded((document) => session().changed(document)));
  documents.onDidClose(guarded((document) => session().close(document.uri)));
  documents.listen(connection);
}

/** Progress where the client asked for it with a token. */
function progressOf(connection: Connection, params: WorkDoneProgressParams | undefined): WorkDoneProgressReporter {
  const progress = connection.window.attachWorkDoneProgress(params?.workDoneToken);
  progress.begin('Mail Log', 0, undefined, true);
  return progress;
}

async function watchSettings(connection: Connection, client: Client): Promise<void> {
  if (client.watchesConfiguration) await connection.client.register(DidChangeConfigurationNotification.type, { section: 'mailLog' });
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  return workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
}

function capabilitiesOf(client: Client): ServerCapabilities {
  return {
    positionEncoding: client.encoding,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    ...(client.codeActions && { codeActionProvider: { codeActionKinds: ['quickfix', 'source'] } }),
    ...(client.pullsDiagnostics && {
      diagnosticProvider: { identifier: 'mail-log', interFileDependencies: false, workspaceDiagnostics: false },
    }),
    workspace: { workspaceFolders: { supported: true } },
  };
}
