import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { isMailLog, looksWorthSniffing, SNIFF_LINES } from '../../../client/src/sniff.ts';

/** The same Postfix bodies under every header. */
const BODIES = [
  ['postfix/smtpd', 'connect from mail.b.example[192.0.2.1]'],
  ['postfix/smtpd', 'NOQUEUE: reject: RCPT from unknown[2001:db8::7]: 554 5.7.1 <a@b.example>: Relay access denied; from=<a@b.example>'],
  ['postfix/cleanup', '4jYBvC6c1RzJrPt: message-id=<1@b.example>'],
  ['postfix/qmgr', '0023A222030: from=<a@b.example>, size=550, nrcpt=1 (queue active)'],
  ['postfix/smtp', '4jYBvC6c1RzJrPt: to=<a@b.example>, relay=none, delay=1, delays=1/0/0/0, dsn=4.4.1, status=deferred (connect: timed out)'],
  ['postfix/bounce', '4jYBvC6c1RzJrPt: sender non-delivery notification: 4jYBvD0h96zJrTZ'],
  ['postfix/smtpd', 'disconnect from mail.b.example[192.0.2.1] ehlo=1 quit=1 commands=2'],
] as const;
const HEADERS: Record<string, (program: string) => string> = {
  'BSD syslog': (program) => `Nov  8 23:58:40 mx1 ${program}[1]: `,
  'RFC 3339': (program) => `2026-07-14T08:12:31.439999+02:00 mx1 ${program}[1]: `,
  'RFC 5424, program cut at the slash': (program) => `<22>1 2026-07-14T08:12:31.446473+02:00 mx1 ${program.split('/')[0]} 1 - -  `,
  'RFC 5424, another syslog name': () => '<22>1 2026-07-14T08:12:31.446473+02:00 mx1 mailout 1 - - ',
  'journalctl short-iso': (program) => `2026-11-08T23:58:40+0100 mx1 ${program}[1]: `,
  'journalctl short-precise': (program) => `Nov 08 23:58:40.421550 mx1 ${program}[1]: `,
  'container name': (program) => `mail-1  | Nov  8 23:58:40 mx1 ${program}[1]: `,
  'container name without a time': (program) => `mail-1  | ${program}[1]: `,
  "container's own time": (program) => `2026-11-23T16:57:16.123456789Z Nov 23 16:57:16 mx1 ${program}[1]: `,
  'multi-instance syslog name': (program) => `Nov  8 23:58:40 mx1 ${program.replace('postfix', 'postfix-out')}[1]: `,
  'pasted bodies without a header': () => '',
};

for (const [name, header] of Object.entries(HEADERS)) {
  test(`Postfix is recognised under: ${name}`, () => {
    const lines = BODIES.map(([program, body]) => header(program) + body);
    assert.ok(isMailLog(lines));
    for (const line of lines) assert.ok(isMailLog([line]), line);
  });
}

