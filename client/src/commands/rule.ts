import { ConfigurationTarget, commands, Position, Range, Selection, type TextDocument, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import type { Session } from '../session.ts';
import { insertRule, newRulesFile } from './rules-file.ts';

/** "Mail Log: Add Rule for This Reply": from the line under the cursor, or the rule (JSON text) that a code action brings. */
export async function addRule(session: Session, [given]: unknown[]): Promise<void> {
  const rule = typeof given === 'string' && given.trimStart().startsWith('{') ? given : await draftAtCursor(session);
  if (rule === undefined) return;
  const uri = configuredFile() ?? (await chooseFile());
  if (!uri) return;
  const document = await openOrCreate(uri);
  const { text, offset } = insertRule(document.getText(), rule);
  const edit = new WorkspaceEdit();
  edit.replace(uri, new Range(new Position(0, 0), document.positionAt(document.getText().length)), text);
  await workspace.applyEdit(edit);
  const editor = await window.showTextDocument(document);
  const at = document.positionAt(offset);
  editor.selection = new Selection(at, at);
  editor.revealRange(new Range(at, at));
}

async function draftAtCursor(session: Session): Promise<string | undefined> {
  const editor = window.activeTextEditor;
  if (!editor) return undefined;
  const draft = await session.server.request('mailLog/draftRule', { uri: editor.document.uri.toString(), line: editor.selection.active.line + 1 });
  if (!draft) window.setStatusBarMessage('Mail Log: this line holds no reply to make a rule from', 6000);
  return draft?.json;
}

/** The file that `mailLog.rules` names; relative to the workspace folder. */
function configuredFile(): Uri | undefined {
  const name = workspace.getConfiguration('mailLog').get('rules', '').trim();
  const folder = workspace.workspaceFolders?.[0]?.uri;
  if (name === '') return undefined;
  if (/^(\/|[a-z]:[\\/])/i.test(name)) return folder && folder.scheme !== 'file' ? folder.with({ path: name }) : Uri.file(name);
  return folder && Uri.joinPath(folder, name);
}

/** No file yet: asks where it shall lie and remembers it in the settings. */
async function chooseFile(): Promise<Uri | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const defaultUri = folder && Uri.joinPath(folder, '.vscode', 'mail-log-rules.json');
  const uri = await window.showSaveDialog({
    title: 'File for your own rules',
    saveLabel: 'Use This File',
    filters: { 'Mail Log rules': ['json'] },
    ...(defaultUri && { defaultUri }),
  });
  if (!uri) return undefined;
  const relative = workspace.asRelativePath(uri, false);
  const inside = folder !== undefined && relative !== uri.fsPath && relative !== uri.path;
  const target = inside ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  await workspace.getConfiguration('mailLog').update('rules', inside ? relative : uri.fsPath, target);
  return uri;
}

async function openOrCreate(uri: Uri): Promise<TextDocument> {
  try {
    await workspace.fs.stat(uri);
  } catch {
    await workspace.fs.writeFile(uri, new TextEncoder().encode(newRulesFile));
  }
  const document = await workspace.openTextDocument(uri);
  await commands.executeCommand('vscode.open', uri);
  return document;
}
