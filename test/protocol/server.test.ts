import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CancellationTokenSource, createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver-protocol/node';
import { positionOf, sampleLog, TestClient, vscodeCapabilities } from './client.ts';

const uri = 'file:///var/log/mail.log';
const real = sampleLog('postfix-syslog/mail.log');

async function withLog<T>(text: string, work: (client: TestClient) => Promise<T>, setup: Parameters<typeof TestClient.start>[0] = {}): Promise<T> {
  const client = await TestClient.start(setup);
  try {
    await client.open(uri, text);
    return await work(client);
  } finally {
    await client.stop();
  }
}

describe('over standard input and output', () => {
  const main = fileURLToPath(new URL('../../server/src/main.node.ts', import.meta.url));

  for (const flags of [['--stdio'], []]) {
    test(`a plain client without any capability is served (${flags.join(' ') || 'no flag'}), and exit ends the process`, async () => {
      const child = spawn(process.execPath, [main, ...flags], { stdio: ['pipe', 'pipe', 'inherit'] });
      const exited = new Promise((resolve) => child.on('exit', resolve));
      const client = new TestClient(createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin)));
      await client.initialize({});
      await client.open(uri, real);
      const hover = await client.hover(uri, positionOf(real, ['status=bounced', 'google.com'], '550-5.1.1', 2));
      assert.equal(hover?.contents.kind, 'plaintext');
      assert.match(hover?.contents.value ?? '', /^Gmail: mailbox does not exist · 550 5\.1\.1 at RCPT · final\n/);
      await client.until(() => (client.pushed.get(uri)?.diagnostics.length ?? 0) > 10);
      await client.connection.sendRequest('shutdown');
      await client.connection.sendNotification('exit');
      assert.equal(await exited, 0);
    });
  }

  test('the server ends when its client is gone', async () => {
    const child = spawn(process.execPath, [main, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const exited = new Promise((resolve) => child.on('exit', resolve));
    const client = new TestClient(createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin)));
    await client.initialize({});
    child.stdin.end();
    assert.equal(await exited, 1);
  });
});

describe('position encodings', () => {
  const line =
    'Nov  8 10:00:01 mx1 postfix/smtp[3]: 4bN1Zz0SCxz1: to=<müller😀@gmail.com>, relay=gmail-smtp-in.l.google.com[192.0.2.9]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (host gmail-smtp-in.l.google.com[192.0.2.9] said: 550 5.1.1 no such user (in reply to RCPT TO command))';
  const before = line.slice(0, line.indexOf('550 5.1.1'));
  const lengths = { 'utf-8': Buffer.byteLength(before), 'utf-16': before.length, 'utf-32': [...before].length };
  for (const [encoding, start] of Object.entries(lengths)) {
    test(`${encoding}: a hover behind other scripts covers the reply`, () =>
      withLog(
        line,
        async (client) => {
          assert.equal(client.initialized.capabilities.positionEncoding, encoding);
          const hover = await client.hover(uri, { line: 0, character: start + 1 });
          assert.equal(hover?.range.start.character, start);
          assert.equal(hover?.range.end.character, start + '550 5.1.1 no such user'.length);
        },
        { capabilities: { ...vscodeCapabilities, general: { positionEncodings: [encoding] } } },
      ));
  }
});