const RELAYS: Record<string, string[]> = {
  Exim: [
    '2026-11-23 17:00:51 exim 4.96 daemon started: pid=4293, -q6s, listening for SMTP on [127.0.0.1]:25',
    '2026-11-23 17:01:00 1xVXPX-0001DB-3A <= <> R=1xVXPY-0001DZ-2V U=Debian-exim P=local S=550',
    '2026-11-23 17:01:00.421 [550] 1xVXPX-00000001DB3-000f => a@b.example R=dnslookup T=remote_smtp',
    '2026-11-23 17:01:08 H=mail0.b.example [192.0.2.10] F=<joe@b.example> rejected RCPT <c@d.example>: relay not permitted',
  ],
  'Exim rejectlog, with dumped headers': [
    '2026-11-23 17:01:11 1xVXPi-0001M1-39 H=mail1.b.example [192.0.2.11] F=<pills@b.example> rejected after DATA: spam',
    'Envelope-from: <pills@b.example>',
    'Envelope-to: <games@b.example>',
    'P Received: from mail1.b.example ([192.0.2.11])',
    '\tby mx.b.example with esmtp (Exim 4.96)',
    '  Subject: Cheap pills',
    'I Message-ID: <x@b.example>',
  ],
  sendmail: [
    'Nov 23 17:08:41 mx1 sendmail[20382]: alias database /etc/mail/aliases rebuilt by root',
    'Nov 23 17:08:53 mx1 sm-mta[20760]: 6ANH8qQr020754: to=<a@b.example>, delay=00:00:55, mailer=esmtp, dsn=4.4.2, stat=Deferred',
  ],
  OpenSMTPD: [
    'Nov 23 17:04:16 mx1 smtpd[11270]: info: OpenSMTPD 6.8.0p2 starting',
    'Nov 23 17:04:17 mx1 smtpd[11276]: 8e96f663d2d0a19c smtp connected address=127.0.0.1 host=localhost',
    'Nov 23 17:04:19 mx1 smtpd[11276]: smtp-out: No valid route for [connector:[]->[relay:b.example,smtp],0x0]',
  ],
  'qmail under multilog': [
    '@400000004a1b2c3d1e2f3a4b new msg 4021',
    '@400000004a1b2c3d1e2f3a4b info msg 4021: bytes 2343 from <a@b.example> qp 123 uid 0',
    '@400000004a1b2c3d1e2f3a4b starting delivery 5: msg 4021 to remote c@d.example',
    '@400000004a1b2c3d1e2f3a4b delivery 5: failure: 192.0.2.1_does_not_like_recipient./Remote_host_said:_550_5.1.1_no/',
  ],
  'PowerMTA accounting': [
    'b,2026-11-23 17:00:00+0000,2026-11-23 16:59:59+0000,a@b.example,c@d.example,,failed,5.1.1 (bad destination),smtp;550 5.1.1 No',
  ],
  KumoMTA: ['{"type":"Bounce","id":"5","sender":"a@b.example","recipient":"c@d.example","response":{"code":550}}'],
  'Exchange SMTP protocol log': [
    '#Software: Microsoft Exchange Server',
    '#Log-type: SMTP Send Protocol Log',
    String.raw`2022-07-20T21:12:06.270Z,EX-1\Default EX-1,08DA4F7C11473A60,9,192.0.2.1:25,192.0.2.9:53722,>,535 5.7.3 Authentication unsuccessful,`,
  ],
};
for (const [name, lines] of Object.entries(RELAYS)) test(`another relay is recognised: ${name}`, () => assert.ok(isMailLog(lines)));

const KERNEL = Array.from({ length: 30 }, (_, i) => `Nov  8 23:58:${10 + i} mx1 kernel: [  550.42${i}] usb 1-1: new device ${i}, 250 mA`);
const ORDINARY: Record<string, string[]> = {
  nothing: [],
  'blank lines': ['', '   ', '\t'],
  kernel: KERNEL,
  auth: [
    'Nov  8 23:58:40 mx1 sshd[550]: Failed password for root from 192.0.2.1 port 55012 ssh2',
    'Nov  8 23:58:41 mx1 sshd[550]: Connection closed by 192.0.2.1 port 55012 [preauth]',
    'Nov  8 23:58:42 mx1 CRON[421]: pam_unix(cron:session): session opened for user root(uid=0)',
    'Nov  8 23:58:43 mx1 in.ftpd[250]: connect from 192.0.2.1',
  ],
  'nginx access': ['192.0.2.1 - - [08/Nov/2026:23:58:40 +0100] "POST /mail/send?to=a@b.example HTTP/1.1" 250 550 "-" "curl"'],
  'nginx error': [
    '2026/11/08 23:58:40 [error] 550#550: *421 connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.1',
  ],
  application: [
    '2026-11-08 23:58:40 INFO  Mailer sending message to=<a@b.example> from=<c@d.example>',
    '2026-11-08 23:58:41,250 ERROR Mailer delivery to a@b.example failed: 550 5.1.1 no such user',
    '2026-11-08 23:58:42 [main] DEBUG o.s.mail.Session - status=sent (250 2.0.0 Ok)',
  ],
  'JSON lines': ['{"time":"2026-11-08T23:58:40Z","type":"Delivery","order":550,"status":"sent"}', '{"level":"info","msg":"connect from 192.0.2.1"}'],
  systemd: [
    'Nov 08 23:58:40 mx1 systemd[1]: Started postfix@-.service - Postfix Mail Transport Agent (instance -).',
    'Nov 08 23:58:41 mx1 systemd[1]: postfix.service: Deactivated successfully.',
  ],
  dpkg: ['2026-11-08 23:58:40 status installed postfix:amd64 3.7.11-0+deb12u1', '2026-11-08 23:58:41 configure exim4:all 4.96-15 <none>'],
  'Dovecot alone': [
    'Nov  8 23:58:40 mx1 dovecot: imap-login: Login: user=<a@b.example>, method=PLAIN, rip=192.0.2.1, lip=192.0.2.9, mpid=550',
    'Nov  8 23:58:41 mx1 dovecot: imap(a@b.example)<550><x>: Logged out in=421 out=550',
  ],
  'Rspamd alone': ['Nov  8 23:58:40 mx1 rspamd[550]: <8f2c1d>; proxy; rspamd_task_write_log: id: <1@b.example>, qid: <4jYBvC6c1RzJrPt>'],
  'prose about a log': [
    '# How to read a mail log',
    '',
    'Postfix writes status=sent (250 2.0.0 Ok) when the next hop took the message.',
    'See to=<user@example> and relay=.',
  ],
  'an e-mail message': ['From: a@b.example', 'To: c@d.example', 'Subject: Nov  8 23:58:40 mx1 postfix/smtp[1]: x', '', 'Dear all,', 'regards'],
};
for (const [name, lines] of Object.entries(ORDINARY)) test(`never taken for a mail log: ${name}`, () => assert.ok(!isMailLog(lines)));

