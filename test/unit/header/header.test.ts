import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field, Fields, TimeKind } from '../../../server/src/formats/fields.ts';
import type { OffsetOf } from '../../../server/src/header/clock.ts';
import { HeaderReader } from '../../../server/src/header/header.ts';

interface Read {
  headed: boolean;
  time: string | null;
  host: string | null;
  program: string | null;
  pid: string | null;
  body: string | null;
}

function reader(offsetOf?: OffsetOf): (line: string) => Read {
  const header = new HeaderReader(offsetOf);
  const fields = new Fields();
  fields.wide = true;
  return (line) => {
    fields.text = line;
    fields.reset(0, line.length);
    const headed = header.read(fields);
    const absolute = fields.timeKind === TimeKind.absolute ? new Date(Math.floor(fields.time)).toISOString() : null;
    const yearless = fields.timeKind === TimeKind.yearless ? new Date(Math.floor(fields.time)).toISOString().slice(11) : absolute;
    return {
      headed,
      time: absolute ?? yearless,
      host: fields.cut(Field.host),
      program: fields.cut(Field.program),
      pid: fields.cut(Field.pid),
      body: fields.cut(Field.body),
    };
  };
}

const read = (line: string): Read => reader()(line);

describe('a header in front of `postfix/smtp[12]: connect`', () => {
  const rows: [string, string, string | null, string | null][] = [
    ['BSD syslog, one-digit day', 'Nov  8 23:58:51 mx1 postfix/smtp[12]: connect', 'mx1', '23:58:51.000Z'],
    ['BSD syslog, one-digit day behind one space', 'Nov 8 23:58:51 mx1 postfix/smtp[12]: connect', 'mx1', '23:58:51.000Z'],
    ['BSD syslog with a priority', '<22>Nov  8 23:58:51 mx1 postfix/smtp[12]: connect', 'mx1', '23:58:51.000Z'],
    ['BSD syslog without a host', 'Nov  8 23:58:51 postfix/smtp[12]: connect', null, '23:58:51.000Z'],
    ['BSD syslog with a year', 'Nov  8 2026 23:58:51 mx1 postfix/smtp[12]: connect', 'mx1', '2026-11-08T23:58:51.000Z'],
    ['OpenWrt logread', 'Sun Nov  8 23:58:51 2026 mail.info postfix/smtp[12]: connect', null, '2026-11-08T23:58:51.000Z'],
    ['busybox with facility and severity', 'Nov  8 23:58:51 mx1 mail.info postfix/smtp[12]: connect', 'mx1', '23:58:51.000Z'],
    ['FreeBSD syslogd -vv', 'Nov  8 23:58:51 <mail.info> mx1 postfix/smtp[12]: connect', 'mx1', '23:58:51.000Z'],
    ['Solaris message number', 'Nov  8 23:58:51 mx1 postfix/smtp[12]: [ID 197553 mail.info] connect', 'mx1', '23:58:51.000Z'],
    ['host that looks like a facility', 'Nov  8 23:58:51 mail.example.com postfix/smtp[12]: connect', 'mail.example.com', '23:58:51.000Z'],
    ['journalctl short-precise', 'Nov 08 23:58:51.123456 mx1 postfix/smtp[12]: connect', 'mx1', '23:58:51.123Z'],
    ['journalctl short-iso', '2026-11-08T23:58:51+0200 mx1 postfix/smtp[12]: connect', 'mx1', '2026-11-08T21:58:51.000Z'],
    ['journalctl short-full', 'Sun 2026-11-08 23:58:51 CET mx1 postfix/smtp[12]: connect', 'mx1', '2026-11-08T23:58:51.000Z'],
    ['journalctl short-unix', '1795453038.437123 mx1 postfix/smtp[12]: connect', 'mx1', '2026-11-23T16:57:18.437Z'],
    ['RFC 3339 with microseconds', '2026-07-14T08:12:31.439999+02:00 mx1 postfix/smtp[12]: connect', 'mx1', '2026-07-14T06:12:31.439Z'],
    ['RFC 3339 in UTC', '2026-07-14T08:12:31Z mx1 postfix/smtp[12]: connect', 'mx1', '2026-07-14T08:12:31.000Z'],
    ['ISO with a space and a comma', '2026-07-14 08:12:31,439 mx1 postfix/smtp[12]: connect', 'mx1', '2026-07-14T08:12:31.439Z'],
    ['ISO with a negative offset apart', '2026-07-14 08:12:31.5 -05:30 mx1 postfix/smtp[12]: connect', 'mx1', '2026-07-14T13:42:31.500Z'],
    ['a collector that names the sender first', 'Nov  8 23:58:51 10.0.0.5 mx1 postfix/smtp[12]: connect', 'mx1', '23:58:51.000Z'],
    ['stern', 'mail-0 postfix Nov  8 23:58:51 mx1 postfix/smtp[12]: connect', 'mx1', '23:58:51.000Z'],
    ['docker compose', 'mail-1  | Nov  8 23:58:51 mx1 postfix/smtp[12]: connect', 'mx1', '23:58:51.000Z'],
    ['docker compose in colour', '\x1b[36mmail-1  | \x1b[0mNov  8 23:58:51 mx1 postfix/smtp[12]: connect\x1b[0m', 'mx1', '23:58:51.000Z'],
    ['docker compose without a time', 'mail-1  | postfix/smtp[12]: connect', null, null],
    ['docker logs -t around syslog', '2026-11-08T22:58:51.5Z Nov  8 23:58:51 mx1 postfix/smtp[12]: connect', 'mx1', '2026-11-08T22:58:51.500Z'],
    ['container stdout', 'postfix/smtp[12]: connect', null, null],
    ['CRI around syslog', '2026-11-08T22:58:51.123456789Z stdout F Nov  8 23:58:51 mx1 postfix/smtp[12]: connect', 'mx1', '2026-11-08T22:58:51.123Z'],
    ['CRI around stdout', '2026-11-08T22:58:51.123456789Z stdout F postfix/smtp[12]: connect', null, '2026-11-08T22:58:51.123Z'],
    ['kubectl --prefix', '[pod/mail-0/postfix] 2026-11-08T22:58:51Z mx1 postfix/smtp[12]: connect', 'mx1', '2026-11-08T22:58:51.000Z'],
    ['grep -n over files', '/var/log/mail.log:2858:Nov  8 23:58:51 mx1 postfix/smtp[12]: connect', 'mx1', '23:58:51.000Z'],
    ['RFC 5424', '<22>1 2026-11-08T23:58:51+01:00 mx1 postfix/smtp 12 - - connect', 'mx1', '2026-11-08T22:58:51.000Z'],
    [
      'RFC 5424 with structured data',
      '<22>1 2026-11-08T23:58:51Z mx1 postfix/smtp 12 ID7 [a@1 k="x\\"] y"][b c="d"] \ufeffconnect',
      'mx1',
      '2026-11-08T23:58:51.000Z',
    ],
    ['RFC 5424 without a time', '<22>1 - mx1 postfix/smtp 12 - - connect', 'mx1', null],
  ];
  for (const [name, line, host, time] of rows) {
    test(name, () => {
      assert.deepEqual(read(line), { headed: true, time, host, program: 'postfix/smtp', pid: '12', body: 'connect' });
    });
  }
});

