import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openRules, tokenize } from './tokenizer.ts';

const HEADER = 'Nov  8 23:58:40 mx1 postfix/smtp[12]: 4jYBvC6c1RzJrPt: ';
const REPLY = `${HEADER}to=<a@b.example>, status=bounced (host a[192.0.2.1] said: 550-5.1.1 `;
/** Characters and words that open, close or nearly complete a rule of the grammar. */
const HOSTILE = [
  ...'a.@-_ <>[]():;,="\'\\/|#{}é\t5\u0000\u2028\uFEFF',
  ...['550 ', '550-', '550 5.1.1 ', '550-5.1.1 ', '\\n550-', 'said: ', 'said: 550 ', '(in reply to ', '(in reply to X command)', 'a[1.2.3.4]'],
  ...[
    'SMTP error from remote mail server after ',
    'authenticator failed for ',
    'status=sent (',
    ', status=sent (250 ',
    'reject: RCPT from ',
    '; from=<',
  ],
  ...[
    'to=<',
    '<"',
    '\\"',
    'a@b.example',
    '[::1]:25',
    '192.0.2.1',
    'warning: ',
    'said:_550_',
    '(#5.1.1',
    '","',
    '"code":550',
    '<22>1 ',
    'mail-1  | ',
    HEADER,
  ],
];
const LONG = 4000; // characters; VS Code tokenises lines up to 20,000 (editor.maxTokenizationLineLength)

test('any line tokenises without an error, covers itself, and leaves no rule open', () => {
  const line = fc.oneof(fc.array(fc.constantFrom(...HOSTILE), { maxLength: 40 }), fc.array(fc.string(), { maxLength: 6 }));
  fc.assert(
    fc.property(fc.constantFrom('', HEADER, REPLY), line, (start, parts) => {
      const text = (start + parts.join('')).replace(/[\r\n]/g, ' ');
      assert.equal(
        tokenize(text)
          .map((token) => token.text)
          .join(''),
        text,
      );
      assert.equal(openRules(text), 1);
    }),
    { numRuns: 400 },
  );
});

test('a long line costs time in proportion to its length, and not much more than ordinary lines, whatever fills it', () => {
  const ordinary = `${HEADER}to=<anna@b.example>, relay=mx.b.example[192.0.2.1]:25, delay=0.1, dsn=5.1.1, status=bounced (host a[192.0.2.1] said: 550 5.1.1 no) `;
  const plain = Math.max(...[1, 2, 3].map(() => elapsed(ordinary.repeat(LONG / ordinary.length))));
  const fill = (start: string, unit: string, length: number) => start + unit.repeat(length / unit.length);
  for (const start of ['', REPLY]) {
    for (const unit of HOSTILE) {
      const report = JSON.stringify(start + unit);
      // Twice the length costs twice the time; four times would be quadratic. Another process may disturb one measure, not six.
      const linear = () => elapsed(fill(start, unit, LONG)) < 3 * elapsed(fill(start, unit, LONG / 2)) + 2;
      assert.ok(sometimes(linear), `${report}: more than linear`);
      assert.ok(
        sometimes(() => elapsed(fill(start, unit, LONG)) < 20 * plain),
        `${report}: too slow`,
      );
    }
  }
});

function sometimes(holds: () => boolean): boolean {
  for (let attempt = 0; attempt < 6; attempt++) if (holds()) return true;
  return false;
}

/** Milliseconds of processor time, which other processes do not lengthen. */
function elapsed(line: string): number {
  const start = process.cpuUsage();
  tokenize(line);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