describe('finding one’s way', () => {
  const lines = real.split('\n');
  const at = (marks: string[], piece: string) => ({ textDocument: { uri }, position: positionOf(real, marks, piece, 2) });
  const own = lines.flatMap((line, number) => (line.includes(' 4jYBvC49MfzJrB5: ') ? [number] : []));

  test('references of a queue ID are all lines of its message', () =>
    withLog(real, async (client) => {
      await client.read(uri);
      const found: { range: { start: { line: number } } }[] = await client.connection.sendRequest('textDocument/references', {
        ...at(['4jYBvC49MfzJrB5: to=', 'delay=55'], '4jYBvC49MfzJrB5'),
        context: { includeDeclaration: true },
      });
      assert.deepEqual(
        found.map(({ range }) => range.start.line),
        own,
      );
    }));

  test('references of a recipient are all lines about it', () =>
    withLog(real, async (client) => {
      await client.read(uri);
      const found: { range: { start: { line: number } } }[] = await client.connection.sendRequest('textDocument/references', {
        ...at(['4jYBvC49MfzJrB5: to=', 'delay=55'], 'faridmeyer87'),
        context: { includeDeclaration: true },
      });
      const expected = lines.flatMap((line, number) => (line.includes(': to=<faridmeyer87@gmail.com>') ? [number] : []));
      assert.deepEqual(
        found.map(({ range }) => range.start.line),
        expected,
      );
    }));

  test('a bounce notice leads to the message it is about', () =>
    withLog(real, async (client) => {
      await client.read(uri);
      const found: { range: { start: { line: number } } }[] = await client.connection.sendRequest(
        'textDocument/definition',
        at(['4jYBwG5HZvzJr8B', 'message-id='], '4jYBwG5HZvzJr8B'),
      );
      const notice = lines.findIndex((line) => line.includes('non-delivery notification: 4jYBwG5HZvzJr8B'));
      assert.deepEqual(
        found.map(({ range }) => range.start.line),
        [notice],
      );
    }));

  test('a queue ID leads to the first line of its message and is highlighted in all of them', () =>
    withLog(real, async (client) => {
      await client.read(uri);
      const place = at(['4jYBvC49MfzJrB5: to=', 'delay=55'], '4jYBvC49MfzJrB5');
      const [first]: { range: { start: { line: number } } }[] = await client.connection.sendRequest('textDocument/definition', place);
      assert.equal(first.range.start.line, own[0]);
      const marks: unknown[] = await client.connection.sendRequest('textDocument/documentHighlight', place);
      assert.equal(marks.length, own.length);
    }));

  test('on the month of a line nothing else is marked, by the editor neither', () =>
    withLog(real, async (client) => {
      await client.read(uri);
      const position = { line: 0, character: 1 };
      const marks: unknown[] = await client.connection.sendRequest('textDocument/documentHighlight', { textDocument: { uri }, position });
      assert.deepEqual(marks, [{ range: { start: position, end: position }, kind: 1 }]);
    }));
});

test('code actions name only commands that the client has', () =>
  withLog(
    real,
    async (client) => {
      const position = positionOf(real, ['status=bounced', 'google.com'], '550-5.1.1', 2);
      await client.read(uri);
      const { items } = await client.pull(uri);
      const params = {
        textDocument: { uri },
        range: { start: position, end: position },
        context: { diagnostics: items.filter(({ range }) => range.start.line === position.line) },
      };
      const actions: { title: string; command: { command: string; arguments: unknown[] } }[] = await client.connection.sendRequest(
        'textDocument/codeAction',
        params,
      );
      assert.deepEqual(
        actions.map(({ command }) => command.command),
        ['mailLog.openReference', 'mailLog.copyText'],
      );
      assert.deepEqual(actions[0].command.arguments, ['bad-mailbox']);
      assert.match(String(actions[1].command.arguments[0]), /^Gmail: mailbox does not exist/);
    },
    { initializationOptions: { mailLog: { commands: ['mailLog.openReference', 'mailLog.copyText'] } } },
  ));

