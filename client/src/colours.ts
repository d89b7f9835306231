import { commands, env, Position, type Tab, type TabGroup, TabInputText, type TextDocument, window, workspace } from 'vscode';
import { languageId } from './detection.ts';

/** Beyond either VS Code gives a text no colours unless its language says otherwise (package.json does) when the text is loaded. */
const uncoloured = { characters: 20 * 1024 * 1024, lines: 300_000 };
/** How long after the start of the extension host (milliseconds) a text may have been loaded before this extension's language was known. */
const startOfWindow = 60_000;

/**
 * Opens large logs again that a window showed at its start: VS Code loads those before it knows the language and decides then, for good,
 * that they are too large for colours. Whoever opens a log later never meets this.
 */
export async function colourRestoredLogs(): Promise<void> {
  if (performance.now() > startOfWindow) return;
  for (const group of window.tabGroups.all) {
    const tab = group.activeTab; // the others are loaded when they are shown
    const document = tab && documentOf(tab);
    if (tab && document?.languageId === languageId && !document.isDirty && isLarge(document)) await reopen(group, tab, document);
  }
}

function documentOf({ input }: Tab): TextDocument | undefined {
  return input instanceof TabInputText ? workspace.textDocuments.find(({ uri }) => uri.toString() === input.uri.toString()) : undefined;
}

function isLarge(document: TextDocument): boolean {
  const length = document.offsetAt(new Position(document.lineCount, 0));
  return (document.lineCount > uncoloured.lines || length > uncoloured.characters) && length < askedFrom();
}

/** Before larger files VS Code asks (characters): nobody shall be asked twice. Unless set, it is less on remotes. */
function askedFrom(): number {
  const standard = 1024;
  const megabytes = workspace.getConfiguration('workbench').get('editorLargeFileConfirmation', standard);
  return (megabytes === standard && env.remoteName !== undefined ? 10 : megabytes) * 1024 * 1024;
}

/** Cursor and scroll position are VS Code's to restore: it keeps them by group and file. `showTextDocument` would still find the text that is closed. */
async function reopen(group: TabGroup, tab: Tab, { uri }: TextDocument): Promise<void> {
  const { viewColumn, isActive } = group;
  const { isPreview, isPinned } = tab;
  const place = group.tabs.indexOf(tab);
  // closing the only tab would close the group, and number those beside it anew
  if (group.tabs.length === 1 && window.tabGroups.all.length > 1) return;
  if (!(await window.tabGroups.close(tab, true))) return;
  await commands.executeCommand('vscode.open', uri, { viewColumn, preview: isPreview, preserveFocus: !isActive });
  if (!isActive) return;
  if (isPinned) await commands.executeCommand('workbench.action.pinEditor');
  await commands.executeCommand('moveActiveEditor', { to: 'position', by: 'tab', value: place + 1 });
}
