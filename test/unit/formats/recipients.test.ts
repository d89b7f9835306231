import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { EntryReader, Field, Fields, nextRecipient } from '../../../server/src/core.ts';

const head = 'Nov 23 17:08:45 mail1 sm-mta[1]: 6ANH8joB020518: ';
const tail = ', delay=00:00:00, mailer=esmtp, relay=mx.example. [192.0.2.1], dsn=5.1.1, reply=550 5.1.1 User unknown, stat=User unknown';

/** All recipients of a line, in order. */
function recipientsOf(line: string): (string | null)[] {
  const fields = new Fields();
  fields.wide = true;
  new EntryReader({ format: 'generic' }).read(line, 0, line.length, fields);
  const found = [fields.cut(Field.recipient)];
  while (nextRecipient(fields)) found.push(fields.cut(Field.recipient));
  return found;
}

const sendmails: [list: string, recipients: string[]][] = [
  ['<a@x.example>', ['a@x.example']],
  ['<a@x.example>,<b@y.example>', ['a@x.example', 'b@y.example']],
  ['a@x.example,b@y.example,root', ['a@x.example', 'b@y.example', 'root']],
  ['<"c,d"@x.example>,<e@x.example>', ['"c,d"@x.example', 'e@x.example']],
  ['Ann <a@x.example>,"Smith, Jo" <b@x.example>,c@x.example (Jane, D)', ['a@x.example', 'b@x.example', 'c@x.example']],
  ['<a@x.example> (Jane, D),b@x.example', ['a@x.example', 'b@x.example']],
  ['<a@x.example>,<b@y.example>, [more]', ['a@x.example', 'b@y.example']],
  ['<a@x.example>,<b@y.example>, ctladdr=<c@z.example> (1001/1001)', ['a@x.example', 'b@y.example']],
  ['<a@x.example>, <b@y.example>', ['a@x.example']],
  ["<o'brien@x.example>,d'arcy@x.example", ["o'brien@x.example", "d'arcy@x.example"]],
];

for (const [list, recipients] of sendmails)
  test(`sendmail's to=${list} names ${recipients.length}`, () => assert.deepEqual(recipientsOf(`${head}to=${list}${tail}`), recipients));

const others: [line: string, recipients: string[]][] = [
  ['host=smtp.example from=a@x.example recipients=b@y.example,c@y.example smtpmsg="550 5.1.1 unknown"', ['b@y.example', 'c@y.example']],
  ['send failed to=b@y.example, c@y.example, from=a@x.example, response="550 5.1.1 unknown"', ['b@y.example', 'c@y.example']],
  ['mail to="b@y.example,c@y.example" error: 550 5.1.1 unknown', ['b@y.example', 'c@y.example']],
  ['to=<b@y.example>, orig_to=<c@y.example>, said: 550 5.1.1 unknown', ['b@y.example']],
  ['to=b@y.example,from=a@x.example,size=3 said: 550 5.1.1 unknown', ['b@y.example']],
  ['to=<b@y.example>, c@y.example said: 550 5.1.1 unknown', ['b@y.example']],
];

for (const [body, recipients] of others)
  test(`another program's ${body.slice(0, 60)} names ${recipients.length}`, () =>
    assert.deepEqual(recipientsOf(`2026-11-23T17:08:45Z host app[1]: ${body}`), recipients));

const local = fc.stringMatching(/^[a-z][a-z0-9.+_=-]{0,12}$/);
const quoted = fc.stringMatching(/^[a-z ,<>()@]{1,8}$/).map((text) => `"${text}"`);
const address = fc.tuple(fc.oneof(local, quoted), fc.stringMatching(/^[a-z]{1,8}\.example$/)).map(([name, domain]) => `${name}@${domain}`);

test('any list that sendmail writes is taken apart into what it was made of', () => {
  fc.assert(
    fc.property(fc.array(address, { minLength: 1, maxLength: 30 }), (addresses) => {
      const list = addresses.map((one) => `<${one}>`).join(',');
      assert.deepEqual(recipientsOf(`${head}to=${list}${tail}`), addresses);
    }),
  );
});

test('whatever stands in a list, its recipients are parts of it in order and come to an end', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '@', ',', '<', '>', '"', '(', ')', '\\', ' ', '=', "'", ';'), maxLength: 60 });
  fc.assert(
    fc.property(text, fc.constantFrom(head, '2026-11-23T17:08:45Z host app[1]: '), (list, beginning) => {
      const found = recipientsOf(`${beginning}to=${list}${tail}`).filter((one) => one !== null);
      let at = 0;
      for (const one of found) {
        const next = list.indexOf(one, at);
        assert.ok(next >= at || found.length === 1, `${one} in ${list}`);
        at = next + one.length;
      }
      assert.ok(found.length <= list.length + 1);
    }),
    { numRuns: 2000 },
  );
});
