import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { positionOf, sampleLog, TestClient } from './client.ts';

const uri = 'file:///var/log/mail.log';
const text = sampleLog('postfix-syslog/mail.log');
let client: TestClient;

before(async () => {
  client = await TestClient.start();
  await client.open(uri, text);
  await client.pull(uri);
});
after(() => client.stop());

test('a hover on a reply says in two lines who refused what, and what to do', async () => {
  const hover = await client.hover(uri, positionOf(text, ['status=bounced', 'google.com'], '550-5.1.1', 2));
  console.log(hover);
  assert.ok(hover);
});
