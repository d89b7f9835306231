import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, copyFileSync, mkdtempSync, renameSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';

const main = new URL('../../server/src/main.cli.ts', import.meta.url).pathname;
const folder = mkdtempSync(path.join(tmpdir(), 'mail-log-follow-'));
const children: ChildProcess[] = [];
after(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** One bounced delivery; `number` makes its queue ID and recipient. */
function bounce(number: number): string {
  const id = `4A1C0F${number.toString(16).toUpperCase().padStart(4, '0')}`;
  const at = `Nov  8 12:${String(Math.floor(number / 60) % 60).padStart(2, '0')}:${String(number % 60).padStart(2, '0')} mx1 postfix`;
  return (
    `${at}/qmgr[1]: ${id}: from=<news@acme.example>, size=1000, nrcpt=1 (queue active)\n` +
    `${at}/smtp[2]: ${id}: to=<user${number}@b.example>, relay=mx.b.example[198.51.100.7]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (host mx.b.example[198.51.100.7] said: 550 5.1.1 <user${number}@b.example>: User unknown (in reply to RCPT TO command))\n` +
    `${at}/qmgr[1]: ${id}: removed\n`
  );
}

class Follower {
  out = '';
  err = '';
  readonly closed: Promise<number | null>;
  private readonly child: ChildProcess;

  constructor(...args: string[]) {
    this.child = spawn(process.execPath, [main, ...args], { env: { ...process.env, NODE_NO_WARNINGS: '1' } });
    children.push(this.child);
    this.child.stdout?.on('data', (text) => (this.out += text));
    this.child.stderr?.on('data', (text) => (this.err += text));
    this.closed = new Promise((resolve) => this.child.on('close', resolve));
  }

  /** Waits until something is so. */
  async until(what: string, is: () => boolean): Promise<void> {
    for (const end = Date.now() + 20_000; !is(); await new Promise((resolve) => setTimeout(resolve, 25))) {
      if (Date.now() > end) throw new Error(`never: ${what}\n${this.out}\n${this.err}`);
    }
  }

  async interrupt(): Promise<number | null> {
    this.child.kill('SIGINT');
    return this.closed;
  }

  /** Recipients of the events so far. */
  get recipients(): string[] {
    return this.out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).recipient);
  }

  sees(number: number): Promise<void> {
    return this.until(`user${number}`, () => this.out.includes(`user${number}@`));
  }
}

const named = (...numbers: number[]) => numbers.map((number) => `user${number}@b.example`);

test('events --follow: appended lines, half-written ones, rotation by rename with late lines, by copytruncate, a file deleted and made anew: each event once', async () => {
  const log = path.join(folder, 'mail.log');
  writeFileSync(log, bounce(1));
  const follower = new Follower('events', '--follow', log);
  await follower.sees(1);

  const second = bounce(2);
  appendFileSync(log, second.slice(0, 200));
  await new Promise((resolve) => setTimeout(resolve, 600));
  assert.deepEqual(follower.recipients, named(1));
  appendFileSync(log, second.slice(200));
  await follower.sees(2);

  // logrotate: rename, create, and the daemon writes to the old one until it is told
  renameSync(log, `${log}.1`);
  writeFileSync(log, '');
  await new Promise((resolve) => setTimeout(resolve, 600));
  appendFileSync(`${log}.1`, bounce(3));
  await follower.sees(3);
  appendFileSync(`${log}.1`, bounce(4));
  appendFileSync(log, bounce(5));
  await follower.sees(5);
  await follower.until('rotation said', () => follower.err.includes('another file'));

  // copytruncate
  copyFileSync(log, `${log}.2`);
  truncateSync(log);
  appendFileSync(log, bounce(6));
  await follower.sees(6);
  await follower.until('truncation said', () => follower.err.includes('truncated'));

  // grown beyond its old size between two looks
  writeFileSync(log, bounce(7) + bounce(8));
  await follower.sees(8);

  unlinkSync(log);
  await follower.until('deletion said', () => follower.err.includes('no such file'));
  writeFileSync(log, bounce(9));
  await follower.sees(9);

  assert.equal(await follower.interrupt(), 0);
  assert.deepEqual(follower.recipients, named(1, 2, 3, 4, 5, 6, 7, 8, 9));
});

test('summarize --follow --format json: an object for each change, the sender of an earlier file is known, an interrupt ends it with 0', async () => {
  const log = path.join(folder, 'maillog');
  const [first, ...rest] = bounce(20).split(/(?<=\n)/);
  writeFileSync(`${log}.1`, bounce(10) + first);
  writeFileSync(log, '');
  const follower = new Follower('summarize', '--follow', '--every', '0.1', '--format', 'json', log, `${log}.1`);
  const last = () => JSON.parse(follower.out.trimEnd().split('\n').at(-1) as string);
  await follower.until('first summary', () => follower.out.endsWith('\n'));
  assert.equal(last().totals.bounced, 1);
  appendFileSync(log, rest.join(''));
  await follower.until('second summary', () => last().totals.bounced === 2);
  assert.equal(await follower.interrupt(), 0);
  assert.equal(last().senderDomains[0].bounced, 2);
  assert.equal(last().inputs.length, 2);
});

test('events --follow: what the followed log repeats of the one before is told once, also while it is no more than its copy', async () => {
  const log = path.join(folder, 'copied.log');
  writeFileSync(`${log}.1`, bounce(1) + bounce(2) + bounce(3));
  writeFileSync(log, bounce(2) + bounce(3));
  const partly = new Follower('events', '--follow', log, `${log}.1`);
  await partly.sees(3);
  appendFileSync(log, bounce(4));
  await partly.sees(4);
  assert.equal(await partly.interrupt(), 0);
  assert.deepEqual(partly.recipients, named(1, 2, 3, 4));
  assert.deepEqual(JSON.parse(partly.out.trimEnd().split('\n').at(-1) as string).line, 8);

  copyFileSync(`${log}.1`, log);
  const copy = new Follower('events', '--follow', log, `${log}.1`);
  await copy.sees(3);
  await new Promise((resolve) => setTimeout(resolve, 600));
  truncateSync(log);
  appendFileSync(log, bounce(5));
  await copy.sees(5);
  assert.equal(await copy.interrupt(), 0);
  assert.deepEqual(copy.recipients, named(1, 2, 3, 5));
});

test('summarize --follow into a pipe prints the report once, at the interrupt', async () => {
  const log = path.join(folder, 'other.log');
  const follower = new Follower('summarize', '--follow', log);
  await follower.until('waits', () => follower.err.includes('waiting'));
  writeFileSync(log, bounce(1));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal(follower.out, '');
  assert.equal(await follower.interrupt(), 0);
  assert.match(follower.out, /^# Mail Log/);
  assert.match(follower.out, /user1@b\.example|b\.example/);
});

test('a packed log cannot be followed, and a pipe ends by itself', async () => {
  const packed = path.join(folder, 'packed.gz');
  writeFileSync(packed, Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
  const follower = new Follower('events', '--follow', packed);
  assert.equal(await follower.closed, 1);
  assert.match(follower.err, /packed/);
});
