import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectAmong, formatOf } from '../../../server/src/formats/detect.ts';
import { logText } from './golden.ts';

const head = (path: string) => logText(path).split('\n').slice(0, 200);

for (const [path, format] of [
  ['postfix-syslog/mail.log', 'postfix'],
  ['postfix-iso/mail.log', 'postfix'],
  ['postfix-iso/mail-rfc5424.log', 'postfix'],
  ['postfix-shortqid/mail.log', 'postfix'],
  ['exim/mainlog', 'generic'],
  ['exim/rejectlog', 'generic'],
  ['sendmail/mail.log', 'generic'],
  ['opensmtpd/mail.log', 'generic'],
] as const) {
  test(`${path} is ${format}`, () => assert.equal(formatOf(head(path)), format));
}

test('a few lines of Postfix among other programs are enough', () => {
  const lines = [
    ...Array(50).fill('Nov  8 23:58:51 mx1 kernel: [1.2] eth0: link up'),
    'Nov  8 23:58:52 mx1 postfix/qmgr[1]: 4jYBvG3S6bzJrWJ: removed',
  ];
  assert.equal(formatOf(lines), 'postfix');
});

test('where Postfix shares a log with another relay, lines that name no program are read as its own, whoever writes more', () => {
  const sendmail = head('sendmail/mail.log').slice(0, 60);
  const postfix = head('postfix-syslog/mail.log').slice(0, 20);
  assert.equal(formatOf([...sendmail, ...postfix]), 'postfix');
  assert.equal(formatOf([...sendmail.slice(0, 10), ...postfix]), 'postfix');
  assert.equal(formatOf(sendmail), 'generic');
});

test('a pasted line without any header is enough', () => {
  assert.equal(formatOf(['4jYBvG3S6bzJrWJ: to=<a@b.example>, relay=none, delay=1, delays=1/0/0/0, dsn=4.4.1, status=deferred (x)']), 'postfix');
});

test('ordinary logs are no mail logs', () => {
  const ordinary = [
    'Nov  8 23:58:51 mx1 kernel: [  550.123456] usb 1-1: new high-speed USB device number 4',
    'Nov  8 23:58:51 mx1 sshd[550]: Failed password for root from 192.0.2.4 port 550 ssh2',
    'Nov  8 23:58:51 mx1 sshd[550]: Connection closed by 192.0.2.4 port 25 [preauth]',
    'Nov  8 23:58:51 mx1 systemd[1]: Started Postfix Mail Transport Agent.',
    'Nov  8 23:58:51 mx1 CRON[1]: (root) CMD (test -x /usr/sbin/mail)',
    'Nov  8 23:58:51 mx1 dovecot: imap-login: Login: user=<a@b.example>, method=PLAIN, rip=192.0.2.9',
    '127.0.0.1 - - [08/Nov/2026:23:58:51 +0100] "GET /mail HTTP/1.1" 550 5120 "-" "curl"',
    '2026/11/08 23:58:51 [error] 123#123: *550 connect() failed (111: Connection refused) while connecting to upstream',
    '2026-11-08 23:58:51,123 INFO com.example.App - warning: 550 items in queue',
    '{"level":"info","msg":"connect from 10.0.0.1","status":250}',
    '[2026-11-08T23:58:51Z] cache warmed, table users has 250 rows',
    '',
  ];
  assert.equal(formatOf(ordinary), null);
  for (const line of ordinary) assert.equal(formatOf([line]), null, line);
  assert.equal(formatOf([]), null);
});

test('mail that is rare among other lines is found, whatever stands before it', () => {
  const mail = 'Nov  8 12:00:00 mx1 postfix/qmgr[1]: 4A1C0FFEE: removed\n';
  const boot = 'Nov  8 11:00:00 mx1 kernel: usb 1-1: new device\n'.repeat(2000);
  assert.equal(detectAmong(boot + mail), 'postfix');
  assert.equal(detectAmong(`${'x'.repeat(300_000)}\n${mail}`), 'postfix');
  assert.equal(detectAmong(boot), null);
  assert.equal(detectAmong('Nov  8 11:00:00 web app[1]: job status=failed\n'.repeat(500)), null);
});
