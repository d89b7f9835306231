import * as vscode from 'vscode';
import { setText } from './extension.ts';
import { equal, open, test, until, uriOf } from './suite.ts';

const write = (file: string, text: string) => vscode.workspace.fs.writeFile(uriOf(file), new TextEncoder().encode(text));
const languageOf = (uri: vscode.Uri) => vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString())?.languageId;

async function head(file: string, lines = 40): Promise<string> {
  const bytes = await vscode.workspace.fs.readFile(uriOf(file));
  return new TextDecoder().decode(bytes).split('\n').slice(0, lines).join('\n');
}

const kernel = Array.from(
  { length: 30 },
  (_, second) => `Nov 21 12:00:${10 + second} web1 kernel: [ 550.511${second}] usb 1-1: new high-speed device number ${second}`,
).join('\n');

test('a .log that is plainly a mail log by its lines becomes one', async () => {
  await write('relay.log', await head('postfix-syslog/mail.log'));
  const { uri } = await open('relay.log');
  await until(() => languageOf(uri) === 'maillog', 'the language');
});

test('an ordinary log is never taken for a mail log', async () => {
  await write('kernel.log', kernel);
  await write('relay2.log', await head('postfix-syslog/mail.log'));
  const ordinary = await open('kernel.log');
  const relay = await open('relay2.log');
  await until(() => languageOf(relay.uri) === 'maillog', 'the language of the mail log opened after it');
  equal(languageOf(ordinary.uri), 'log', 'language of the kernel log');
});

test("the user's own choice of language stays", async () => {
  await write('chosen.log', await head('postfix-syslog/mail.log'));
  const { uri } = await open('chosen.log');
  const document = await until(
    () => vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString() && one.languageId === 'maillog'),
    'the language',
  );
  await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
  await write('relay3.log', await head('postfix-syslog/mail.log'));
  const other = await open('relay3.log');
  await until(() => languageOf(other.uri) === 'maillog', 'the language of the mail log opened after it');
  equal(languageOf(uri), 'plaintext', 'language that was chosen');
});

test('lines pasted into an untitled document are recognised', async () => {
  const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content: '' });
  await vscode.window.showTextDocument(document);
  await setText(document, await head('postfix-iso/mail.log'));
  const { uri } = document;
  await until(() => languageOf(uri) === 'maillog', 'the language');
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
});

test('with mailLog.autoDetect off nothing is switched', async () => {
  const settings = vscode.workspace.getConfiguration('mailLog');
  await settings.update('autoDetect', false, vscode.ConfigurationTarget.Global);
  try {
    await write('left.log', await head('postfix-syslog/mail.log'));
    const { uri } = await open('left.log');
    await settings.update('autoDetect', undefined, vscode.ConfigurationTarget.Global);
    await write('relay4.log', await head('postfix-syslog/mail.log'));
    const other = await open('relay4.log');
    await until(() => languageOf(other.uri) === 'maillog', 'the language of the mail log opened after it');
    equal(languageOf(uri), 'log', 'language');
  } finally {
    await settings.update('autoDetect', undefined, vscode.ConfigurationTarget.Global);
  }
});
