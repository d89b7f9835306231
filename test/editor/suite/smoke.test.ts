import * as vscode from 'vscode';
import { equal, open, test, until } from './suite.ts';

test('the extension is there, and opening a mail log activates it', async () => {
  const extension = vscode.extensions.getExtension('mail-log.mail-log');
  if (!extension) throw new Error('the extension is not installed');
  await open('postfix-syslog/mail.log');
  await until(() => extension.isActive, 'the activation');
});

test('a file named mail.log opens as language maillog', async () => {
  const document = await open('postfix-syslog/mail.log');
  equal(document.languageId, 'maillog', 'language');
});
