import * as vscode from 'vscode';
import { reportText, session } from './extension.ts';
import { equal, holds, open, test, until, uriOf } from './suite.ts';

const log = 'postfix-syslog/mail.log';

async function openReport(file = log) {
  const { server } = await session();
  const document = await open(file);
  await vscode.commands.executeCommand('mailLog.summarizeBounces');
  const uris = [document.uri.toString()];
  const { summary } = await server.request('mailLog/summarize', { uris });
  return { document, uris, summary };
}

/** A figure of the report's head: its name, then its number. */
const figure = (name: string, value: number) => new RegExp(`^${name}\\s+${grouped(value)}$`, 'm');

const grouped = (value: number) => value.toLocaleString('en');

test('the report beside the log shows the numbers of the summary', async () => {
  const { summary } = await openReport();
  const { deliveries, delivered, bounced, expired } = summary.totals;
  if (deliveries === 0) throw new Error('the sample log has no deliveries');
  const text = await reportText(/bounced/, 'the report');
  holds(text, [deliveries, delivered, bounced, expired].map(grouped), 'the report');
  holds(text, [...summary.receivers.slice(0, 3).map(({ receiver }) => receiver), 'What failed', 'Receivers'], 'the report');
});

test('a filter applies to the numbers of the report', async () => {
  const { uris, summary } = await openReport();
  const [first] = summary.receivers;
  if (!first) throw new Error('no receiver');
  await reportText(/bounced/, 'the report');
  const { reports, server } = await session();
  reports.active()?.receive({ type: 'filter', filter: { receiver: first.receiver } });
  const filtered = (await server.request('mailLog/summarize', { uris, filter: { receiver: first.receiver } })).summary;
  equal(filtered.totals.deliveries, first.deliveries, 'deliveries of the receiver alone');
  await reportText(figure('deliveries', first.deliveries), 'the filtered number');
  reports.active()?.receive({ type: 'filter', filter: {} });
  await reportText(figure('deliveries', summary.totals.deliveries), 'the number without a filter');
});

test('a number leads to its lines, a line to the editor', async () => {
  const { uris, document, summary } = await openReport();
  const { server, reports } = await session();
  const [cause] = summary.causes;
  if (!cause) throw new Error('no cause');
  const { reason, saidBy, receiver } = cause;
  const selection = { reason, saidBy, kind: 'cause' as const, ...(saidBy === 'remote' && { receiver: receiver ?? '' }) };
  const { total, lines } = await server.request('mailLog/lines', { uris, selection });
  equal(total, cause.attempts, 'lines behind the number of attempts');
  const [line] = lines;
  if (!line) throw new Error('no line');
  reports.active()?.receive({ type: 'open', uri: line.uri, line: line.line });
  const editor = await until(() => {
    const { activeTextEditor: active } = vscode.window;
    const shown = active?.document.uri.toString() === document.uri.toString() && active.selection.active.line === line.line - 1;
    return shown ? active : undefined;
  }, `line ${line.line} in the editor`);
  equal(editor.document.lineAt(line.line - 1).text.slice(0, 200), line.text.slice(0, 200), 'text of the line');
});

test('the report follows the log as it grows', async () => {
  await vscode.workspace.fs.copy(uriOf(log), uriOf('growing/mail.log'), { overwrite: true });
  const { document, summary } = await openReport('growing/mail.log');
  await reportText(figure('bounced', summary.totals.bounced), 'the number before');
  const line = document
    .getText()
    .split(/\r?\n/)
    .find((text) => text.includes('status=bounced'));
  if (!line) throw new Error('no bounce in the sample log');
  const edit = new vscode.WorkspaceEdit();
  edit.insert(
    document.uri,
    document.lineAt(document.lineCount - 1).range.end,
    `\n${line.replace(/: [0-9A-Za-z]{6,}: to=<[^>]*>/, ': 4zZZZZ9zzzzzzz: to=<new.one@example.com>')}\n`,
  );
  await vscode.workspace.applyEdit(edit);
  await reportText(figure('bounced', summary.totals.bounced + 1), 'the number after');
  await document.save();
});

test('each format of the report and of the suppression list can be exported', async () => {
  const { document, summary } = await openReport();
  for (const format of ['markdown', 'csv', 'json', 'html']) {
    const text = await vscode.commands.executeCommand<string>('mailLog.exportReport', document.uri, { format });
    holds(text, [String(summary.totals.bounced)], `the report as ${format}`);
    if (format === 'json') equal(JSON.parse(text).totals, summary.totals, 'totals of the exported JSON');
  }
  const [address] = summary.suppressions;
  if (!address) throw new Error('no suppression candidate in the sample log');
  for (const format of ['plain', 'csv', 'json', 'postfix']) {
    const text = await vscode.commands.executeCommand<string>('mailLog.exportSuppressions', document.uri, { format });
    holds(text, [address.address], `the suppression list as ${format}`);
  }
});

test('a log that is not open is summarised from where it lies', async () => {
  await session();
  await vscode.commands.executeCommand('mailLog.summarizeBounces', uriOf('postfix-iso/mail.log'));
  const text = await reportText(/bounced/, 'the report');
  holds(text, ['What failed', 'deliveries'], 'the report');
});

test('after a reload of the window the report comes back for its log, filter included', async () => {
  const { server, reports } = await session();
  const uris = [uriOf(log).toString()];
  const { summary } = await server.request('mailLog/summarize', { uris });
  const [first] = summary.receivers;
  if (!first) throw new Error('no receiver');
  // what VS Code hands over then: an empty panel and what the page had kept
  const panel = vscode.window.createWebviewPanel('mailLog.report', 'Bounces', vscode.ViewColumn.One);
  await reports.revive(panel, { uris, filter: { receiver: first.receiver }, sort: {}, scroll: 0 });
  await reportText(figure('deliveries', first.deliveries), 'the filtered number');
});

test('a report that has kept nothing it can read is closed', async () => {
  const { reports } = await session();
  const panel = vscode.window.createWebviewPanel('mailLog.report', 'Bounces', vscode.ViewColumn.One);
  let closed = false;
  panel.onDidDispose(() => {
    closed = true;
  });
  await reports.revive(panel, { uris: 'nonsense' });
  await until(() => closed, 'the closing');
});
