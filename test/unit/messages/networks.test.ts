import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownClients } from '../../../server/src/messages/networks.ts';

test('networks take the addresses in them and no others', () => {
  const own = ownClients(['192.0.2.0/25', '2001:db8::/33', '198.51.100.7', '[2001:db8:8000::1]']);
  const cases: [string, boolean][] = [
    ['192.0.2.127', true],
    ['192.0.2.128', false],
    ['::ffff:192.0.2.5', true],
    ['2001:db8:7fff::1', true],
    ['2001:db8:8000::1', true],
    ['2001:db8:8000::2', false],
    ['198.51.100.7', true],
    ['198.51.100.8', false],
    ['127.0.0.1', true],
    ['::1', true],
    ['127.30.0.5', false],
    ['not an address', false],
    ['', false],
  ];
  for (const [ip, expected] of cases) assert.equal(own.has('unknown', ip), expected, ip);
});

test('domains take their hosts, not those that only end alike', () => {
  const own = ownClients([], ['shop.example', '.Corp.example']);
  assert.deepEqual(
    ['web01.shop.example', 'shop.example', 'WEB.corp.example', 'workshop.example', 'shop.example.attacker.example'].map((host) =>
      own.has(host, '203.0.113.1'),
    ),
    [true, true, true, false, false],
  );
});

test('what is no network is refused with the text that is wrong', () => {
  for (const text of ['192.0.2.0/33', '300.1.1.1', 'office', '2001:db8::/129', '']) assert.throws(() => ownClients([text]), RangeError, text);
});
