import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { run } from '../../server/src/cli/run.ts';

const main = fileURLToPath(new URL('../../server/src/main.cli.ts', import.meta.url));
const logs = fileURLToPath(new URL('../logs/', import.meta.url));
const sample = path.join(logs, 'postfix-shortqid/mail.log');
const folder = mkdtempSync(path.join(tmpdir(), 'mail-log-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Result {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the command line as a shell would. */
function cli(args: string[], { input = '', env = {} }: { input?: string | Buffer; env?: Record<string, string> } = {}): Promise<Result> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, ...args], { env: { ...process.env, TZ: 'UTC', NODE_NO_WARNINGS: '1', ...env } });
    let out = '';
    let err = '';
    child.stdout.on('data', (text) => (out += text));
    child.stderr.on('data', (text) => (err += text));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

/** The same without a process, where only words and the exit code matter. */
async function inProcess(args: string[]): Promise<Result> {
  let out = '';
  let err = '';
  const stdout = new Writable({
    write(chunk, _, done) {
      out += chunk;
      done();
    },
  });
  const stderr = { write: (text: string) => (err += text) };
  const code = await run(args, { stdout, stderr, now: () => Date.UTC(2026, 10, 23), timeZone: 'UTC', version: () => '0' });
  return { code, out, err };
}

function file(name: string, content: string | Buffer): string {
  const target = path.join(folder, name);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
  return target;
}

test('summarize --format json prints the summary and nothing else; the same from a pipe, packed and as a folder', async () => {
  const plain = await cli(['summarize', '--format', 'json', sample]);
  assert.deepEqual([plain.code, plain.err], [0, '']);
  const expected = JSON.parse(plain.out);
  assert.equal(expected.schema, 'mail-log-summary/1');
  assert.equal(expected.inputs[0].bytes, readFileSync(sample).length);
  const text = readFileSync(sample);
  const packed = file('set/mail.log.gz', gzipSync(text));
  for (const [args, input] of [
    [['-'], text],
    [[packed], ''],
    [[path.dirname(packed)], ''],
  ] as const) {
    const { code, out } = await cli(['summarize', '--format', 'json', ...args], { input });
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(out).totals, expected.totals);
  }
});

test('a folder is one log in order of time: messages are joined across its files', async () => {
  const lines = readFileSync(sample, 'latin1').split('\n');
  const cut = lines.length / 2;
  file('rotated/mail.log.1', `${lines.slice(0, cut).join('\n')}\n`);
  file('rotated/mail.log', lines.slice(cut).join('\n'));
  const [whole, set] = await Promise.all([cli(['summarize', '-f', 'json', sample]), cli(['summarize', '-f', 'json', path.join(folder, 'rotated')])]);
  assert.deepEqual(JSON.parse(set.out).totals, JSON.parse(whole.out).totals);
  assert.deepEqual(
    JSON.parse(set.out).inputs.map((input: { path: string }) => path.basename(input.path)),
    ['mail.log.1', 'mail.log'],
  );
});

test('lines that rotated files repeat are told once, by events as by summarize, under their own numbers', async () => {
  const lines = readFileSync(sample, 'latin1').split(/(?<=\n)/);
  const part = (from: number, to: number) => Buffer.from(lines.slice(from, to).join(''), 'latin1');
  // copytruncate left the end of the older file at the beginning of the newer one; one file lies there packed and plain
  file('overlap/mail.log.2.gz', gzipSync(part(0, 800)));
  file('overlap/mail.log.1', part(700, 1500));
  file('overlap/mail.log.1.gz', gzipSync(part(700, 1500)));
  file('overlap/mail.log', part(1450, lines.length));
  const set = path.join(folder, 'overlap');
  const [whole, events, summary] = await Promise.all([cli(['events', sample]), cli(['events', set]), cli(['summarize', '-f', 'json', set])]);
  const begins: Record<string, number> = { 'mail.log.2.gz': 0, 'mail.log.1': 700, 'mail.log': 1450 };
  const told = (out: string) =>
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  const numbered = told(events.out).map(({ path: at, line, ...event }) => ({ ...event, line: line + begins[path.basename(at)] }));
  assert.deepEqual(
    numbered,
    told(whole.out).map(({ path: _, ...event }) => event),
  );
  assert.equal(numbered.filter(({ kind }) => kind === 'attempt').length, JSON.parse(summary.out).totals.attempts);
  assert.equal(events.code, 0);
  assert.match(events.err, /first 100 lines of .*mail\.log\.1 repeat/);
  assert.match(events.err, /mail\.log\.1\.gz holds nothing that is not in/);
});

