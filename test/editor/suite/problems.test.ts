import * as vscode from 'vscode';
import { session } from './extension.ts';
import { equal, open, test, until } from './suite.ts';

const problemsOf = (uri: vscode.Uri) => vscode.languages.getDiagnostics(uri).filter(({ source }) => /mail/i.test(source ?? ''));

const reasonOf = ({ code }: vscode.Diagnostic) => String(typeof code === 'object' ? code.value : code);

test('one problem a cause, its code the reason, and no reason twice for one receiver on one line', async () => {
  const { uri } = await open('postfix-syslog/mail.log');
  const problems = await until(() => (problemsOf(uri).length > 0 ? problemsOf(uri) : undefined), 'problems');
  if (problems.length > 50) throw new Error(`${problems.length} problems`);
  const { server } = await session();
  const { summary } = await server.request('mailLog/summarize', { uris: [uri.toString()] });
  const causes = new Set<string>(summary.causes.map(({ reason }) => reason));
  const findings = new Set(summary.findings.map(({ id }) => id));
  for (const problem of problems) {
    const reason = reasonOf(problem);
    if (!causes.has(reason) && !findings.has(reason)) throw new Error(`no cause or finding is called ${reason}: ${problem.message}`);
  }
});

test('a severity set to off takes the problems of that reason away', async () => {
  const { uri } = await open('postfix-syslog/mail.log');
  const has = () => problemsOf(uri).some((problem) => reasonOf(problem) === 'bad-mailbox');
  await until(has, 'a problem about mailboxes');
  const settings = vscode.workspace.getConfiguration('mailLog');
  await settings.update('problems.severity', { 'bad-mailbox': 'off' }, vscode.ConfigurationTarget.Global);
  try {
    await until(() => problemsOf(uri).length > 0 && !has(), 'the problems without those about mailboxes');
  } finally {
    await settings.update('problems.severity', undefined, vscode.ConfigurationTarget.Global);
  }
  await until(has, 'the problem about mailboxes again');
  equal(has(), true, 'problem about mailboxes');
});
