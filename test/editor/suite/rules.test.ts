import * as vscode from 'vscode';
import { equal, open, test, until } from './suite.ts';

const rule = (pattern: string) =>
  JSON.stringify({ rules: [{ id: 'mine/tired', match: ['too tired'], pattern, reason: 'policy', meaning: 'is tired' }] }, undefined, 2);

test('a mistake in an own rule is shown at its line while it is typed, and goes when it is mended', async () => {
  await open('postfix-syslog/mail.log');
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!folder) throw new Error('no folder is open');
  const uri = vscode.Uri.joinPath(folder, 'mine.mail-log-rules.json');
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(rule('tired')));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  const type = async (text: string) => {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), text);
    await vscode.workspace.applyEdit(edit);
  };
  const mistakes = () => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Mail Log');
  await type(rule('(tired'));
  const [mistake] = await until(() => (mistakes().length > 0 ? mistakes() : undefined), 'the mistake');
  equal(document.lineAt(mistake.range.start.line).text.includes('pattern'), true, 'the line of the pattern');
  await type(rule('tired'));
  await until(() => mistakes().length === 0, 'no mistake');
  await document.save();
});