test('every field of the contract is there, with its type', async () => {
  const { out } = await cli(['summarize', '--format', 'json', sample]);
  const summary = JSON.parse(out);
  const fields: Record<string, string> = {
    inputs: 'path format bytes lines understoodLines unknownLines firstTime lastTime',
    replyCodes: 'code saidBy count',
    enhancedCodes: 'code saidBy count',
    reasons: 'reason permanence action saidBy attempts deliveries',
    receivers: 'receiver deliveries delivered deferred bounced expired attempts reasons delay',
    recipientDomains: 'domain deliveries delivered deferred bounced expired',
    senderDomains: 'domain deliveries delivered deferred bounced expired bounceRate invalidRecipientRate',
    senders: 'sender saslUsername deliveries bounced clients',
    suppressions: 'address reason rule evidence',
  };
  for (const [list, names] of Object.entries(fields)) {
    assert.ok(summary[list].length > 0, list);
    for (const row of summary[list]) for (const name of names.split(' ')) assert.notEqual(row[name], undefined, `${list}.${name}`);
  }
  const totals =
    'messages deliveries addresses delivered deferred bounced expired attempts recovered rejections probes bounceRate invalidRecipientRate';
  for (const name of totals.split(' ')) assert.equal(typeof summary.totals[name], 'number', name);
  assert.ok(Array.isArray(summary.findings) && Array.isArray(summary.unknown));
  assert.ok(summary.timeline.stepSeconds > 0);
  for (const bucket of summary.timeline.buckets) assert.ok(Number.isFinite(Date.parse(bucket.start)));
});

test('lists fall by count, then rise by name', async () => {
  const summary = JSON.parse((await cli(['summarize', '--format', 'json', sample])).out);
  const inOrder = <T>(rows: T[], count: (row: T) => number, name: (row: T) => string) => {
    rows.slice(1).forEach((row, at) => {
      const before = rows[at];
      assert.ok(count(before) > count(row) || (count(before) === count(row) && name(before) <= name(row)), `${name(before)} before ${name(row)}`);
    });
  };
  inOrder(
    summary.receivers,
    (row: { deliveries: number }) => row.deliveries,
    (row) => (row as unknown as { receiver: string }).receiver,
  );
  inOrder(
    summary.recipientDomains,
    (row: { deliveries: number }) => row.deliveries,
    (row) => (row as unknown as { domain: string }).domain,
  );
  inOrder(
    summary.replyCodes,
    (row: { count: number }) => row.count,
    (row) => String((row as unknown as { code: number }).code),
  );
});

test('what cannot be read is named, the others are summarised, the exit code is 1', async () => {
  const missing = path.join(folder, 'missing.log');
  const empty = path.join(folder, 'empty-folder');
  mkdirSync(empty, { recursive: true });
  const { code, out, err } = await cli(['summarize', '--format', 'json', missing, sample, empty]);
  assert.equal(code, 1);
  assert.ok(JSON.parse(out).totals.deliveries > 0);
  assert.match(err, /missing\.log: there is no such file/);
  assert.match(err, /empty-folder: the folder holds no log/);
});

test('nothing readable: a message, no report, exit code 1', async () => {
  const { code, out, err } = await cli(['summarize', path.join(folder, 'nothing.log')]);
  assert.deepEqual([code, out], [1, '']);
  assert.match(err, /nothing\.log/);
});

test('permission denied says what to do', { skip: process.getuid?.() === 0 && 'root reads everything' }, async () => {
  const locked = file('locked.log', 'x');
  chmodSync(locked, 0);
  const { code, err } = await cli(['summarize', locked]);
  assert.equal(code, 1);
  assert.match(err, /permission denied/);
});

test('wrong usage: exit code 2, one hint, nothing on standard output', async () => {
  const wrong = [
    [],
    ['summarise', sample],
    ['summarize'],
    ['summarize', '--format', 'xml', sample],
    ['summarize', '--year', '26', sample],
    ['summarize', '--timezone', 'Mars/Olympus', sample],
    ['summarize', '--own-network', 'office', sample],
    ['summarize', '--nonsense', sample],
    ['summarize', '-', '-'],
    ['events'],
    ['explain'],
    ['explain', '--said-by', 'nobody', '550'],
    ['explain', '--tsv', sample, 'text'],
  ];
  for (const args of wrong) {
    const { code, out, err } = await inProcess(args);
    assert.deepEqual([code, out], [2, ''], args.join(' '));
    assert.match(err, /mail-log: .+/, args.join(' '));
  }
});

test('--help and --version', async () => {
  for (const args of [['--help'], ['help'], ['summarize', '--help'], ['help', 'events']]) {
    const { code, out, err } = await inProcess(args);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /mail-log/);
  }
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  assert.equal((await cli(['--version'])).out, `${manifest.version}\n`);
});

test('an empty log and an ordinary log are no mistakes: no mail', async () => {
  for (const content of ['', 'Nov  8 12:00:00 host kernel: something\n', Buffer.from([0, 1, 2, 255, 254, 10, 0, 3])]) {
    const { code, out } = await cli(['summarize', file('other.log', content)]);
    assert.equal(code, 0);
    assert.match(out, /No mail/);
  }
});

