import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fingerprint } from '../../../server/src/events/fingerprint.ts';
import { FingerprintTable } from '../../../server/src/events/fingerprintTable.ts';
import { Interner, none, others } from '../../../server/src/events/interner.ts';
import { foldSender } from '../../../server/src/events/sender.ts';
import { shapeOf } from '../../../server/src/events/shape.ts';

const latin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

test('text framed as bytes and real text have the same fingerprint, and addresses have it without case', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const bytes = latin1(text);
      assert.equal(fingerprint(text, 0, text.length, true), fingerprint(bytes, 0, bytes.length, false));
    }),
  );
  assert.equal(fingerprint('Anna@Shop.Example'), fingerprint('anna@shop.example'));
  assert.notEqual(fingerprint('4jYBv', 0, 5, true, false), fingerprint('4JYBV', 0, 5, true, false));
});

test('fingerprints of a hundred thousand different IDs are different and fill their range evenly', () => {
  const seen = new Set<number>();
  let low = 0;
  for (let i = 0; i < 100_000; i++) {
    const key = fingerprint(`user${i}@example.org`);
    seen.add(key);
    if (key < 2 ** 52) low++;
  }
  assert.equal(seen.size, 100_000);
  assert.ok(low > 49_000 && low < 51_000, `${low} in the lower half`);
});

test('the table behaves as a map does, whatever is set and deleted', () => {
  const step = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.option(fc.nat(1000)));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const table = new FingerprintTable(8);
      const map = new Map<number, number>();
      for (const [small, value] of steps) {
        // few different low bits: collisions are the rule
        const key = small * 2 ** 32 + (small % 3);
        if (value === null) {
          table.delete(key);
          map.delete(key);
        } else {
          table.set(key, value);
          map.set(key, value);
        }
        assert.equal(table.size, map.size);
      }
      for (let small = 1; small <= 40; small++) {
        const key = small * 2 ** 32 + (small % 3);
        assert.equal(table.get(key), map.get(key) ?? -1);
      }
    }),
  );
});

test('an interner gives back the text, one number a text, and says when it is full', () => {
  const names = new Interner(4);
  const bytes = latin1('xxJörg@example.orgyy');
  const id = names.intern(bytes, 2, bytes.length - 2, false);
  assert.equal(names.texts[id], 'Jörg@example.org');
  assert.equal(names.internText('Jörg@EXAMPLE.org'), id);
  assert.equal(names.intern('', 0, 0, true), none);
  names.internText('b');
  assert.equal(names.full, false);
  assert.equal(names.internText('c'), others);
  assert.equal(names.full, true);
});

test('numbers of another table become those of this one', () => {
  const here = new Interner(100);
  const there = new Interner(100);
  for (const text of ['a', 'b']) here.internText(text);
  for (const text of ['b', 'c', 'a']) there.internText(text);
  const ids = here.adopt(there);
  assert.deepEqual(
    ['b', 'c', 'a'].map((text) => here.texts[ids[there.find(text)]]),
    ['b', 'c', 'a'],
  );
});

test('senders that differ only by VERP, SRS, BATV, tokens and counters are one', () => {
  const folded: [string, string][] = [
    ['bounces+1234567-anna=gmail.com@em.shop.example', 'bounces+*-*@em.shop.example'],
    ['list-bounces+anna.b=example.org@lists.example', 'list-bounces+*@lists.example'],
    ['SRS0=Xyz1=AB=origin.example=joe@forwarder.example', 'SRS0=*@forwarder.example'],
    ['SRS1=abcd=other.example==XyZ=AB=origin.example=joe@f.example', 'SRS1=*@f.example'],
    ['prvs=1234abcdef=joe@shop.example', 'joe@shop.example'],
    ['btv1==1234abcd==joe@shop.example', 'joe@shop.example'],
    ['0102018f3c2a7b1e-5d0a6a1c-1111-4222-8333-444455556666-000000@eu.amazonses.example', '*-5d0a6a1c-1111-4222-8333-*-*@eu.amazonses.example'],
    ['newsletter-20261108@shop.example', 'newsletter-*@shop.example'],
  ];
  for (const [address, sender] of folded) assert.equal(foldSender(address), sender);
});

test('ordinary senders stay as they are', () => {
  for (const address of [
    'anna.smith@shop.example',
    'order-2026@shop.example',
    'info24@shop.example',
    'root',
    'first=last@shop.example',
    'a+tag@shop.example',
  ]) {
    assert.equal(foldSender(address), address);
  }
});

test('lines of one kind have one shape, lines of different kinds do not', () => {
  assert.equal(
    shapeOf('cache /var/lib/x[12] full: 17 entries from <a@b.example>'),
    shapeOf('cache /var/lib/x[99] full: 5 entries from <c@d.example>'),
  );
  assert.notEqual(shapeOf('cache full'), shapeOf('cache empty'));
  fc.assert(
    fc.property(fc.string({ maxLength: 5_000 }), (text) => {
      assert.ok(shapeOf(text).length <= 200);
    }),
  );
});