describe('requests of our own protocol', () => {
  test('summary and lines agree: as many lines as were counted', () =>
    withLog(real, async (client) => {
      const { summary, versions, failed } = await client.own('mailLog/summarize', { uris: [uri] });
      assert.deepEqual([versions, failed], [{ [uri]: 1 }, []]);
      for (const status of ['delivered', 'bounced', 'expired', 'deferred'] as const) {
        const { total } = await client.own('mailLog/lines', { uris: [uri], selection: { kind: 'delivery', status } });
        assert.equal(total, summary.totals[status], status);
      }
      const page = await client.own('mailLog/lines', { uris: [uri], selection: { kind: 'delivery', status: 'bounced' }, limit: 3, offset: 1 });
      assert.equal(page.lines.length, 3);
      for (const { uri: from, line, text } of page.lines) assert.deepEqual([from, text], [uri, real.split('\n')[line - 1].slice(0, 2000)]);
    }));

  test('a file that is not open is read from disk and gives the same summary', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'mail-log-'));
    const file = path.join(folder, 'mail.log');
    writeFileSync(file, real);
    const onDisk = pathToFileURL(file).href;
    try {
      await withLog(real, async (client) => {
        const opened = (await client.own('mailLog/summarize', { uris: [uri] })).summary;
        const { summary, versions } = await client.own('mailLog/summarize', { uris: [onDisk] });
        assert.deepEqual(versions, {});
        assert.deepEqual(summary.totals, opened.totals);
        assert.deepEqual(summary.receivers, opened.receivers);
        const { lines } = await client.own('mailLog/lines', { uris: [onDisk], selection: { kind: 'delivery', status: 'expired' }, limit: 5 });
        for (const { line, text } of lines) assert.equal(text, real.split('\n')[line - 1].slice(0, 2000));
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('a filter counts only what it names', () =>
    withLog(real, async (client) => {
      const { summary } = await client.own('mailLog/summarize', { uris: [uri] });
      const filtered = (await client.own('mailLog/summarize', { uris: [uri], filter: { receiver: 'Gmail' } })).summary;
      const gmail = summary.receivers.find(({ receiver }) => receiver === 'Gmail');
      assert.equal(filtered.totals.deliveries, gmail?.deliveries);
      assert.equal(filtered.totals.bounced, gmail?.bounced);
    }));

  test('what cannot be read is told, the rest is summarised', () =>
    withLog(real, async (client) => {
      const { summary, failed } = await client.own('mailLog/summarize', { uris: [uri, 'file:///nowhere/mail.log'] });
      assert.equal(failed.length, 1);
      assert.match(failed[0].message, /no such file/);
      assert.ok(summary.totals.deliveries > 400);
    }));

  test('a cancelled request is answered as cancelled, and the server goes on', () =>
    withLog(real, async (client) => {
      const source = new CancellationTokenSource();
      const answer = client.connection.sendRequest('mailLog/summarize', { uris: [uri, 'file:///nowhere/mail.log'] }, source.token);
      source.cancel();
      await assert.rejects(answer, { code: -32800 });
      assert.ok((await client.own('mailLog/summarize', { uris: [uri] })).summary.totals.deliveries > 0);
    }));

  test('explain, reference and rule draft answer with words of our own data', () =>
    withLog(real, async (client) => {
      const explained = await client.own('mailLog/explain', { text: '550 5.1.1 <x@y.example>: Recipient address rejected: User unknown' });
      assert.equal(explained.verdict.reason, 'bad-mailbox');
      const page = await client.own('mailLog/reference', { id: 'bad-mailbox' });
      assert.match(page.markdown, /Mailbox does not exist/);
      const { line } = positionOf(real, ['status=bounced', 'google.com', '550-5.1.1'], '550');
      const draft = await client.own('mailLog/draftRule', { uri, line: line + 1 });
      assert.equal(JSON.parse(draft?.json ?? '{}').reason, 'bad-mailbox');
    }));

  test('the suppression list holds recipients only, and is safe in a spreadsheet', () =>
    withLog(real, async (client) => {
      const { summary } = await client.own('mailLog/summarize', { uris: [uri] });
      const { text, count } = await client.own('mailLog/exportSuppressions', { uris: [uri], format: 'plain' });
      assert.equal(count, summary.suppressions.length);
      assert.deepEqual(
        text.trim().split('\n'),
        summary.suppressions.map(({ address }) => address),
      );
    }));

  test('status and change notices follow a growing log', () =>
    withLog(real, async (client) => {
      await client.until(() => client.statuses.some(({ read, lines }) => read === lines && read > 0));
      assert.deepEqual(client.statuses.at(-1)?.format, 'postfix');
      const end = { line: real.split('\n').length - 1, character: 0 };
      await client.change(uri, 2, [{ range: { start: end, end }, text: `${real.split('\n')[0]}\n` }]);
      await client.until(() => client.changes.some(({ version }) => version === 2));
    }));
});

test('an empty log is said to be read; one that is emptied, as rotation does, loses its numbers and problems', () =>
  withLog('', async (client) => {
    await client.until(() => client.statuses.at(-1)?.lines === 0 && client.changes.length > 0);
    await client.change(uri, 2, [{ text: real }]);
    await client.until(() => client.changes.at(-1)?.version === 2);
    assert.ok((await client.own('mailLog/summarize', { uris: [uri] })).summary.totals.deliveries > 100);
    await client.change(uri, 3, [{ text: '' }]);
    await client.until(() => client.changes.at(-1)?.version === 3 && client.statuses.at(-1)?.lines === 0);
    assert.equal((await client.own('mailLog/summarize', { uris: [uri] })).summary.totals.deliveries, 0);
    assert.deepEqual((await client.pull(uri)).items, []);
  }));

test('a user’s rules decide first; a mistake in them is shown at its line', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'mail-log-'));
  const rules = path.join(folder, 'rules.json');
  writeFileSync(
    rules,
    '{ "rules": [\n { "id": "my/gmail", "match": ["that you tried to reach does not exist"], "reason": "policy", "meaning": "says my own rule" },\n { "id": "my/wrong", "match": ["something"], "reason": "nonsense" }\n] }\n',
  );
  try {
    await withLog(
      real,
      async (client) => {
        await client.read(uri);
        const hover = await client.hover(uri, positionOf(real, ['status=bounced', 'google.com'], '550-5.1.1', 2));
        assert.match(hover?.contents.value ?? '', /says my own rule/);
        const shown = [...client.pushed.values()].find(({ uri: about }) => about.endsWith('rules.json'));
        assert.deepEqual(
          shown?.diagnostics.map(({ range }) => range.start.line),
          [2],
        );
      },
      { settings: { rules } },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a changed rules file is read again', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'mail-log-'));
  const rules = path.join(folder, 'rules.json');
  const write = (meaning: string) =>
    writeFileSync(
      rules,
      JSON.stringify({ rules: [{ id: 'my/gmail', match: ['that you tried to reach does not exist'], reason: 'policy', meaning }] }),
    );
  write('says the first version');
  const position = positionOf(real, ['status=bounced', 'google.com'], '550-5.1.1', 2);
  try {
    await withLog(
      real,
      async (client) => {
        await client.read(uri);
        assert.match((await client.hover(uri, position))?.contents.value ?? '', /says the first version/);
        write('says the second version');
        await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: pathToFileURL(rules).href, type: 2 }] });
        await client.until(() => client.refreshes > 0);
        assert.match((await client.hover(uri, position))?.contents.value ?? '', /says the second version/);
      },
      { settings: { rules } },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('rotated files that repeat lines are summed up once, and as many lines come as were counted', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'mail-log-set-'));
  const lines = real.split(/(?<=\n)/);
  const parts = { 'mail.log.1': lines.slice(0, 1500), 'mail.log': lines.slice(1400) };
  for (const [name, part] of Object.entries(parts)) writeFileSync(path.join(folder, name), part.join(''));
  const client = await TestClient.start();
  try {
    await client.open(uri, real);
    const whole = (await client.own('mailLog/summarize', { uris: [uri] })).summary;
    const uris = [pathToFileURL(folder).href];
    const { summary } = await client.own('mailLog/summarize', { uris });
    assert.deepEqual(summary.totals, whole.totals);
    assert.match(summary.notes.join('\n'), /first 100 lines of .*mail\.log repeat the end of .*mail\.log\.1/);
    const selection = { status: 'bounced', kind: 'delivery' } as const;
    const found = await client.own('mailLog/lines', { uris, selection });
    assert.equal(found.total, whole.totals.bounced);
    for (const { uri: at, line, text } of found.lines) {
      const part = parts[path.basename(at) as keyof typeof parts];
      assert.equal(part[line - 1].trimEnd().slice(0, 2000), text, `${at}:${line}`);
    }
  } finally {
    await client.stop();
    rmSync(folder, { recursive: true });
  }
});
