import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { positionOf, sampleLog, TestClient } from './client.ts';

const uri = 'file:///var/log/mail.log';
const text = sampleLog('postfix-syslog/mail.log');
const lines = text.split('\n');
const lastAttempt = lines.findIndex((line) => line.includes('4jYBvC49MfzJrB5: to=') && line.includes('delay=55')) + 1;
const lineOf = (...marks: string[]) => lines.findIndex((line) => marks.every((mark) => line.includes(mark))) + 1;
let client: TestClient;

before(async () => {
  client = await TestClient.start();
  await client.open(uri, text);
  await client.read(uri);
});
after(() => client.stop());

/** Text of the hover and what it covers. */
async function hoverAt(marks: string[], piece: string, index = 1): Promise<{ value: string; covered: string }> {
  const position = positionOf(text, marks, piece, index);
  const hover = await client.hover(uri, position);
  assert.ok(hover, `no hover on ${piece}`);
  const { start, end } = hover.range;
  assert.equal(start.line, end.line);
  return { value: hover.contents.value, covered: lines[start.line].slice(start.character, end.character) };
}

async function firstTwo(marks: string[], piece: string): Promise<string[]> {
  const { value } = await hoverAt(marks, piece);
  return value
    .split('\n')
    .filter((line) => line !== '')
    .slice(0, 2)
    .map(plain);
}

/** Markdown without its marks. */
function plain(markdown: string): string {
  return markdown.replaceAll('**', '').replace(/\\(.)/g, '$1');
}

/** Attempts and distinct recipients on lines that hold all marks, counted by nothing but text search. */
function counted(...marks: string[]): { attempts: number; recipients: number } {
  const found = lines.filter((line) => line.includes(': to=<') && marks.every((mark) => line.includes(mark)));
  return { attempts: found.length, recipients: new Set(found.map((line) => /to=<([^>]*)>/.exec(line)?.[1])).size };
}

describe('the first two lines of a hover on a reply', () => {
  test('an unknown mailbox is to be suppressed; how many such addresses', async () => {
    const { recipients } = counted('google.com', 'said: 550-5.1.1');
    assert.equal(recipients, 11);
    assert.deepEqual(await firstTwo(['status=bounced', 'google.com'], '550-5.1.1'), [
      'Gmail: mailbox does not exist · 550 5.1.1 at RCPT · final',
      'Suppress this address. 11 such Gmail addresses here.',
    ]);
  });

  test('a receiver that lists our IP lets nothing pass', async () => {
    assert.deepEqual(counted('web.de', 'refused to talk to me: 554'), { attempts: 18, recipients: 3 });
    assert.deepEqual(await firstTwo(['status=deferred', 'web.de'], '554-'), [
      'web.de blocks your IP 203.0.113.25 · 554 in the greeting · still queued',
      'Nothing passes: 18 attempts, 3 recipients. Fix the listing; do not suppress.',
    ]);
  });

  test('a rate limit on the sending domain is told from one on the IP', async () => {
    assert.deepEqual(counted('421-4.7.28', 'from your SPF domain'), { attempts: 12, recipients: 2 });
    assert.deepEqual(await firstTwo(['status=deferred', 'from your SPF domain'], '421-4.7.28'), [
      'Gmail limits your domain acme-shop.example · 421 4.7.28 after DATA · retrying',
      'Send less, check complaints; another IP will not help. 12 attempts, 2 recipients.',
    ]);
  });

  test('our own refusal of a listed client is no business of ours', async () => {
    assert.deepEqual(await firstTwo(['NOQUEUE: reject', 'zen.spamhaus.org'], '554 5.7.1'), [
      'Your server refused this client, listed at Spamhaus ZEN · 554 5.7.1',
      'Nothing to do; this is not about your IP.',
    ]);
  });

  test('an expiry says how long it was tried and what the cause was', async () => {
    assert.deepEqual(await firstTwo(['4jYBvC49MfzJrB5', 'status=expired'], 'status=expired'), [
      'Given up after 55 s, 6 attempts; bounce 4jYBwG5HZvzJr8B created',
      `Cause: Gmail 421 4.7.28 (line ${lastAttempt}). Do not suppress.`,
    ]);
  });
});

describe('a hover covers exactly the part it tells about', () => {
  const message = ['4jYBvC49MfzJrB5: to=', 'delay=55'];
  for (const [piece, covered] of [
    ['status=deferred', 'status=deferred'],
    ['dsn=', 'dsn=4.7.28'],
    ['delays=', 'delays=55/0/0.12/0.05'],
    ['delay=', 'delay=55'],
    ['relay=', 'relay=alt1.gmail-smtp-in.l.google.com[127.10.1.28]:25'],
    ['4jYBvC49MfzJrB5', '4jYBvC49MfzJrB5'],
    ['faridmeyer87', 'faridmeyer87@gmail.com'],
  ]) {
    test(piece, async () => assert.equal((await hoverAt(message, piece)).covered, covered));
  }

  test('a reply of many lines joined by the MTA is one', async () => {
    const { covered } = await hoverAt(['status=bounced', 'google.com', '550-5.1.1'], '550 5.1.1');
    assert.match(covered, /^550-5\.1\.1 .* gsmtp$/);
  });
});