test('the report goes to a file with --output', async () => {
  const target = path.join(folder, 'report.md');
  const { code, out } = await cli(['summarize', '--output', target, sample]);
  assert.deepEqual([code, out], [0, '']);
  assert.match(readFileSync(target, 'utf8'), /^# Mail Log/);
  const unwritable = await cli(['summarize', '--output', path.join(folder, 'no/such/report.md'), sample]);
  assert.equal(unwritable.code, 1);
  assert.match(unwritable.err, /report\.md/);
});

test('--year and --timezone place times that say neither', async () => {
  const log = file(
    'newyear.log',
    'Dec 31 23:59:59 mx1 postfix/qmgr[1]: 4A1C0FFEE: removed\nJan  1 00:00:01 mx1 postfix/qmgr[1]: 4A2C0FFEE: removed\n',
  );
  const { out } = await cli(['summarize', '--format', 'json', '--year', '2024', '--timezone', 'Europe/Berlin', log]);
  const [input] = JSON.parse(out).inputs;
  assert.deepEqual([input.firstTime, input.lastTime], ['2024-12-31T22:59:59Z', '2024-12-31T23:00:01Z']);
});

const eventFields =
  'kind time path line format host instance queueId messageId sender origin client saslUsername recipient originalRecipient relay receiver status saidBy replyCode enhancedCode dsn phase delaySeconds delays reason permanence action provider rule text';

test('events prints one JSON object a line, in log order, with every field; --failures leaves out what was delivered', async () => {
  const { code, out, err } = await cli(['events', sample]);
  assert.deepEqual([code, err], [0, '']);
  const events = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  for (const event of events) assert.deepEqual(Object.keys(event), eventFields.split(' '));
  assert.deepEqual(
    events.map(({ line }) => line),
    events.map(({ line }) => line).sort((a, b) => a - b),
  );
  assert.deepEqual([...new Set(events.map(({ kind }) => kind))].sort(), ['attempt', 'expiry', 'probe', 'rejection']);
  const failures = (await cli(['events', '--failures', sample])).out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(failures.length, events.filter(({ status }) => status !== 'delivered').length);
  const { totals } = JSON.parse((await cli(['summarize', '--format', 'json', sample])).out);
  assert.equal(events.filter(({ kind }) => kind === 'attempt').length, totals.attempts);
  assert.equal(events.filter(({ kind }) => kind === 'rejection').length, totals.rejections);
});

test('a reader that goes away ends events without a message', async () => {
  const child = spawn('sh', ['-c', `"${process.execPath}" "${main}" events "${sample}" | head -n 1`], {
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (text) => (out += text));
  child.stderr.on('data', (text) => (err += text));
  const code = await new Promise((resolve) => child.on('close', resolve));
  assert.deepEqual([code, err, out.split('\n').length], [0, '', 2]);
});

test('explain says what a reply means, as text and as JSON', async () => {
  const text = '550 5.1.1 The email account that you tried to reach does not exist.';
  const { code, out } = await cli(['explain', text, '--relay', 'gmail-smtp-in.l.google.com']);
  assert.equal(code, 0);
  assert.match(out, /Gmail/);
  const verdict = JSON.parse((await cli(['explain', text, '--relay', 'gmail-smtp-in.l.google.com', '--format', 'json'])).out);
  assert.deepEqual([verdict.reason, verdict.permanence, verdict.provider, verdict.saidBy], ['bad-mailbox', 'permanent', 'google', 'remote']);
  const own = JSON.parse(
    (
      await cli([
        'explain',
        '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org',
        '--said-by',
        'own',
        '--format',
        'json',
      ])
    ).out,
  );
  assert.equal(own.saidBy, 'own');
  assert.notEqual(own.action, 'delist');
});

test('explain --tsv answers line by line in order; a header line and further columns are no replies', async () => {
  const table = file('replies.tsv', 'reply\tlabel\n550 5.1.1 User unknown\tbad-mailbox\n452 4.2.2 Mailbox full\tmailbox-full\n\n');
  const { code, out } = await cli(['explain', '--tsv', table]);
  const verdicts = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(code, 0);
  assert.deepEqual(
    verdicts.map(({ reason }) => reason),
    ['bad-mailbox', 'mailbox-full', 'other'],
  );
  assert.equal((await cli(['explain', '--tsv', path.join(folder, 'no.tsv')])).code, 1);
});

test('what senders wrote into the log cannot act on the terminal or in a spreadsheet', async () => {
  const hostile = '\x1b[31m=cmd|"/c calc"!A1\u202e';
  const log = file(
    'hostile.log',
    `Nov  8 12:00:00 mx1 postfix/smtp[1]: 4A1C0FFEE: to=<x@=cmd.example>, relay=mx.b.example[198.51.100.7]:25, delay=1, delays=0/0/0/1, dsn=5.0.0, status=bounced (host mx.b.example[198.51.100.7] said: 550 ${hostile} (in reply to RCPT TO command))\nNov  8 12:00:00 mx1 postfix/smtpd[1]: weird ${hostile} words\n`,
  );
  for (const format of ['markdown', 'csv']) {
    const { out } = await cli(['summarize', '--format', format, log]);
    assert.doesNotMatch(out, /[\x00-\x09\x0b\x0c\x0e-\x1f\u202a-\u202e]/);
    assert.doesNotMatch(out, /(?:^|,)"?[=+@]/m);
  }
});