test('programs keep their whole name, whatever the instance is called', () => {
  for (const program of ['postfix-out/smtp', 'postfix/submission/smtpd', 'postfix-10.20.30.40/smtp', 'mx-out/qmgr', 'postfix/postfix-script']) {
    assert.equal(read(`Nov  8 23:58:51 mx1 ${program}[12]: x`).program, program);
  }
});

test('a program without a pid, and one whose words contain colons', () => {
  assert.deepEqual(
    { ...read('Nov  8 23:58:51 mx1 kernel: [1.2] eth0: link up') },
    { headed: true, time: '23:58:51.000Z', host: 'mx1', program: 'kernel', pid: null, body: '[1.2] eth0: link up' },
  );
});

test('syslog saying that a line was repeated has a host and no program', () => {
  const { host, program, body } = read('Nov  8 23:58:51 mx1 last message repeated 3 times');
  assert.deepEqual([host, program, body], ['mx1', null, 'last message repeated 3 times']);
});

test('a time without a program leaves the whole rest as body: Exim', () => {
  const { host, body } = read('2026-11-23 17:00:55 1xVXPT-00019f-0K => a@b.example');
  assert.deepEqual([host, body], [null, '1xVXPT-00019f-0K => a@b.example']);
});

test('text that only looks like a header is none', () => {
  for (const line of [
    '',
    'Hello world: this is me',
    'Nov 31 23:58:51 mx1 a[1]: x',
    'Nov  8 24:58:51 mx1 a[1]: x',
    '2026-13-08T23:58:51Z mx1 a[1]: x',
    '2026-02-30T23:58:51Z mx1 a[1]: x',
  ]) {
    const result = read(line);
    assert.equal(result.headed, false, line);
    assert.equal(result.body, line);
  }
});

test('a date in the words of a line does not turn the year of the lines behind it', () => {
  const next = reader();
  next('Nov  8 23:58:51 mx1 a[1]: x');
  next('something else: Jan  1 00:00:00 is near');
  const header = new HeaderReader();
  const fields = new Fields();
  fields.wide = true;
  const times = ['Nov  8 23:58:51 mx1 a[1]: x', 'junk: Jan  1 00:00:00 is near', 'Nov  8 23:58:52 mx1 a[1]: x'].map((line) => {
    fields.text = line;
    fields.reset(0, line.length);
    header.read(fields);
    return fields.time;
  });
  assert.equal(times[2] - times[0], 1000);
});

test('local times with a year are moved by the given zone', () => {
  const berlin = reader(() => 3_600_000);
  assert.equal(berlin('2026-11-08 23:58:51 mx1 postfix/smtp[12]: x').time, '2026-11-08T22:58:51.000Z');
  assert.equal(berlin('2026-11-08T23:58:51Z mx1 postfix/smtp[12]: x').time, '2026-11-08T23:58:51.000Z');
});
