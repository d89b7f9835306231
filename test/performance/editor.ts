// The language server's numbers in an editor: first diagnostics, hovers, appends, edits, memory. `node test/performance/editor.ts`
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver-protocol/node';
import { TestClient, vscodeCapabilities } from '../protocol/client.ts';
import { writeLog } from '../synthetic/write.ts';
import { largeLog, roundOf, sampleLines } from './large-log.ts';

const main = fileURLToPath(new URL('../../server/src/main.node.ts', import.meta.url));
const megabyte = 1_000_000;

interface Row {
  what: string;
  value: string;
  limit: string;
  met: boolean;
}

const rows: Row[] = [];

function note(what: string, value: number, unit: string, limit: number): void {
  rows.push({ what, value: `${value.toFixed(unit === 'ms' ? 1 : 2)} ${unit}`, limit: `${limit} ${unit}`, met: value <= limit });
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const start = performance.now();
  const result = await work();
  return [performance.now() - start, result];
}

/** A server process of its own, so that its memory is its own. */
async function startServer(): Promise<{ client: TestClient; memory: () => number; busy: () => number; stop: () => void }> {
  const child = spawn(process.execPath, ['--expose-gc', main, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const client = new TestClient(connection);
  await client.initialize(vscodeCapabilities);
  const pid = child.pid as number;
  return { client, memory: () => residentMegabytes(pid), busy: () => busyMilliseconds(pid), stop: () => child.kill() };
}

function residentMegabytes(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? 0) / 1000;
}

/** Time that a process's first thread, where requests are answered, has spent on a processor: other programs do not change it. */
function busyMilliseconds(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1_000_000;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];

async function hovers(client: TestClient, uri: string, lines: number, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < count; at++) {
    const [time] = await timed(() => client.hover(uri, { line: Math.floor((lines * (at + 0.5)) / count), character: 60 }));
    times.push(time);
  }
  return times;
}

async function twentyMegabytes(): Promise<void> {
  const { client, stop } = await startServer();
  await client.open('file:///small.log', roundOf(sampleLines(), 0, 200));
  await client.pull('file:///small.log');
  const uri = 'file:///20.log';
  const text = largeLog(20 * megabyte);
  const [first, report] = await timed(async () => {
    await client.open(uri, text);
    return client.pull(uri);
  });
  if (report.items.length === 0) throw new Error('no diagnostics came');
  note('20 MB: first diagnostics after opening', first, 'ms', 1000);
  const during = await hovers(client, uri, 1000, 20);
  note('20 MB: hover while it is being read, median', median(during), 'ms', 20);
  const [whole] = await timed(() => client.own('mailLog/summarize', { uris: [uri] }));
  note('20 MB: whole summary, after the first diagnostics', whole, 'ms', 5000);
  const lines = text.split('\n').length;
  const after = await hovers(client, uri, lines, 60);
  note('20 MB: hover, median', median(after), 'ms', 20);
  note('20 MB: hover, slowest', Math.max(...after), 'ms', 20);
  stop();
}

