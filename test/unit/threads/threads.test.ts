import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { RangeReader } from '../../../server/src/source/node/range.ts';
import { Regions } from '../../../server/src/threads/regions.ts';
import { summarizeBeside } from '../../../server/src/threads/start.ts';
import { summarizeFiles } from '../../../server/src/threads/summarize.ts';
import { largeLog, roundOf, sampleLines } from '../../performance/large-log.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'mail-log-threads-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const target = path.join(folder, name);
  writeFileSync(target, content);
  return target;
}

const now = Date.UTC(2026, 11, 31);

function job(files: string[], threads: number) {
  return {
    files: files.map((file) => ({ path: file, name: path.basename(file) })),
    settings: { rules: null, ownDomains: [], ownNetworks: [], timeZone: 'UTC', now },
    reference: { now, timeZone: 'UTC' },
    filter: null,
    threads,
    bytesPerThread: 8 << 20,
  };
}

test('every block is read once, in stretches that follow each other, whoever takes work from whom', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 30 << 20 }), { maxLength: 40 });
  fc.assert(
    fc.property(weights, fc.integer({ min: 1, max: 5 }), fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 300 }), (list, threads, turns) => {
      const regions = new Regions(Regions.deal(list, threads));
      const claimed: number[] = [];
      const step = (thread: number): boolean => {
        const block = regions.claim(thread);
        if (block >= 0) claimed.push(block);
        return block >= 0 || regions.take(thread);
      };
      for (const turn of turns) step(turn % threads);
      for (let thread = 0; thread < threads; thread++) while (step(thread));
      assert.deepEqual(
        claimed.sort((a, b) => a - b),
        list.map((_, at) => at),
      );
    }),
  );
});

test('a file cut into ranges anywhere gives each of its lines once, in order', async () => {
  const lines = fc.array(fc.constantFrom('', 'a', 'bc\r', 'x'.repeat(200)), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(lines, fc.boolean(), fc.array(fc.nat(2000), { maxLength: 6 }), async (list, ended, cuts) => {
      const text = list.join('\n') + (ended ? '\n' : '');
      const target = file('ranges', text);
      const places = [0, ...cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b), text.length];
      const pieces: string[] = [];
      for (const [at, end] of places.slice(1).entries()) {
        const reader = new RangeReader(target, places[at], places[at] === 0);
        let piece = '';
        for await (const bytes of reader.to(end)) piece += Buffer.from(bytes).toString();
        for (const bytes of reader.rest()) piece += Buffer.from(bytes).toString();
        pieces.push(piece);
      }
      assert.equal(pieces.join(''), text);
      for (const piece of pieces.slice(0, -1)) assert.ok(piece === '' || piece.endsWith('\n') || text.endsWith(piece));
    }),
  );
});

test('three threads sum up a log as one does, to the last number and line', async () => {
  const log = file('large.log', largeLog(26_000_000));
  const [alone, together] = [await summarizeFiles(job([log], 1)), await summarizeFiles(job([log], 3))];
  assert.ok(alone.summary.totals.deliveries > 1000);
  assert.deepEqual(together, alone);
});

test('what a file repeats of the one before is counted once, said, and line numbers stay those of the file', async () => {
  const lines = roundOf(sampleLines(), 1, 3000).split(/(?<=\n)/);
  const part = (from: number, to: number) => lines.slice(from, to).join('');
  const whole = (await summarizeFiles(job([file('whole.log', part(0, 3000))], 1))).summary;
  const set = [
    file('mail.log.2.gz', gzipSync(part(0, 1200))),
    file('mail.log.1', part(1000, 2000)),
    file('mail.log.1.gz', gzipSync(part(1000, 2000))),
    file('mail.log', part(1900, 3000)),
  ];
  const { summary } = await summarizeFiles(job(set, 1));
  assert.deepEqual(summary.totals, whole.totals);
  assert.equal(
    summary.inputs.reduce((sum, { lines }) => sum + lines, 0),
    lines.length,
  );
  assert.deepEqual(summary.notes.slice(0, 3), [
    'The first 200 lines of mail.log.1 repeat the end of mail.log.2.gz: they are counted once.',
    'mail.log.1.gz holds nothing that is not in mail.log.1: it was not counted again.',
    'The first 100 lines of mail.log repeat the end of mail.log.1: they are counted once.',
  ]);
  const starts: Record<string, number> = { 'mail.log.2.gz': 0, 'mail.log.1': 1000, 'mail.log': 1900 };
  for (const [at, { evidence }] of summary.suppressions.entries()) {
    assert.equal(evidence.line + starts[evidence.path], whole.suppressions[at].evidence.line, evidence.path);
  }
  assert.ok(summary.suppressions.some(({ evidence }) => evidence.path !== 'mail.log.2.gz'));
});

test('an overlap of a few lines and a short log that lies there twice are found, too', async () => {
  const lines = roundOf(sampleLines(), 3, 60).split(/(?<=\n)/);
  const set = [file('short.log.1', lines.slice(0, 40).join('')), file('short.log', lines.slice(37).join(''))];
  const { summary } = await summarizeFiles(job(set, 1));
  assert.deepEqual(summary.totals, (await summarizeFiles(job([file('short-whole.log', lines.join(''))], 1))).summary.totals);
  assert.deepEqual(
    summary.inputs.map(({ lines }) => lines),
    [40, 20],
  );
  // a flood goes on across the rotation: nothing of it was copied
  const flood = lines[0].repeat(5);
  const flooded = [file('flood.log.1', flood), file('flood.log', flood + lines[1])];
  assert.deepEqual(
    (await summarizeFiles(job(flooded, 1))).summary.inputs.map(({ lines }) => lines),
    [5, 6],
  );
  const twice = [file('few.log.1', lines.slice(0, 9).join('')), file('few.log', lines.slice(0, 9).join(''))];
  assert.deepEqual(
    (await summarizeFiles(job(twice, 1))).summary.inputs.map(({ lines }) => lines),
    [9],
  );
});

test('two logs that begin alike but go on differently are both counted', async () => {
  const lines = roundOf(sampleLines(), 2, 400).split(/(?<=\n)/);
  const one = file('a.log', lines.slice(0, 300).join(''));
  const other = file('b.log', [...lines.slice(0, 100), ...lines.slice(300)].join(''));
  const { summary } = await summarizeFiles(job([one, other], 1));
  assert.deepEqual(
    summary.inputs.map(({ lines }) => lines),
    [300, 200],
  );
});

test('cancelling ends the threads at once', async () => {
  const log = file('cancelled.log', largeLog(20_000_000));
  const stopper = new AbortController();
  setTimeout(() => stopper.abort(new Error('enough')), 300);
  const start = performance.now();
  await assert.rejects(
    summarizeBeside(job([log], 2), () => {}, stopper.signal),
    /enough/,
  );
  assert.ok(performance.now() - start < 600);
});
