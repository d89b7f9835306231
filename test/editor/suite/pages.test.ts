import * as vscode from 'vscode';
import { session } from './extension.ts';
import { holds, test, until } from './suite.ts';

const shownTab = (ending: string) => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label.endsWith(ending));

test('the reference opens rendered, its pages are read-only files with links that lead on', async () => {
  await session();
  await vscode.commands.executeCommand('mailLog.openReference', 'blocklist');
  await until(() => shownTab('blocklist.md'), 'the page');
  const page = await vscode.workspace.fs.readFile(vscode.Uri.parse('mail-log-reference:/blocklist.md'));
  holds(new TextDecoder().decode(page), ['block list', '](./'], 'the page');
});

test('any pasted reply is explained', async () => {
  await session();
  await vscode.commands.executeCommand('mailLog.explain', '550 5.1.1 <nobody@example.com>: Recipient address rejected: User unknown');
  await until(() => shownTab('Explained reply.md'), 'the explanation');
  const page = await vscode.workspace.fs.readFile(vscode.Uri.parse('mail-log-page:/Explained reply.md'));
  holds(new TextDecoder().decode(page), ['550', '5.1.1', 'uppress'], 'the explanation');
});
