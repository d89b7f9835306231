import { type Disposable, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { Selection } from '../../../server/src/summary/summary.ts';
import { nameOf } from '../names.ts';
import type { PageState } from '../report/messages.ts';
import type { Session } from '../session.ts';
import { ReportPanel } from './panel.ts';

/** The open reports: one per set of logs. */
export class ReportPanels implements Disposable {
  private readonly session: Session;
  private readonly panels = new Map<string, ReportPanel>();

  constructor(session: Session) {
    this.session = session;
  }

  /** Shows the report of these logs beside the log, the one that is open already where there is one. */
  show(uris: string[], filter: Selection = {}): ReportPanel {
    const open = this.panels.get(keyOf(uris));
    if (open) {
      open.reveal();
      return open;
    }
    const column = window.activeTextEditor || window.tabGroups.activeTabGroup.activeTab ? ViewColumn.Beside : ViewColumn.Active;
    const panel = window.createWebviewPanel('mailLog.report', `Bounces: ${nameOf(uris)}`, { viewColumn: column, preserveFocus: false });
    return this.adopt(panel, uris, filter);
  }

  /** Brings a report back after a reload of the window, by summarising its logs again. */
  async revive(panel: WebviewPanel, state: unknown): Promise<void> {
    const { uris, filter } = validState(state);
    if (uris.length === 0 || this.panels.has(keyOf(uris))) panel.dispose();
    else this.adopt(panel, uris, filter);
  }

  /** The report that is in front. */
  active(): ReportPanel | undefined {
    return [...this.panels.values()].find(({ panel }) => panel.active) ?? [...this.panels.values()].at(-1);
  }

  /** What the report of these logs shows of them. */
  filterOf(uris: string[]): Selection {
    return this.panels.get(keyOf(uris))?.filter ?? {};
  }

  private adopt(panel: WebviewPanel, uris: string[], filter: Selection): ReportPanel {
    const report = new ReportPanel(this.session, panel, uris, filter);
    this.panels.set(keyOf(uris), report);
    panel.iconPath = Uri.joinPath(this.session.context.extensionUri, 'client', 'media', 'icon.png');
    panel.onDidDispose(() => {
      this.panels.delete(keyOf(uris));
      report.dispose();
    });
    return report;
  }

  dispose(): void {
    for (const { panel } of [...this.panels.values()]) panel.dispose();
  }
}

const keyOf = (uris: readonly string[]) => [...uris].sort().join('\n');

/** The state comes back from the page: believed only as far as its shape holds. */
export function validState(state: unknown): Pick<PageState, 'uris' | 'filter'> {
  const { uris, filter } = (state ?? {}) as Partial<PageState>;
  const strings = Array.isArray(uris) ? uris.filter((uri) => typeof uri === 'string') : [];
  return { uris: strings, filter: typeof filter === 'object' && filter !== null ? filter : {} };
}
