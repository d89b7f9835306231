import { Disposable, StatusBarAlignment, TabInputText, type Uri, window, workspace } from 'vscode';
import { isPacked } from './archives/uri.ts';

/** VS Code keeps the text of larger files from extensions (50 MiB): no language status, no hover, no document there. */
const heldBackBytes = 50 * 1024 * 1024;
const logName = /(\.log|\.txt|\.\d+|\.(gz|bz2|xz|zst))$|^(mail|exim|main|reject|postfix|syslog|messages)/i;

/** The file of the active tab, also where VS Code does not hand out its text. */
export function activeTabUri(): Uri | undefined {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof TabInputText ? input.uri : undefined;
}

const reasons = {
  large: 'VS Code keeps the text of files above 50 MB from extensions. Mail Log reads such a file itself.',
  packed: 'VS Code does not show packed files. Mail Log reads them itself; “Open Unpacked” in the explorer shows the lines.',
};

/** Offers the summary in the status bar while a log is shown whose text VS Code holds back, or that is packed. */
export function watchHeldBackFiles(): Disposable {
  const item = window.createStatusBarItem('mailLog.heldBack', StatusBarAlignment.Right, 100);
  item.name = 'Mail Log';
  item.text = '$(graph) Summarize Bounces';
  item.command = 'mailLog.summarizeBounces';
  const update = async () => {
    const uri = activeTabUri();
    const reason = uri && (isPacked(uri) ? 'packed' : (await isHeldBack(uri)) && 'large');
    if (uri?.toString() !== activeTabUri()?.toString()) return;
    if (!reason) return item.hide();
    item.tooltip = reasons[reason];
    item.show();
  };
  void update();
  return Disposable.from(
    item,
    window.tabGroups.onDidChangeTabs(() => void update()),
    window.tabGroups.onDidChangeTabGroups(() => void update()),
  );
}

async function isHeldBack(uri: Uri): Promise<boolean> {
  if (!logName.test(uri.path.slice(uri.path.lastIndexOf('/') + 1))) return false;
  if (workspace.textDocuments.some((document) => document.uri.toString() === uri.toString())) return false;
  try {
    return (await workspace.fs.stat(uri)).size > heldBackBytes;
  } catch {
    return false;
  }
}
