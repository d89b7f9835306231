import * as vscode from 'vscode';
import { reportText, session } from './extension.ts';
import { equal, holds, test, until, uriOf } from './suite.ts';

const wanted = 200_000_000;
const queueId = /\b4jY[0-9A-Za-z]{12}\b/g;

/** A real log again and again, its queue IDs changed each time so that no two messages are taken for one. */
async function writeLarge(uri: vscode.Uri): Promise<number> {
  const sample = new TextDecoder().decode(await vscode.workspace.fs.readFile(uriOf('postfix-syslog/mail.log')));
  const bytes = new Uint8Array(wanted);
  const encoder = new TextEncoder();
  let size = 0;
  for (let round = 0; ; round++) {
    const mark = round.toString(36).padStart(3, '0');
    const piece = encoder.encode(sample.replace(queueId, (id) => id.slice(0, 3) + mark + id.slice(6)));
    if (size + piece.length > wanted) break;
    bytes.set(piece, size);
    size += piece.length;
  }
  await vscode.workspace.fs.writeFile(uri, bytes.subarray(0, size));
  return Math.floor(size / sample.length);
}

test(
  'a log of 200 MB, whose text VS Code keeps back, is summed up from its tab, with progress and lines to open',
  async () => {
    const uri = uriOf('large-mail.log');
    await writeLarge(uri);
    // as a server on another machine it asks before it opens more than 10 MB
    const settings = vscode.workspace.getConfiguration('workbench');
    await settings.update('editorLargeFileConfirmation', 2000, vscode.ConfigurationTarget.Global);
    try {
      await vscode.commands.executeCommand('vscode.open', uri);
      const tab = await until(() => vscode.window.tabGroups.activeTabGroup.activeTab, 'a tab');
      equal((tab.input as vscode.TabInputText).uri.toString(), uri.toString(), 'the tab in front');
      equal(vscode.workspace.textDocuments.filter((document) => document.uri.toString() === uri.toString()).length, 0, 'documents of the log');
      await vscode.commands.executeCommand('mailLog.summarizeBounces');
      const { server } = await session();
      const percents: number[] = [];
      const progress = { report: ({ increment = 0 }) => void percents.push(increment) };
      const { summary, failed } = await server.summarize({ uris: [uri.toString()] }, progress, new vscode.CancellationTokenSource().token);
      equal(failed.length, 0, 'files that could not be read');
      if (percents.filter((percent) => percent > 0).length < 2) throw new Error(`progress came ${percents.length} times`);
      const text = await reportText(new RegExp(summary.totals.bounced.toLocaleString('en')), 'the report');
      holds(text, [summary.totals.deliveries.toLocaleString('en'), 'What failed'], 'the report');
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await settings.update('editorLargeFileConfirmation', undefined, vscode.ConfigurationTarget.Global);
      await vscode.workspace.fs.delete(uri);
    }
  },
  { seconds: 150, only: 'node' },
);

test(
  'a summary of a large log that is cancelled ends at once',
  async () => {
    const uri = uriOf('large-mail.log');
    await writeLarge(uri);
    try {
      const { server } = await session();
      const cancel = new vscode.CancellationTokenSource();
      let started = 0;
      const summing = server.summarize({ uris: [uri.toString()] }, { report: () => (started ||= Date.now()) }, cancel.token).then(
        () => 'finished',
        () => 'cancelled',
      );
      await until(() => started, 'progress');
      cancel.cancel();
      const start = Date.now();
      equal(await summing, 'cancelled', 'the summary');
      if (Date.now() - start > 1000) throw new Error(`it took ${Date.now() - start} ms`);
    } finally {
      await vscode.workspace.fs.delete(uri);
    }
  },
  { seconds: 60, only: 'node' },
);
