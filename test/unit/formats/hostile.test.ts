import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Field, type FieldNumber, Fields } from '../../../server/src/formats/fields.ts';
import type { FormatId } from '../../../server/src/formats/format.ts';
import { EntryReader } from '../../../server/src/formats/reader.ts';
import { find, findCode, findLast, until } from '../../../server/src/source/scan.ts';
import { logText } from './golden.ts';

const formats: FormatId[] = ['postfix', 'generic'];
const samples = ['postfix-syslog/mail.log', 'postfix-iso/mail-rfc5424.log', 'exim/mainlog', 'sendmail/mail.log', 'opensmtpd/mail.log'].flatMap(
  (path) =>
    logText(path)
      .split('\n')
      .filter((_, index) => index % 29 === 0),
);

/** Words and signs that steer the parsers. */
const hostile = fc
  .array(
    fc.constantFrom(
      ...'< > " \\ ( ) [ ] { } , ; : = . / | # @ - _ 0 5 550 5.1.1 \u0000 \u001b[31m \u00e9 \ud800 \ufeff \t'.split(' '),
      ' ',
      'to=<',
      'from=<',
      '; from=<',
      'relay=',
      'delays=',
      'status=sent (',
      'host x[1.2.3.4] said: ',
      '(in reply to RCPT TO command)',
      'NOQUEUE: reject: RCPT from ',
      '4104E3D: ',
      'Nov  8 23:58:51 mx1 postfix/smtp[12]: ',
      '<22>1 2026-07-14T08:12:31Z h p 1 - [a b="',
      'message repeated 2 times: [ ',
      'warning: ',
      'queued as ',
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

/** Reads the line inside a larger text and checks what every reader of Fields relies on. */
function check(line: string, format: FormatId, wide: boolean): void {
  const clean = line.replaceAll('\n', ' ');
  const before = 'Nov  8 23:58:50 mx1 postfix/qmgr[1]: 7EE668039: removed\n';
  const text = `${before}${clean}\n<"behind, the line">, relay=x], status=sent (250 (in reply to RCPT TO command)`;
  const fields = new Fields();
  fields.wide = wide;
  const understood = new EntryReader({ format }).read(text, before.length, before.length + clean.length, fields);
  assert.equal(typeof understood, 'boolean');
  assert.equal(understood, fields.kind !== 0);
  for (const [name, field] of Object.entries(Field) as [string, FieldNumber][]) {
    if (!fields.has(field)) continue;
    const inside =
      before.length <= fields.start(field) && fields.start(field) <= fields.end(field) && fields.end(field) <= before.length + clean.length;
    assert.ok(
      inside,
      `${name} ${fields.start(field)}..${fields.end(field)} of ${before.length}..${before.length + clean.length}: ${JSON.stringify(clean)}`,
    );
    assert.equal(typeof fields.cut(field), 'string');
  }
}

test('any text: never throws, no part lies outside the line', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), hostile), fc.constantFrom(...formats), fc.boolean(), (line, format, wide) =>
      check(line, format, wide),
    ),
    { numRuns: 3000 },
  );
});

test('real lines cut, joined and sprinkled with signs: never throws, no part lies outside the line', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.constantFrom(...samples),
      fc.nat(),
      fc.nat(),
      hostile,
      fc.constantFrom(...formats),
      (a, b, i, j, noise, format) => {
        check(a.slice(0, i % (a.length + 1)) + noise + b.slice(j % (b.length + 1)), format, false);
      },
    ),
    { numRuns: 3000 },
  );
});

test('where a line lies in its text changes nothing', () => {
  for (const line of samples) {
    const alone = new Fields();
    const within = new Fields();
    new EntryReader().read(line, 0, line.length, alone);
    new EntryReader().read(`x\n${line}\ny`, 2, 2 + line.length, within);
    assert.equal(within.kind, alone.kind);
    for (const field of Object.values(Field)) assert.equal(within.cut(field), alone.cut(field));
  }
});

