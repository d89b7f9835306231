import { test } from 'node:test';
import fc from 'fast-check';
import { randomLog } from './random-log.ts';
import { partOf, summaryOf, type Way } from './reading.ts';
import { same, whole } from './same.ts';

/** Logs whose seeds a run takes; many more with RUNS=20000. */
const runs = Number(process.env.RUNS ?? 100);
const seeds = fc.noShrink(fc.integer({ min: 0, max: 2 ** 31 - 1 }));
const chunks = fc.constantFrom([1 << 30], [1, 7, 300], [100], [4096, 65_536], [1 << 16]);
const zones = fc.constantFrom('UTC', 'Europe/Berlin');

test('a summary is the same with and without the scanner, whatever the log and however its bytes come', () => {
  fc.assert(
    fc.property(seeds, chunks, zones, fc.constantFrom('postfix' as const, undefined), (seed, chunks, timeZone, format) => {
      same(randomLog(seed), whole({ timeZone, format, scanner: false }), whole({ timeZone, format, chunks }));
    }),
    { numRuns: runs },
  );
});

/** Cut before some of its lines; each part is read on its own, sent from a thread and merged. */
function merged(cuts: readonly number[], way: Way): (log: string) => string {
  return (log) => {
    const lines = log.split(/(?<=\n)/);
    const ends = [...cuts.map((cut) => Math.floor(cut * lines.length)).sort((a, b) => a - b), lines.length];
    const [first, ...later] = ends.map((end, at) => partOf(lines.slice(ends[at - 1] ?? 0, end).join(''), { ...way, first: at === 0 }));
    for (const part of later) first.merge(structuredClone(part.export()));
    return summaryOf(first, way.timeZone);
  };
}

test('a set of files, own networks and domains, and the end of the log change nothing about that', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 3 }), fc.boolean(), fc.boolean(), (seed, files, own, ended) => {
      same(randomLog(seed), whole({ format: 'postfix', files, own, scanner: false }), whole({ format: 'postfix', files, own, ended }));
    }),
    { numRuns: runs },
  );
});

test('parts of a log that the scanner has read merge to what parts read with care merge to, wherever the log is cut', () => {
  const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(seeds, cuts, zones, (seed, cuts, timeZone) => {
      same(randomLog(seed), merged(cuts, { timeZone, format: 'postfix', scanner: false }), merged(cuts, { timeZone, format: 'postfix' }));
    }),
    { numRuns: runs },
  );
});

test('messages and links that lie thousands of lines apart are told from each other as the careful reader does', () => {
  for (const seed of [1, 2]) {
    const log = randomLog(seed, 3000);
    same(log, whole({ format: 'postfix', scanner: false }), whole({ format: 'postfix' }));
    same(log, merged([0.3, 0.7], { format: 'postfix', scanner: false }), merged([0.3, 0.7], { format: 'postfix' }));
  }
});

test('a summary asked for while the log is still being read takes nothing from the next one', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const log = randomLog(seed);
      const lines = log.split(/(?<=\n)/);
      const way: Way = { format: 'postfix', chunks: [500], pauses: [100, 1000, 3000] };
      same(lines.join(''), whole({ ...way, scanner: false }), whole(way));
    }),
    { numRuns: Math.ceil(runs / 4) },
  );
});