async function fiftyMegabytes(): Promise<void> {
  const { client, memory, busy, stop } = await startServer();
  const base = memory();
  const uri = 'file:///50.log';
  const text = largeLog(50 * megabyte);
  await client.open(uri, text);
  await client.own('mailLog/summarize', { uris: [uri] });
  await client.pull(uri);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  note('50 MB: memory of the server, times the size of the log', (memory() - base) / (text.length / megabyte), 'x', 4);
  let lines = text.split('\n').length - 1;
  const more = sampleLines();
  const appends: number[] = [];
  const beside: number[] = [];
  const work: number[] = [];
  for (let round = 0; round < 21; round++) {
    const added = roundOf(more, 20_000 + round, 1000);
    const end = { line: lines, character: 0 };
    const before = busy();
    const [time, [, hover]] = await timed(async () => {
      await client.change(uri, round + 2, [{ range: { start: end, end }, text: added }]);
      return Promise.all([client.pull(uri), timed(() => client.hover(uri, { line: 500, character: 60 }))]);
    });
    lines += 1000;
    appends.push(time);
    work.push(busy() - before);
    beside.push(hover[0]);
  }
  note('50 MB: 1,000 lines appended until diagnostics are right, median', median(appends), 'ms', 50);
  note('50 MB: of that work of the server, median', median(work), 'ms', 40);
  note('50 MB: hover meanwhile, median', median(beside), 'ms', 10);
  note('50 MB: hover meanwhile, slowest', Math.max(...beside), 'ms', 10);
  const middle = { line: Math.floor(lines / 2), character: 20 };
  await client.change(uri, 100, [{ range: { start: middle, end: { ...middle, character: 21 } }, text: 'x' }]);
  const folding = await hovers(client, uri, lines, 20);
  note('50 MB: hover after an edit in the middle, median', median(folding), 'ms', 10);
  note('50 MB: hover after an edit in the middle, slowest', Math.max(...folding), 'ms', 10);
  const [refold] = await timed(() => client.own('mailLog/summarize', { uris: [uri] }));
  note('50 MB: summary right after an edit in the middle', refold, 'ms', 1000);
  stop();
}

/** A log above the editor's limit, summed up by threads and then searched for lines, while another one is open and hovered over. */
async function besideLargeFile(): Promise<void> {
  const { client, memory, stop } = await startServer();
  const folder = mkdtempSync(path.join(tmpdir(), 'mail-log-beside-'));
  const large = path.join(folder, 'mail.log');
  await writeLog(large, { lines: 1_500_000 });
  const uris = [pathToFileURL(large).href];
  const uri = 'file:///small.log';
  await client.open(uri, roundOf(sampleLines(), 0, 2000));
  await client.pull(uri);
  await hovers(client, uri, 2000, 10);
  const [summing, whileSumming] = await hoversDuring(client, uri, client.own('mailLog/summarize', { uris }), memory);
  if (summing.failed.length > 0 || summing.summary.totals.deliveries === 0) throw new Error('the large log was not summed up');
  noteHovers('200 MB beside: hover while threads sum it up', whileSumming.times);
  note('200 MB beside: memory of the server and its threads', whileSumming.most, 'MB', 400);
  const [found, whileSearching] = await hoversDuring(
    client,
    uri,
    client.own('mailLog/lines', { uris, selection: { reason: 'bad-mailbox' } }),
    memory,
  );
  if (found.total === 0) throw new Error('no lines were found');
  noteHovers('200 MB beside: hover while lines are looked for', whileSearching.times);
  note('200 MB beside: lines behind a number', whileSearching.time, 'ms', 10_000);
  rmSync(folder, { recursive: true });
  stop();
}

function noteHovers(what: string, times: number[]): void {
  note(`${what}, median of ${times.length}`, median(times), 'ms', 50);
  note(`${what}, slowest`, Math.max(...times), 'ms', 50);
}

/** Hovers over an open log until some work is done; most memory meanwhile, in megabytes. */
async function hoversDuring<T>(
  client: TestClient,
  uri: string,
  work: Promise<T>,
  memory: () => number,
): Promise<[T, { times: number[]; time: number; most: number }]> {
  const start = performance.now();
  let done = false;
  const ending = work.finally(() => {
    done = true;
  });
  const times: number[] = [];
  let most = 0;
  while (!done) {
    times.push(...(await hovers(client, uri, 2000, 1)));
    most = Math.max(most, memory());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return [await ending, { times, time: performance.now() - start, most }];
}

await twentyMegabytes();
await fiftyMegabytes();
await besideLargeFile();
for (const { what, value, limit, met } of rows)
  console.log(`${met ? 'met ' : 'MISS'}  ${what.padEnd(66)} ${value.padStart(12)}   (at most ${limit})`);