test('neighbouring lines do not change what a line says, but for its year', () => {
  for (const path of ['postfix-syslog/mail.log', 'postfix-iso/mail.log', 'postfix-iso/mail-rfc5424.log', 'postfix-shortqid/mail.log']) {
    const text = logText(path);
    const reader = new EntryReader();
    const [fields, alone] = [new Fields(), new Fields()];
    for (let start = 0, end = text.indexOf('\n'); end >= 0; start = end + 1, end = text.indexOf('\n', start)) {
      reader.read(text, start, end, fields);
      new EntryReader().read(text, start, end, alone);
      assert.deepEqual([fields.kind, fields.time, fields.timeKind], [alone.kind, alone.time, alone.timeKind]);
      for (const field of Object.values(Field)) assert.equal(fields.start(field), alone.start(field));
      for (const field of Object.values(Field)) assert.equal(fields.end(field), alone.end(field));
    }
  }
});

const megabyte = 1 << 20;
const bombs: [string, string][] = [
  ['spaces', ' '],
  ['angle brackets', '<'],
  ['closing brackets', '> '],
  ['quotation marks', '"'],
  ['forged tails', '; from=<a'],
  ['forged tails that close', '; from=<a> to=<b> helo=<c'],
  ['forged phases', '(in reply to RCPT TO command)'],
  ['forged hand-overs', 'queued as '],
  ['keys', ', a=b'],
  ['codes', ': 550 mail '],
  ['apostrophes', "'a':"],
  ['escapes', '\u001b[0m'],
  ['dates', 'Nov  8 23:58:51 '],
];
const starts = [
  '',
  'Nov  8 23:58:51 mx1 postfix/smtp[12]: 4104E3D: to=<',
  'Nov  8 23:58:51 mx1 postfix/smtp[12]: 4104E3D: to=<a@b>, relay=x[1.2.3.4]:25, delay=1, dsn=5.0.0, status=bounced (host x[1.2.3.4] said: 550 ',
  'Nov  8 23:58:51 mx1 postfix/smtpd[12]: NOQUEUE: reject: RCPT from x[1.2.3.4]: 550 ',
  'Nov  8 23:58:51 mx1 postfix/smtpd[12]: warning: ',
  '<22>1 2026-07-14T08:12:31Z h p 1 - [a b="',
];

test('a line of a megabyte takes no more than linear time, whatever it is made of', () => {
  for (const format of formats) {
    for (const [name, unit] of bombs) {
      for (const start of starts) {
        const line = start + unit.repeat(Math.ceil(megabyte / unit.length));
        const fields = new Fields();
        const begin = performance.now();
        new EntryReader({ format }).read(line, 0, line.length, fields);
        const took = performance.now() - begin;
        // quadratic time would be hours
        assert.ok(took < 2000, `${format} ${name} behind ${JSON.stringify(start)}: ${took.toFixed(0)} ms`);
      }
    }
  }
});

test('a chunk of short lines without the looked-for signs takes linear time', () => {
  const lines = 'Nov  8 23:58:51 mx1 postfix/smtp[12]: 4104E3D: to=<a\n'.repeat(20_000);
  const reader = new EntryReader();
  const fields = new Fields();
  const begin = performance.now();
  for (let start = 0; start < lines.length; start += 53) reader.read(lines, start, start + 52, fields);
  assert.ok(performance.now() - begin < 2000);
});

test('searching agrees with the plain definition, from any place in any order', () => {
  const text = 'a,b<c>,,queued as x, queued as y[1]';
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(44, 60, 91, 93, 122), fc.nat(text.length), fc.nat(text.length)), { maxLength: 20 }), (asks) => {
      for (const [code, a, b] of asks) {
        const [from, to] = a < b ? [a, b] : [b, a];
        const piece = text.slice(from, to);
        const at = piece.indexOf(String.fromCharCode(code));
        assert.equal(findCode(text, code, from, to), at < 0 ? -1 : from + at);
        assert.equal(until(text, code, from, to), at < 0 ? to : from + at);
        const first = piece.indexOf('queued as ');
        const last = piece.lastIndexOf('queued as ');
        assert.equal(find(text, 'queued as ', from, to), first < 0 ? -1 : from + first);
        assert.equal(findLast(text, 'queued as ', from, to), last < 0 ? -1 : from + last);
      }
    }),
  );
});