test('a queue ID tells the story of its message', async () => {
  const { value } = await hoverAt(['4jYBvC49MfzJrB5: to=', 'delay=55'], '4jYBvC49MfzJrB5');
  const story = plain(value);
  const own = lines.flatMap((line, at) => (line.includes(' 4jYBvC49MfzJrB5: ') ? [at + 1] : []));
  assert.match(story, /from orders@acme-shop\.example/);
  assert.match(story, new RegExp(`6 attempts in \\d+ s, begun .*, finished\\. ${own.length} lines, ${own[0]} to ${own.at(-1)}\\.`));
  assert.match(story, new RegExp(`Delay notice 4jYBvb3ZNmzJrQG created \\(line ${lineOf('delay notification: 4jYBvb3ZNmzJrQG')}\\)`));
  assert.match(story, new RegExp(`Bounce 4jYBwG5HZvzJr8B created \\(line ${lineOf('non-delivery notification: 4jYBwG5HZvzJr8B')}\\)`));
  assert.match(
    story,
    new RegExp(
      `faridmeyer87@gmail\\.com \\| expired · Gmail limits your domain acme-shop\\.example · 421 4\\.7\\.28 after DATA \\| 6 \\| ${lastAttempt}`,
    ),
  );
});

test('delays= says where the time went', async () => {
  const { value } = await hoverAt(['4jYBvC49MfzJrB5: to=', 'delay=55'], 'delays=');
  assert.match(value, /^\*\*55 s from arrival to the end of this attempt\*\*/);
  assert.match(value, /\| 55 s \| waiting in the queue before this attempt \|/);
  assert.match(value, /\| 0\.12 s \| DNS, connection, HELO and TLS \|/);
});

test('relay= names the organisation and how mail to it fares', async () => {
  const { value } = await hoverAt(['4jYBvC49MfzJrB5: to=', 'delay=55'], 'relay=');
  const { totals: _, receivers } = (await client.own('mailLog/summarize', { uris: [uri] })).summary;
  const gmail = receivers.find(({ receiver }) => receiver === 'Gmail');
  assert.match(value, /^\*\*Gmail\*\* · alt1/);
  assert.ok(value.includes(`${gmail?.deliveries} deliveries here`));
});

test('dsn= says whether the code is the other server’s or filled in by this one', async () => {
  assert.match((await hoverAt(['4jYBvC49MfzJrB5: to=', 'delay=55'], 'dsn=')).value, /as the server said it/);
  assert.match((await hoverAt(['status=deferred', 'web.de', 'dsn=4.0.0'], 'dsn=')).value, /Filled in by this server/);
});

test('status= says why, and what later lines tell of the same recipient instead of what was to be expected', async () => {
  const [why, later] = await firstTwo(['Greylisting in action', 'status=deferred'], 'status=');
  assert.match(why, /^deferred · brightwater-utilities\.example: greylisted.* · 451 4\.7\.1 at RCPT$/);
  const delivered = lineOf('4jYBv22WxNzJrLX: to=', 'status=sent');
  assert.equal(later, `Tried again: delivered (line ${delivered}). 2 attempts for this recipient.`);
  const [, final] = await firstTwo(['status=bounced', 'google.com', '550-5.1.1'], 'status=');
  assert.equal(final, 'Final: this server gave up on this recipient.');
});

test('dsn= says what the whole reply means, which its code alone need not', async () => {
  const [, meaning] = await firstTwo(['status=bounced', 'RESOLVER.ADR.RecipientNotFound'], 'dsn=');
  assert.match(meaning, /^The enhanced .* Here: Microsoft 365: mailbox does not exist · 550 5\.1\.10 after DATA\.$/);
});

test('a reply of success lists no causes', async () => {
  const { value } = await hoverAt(['status=sent', 'gsmtp'], '250 2.0.0');
  assert.match(value, /^\*\*Gmail: accepted/);
  assert.doesNotMatch(value, /Usual causes/);
});

test('a recipient tells what became of its mail', async () => {
  const { value } = await hoverAt(['4jYBvC49MfzJrB5: to=', 'delay=55'], 'faridmeyer87');
  assert.match(
    plain(value),
    new RegExp(
      `1 message: 1 expired\n\n6 attempts in this file\\. Last failure, line ${lastAttempt}: Gmail limits your domain acme-shop\\.example · 421 4\\.7\\.28 after DATA\\. Do not suppress\\.`,
    ),
  );
});

test('the null sender is said to be a notice', async () => {
  const hover = await client.hover(uri, positionOf(text, ['4jYBwG5HZvzJr8B', 'from=<>'], 'from=<', 6));
  assert.match(hover?.contents.value ?? '', /Null sender/);
});

test('prose between the parts has no hover', async () => {
  assert.equal(await client.hover(uri, positionOf(text, ['the Postfix mail system is running'], 'running', 1)), null);
  assert.equal(await client.hover(uri, { line: 999_999, character: 5 }), null);
});

test('no line of the logs makes a hover fail', async () => {
  for (let line = 0; line < lines.length; line += 7)
    for (let character = 0; character < lines[line].length; character += 37) await client.hover(uri, { line, character });
  assert.deepEqual(client.logged, []);
});

test('in a list of recipients the one under the mouse is told about', async () => {
  const lists = 'file:///var/log/maillog';
  const listed = sampleLog('sendmail-lists/mail.log');
  await client.open(lists, listed);
  await client.read(lists);
  const at = listed.split('\n').findIndex((line) => line.includes('to=<three@remote.example>,<two@remote.example>,<one@remote.example>'));
  for (const [address, told] of [
    ['three@remote.example', /1 message: 1 delivered[\s\S]*1 attempt in this file/],
    ['two@remote.example', /1 message: 1 delivered[\s\S]*1 attempt in this file/],
    // one message was to it alone
    ['one@remote.example', /2 messages: 2 delivered[\s\S]*2 attempts in this file/],
  ] as const) {
    const hover = await client.hover(lists, { line: at, character: listed.split('\n')[at].indexOf(address) + 2 });
    assert.ok(hover);
    assert.ok(plain(hover.contents.value).startsWith(address), hover.contents.value);
    assert.match(plain(hover.contents.value), told);
    const { start, end } = hover.range;
    assert.equal(listed.split('\n')[at].slice(start.character, end.character), address);
  }
});
