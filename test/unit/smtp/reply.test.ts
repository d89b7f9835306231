import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseReply, replyClass } from '../../../server/src/smtp/reply.ts';

/** [what it protects, text, code, enhanced code, words without codes] */
const cases: [string, string, number, string | null, string][] = [
  ['one line', '550 5.1.1 No such user', 550, '5.1.1', 'No such user'],
  ['lines joined with both codes', '550-5.1.1 a 550-5.1.1 b 550 5.1.1 c', 550, '5.1.1', 'a b c'],
  ['lines joined with the basic code only', '554-web.de ready 554-No SMTP service 554 see x', 554, null, 'web.de ready No SMTP service see x'],
  [
    'a phrase cut by a joined code is whole again',
    '550-5.1.1 Please try 550-5.1.1 double-checking 550 5.1.1 it',
    550,
    '5.1.1',
    'Please try double-checking it',
  ],
  ['differing enhanced codes: the last line counts', '550-5.2.1 first 550 5.1.1 last', 550, '5.1.1', 'first last'],
  ['differing basic codes: the last line counts', '451-4.3.0 first says 451 550 5.1.1 last says 550', 550, '5.1.1', 'first says 451 last says 550'],
  ['real line breaks', '550-5.1.1 a\r\n550 5.1.1 b', 550, '5.1.1', 'a b'],
  ['line breaks as Exim writes them', '550-a\\n550 5.1.1 b', 550, '5.1.1', 'a b'],
  ['a server that forgets the hyphens', '550 5.1.1 a 550 5.1.1 b', 550, '5.1.1', 'a b'],
  [
    'a reply of one line is not overruled by one in its words',
    '550 5.1.1 x) status=bounced (host evil said: 550 5.7.1 no',
    550,
    '5.1.1',
    'x) status=bounced (host evil said: 550 5.7.1 no',
  ],
  ['words of a line that look like the last line', '550-5.1.1 a 550 5.7.1 forged 550 5.1.1 end', 550, '5.1.1', 'a forged end'],
  ['only the basic code', '550', 550, null, ''],
  ['only codes', '550 5.7.1', 550, '5.7.1', ''],
  ['no space behind a hyphen', '421-4.7.28 slow 421 4.7.28 down', 421, '4.7.28', 'slow down'],
  ['only an enhanced code', '5.1.1 User unknown', 0, '5.1.1', 'User unknown'],
  ['three-digit details', '550 5.7.606 Access denied', 550, '5.7.606', 'Access denied'],
  ['code in parentheses at the end', '553 not in my list of rcpthosts (#5.7.1)', 553, '5.7.1', 'not in my list of rcpthosts (#5.7.1)'],
  ['code with a number sign in front', '550 #5.1.0 Address rejected.', 550, '5.1.0', 'Address rejected.'],
  ['code with a number sign inside', '552 too big #5.2.3', 552, '5.2.3', 'too big #5.2.3'],
  ['codes without an RFC', '599 vendor specific', 599, null, 'vendor specific'],
  ['540 and 541 and 571', '571 Delivery not authorized', 571, null, 'Delivery not authorized'],
  ['a class that contradicts', '550 4.2.2 full', 550, '4.2.2', 'full'],
  ['greeting before a refusal', '220 mx.example ESMTP 421 4.3.2 too busy', 421, '4.3.2', 'too busy'],
  ['junk before a code', 'Hello this is no SMTP reply 503 Need RCPT', 503, null, 'Need RCPT'],
  ['no code at all', 'connect to mx.example[192.0.2.1]:25: Connection refused', 0, null, 'connect to mx.example[192.0.2.1]:25: Connection refused'],
  ['nothing', '', 0, null, ''],
];

for (const [name, text, code, enhanced, words] of cases) {
  test(`reply: ${name}`, () => {
    const reply = parseReply(text);
    assert.deepEqual([reply.code, reply.enhanced, reply.text], [code, enhanced, words]);
  });
}

const noCodes: [string, string, string | null][] = [
  ['an id that looks like a code', '550 refused (#id-5.9.3)', null],
  ['a filter version', '550 spam AS(201806281)', null],
  ['an IP address behind the code', '550 5.9.10.11 is blocked', null],
  ['four numbers in the text', '421 4.7.0 [TSS04] deferred - 4.16.55.1; see x', '4.7.0'],
  ['a version in the text', '554 SpamFilter 5.2.1 says no', null],
];
for (const [name, text, enhanced] of noCodes) {
  test(`no enhanced code is taken from ${name}`, () => assert.equal(parseReply(text).enhanced, enhanced));
}

