import { Disposable, LanguageStatusSeverity, languages, window, workspace } from 'vscode';
import type { StatusParams } from '../../server/src/protocol.ts';
import { languageId } from './detection.ts';
import type { Server } from './server.ts';

const selector = { language: languageId };

/** Format, share of understood lines, limits met and what trust withholds, in the language status; never a pop-up. */
export class LanguageStatus implements Disposable {
  private readonly format = languages.createLanguageStatusItem('mailLog.format', selector);
  private readonly limits = languages.createLanguageStatusItem('mailLog.limits', selector);
  private readonly statuses = new Map<string, StatusParams>();
  private readonly disposables: Disposable[];

  constructor(server: Server) {
    this.format.name = 'Mail Log: Format';
    this.format.command = { title: 'Summarize Bounces', command: 'mailLog.summarizeBounces' };
    this.limits.name = 'Mail Log: Limits';
    this.disposables = [
      this.format,
      this.limits,
      server.onStatus((status) => {
        this.statuses.set(status.uri, status);
        this.update();
      }),
      window.onDidChangeActiveTextEditor(() => this.update()),
      workspace.onDidGrantWorkspaceTrust(() => this.update()),
      workspace.onDidCloseTextDocument(({ uri }) => this.statuses.delete(uri.toString())),
    ];
    this.update();
  }

  private update(): void {
    const uri = window.activeTextEditor?.document.uri;
    const status = uri && this.statuses.get(uri.toString());
    const reading = status !== undefined && status.read < status.lines;
    this.format.busy = reading;
    this.format.text = status ? formatText(status) : 'Mail log';
    this.format.detail = status ? understoodText(status) : 'being read';
    const limits = [...(status?.limits ?? []), ...environmentLimits(uri?.scheme)];
    this.limits.text = limits.length === 0 ? 'No limits met' : limits.length === 1 ? '1 limit' : `${limits.length} limits`;
    this.limits.detail = limits.join(' ');
    this.limits.severity = status?.limits.length ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
  }

  dispose(): void {
    Disposable.from(...this.disposables).dispose();
  }
}

/** "Postfix · 98.7 % understood". */
function formatText(status: StatusParams): string {
  if (status.lines === 0) return 'Mail log';
  if (status.formatName === null) return 'Not understood as a mail log';
  return `${status.formatName} · ${understoodPercent(status)} understood`;
}

function understoodText({ read, lines, understoodLines }: StatusParams): string {
  if (lines === 0) return 'empty';
  const done = read < lines ? `, ${Math.floor((100 * read) / lines)} % read so far` : '';
  return `${understoodLines.toLocaleString()} of ${read.toLocaleString()} lines${done}`;
}

/** Never rounds up to 100 %: what was not understood stays visible. */
export function understoodPercent({ read, understoodLines }: Pick<StatusParams, 'read' | 'understoodLines'>): string {
  if (read === 0) return '0 %';
  if (understoodLines >= read) return '100 %';
  const tenths = Math.floor((1000 * understoodLines) / read);
  return `${(tenths / 10).toFixed(1)} %`;
}

function environmentLimits(scheme: string | undefined): string[] {
  const limits: string[] = [];
  if (!workspace.isTrusted) limits.push('Restricted Mode: rule files named by this workspace are not read.');
  if (scheme && scheme !== 'file' && scheme !== 'untitled' && scheme !== 'vscode-remote')
    limits.push('Virtual file system: logs that are not open are read whole, up to 64 MB each.');
  return limits;
}
