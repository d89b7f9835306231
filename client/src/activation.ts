import { commands, type ExtensionContext, ExtensionMode, window } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { Archives } from './archives/archives.ts';
import { colourRestoredLogs } from './colours.ts';
import { watchForMailLogs } from './detection.ts';
import { watchHeldBackFiles } from './heldback.ts';
import { providePages } from './pages.ts';
import type { Session } from './session.ts';
import { MailLogTree } from './tree/tree.ts';

/** Makes the language client of this host: child process or web worker. */
export type Connect = (options: LanguageClientOptions) => Promise<BaseLanguageClient>;

/** What the extension gives to its own tests, and to nobody else. */
export interface TestApi {
  session(): Promise<Session>;
  started(): boolean;
}

let running: Promise<Session> | undefined;

/** Until a mail log is seen or a command is used, only this file and the sniffer are at work: no server, no language client. */
export function activateWith(context: ExtensionContext, connect: Connect): TestApi | undefined {
  const tree = new MailLogTree();
  const archives = new Archives(() => session());
  const session = () => (running ??= start(context, connect, tree, archives));
  context.subscriptions.push(
    archives,
    window.createTreeView('mailLog.tree', { treeDataProvider: tree, showCollapseAll: true }),
    ...lazyCommands.map((name) => commands.registerCommand(`mailLog.${name}`, async (...args) => (await session()).run(name, args))),
    window.registerWebviewPanelSerializer('mailLog.report', {
      deserializeWebviewPanel: async (panel, state) => (await session()).reports.revive(panel, state),
    }),
    watchForMailLogs(() => void session()),
    watchHeldBackFiles(),
    providePages(async (id) => (await session()).reference(id)),
  );
  void colourRestoredLogs();
  return context.extensionMode === ExtensionMode.Test ? { session, started: () => running !== undefined } : undefined;
}

/** Commands; what each does is in commands/, loaded with the session. */
const lazyCommands = [
  'summarizeBounces',
  'explain',
  'openReference',
  'addRule',
  'exportSuppressions',
  'exportReport',
  'compare',
  'showLines',
  'openLine',
  'openUnpacked',
  'copyText',
] as const;
export type CommandName = (typeof lazyCommands)[number];

async function start(context: ExtensionContext, connect: Connect, tree: MailLogTree, archives: Archives): Promise<Session> {
  const { Session } = await import('./session.ts');
  const session = await Session.start(context, connect, tree, archives);
  context.subscriptions.push(session);
  return session;
}

/** Stops the server. */
export async function deactivate(): Promise<void> {
  const session = await running?.catch(() => undefined);
  running = undefined;
  await session?.stop();
}
