import { type Disposable, type ExtensionContext, type TextDocument, workspace } from 'vscode';
import type { CommandName, Connect } from './activation.ts';
import type { Archives } from './archives/archives.ts';
import { commandTable } from './commands/index.ts';
import { languageId } from './detection.ts';
import { ReportPanels } from './panel/panels.ts';
import { Server } from './server.ts';
import { LanguageStatus } from './status.ts';
import type { MailLogTree } from './tree/tree.ts';

/** Everything that is at work once a mail log was seen or a command was used. */
export class Session implements Disposable {
  readonly context: ExtensionContext;
  readonly server: Server;
  readonly reports: ReportPanels;
  readonly tree: MailLogTree;
  readonly archives: Archives;
  private readonly disposables: Disposable[] = [];

  private constructor(context: ExtensionContext, server: Server, tree: MailLogTree, archives: Archives) {
    this.context = context;
    this.server = server;
    this.tree = tree;
    this.archives = archives;
    this.reports = new ReportPanels(this);
    this.disposables.push(this.reports, new LanguageStatus(server), tree.follow(this));
  }

  static async start(context: ExtensionContext, connect: Connect, tree: MailLogTree, archives: Archives): Promise<Session> {
    return new Session(context, await Server.start(connect), tree, archives);
  }

  async run(name: CommandName, args: unknown[]): Promise<unknown> {
    return commandTable[name](this, args);
  }

  /** A page of the reference as Markdown. */
  async reference(id: string): Promise<string> {
    return (await this.server.request('mailLog/reference', id && id !== 'contents' ? { id } : {})).markdown;
  }

  /** Mail logs that are open, in the order VS Code gives. */
  openLogs(): TextDocument[] {
    return workspace.textDocuments.filter((document) => document.languageId === languageId);
  }

  async stop(): Promise<void> {
    this.dispose();
    await this.server.stop();
  }

  dispose(): void {
    for (const disposable of this.disposables.splice(0)) disposable.dispose();
  }
}
