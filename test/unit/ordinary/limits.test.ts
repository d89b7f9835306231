import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idOf, line, message, relayed } from './healthy.ts';
import { partOf, summaryOf } from './reading.ts';

/** For logs too large to look for their smallest part. @returns the summary. */
function sameAtOnce(log: string) {
  const careful = summaryOf(partOf(log, { format: 'postfix', scanner: false }));
  assert.ok(careful === summaryOf(partOf(log, { format: 'postfix' })), 'the scanner reads otherwise');
  return JSON.parse(careful);
}

function many(count: number, make: (number: number) => string): string {
  return Array.from({ length: count }, (_, number) => make(number)).join('');
}

test('more different counts than are kept at once are taken over in between', () => {
  const log = many(2200, (number) => {
    const [client, id, from, , end] = message(number);
    const to = (user: number) =>
      `${idOf(number)}: to=<u${user}@gmail.example>, ${relayed.replace('delay=1', `delay=${number * 16 + user}`)}, status=sent (250 2.0.0 Ok)`;
    return [client, id, from, many(16, (user) => line('smtp', to(user))), end].join('');
  });
  assert.equal(sameAtOnce(log).totals.delivered, 2200 * 16);
});

test('a link to a message that begins late holds as long with the scanner as without: the last thousand links and closed messages', () => {
  for (const between of [1021, 1022, 1023, 1024]) {
    const target = idOf(900_000);
    const first = [...message(0), ...message(1, `250 2.0.0 Ok: queued as ${target}`)].join('');
    const others = (linked: boolean) =>
      many(between, (number) => message(number + 10, linked ? `250 2.0.0 Ok: queued as Z${idOf(number)}1` : '250 2.0.0 Ok').join(''));
    for (const linked of [false, true]) {
      const log = first + others(linked) + message(900_000).join('');
      const { deliveries } = sameAtOnce(log).totals;
      assert.ok(deliveries === between + 2 || deliveries === between + 3);
    }
  }
});

test('messages that end without a delivery are counted, also when nothing ordinary follows them', () => {
  const short = (number: number) => line('smtpd', `${idOf(number)}: client=mail.x.example[203.0.113.9]`) + line('qmgr', `${idOf(number)}: removed`);
  const failed = (number: number) =>
    line('qmgr', `${idOf(number)}: from=<>, size=1, nrcpt=1 (queue active)`) +
    line('smtp', `${idOf(number)}: to=<u@gmail.example>, ${relayed}, status=sent (250 2.0.0 Ok)`) +
    line('postsuper', `${idOf(number)}: removed`);
  const notices = many(600, (number) => message(number).join('').replace('anna@shop.example', ''));
  sameAtOnce(message(0).join('') + notices + many(700, (number) => short(number + 5000)) + many(1500, (number) => failed(number + 9000)));
});

test('more open messages than are kept are settled at the same line, and said', () => {
  const client = (number: number) => line('smtpd', `${idOf(number)}: client=mail.x.example[203.0.113.9]`);
  const delivered = (number: number, user: string) => message(number).slice(2, 4).join('').replace('to=<', `to=<${user}`);
  const full = many(400, (number) => client(number) + delivered(number, 'a')) + many(199_500, (number) => client(number + 1000));
  const over = many(400, (number) => client(number + 300_000) + delivered(number, 'b'));
  assert.match(sameAtOnce(full + over).notes.join(' '), /200,000/);
});

test('more senders than the scanner is told are read with care', () => {
  const pickup = (number: number) => line('pickup', `${idOf(number)}: uid=0 from=<user.${number.toString(36)}q@lists${number % 50}.example>`);
  const sent = (number: number) =>
    line('qmgr', `${idOf(number)}: from=<user.${number.toString(36)}q@lists${number % 50}.example>, size=1, nrcpt=1 (queue active)`);
  sameAtOnce(many(101_000, pickup) + many(500, (number) => sent(number * 202)));
});
