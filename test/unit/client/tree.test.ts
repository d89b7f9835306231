import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Node, nodesOf, recipientsOf } from '../../../client/src/tree/nodes.ts';
import type { Selection } from '../../../server/src/summary/summary.ts';
import { healthySummary, sampleSummary } from './sample.ts';

const uri = 'file:///var/log/mail.log';
const text = (address: string) => `4jY: to=<${address}>, relay=x, status=bounced (550 5.1.1 no)`;
const lines = [
  { uri, line: 7, text: text('a@gmail.com') },
  { uri, line: 9, text: text('b@gmail.com') },
  { uri, line: 12, text: text('a@gmail.com') },
];

async function childrenOf(node: Node | undefined): Promise<Node[]> {
  return (await node?.children?.()) ?? [];
}

test('receivers hold reasons, reasons recipients, recipients lines', async () => {
  const asked: Selection[] = [];
  const root = nodesOf(uri, sampleSummary, async (selection) => {
    asked.push(selection);
    return { lines, total: 5 };
  });
  const [findings, gmail] = await childrenOf(root);
  assert.equal(findings?.label, 'Findings');
  assert.equal(gmail?.label, 'Gmail');
  const badMailbox = (await childrenOf(gmail)).find(({ label }) => label === 'Mailbox does not exist');
  assert.equal(badMailbox?.description, '310');
  const recipients = await childrenOf(badMailbox);
  assert.deepEqual(asked, [{ receiver: 'Gmail', reason: 'bad-mailbox', kind: 'attempt' }]);
  assert.deepEqual(
    recipients.map(({ label, description }) => [label, description]),
    [
      ['a@gmail.com', '2 lines'],
      ['b@gmail.com', '1 line'],
      ['2 more lines', undefined],
    ],
  );
  const [first] = await childrenOf(recipients[0]);
  assert.deepEqual(first?.place, { uri, line: 7 });
});

test('a finding leads to its lines and says what to do', async () => {
  const [findings] = await childrenOf(nodesOf(uri, sampleSummary, async () => ({ lines, total: 3 })));
  const [blocklisted] = await childrenOf(findings);
  const [advice, evidence] = await childrenOf(blocklisted);
  assert.equal(blocklisted?.icon, 'error');
  assert.match(advice?.label ?? '', /removal/);
  assert.deepEqual(evidence?.place, { uri, line: 181_204 });
});

test('a finding leads to the page that its advice names', async () => {
  const [findings] = await childrenOf(nodesOf(uri, sampleSummary, async () => ({ lines, total: 3 })));
  const [, limited] = await childrenOf(findings);
  const page = (await childrenOf(limited)).find(({ url }) => url);
  assert.deepEqual([page?.label, page?.url], ['Google Postmaster Tools', 'https://postmaster.google.com/']);
});

test('a log in which nothing failed says so', async () => {
  const healthy = { ...healthySummary, receivers: healthySummary.receivers.map((receiver) => ({ ...receiver, reasons: [] })) };
  const root = nodesOf(uri, healthy, async () => ({ lines: [], total: 0 }));
  assert.equal(root.description, 'nothing failed');
  assert.deepEqual(
    (await childrenOf(root)).map(({ label }) => label),
    ['Nothing failed'],
  );
});

test('the recipient of a line is what stands between to=< and >', () => {
  assert.deepEqual(recipientsOf(text('a@b.example')), ['a@b.example']);
  assert.deepEqual(recipientsOf('to=<a@b.example>,<c@b.example>,<d@b.example>, delay=1'), ['a@b.example', 'c@b.example', 'd@b.example']);
  assert.deepEqual(recipientsOf('to=<a@b.example>,<cut'), ['a@b.example']);
  assert.deepEqual(recipientsOf('to=<unfinished'), ['no recipient named']);
  assert.deepEqual(recipientsOf(''), ['no recipient named']);
});