test('sizes, phone numbers and counts are no further replies', () => {
  for (const text of ['552 message exceeds 500 KB', '550 call 555-1234 now', '452 more than 450 recipients', '554 after 421 seconds'])
    assert.deepEqual([parseReply(text).lines.length, parseReply(text).nested], [1, null], text);
});

test('a nested reply is found beside the outer one', () => {
  const expired = parseReply('554 4.4.7 Message expired: unable to deliver.<421 4.4.2 Connection timed out>');
  assert.deepEqual([expired.code, expired.enhanced, expired.nested?.code, expired.nested?.enhanced], [554, '4.4.7', 421, '4.4.2']);
  const echo = parseReply('550 5.1.1 <x@y>... User unknown 503 5.0.0 Need RCPT (recipient)');
  assert.deepEqual([echo.code, echo.enhanced, echo.nested?.code], [550, '5.1.1', 503]);
});

test("what Cisco's gateway was told is read, not what it makes of it", () => {
  const reply = parseReply("5.1.0 - Unknown address error 550-'5.7.1 <a@b.example>... Relaying denied' (delivery attempts: 0)");
  assert.deepEqual([reply.code, reply.enhanced, reply.text], [550, '5.7.1', "<a@b.example>... Relaying denied' (delivery attempts: 0)"]);
  assert.equal(parseReply('5.1.0 - Unknown address error').enhanced, '5.1.0');
});

test('offsets of lines point at their codes and words', () => {
  const text = '550-5.1.1 first line 550 5.1.1 last';
  const [first, last] = parseReply(text).lines;
  assert.equal(text.slice(first.start, first.start + 4), '550-');
  assert.equal(text.slice(first.textStart, first.end), 'first line');
  assert.equal(text.slice(last.start, last.end), '550 5.1.1 last');
  assert.equal(text.slice(first.enhanced!.start, first.enhanced!.end), '5.1.1');
});

test('class by the basic code, else by the enhanced code', () => {
  assert.deepEqual(
    [replyClass({ code: 450, enhanced: '5.1.1' }), replyClass({ code: 0, enhanced: '5.1.1' }), replyClass({ code: 0, enhanced: null })],
    [4, 5, 0],
  );
});

test('any lines joined with hyphens give their words back', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1, maxLength: 4 }).map((list) => list.join(' '));
  const code = fc.constantFrom(421, 450, 550, 554);
  fc.assert(
    fc.property(code, fc.array(words, { minLength: 1, maxLength: 5 }), fc.constantFrom('', '.1.1', '.7.606'), (basic, lines, detail) => {
      const enhanced = detail ? `${Math.floor(basic / 100)}${detail} ` : '';
      const joined = lines.map((line, index) => `${basic}${index < lines.length - 1 ? '-' : ' '}${enhanced}${line}`).join(' ');
      const reply = parseReply(joined);
      assert.deepEqual([reply.code, reply.text, reply.lines.length], [basic, lines.join(' '), lines.length]);
    }),
  );
});

test('never throws, and spans stay inside the text', () => {
  const digits = fc.stringMatching(/^[2-5 .#()<>\-\\na0]{0,60}$/);
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), digits), (text) => {
      for (const { start, textStart, end } of parseReply(text).lines)
        assert.ok(start >= 0 && start <= textStart && textStart <= Math.max(end, textStart) && end <= text.length);
    }),
  );
});

test('hostile replies take linear time', () => {
  const texts = ['550-5.1.1 ', '550 ', '#5.1.', ' 421 4.4.2 <', '\\n550-', '5.1.1.'].map((piece) => piece.repeat(200_000));
  const start = performance.now();
  for (const text of texts) parseReply(text);
  assert.ok(performance.now() - start < 5_000, `${performance.now() - start} ms for 6 texts of about 2 MB`);
});

test("what Exchange Online tells of another server's reply is that reply", () => {
  const { code, enhanced, text } = parseReply('550 5.0.350 Remote server returned an error -> 452 4.2.2 Mailbox full');
  assert.deepEqual([code, enhanced, text], [452, '4.2.2', 'Mailbox full']);
  assert.equal(parseReply('550 5.0.350 Remote server returned an error').enhanced, '5.0.350');
});
