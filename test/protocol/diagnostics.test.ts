import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Problem, sampleLog, TestClient, vscodeCapabilities } from './client.ts';

const uri = 'file:///var/log/mail.log';
const real = sampleLog('postfix-syslog/mail.log');
const realLines = real.split('\n');
const error = 1;
const warning = 2;
const information = 3;

async function problems(text: string, settings: Record<string, unknown> = {}): Promise<Problem[]> {
  const client = await TestClient.start({ settings });
  await client.open(uri, text);
  await client.read(uri);
  const { items } = await client.pull(uri);
  await client.stop();
  return items;
}

function lineOf(item: Problem): string {
  return realLines[item.range.start.line];
}

/** One message from its first line to its end, with what was answered for it. */
function message(queueId: string, ...outcomes: string[]): string {
  return [
    `Nov  8 10:00:00 mx1 postfix/smtpd[1]: ${queueId}: client=app.shop.example[192.0.2.7], sasl_method=PLAIN, sasl_username=app`,
    `Nov  8 10:00:00 mx1 postfix/qmgr[2]: ${queueId}: from=<a@shop.example>, size=500, nrcpt=1 (queue active)`,
    ...outcomes.map(
      (outcome, at) =>
        `Nov  8 10:0${at}:01 mx1 postfix/smtp[3]: ${queueId}: to=<u${at}@gmail.com>, relay=gmail-smtp-in.l.google.com[192.0.2.9]:25, delay=1, delays=0.1/0/0.4/0.5, ${outcome}`,
    ),
    `Nov  8 10:09:00 mx1 postfix/qmgr[2]: ${queueId}: removed`,
    '',
  ].join('\n');
}
const said = 'host gmail-smtp-in.l.google.com[192.0.2.9] said:';
const unknown = `dsn=5.1.1, status=bounced (${said} 550 5.1.1 The email account that you tried to reach does not exist (in reply to RCPT TO command))`;
const greylisted = `dsn=4.2.0, status=deferred (${said} 450 4.2.0 Greylisted, please try again later (in reply to RCPT TO command))`;
const sent = 'dsn=2.0.0, status=sent (250 2.0.0 OK)';

describe('problems of a real log', async () => {
  const items = await problems(real);

  test('each cause is one problem: same reason, same receiver, same side', () => {
    const gmail = items.filter(({ code, message: words }) => code === 'bad-mailbox' && words.startsWith('Gmail'));
    assert.equal(gmail.length, 1);
    assert.ok(items.length <= 50);
    assert.equal(new Set(items.map(({ message: words }) => words)).size, items.length);
  });

  test('a problem stands at its first line, on the outcome so that hovers on the reply stay free, with its counts', () => {
    const [gmail] = items.filter(({ code, message: words }) => code === 'bad-mailbox' && words.startsWith('Gmail'));
    const first = realLines.findIndex((line) => line.includes('status=bounced') && line.includes('google.com') && line.includes('550-5.1.1'));
    assert.equal(gmail.range.start.line, first);
    assert.equal(lineOf(gmail).slice(gmail.range.start.character).startsWith('status=bounced (host '), true);
    assert.match(gmail.message, /^Gmail: mailbox does not exist · 550 5\.1\.1 at RCPT \(11 recipients; .*\)\. Suppress these addresses\.$/);
    assert.equal(gmail.source, 'Mail Log');
    assert.ok((gmail.relatedInformation?.length ?? 0) > 0);
  });

  test('what the operator must act on is an error, reputation and limits a warning, recipients an information', () => {
    const severityOf = (code: string) => [...new Set(items.filter((item) => item.code === code).map(({ severity }) => severity))];
    assert.deepEqual(severityOf('blocklist'), [error]);
    assert.deepEqual(severityOf('tls'), [error]);
    assert.deepEqual(severityOf('rate-limit'), [warning]);
    assert.deepEqual(severityOf('bad-mailbox'), [information]);
  });

  test('own refusals, postscreen, untrusted TLS and probes are no problems', () => {
    for (const item of items) {
      const line = lineOf(item);
      assert.doesNotMatch(line, /NOQUEUE|postscreen|milter-reject|TLS connection established|status=(un)?deliverable/, line);
      assert.notEqual(item.code, 'own-refusal');
      assert.notEqual(item.code, 'delivered');
    }
  });

  test('the worst come first', () => {
    const severities = items.map(({ severity }) => severity ?? 0);
    assert.deepEqual(severities, [...severities].sort());
  });
});

test('what was delivered later is no problem', async () => {
  const delivered =
    message('4bN1Zz0SCxz1', greylisted).replace(/^.*removed\n/m, '') +
    message('4bN1Zz0SCxz1', sent.replace('', '')).split('\n').slice(2).join('\n').replaceAll('u0@', 'u0@');
  assert.deepEqual(await problems(delivered), []);
  const open = await problems(message('4bN1Zz0SCxz2', unknown));
  assert.deepEqual(
    open.map(({ code }) => code),
    ['bad-mailbox'],
  );
});

