import * as vscode from 'vscode';
import { hoverText, placeOf } from './extension.ts';
import { holds, open, test, until } from './suite.ts';

test('a hover says who refused what, and what to do', async () => {
  const document = await open('postfix-syslog/mail.log');
  const place = placeOf(document, '550-5.1.1 The email account');
  // the count is right once the log has been read to its end
  await until(async () => (await hoverText(document, place)).includes('11 such Gmail addresses here'), 'the number of such addresses');
  const text = await hoverText(document, place);
  holds(text, ['Gmail: mailbox does not exist', '550 5.1.1', 'RCPT', 'final', 'Suppress this address'], 'the hover');
});

test('a hover on the enhanced code, the status and the relay of the same line', async () => {
  const document = await open('postfix-syslog/mail.log');
  const start = document.offsetAt(placeOf(document, '550-5.1.1 The email account'));
  const line = document.lineAt(document.positionAt(start).line);
  const at = (text: string) => new vscode.Position(line.lineNumber, line.text.indexOf(text) + 1);
  for (const part of ['status=bounced', 'dsn=5.1.1', 'relay=', 'delays=']) holds(await hoverText(document, at(part)), [''], `hover on ${part}`);
});
