import { Uri, window, workspace } from 'vscode';
import { languageId } from './detection.ts';
import { activeTabUri } from './heldback.ts';

/**
 * The logs a command is about: the explorer's selection or the editor it was called on, else the active tab (also where VS Code
 * holds its text back), else the only log in sight, else what the user picks. Undefined where the user picked nothing.
 */
export async function targetUris(args: readonly unknown[]): Promise<Uri[] | undefined> {
  const given = givenUris(args);
  if (given.length > 0) return given;
  const shown = shownLog();
  return shown ? [shown] : pickLogs();
}

/** Explorer and editor menus pass the clicked URI and, from the explorer, all selected ones; code actions a string. */
export function givenUris([clicked, selected]: readonly unknown[]): Uri[] {
  const many = Array.isArray(selected) ? selected.filter((uri) => uri instanceof Uri) : [];
  if (many.length > 0) return many;
  if (clicked instanceof Uri) return [clicked];
  return typeof clicked === 'string' && /^[a-z][\w+.-]*:/i.test(clicked) ? [Uri.parse(clicked)] : [];
}

function shownLog(): Uri | undefined {
  const active = window.activeTextEditor?.document;
  if (active && [languageId, 'log', 'plaintext'].includes(active.languageId)) return active.uri;
  const visible = window.visibleTextEditors.filter(({ document }) => document.languageId === languageId);
  if (visible.length === 1) return visible[0]?.document.uri;
  const tab = active ? undefined : activeTabUri();
  if (tab && isHeldBack(tab)) return tab;
  const open = workspace.textDocuments.filter((document) => document.languageId === languageId);
  return open.length === 1 ? open[0]?.uri : undefined;
}

/** The tab shows a file that extensions are not given as a document. */
const isHeldBack = (uri: Uri) => !workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());

/** A file picker for logs. */
export async function pickLogs(title = 'Summarize bounces in mail logs'): Promise<Uri[] | undefined> {
  return window.showOpenDialog({ canSelectMany: true, canSelectFiles: true, canSelectFolders: false, openLabel: 'Summarize', title });
}
