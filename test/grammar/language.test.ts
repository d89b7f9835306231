import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { test } from 'node:test';

const read = (file: string) => JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));
const { contributes } = read('package.json');
const language = contributes.languages.find(({ id }: { id: string }) => id === 'maillog');

/** What VS Code does with a name: exact names and patterns, without regard to case, before any extension. */
const opens = (name: string) =>
  language.filenames.includes(name.toLowerCase()) || language.filenamePatterns.some((glob: string) => matchesGlob(name.toLowerCase(), glob));

test('the usual names of mail logs and of their rotated parts open as maillog', () => {
  const names = 'mail.log maillog mail.err mail.warn mail.info Mail.log mainlog rejectlog paniclog exim_mainlog postfix.log zimbra.log';
  const rotated =
    'mail.log.1 mail.log.0 mail.log.12 mail.log.365 maillog.2 mail.info.1 mail.err.1 mail.warn.4 mail.log-20261101 maillog-20261101 mail.log-2026-11-01 mail.log.20261101 maillog-2026110100 maillog-1793491200 mail.log.old mainlog.1 mainlog-20261101';
  const dated =
    '20261101-mail.log 2026-11-01-maillog 2026-11-01_mail.log 20261101.mail.log mail-20261101.log mail.2026-11-01.log mail.1.log postfix-20261101.log';
  for (const name of `${names} ${rotated} ${dated}`.split(' ')) assert.ok(opens(name), name);
});

test('no other file opens as maillog by its name: compressed parts, ordinary logs, configurations, applications', () => {
  const others =
    'mail.log.1.gz mail.log-20261101.gz maillog-20261101.xz mail.log.2.bz2 maillog-20261101.zst syslog messages kern.log auth.log access.log error.log app.log mail.log.txt webmail.log sendmail.cf send-mail.log email.log mail.php mail maillog.conf mail.log.md mainlog.js dovecot.log';
  for (const name of others.split(' ')) assert.ok(!opens(name), name);
});

test('a first line that only a mail log can begin with is recognised, for files of any other name', () => {
  const lines = [
    'Nov  8 23:58:40 mx1 postfix/postfix-script[14838]: starting the Postfix mail system',
    'Nov  8 23:58:40.123456 mx1 postfix/submission/smtpd[1]: connect from unknown[192.0.2.1]',
    '2026-07-14T08:12:31.439999+02:00 relay01 postfix/master[14025]: daemon started -- version 3.7.11',
    '2026-07-14T08:12:31+0200 relay01 postfix-out/smtp[1]: 0023A222030: host a[192.0.2.1] said: 450 later',
    '<22>1 2026-07-14T08:12:31.446473+02:00 relay01 postfix 14025 - -  daemon started -- version 3.7.11, configuration /etc/postfix',
    '<22>1 2026-07-14T08:12:43.244275+02:00 relay01 postfix 14027 - -  4jYBvD5MNRzJrV4: removed',
    'mail-1  | Nov  8 23:58:40 mx1 postfix/qmgr[1]: 0023A222030: removed',
    'Nov 23 17:08:53 mx1 sm-mta[20760]: 6ANH8qQr020754: from=<a@b.example>, size=1, class=0',
    'Nov 23 17:08:53 mx1 smtpd[11276]: 8e96f663d2d0a19c smtp connected address=127.0.0.1 host=localhost',
    '2026-11-23 17:00:51 exim 4.96 daemon started: pid=4293, -q6s, listening for SMTP on [127.0.0.1]:25',
    '2026-11-23 17:01:00 1xVXPX-0001DB-3A <= <> R=1xVXPY-0001DZ-2V U=Debian-exim P=local S=550',
  ];
  for (const line of lines) assert.match(line, new RegExp(language.firstLine), line);
});

test('no first line of an ordinary log is taken for a mail log', () => {
  const lines = [
    '',
    'Nov  8 23:58:40 mx1 kernel: [    0.000000] Linux version 6.1.0',
    'Nov  8 23:58:40 mx1 systemd[1]: Started postfix.service - Postfix Mail Transport Agent.',
    'Nov  8 23:58:40 mx1 sshd[1]: Connection from 192.0.2.1 port 55012 on 192.0.2.9 port 22',
    'Nov  8 23:58:40 mx1 dovecot: imap-login: Login: user=<a@b.example>, method=PLAIN',
    'Nov  8 23:58:40 mx1 CRON[1]: (root) CMD (/usr/sbin/sendmail -q)',
    'Nov  8 23:58:40 mx1 smtpd[1]: some other daemon of that name',
    '192.0.2.1 - - [08/Nov/2026:23:58:40 +0100] "GET /postfix/smtp[1]: HTTP/1.1" 200 550 "-" "curl"',
    '2026/11/08 23:58:40 [error] 550#550: *421 connect() failed (111: Connection refused) while connecting to upstream',
    '2026-11-08 23:58:40 INFO app.mailer sent mail to a@b.example, 250 2.0.0 Ok',
    '2026-11-08 23:58:40,123 ERROR delivery to a@b.example failed: 550 5.1.1 no such user',
    '{"level":"info","msg":"postfix/smtp[1]: started"}',
    'From a@b.example Sun Nov  8 23:58:40 2026',
  ];
  for (const line of lines) assert.doesNotMatch(line, new RegExp(language.firstLine), line);
});

test('the first-line pattern begins with ^ and reads a hostile line in linear time', () => {
  assert.ok(language.firstLine.startsWith('^(?:') && language.firstLine.endsWith(')'), 'one group: ^ holds for every alternative');
  const pattern = new RegExp(language.firstLine);
  const start = performance.now();
  for (const unit of ['a', 'a ', 'postfix/', '<22>1 ', 'Nov  8 23:58:40 mx1 postfix/a', '1']) pattern.test(unit.repeat(100_000));
  assert.ok(performance.now() - start < 2000);
});

test('the language, its grammar and its configuration name files that exist', () => {
  const grammar = contributes.grammars.find((entry: { language: string }) => entry.language === 'maillog');
  assert.equal(read(grammar.path).scopeName, grammar.scopeName);
  const word = new RegExp(read(language.configuration).wordPattern, 'g');
  const line = '8 to=<anna@b.example>, dsn=5.1.1, status=bounced (host mx.b.example[192.0.2.1] said: 550 5.1.1 no)';
  const words = ['to', 'anna@b.example', 'dsn', '5.1.1', 'status', 'bounced', 'host', 'mx.b.example', '192.0.2.1', 'said', '550', '5.1.1', 'no'];
  assert.deepEqual(line.match(word), words, 'a double click selects an address, a host, a code as one word');
  // before the server is there, VS Code marks the word under the cursor everywhere, and a log opens with the cursor on the month of each line
  for (const start of ['Nov  8 23:58:40', '2026-11-08T23:58:40']) assert.ok((start.match(word) ?? []).every((found) => !start.startsWith(found)));
});
