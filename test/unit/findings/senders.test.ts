import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldSender } from '../../../server/src/events/sender.ts';
import { isListSender } from '../../../server/src/findings/list-sender.ts';
import { networkOf } from '../../../server/src/findings/network.ts';

test('senders of mailing lists and of forwarders that rewrite are told from bulk mail of one’s own', () => {
  for (const sender of [
    'devel-bounces@project.example',
    'devel-bounces+anna=gmail.com@project.example',
    'owner-talk@project.example',
    'talk-owner@project.example',
    'talk-return-17-anna=gmail.com@project.example',
    'SRS0=xY2z=AB=news.example=anna@forwarder.example',
    'talk@lists.project.example',
  ])
    assert.ok(isListSender(foldSender(sender)), sender);
  for (const sender of [
    'news@news.example',
    'bounce-77-anna=gmail.com@mail.shop.example',
    'bounces+17@shop.example',
    'returns@shop.example',
    'owner@shop.example',
    '',
  ])
    assert.ok(!isListSender(foldSender(sender)), sender);
});

test("a client's network: 16 bits of IPv4, 32 of IPv6, else the end of its name", () => {
  assert.equal(networkOf('unknown[203.0.113.7]'), '203.0');
  assert.equal(networkOf('[203.0.113.9]'), networkOf('host.example[203.0.1.1]'));
  assert.equal(networkOf('x[IPv6:2001:db8:1::5]'), networkOf('y[2001:db8:ffff::9]'));
  assert.equal(networkOf('dsl-1.provider.example'), 'provider.example');
  assert.equal(networkOf(''), '');
});