const postfixLines = (count: number) => Array.from({ length: count }, (_, i) => `Nov  8 23:58:40 mx1 postfix/qmgr[1]: 0023A2220${10 + i}: removed`);

test('a general syslog is a mail log only when most of its lines are', () => {
  assert.ok(!isMailLog([...postfixLines(10), ...KERNEL]), '10 of 40');
  assert.ok(!isMailLog([...postfixLines(1), ...KERNEL.slice(0, 3)]), 'the first of 4');
  assert.ok(isMailLog([...KERNEL.slice(0, 3), ...postfixLines(30)]), '30 of 33');
});

test('helpers that write to the same log speak neither for nor against it', () => {
  const helpers = Array.from({ length: 40 }, () => 'Nov  8 23:58:40 mx1 dovecot: imap-login: Login: user=<a@b.example>');
  assert.ok(isMailLog([...helpers, ...postfixLines(2), 'Nov  8 23:58:40 mx1 opendkim[1]: 0023A222030: DKIM-Signature field added']));
});

test('only the head is read: what follows it changes nothing', () => {
  const head = [...postfixLines(SNIFF_LINES - 100), ...postfixLines(100)];
  assert.ok(isMailLog([...head, ...KERNEL, ...KERNEL, ...KERNEL]));
  assert.ok(!isMailLog([...Array.from({ length: SNIFF_LINES }, () => KERNEL[0]), ...postfixLines(1000)]));
});

test('any text is answered in time in proportion to its length, without an error', () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' })), (lines) => typeof isMailLog(lines) === 'boolean'));
  const start = performance.now();
  for (const unit of [
    'a',
    ' ',
    '<',
    '[',
    'a.',
    'H=',
    '{"type":"Bounce"',
    'host a said: ',
    'Nov  8 23:58:40 ',
    '2026-11-23 17:01:00 ',
    'x '.repeat(50),
    '0023A222030: ',
  ]) {
    isMailLog(Array.from({ length: 300 }, () => unit.repeat(5000)));
  }
  assert.ok(performance.now() - start < 2000);
});

test('only documents that may be logs are looked at: plain text and `log`, and no output channels or documentation', () => {
  for (const language of ['log', 'plaintext']) {
    for (const scheme of ['file', 'untitled', 'vscode-remote', 'vscode-vfs', 'vscode-test-web', 'sftp', 'git'])
      assert.ok(looksWorthSniffing(scheme, language, '/var/log/syslog'));
    for (const scheme of ['output', 'debug', 'comment', 'vscode', 'vscode-scm', 'vscode-settings', 'vscode-userdata', 'search-editor']) {
      assert.ok(!looksWorthSniffing(scheme, language, '/var/log/syslog'), scheme);
    }
  }
  for (const language of ['maillog', 'json', 'markdown', 'shellscript', '']) assert.ok(!looksWorthSniffing('file', language, '/var/log/mail.log.9'));
  for (const name of ['README', 'README.txt', 'LICENSE', 'C:\\x\\requirements.txt', 'CMakeLists.txt'])
    assert.ok(!looksWorthSniffing('file', 'plaintext', name), name);
  for (const name of ['mail', 'C:\\logs\\smtp.txt', 'bounces.txt', 'Untitled-1']) assert.ok(looksWorthSniffing('file', 'plaintext', name), name);
  assert.ok(looksWorthSniffing('file', 'log', '/var/log/notice.log'), 'a log may bear any name');
});

test('the sniffer loads nothing else', () => {
  assert.doesNotMatch(readFileSync(new URL('../../../client/src/sniff.ts', import.meta.url), 'utf8'), /^\s*import\b|\brequire\(|\bimport\(/m);
});
