import {
  Disposable,
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  workspace,
} from 'vscode';
import type { Summary } from '../../../server/src/summary/summary.ts';
import type { Session } from '../session.ts';
import { type Node, nodesOf } from './nodes.ts';

const quietTime = 500;

/** The view "Mail Log": findings, receivers > reasons > recipients > lines of the logs that are open. */
export class MailLogTree implements TreeDataProvider<Node> {
  private readonly changed = new EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private session: Session | undefined;
  private readonly summaries = new Map<string, Promise<Summary>>();

  /** Follows the open logs from now on. */
  follow(session: Session): Disposable {
    this.session = session;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = (uri: string) => {
      this.summaries.delete(uri);
      clearTimeout(timer);
      timer = setTimeout(() => this.changed.fire(undefined), quietTime);
    };
    this.changed.fire(undefined);
    return Disposable.from(
      session.server.onSummaryChanged(({ uri }) => later(uri)),
      workspace.onDidOpenTextDocument(({ uri, languageId }) => languageId === 'maillog' && later(uri.toString())),
      workspace.onDidCloseTextDocument(({ uri, languageId }) => languageId === 'maillog' && later(uri.toString())),
      { dispose: () => clearTimeout(timer) },
    );
  }

  async getChildren(node?: Node): Promise<Node[]> {
    const { session } = this;
    if (!session) return [];
    if (node) return node.children ? node.children() : [];
    const logs = session.openLogs().map(({ uri }) => uri.toString());
    const roots = await Promise.all(logs.map((uri) => this.log(session, uri)));
    const [only] = roots;
    return roots.length === 1 && only?.children ? only.children() : roots;
  }

  private async log(session: Session, uri: string): Promise<Node> {
    let summary = this.summaries.get(uri);
    if (!summary) {
      summary = session.server.request('mailLog/summarize', { uris: [uri] }).then((answer) => answer.summary);
      summary.catch(() => this.summaries.delete(uri));
      this.summaries.set(uri, summary);
    }
    const lines = (selection: object, limit: number) => session.server.request('mailLog/lines', { uris: [uri], selection, limit });
    return nodesOf(uri, await summary, lines);
  }

  getTreeItem(node: Node): TreeItem {
    const item = new TreeItem(node.label, node.children ? (node.open ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed) : 0);
    item.id = node.id;
    if (node.description !== undefined) item.description = node.description;
    if (node.tooltip !== undefined) item.tooltip = new MarkdownString().appendText(node.tooltip);
    if (node.icon) item.iconPath = new ThemeIcon(node.icon, node.color ? new ThemeColor(node.color) : undefined);
    if (node.lines) item.contextValue = 'lines';
    if (node.place) item.command = { title: 'Open Line', command: 'mailLog.openLine', arguments: [node.place.uri, node.place.line] };
    if (node.url) item.command = { title: 'Open Page', command: 'vscode.open', arguments: [Uri.parse(node.url)] };
    item.accessibilityInformation = { label: [node.label, node.description].filter(Boolean).join(', ') };
    return item;
  }
}
