import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleLog, TestClient } from './client.ts';

const uri = 'file:///var/log/mail.log';

test('two ranges of one log are compared under the times they cover, and share its deliveries out', async () => {
  const client = await TestClient.start({ settings: { timeZone: 'UTC' } });
  try {
    await client.open(uri, sampleLog('postfix-syslog/mail.log'));
    const at = '2026-11-08T23:58:50.000Z';
    const { summary } = await client.connection.sendRequest<{ summary: { totals: { deliveries: number } } }>('mailLog/summarize', { uris: [uri] });
    const { markdown } = await client.connection.sendRequest<{ markdown: string }>('mailLog/compare', {
      before: { uris: [uri], filter: { to: at } },
      after: { uris: [uri], filter: { from: at } },
    });
    assert.match(markdown, /Before: mail\.log \(2026-11-08T23:58:40Z to 2026-11-08T23:58:50\.000Z\)/);
    assert.match(markdown, /After: mail\.log \(2026-11-08T23:58:50\.000Z to 2026-11-09T00:00:08Z\)/);
    const [, first, second] = /\| deliveries +\| *([\d,]+) *\| *([\d,]+)/.exec(markdown) ?? [];
    assert.ok(Number(first) > 0 && Number(second) > 0);
    assert.equal(Number(first) + Number(second), summary.totals.deliveries);
  } finally {
    await client.stop();
  }
});
