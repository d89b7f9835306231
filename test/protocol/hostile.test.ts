import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestClient } from './client.ts';

const uri = 'untitled:Untitled-1';
const payloads = [
  '<img src=x onerror=alert(1)>',
  '[click](command:workbench.action.terminal.new)',
  '![x](https://evil.example/p.png)',
  '**bold** _it_ `code` # head',
  '$(zap) <https://evil.example> https://evil.example/x www.evil.example',
  '\u202egnp.exe \u200b\u0007\u001b[31m',
  '| a | b |',
  '```js',
  '\ud800',
];
const link = /(?<!\\)\]\(\s*(?!https:\/\/|mail-log-reference:)/;

function lineWith(payload: string): string {
  return `Nov  8 10:00:01 mx1 postfix/smtp[3]: 4bN1Zz0SCxz1: to=<${payload}@x.example>, orig_to=<${payload}>, relay=${payload}[192.0.2.9]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (host ${payload}[192.0.2.9] said: 550 5.1.1 ${payload} user unknown ${payload} (in reply to RCPT TO command))`;
}

function assertHarmless(markdown: string, payload: string): void {
  assert.doesNotMatch(markdown, link, payload);
  const visible = markdown.replace(/(`+)[^`][\s\S]*?\1/g, '');
  assert.doesNotMatch(visible, /(?<!\\)<(?!https)/, payload);
  assert.doesNotMatch(visible, /(?<!\\)!\[/, payload);
  assert.doesNotMatch(visible, /evil\.example\)/, payload);
  assert.doesNotMatch(markdown, /[\u202e\u200b\u0007\u001b]/, payload);
}

test('whatever a log says, hovers hold no HTML, no foreign links and no acting characters', async () => {
  const client = await TestClient.start();
  const text = payloads.map(lineWith).join('\n');
  await client.open(uri, text);
  const { items } = await client.pull(uri);
  for (const { message } of items) assert.doesNotMatch(message, /[\u202e\u200b\u0007\u001b]/);
  for (const [line, content] of text.split('\n').entries()) {
    for (let character = 0; character < content.length; character += 5) {
      const hover = await client.hover(uri, { line, character });
      if (hover) assertHarmless(hover.contents.value, payloads[line]);
    }
  }
  assert.deepEqual(client.logged, []);
  await client.stop();
});

test('lines of 20,000 characters and of megabytes, NULs and an empty document are survived quickly', async () => {
  const client = await TestClient.start();
  const start = performance.now();
  for (const [at, text] of [
    '',
    '\0\0\0',
    lineWith('a'.repeat(20_000)),
    `${lineWith('550 '.repeat(5000))}\n`,
    '5'.repeat(3_000_000),
    '\r\n\r\n\r',
    '<'.repeat(200_000),
  ].entries()) {
    const own = `untitled:${at}`;
    await client.open(own, text);
    await client.pull(own);
    await client.hover(own, { line: 0, character: 400 });
    await client.own('mailLog/summarize', { uris: [own] });
  }
  assert.ok(performance.now() - start < 5000);
  assert.deepEqual(client.logged, []);
  await client.stop();
});

test('nonsense from a client is answered, and the server goes on', async () => {
  const client = await TestClient.start({ initializationOptions: 42 });
  await client.connection.sendRequest('mailLog/summarize', null).catch(() => undefined);
  await client.connection.sendRequest('mailLog/lines', { uris: [] }).catch(() => undefined);
  await client.connection.sendRequest('textDocument/hover', {}).catch(() => undefined);
  await client.connection.sendNotification('workspace/didChangeConfiguration', {});
  await client.change('file:///never-opened', 2, [{ text: 'x' }]);
  await client.open(uri, lineWith('u'));
  assert.equal((await client.pull(uri)).items.length, 1);
  await client.stop();
});
