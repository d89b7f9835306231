import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Entry, entriesOf, logText } from './golden.ts';

const lines = logText('postfix-shortqid/mail.log').trimEnd().split('\n');
/** `Nov 23 16:57:16 mailout postfix/master[15967]: body` */
const header = /^(\w{3}) ([ \d]\d) (\d\d:\d\d:\d\d) (\S+) ([^[]+)\[(\d+)\]: (.*)$/s;

type Writer = (month: string, day: string, time: string, host: string, program: string, pid: string, body: string) => string;

const iso = (day: string, time: string) => `2026-11-${day.trim().padStart(2, '0')}T${time}`;
const writers: Record<string, Writer> = {
  'BSD syslog behind docker compose': (month, day, time, host, program, pid, body) =>
    `mail-1  | ${month} ${day} ${time} ${host} ${program}[${pid}]: ${body}`,
  'BSD syslog with a priority': (month, day, time, host, program, pid, body) => `<22>${month} ${day} ${time} ${host} ${program}[${pid}]: ${body}`,
  'journalctl short-precise': (month, day, time, host, program, pid, body) =>
    `${month} ${day.trim().padStart(2, '0')} ${time}.123456 ${host} ${program}[${pid}]: ${body}`,
  'BSD syslog with a year': (month, day, time, host, program, pid, body) => `${month} ${day} 2026 ${time} ${host} ${program}[${pid}]: ${body}`,
  'RFC 3339': (_, day, time, host, program, pid, body) => `${iso(day, time)}.5+00:00 ${host} ${program}[${pid}]: ${body}`,
  'ISO with a space, no zone': (_, day, time, host, program, pid, body) => `${iso(day, time).replace('T', ' ')} ${host} ${program}[${pid}]: ${body}`,
  'RFC 5424 with structured data': (_, day, time, host, program, pid, body) =>
    `<22>1 ${iso(day, time)}Z ${host} ${program} ${pid} - [a b="c"] ${body}`,
  'CRI around syslog': (month, day, time, host, program, pid, body) =>
    `${iso(day, time)}.25Z stdout F ${month} ${day} ${time} ${host} ${program}[${pid}]: ${body}`,
  Solaris: (month, day, time, host, program, pid, body) => `${month} ${day} ${time} ${host} ${program}[${pid}]: [ID 197553 mail.info] ${body}`,
  'colours around it': (month, day, time, host, program, pid, body) => `\x1b[32m${month} ${day} ${time} ${host} ${program}[${pid}]: ${body}\x1b[0m`,
};

/** What the body told. */
function told({ time: _, parts, ...rest }: Entry): unknown {
  const { timestamp: __, ...others } = parts;
  return { ...rest, parts: others };
}

const expected = entriesOf(lines.join('\n')).map(told);
for (const [name, write] of Object.entries(writers)) {
  test(`the same log written as ${name} tells the same`, () => {
    const text = lines.map((line) => write(...(header.exec(line)!.slice(1) as Parameters<Writer>))).join('\n');
    const entries = entriesOf(text);
    assert.equal(entries.length, expected.length);
    for (let i = 0; i < expected.length; i++) assert.deepEqual(told(entries[i]), expected[i]);
    assert.ok(entries.every((entry) => !Number.isNaN(entry.time)));
  });
}