test('a clean log has none', async () => {
  assert.deepEqual(await problems(message('4bN1Zz0SCxz3', sent)), []);
});

test('fatal lines and full disks of this server are errors though no delivery is concerned', async () => {
  const items = await problems(
    'Nov  8 10:00:00 mx1 postfix/qmgr[2]: fatal: write queue file: No space left on device\nNov  8 10:00:01 mx1 postfix/smtpd[2]: connect from unknown[192.0.2.1]\n',
  );
  for (const item of items) assert.equal(item.severity, error, item.message);
  assert.ok(items.some(({ code }) => code === 'own-disk'));
});

test('settings change the severity of a reason, switch it off, and limit the number', async () => {
  const codes = async (settings: Record<string, unknown>) => (await problems(real, settings)).map(({ code }) => code);
  const off = await codes({ problems: { severity: { 'bad-mailbox': 'off' } } });
  assert.ok(off.length > 0 && !off.includes('bad-mailbox'));
  const raised = await problems(real, { problems: { severity: { 'bad-mailbox': 'error' } } });
  assert.ok(raised.filter(({ code }) => code === 'bad-mailbox').every(({ severity }) => severity === error));
  assert.equal((await codes({ problems: { maximum: 3 } })).length, 3);
  assert.deepEqual(await codes({ problems: { maximum: 0 } }), []);
  assert.ok((await codes({ problems: 'nonsense', ownNetworks: ['not a network'], timeZone: 'Mars/Olympus' })).length > 3);
});

describe('pull and push', () => {
  test('a client that pulls gets a result id, and "unchanged" until something changes; nothing is pushed', async () => {
    const client = await TestClient.start();
    await client.open(uri, real);
    await client.read(uri);
    const first = await client.pull(uri);
    assert.equal(first.kind, 'full');
    assert.equal((await client.pull(uri, first.resultId)).kind, 'unchanged');
    await client.change(uri, 2, [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '\n' }]);
    await client.read(uri);
    const moved = await client.pull(uri, first.resultId);
    assert.equal(moved.kind, 'full');
    assert.deepEqual(
      moved.items.map(({ range }) => range.start.line),
      first.items.map(({ range }) => range.start.line + 1),
    );
    assert.equal(client.pushed.size, 0);
    await client.stop();
  });

  test('a client that cannot pull gets the same pushed, and an empty list when the document is closed', async () => {
    const pulled = await problems(real);
    const client = await TestClient.start({
      capabilities: { textDocument: { publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true } } },
    });
    assert.equal(client.initialized.capabilities.diagnosticProvider, undefined);
    await client.open(uri, real);
    await client.until(() => (client.pushed.get(uri)?.diagnostics.length ?? 0) === pulled.length);
    assert.deepEqual(client.pushed.get(uri)?.diagnostics, pulled);
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    await client.until(() => client.pushed.get(uri)?.diagnostics.length === 0);
    await client.stop();
  });

  test('changed settings ask the client to pull again', async () => {
    const client = await TestClient.start();
    await client.open(uri, real);
    const before = await client.pull(uri);
    client.settings = { problems: { severity: { 'bad-mailbox': 'off' } } };
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await client.until(() => client.refreshes > 0);
    const after = await client.pull(uri, before.resultId);
    assert.equal(after.kind, 'full');
    assert.ok(!after.items.some(({ code }) => code === 'bad-mailbox'));
    await client.stop();
  });

  test('settings that an old client sends along are taken', async () => {
    const client = await TestClient.start({ capabilities: {} });
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: { mailLog: { problems: { maximum: 2 } } } });
    await client.open(uri, real);
    await client.until(() => client.pushed.get(uri)?.diagnostics.length === 2);
    await client.stop();
  });
});

test('the code leads to the offline reference where the client shows it, else to a page', async () => {
  const own = await TestClient.start({ initializationOptions: { mailLog: { referenceScheme: 'mail-log-reference' } } });
  await own.open(uri, real);
  for (const { code, codeDescription } of (await own.pull(uri)).items) assert.equal(codeDescription?.href, `mail-log-reference:/${code}.md`);
  await own.stop();
  for (const { codeDescription } of await problems(real)) assert.match(codeDescription?.href ?? '', /^https:\/\//);
});

test('a client without related information or code descriptions gets none', async () => {
  const client = await TestClient.start({ capabilities: { ...vscodeCapabilities, textDocument: { diagnostic: {} } } });
  await client.open(uri, real);
  for (const item of (await client.pull(uri)).items) {
    assert.equal(item.relatedInformation, undefined);
    assert.equal(item.codeDescription, undefined);
  }
  await client.stop();
});
