import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { detectCompression, isBomb } from '../../../server/src/source/compression.ts';
import { detectEncoding } from '../../../server/src/source/encoding.ts';
import { Framer } from '../../../server/src/source/framer.ts';
import { frameLines } from '../../../server/src/source/lines.ts';
import { readLog } from '../../../server/src/source/node/open.ts';
import { logsAmong, rotatedSets } from '../../../server/src/source/rotation.ts';
import { installDebianPackages } from '../../setup/debian.ts';

// the archives are packed by the real programs
const missing = Object.entries({ bzip2: 'bzip2', xz: 'xz-utils' }).filter(
  ([program]) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error,
);
if (process.platform === 'linux') installDebianPackages(missing.map(([, name]) => name));
const absent = process.platform === 'linux' ? [] : missing.map(([program]) => program);

const folder = mkdtempSync(join(tmpdir(), 'mail-log-source-'));
after(() => rmSync(folder, { recursive: true }));

const line = 'Nov  8 23:58:51 mx1 postfix/qmgr[14843]: 4jYBvC6c1RzJrPt: removed\n';
const log = Buffer.from(line.repeat(20_000));

async function read(path: string): Promise<{ bytes: Buffer; fault: string | null }> {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of readLog(path)) parts.push(part);
  } catch (error) {
    return { bytes: Buffer.concat(parts), fault: (error as Error).message };
  }
  return { bytes: Buffer.concat(parts), fault: null };
}

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const packers: Record<string, (bytes: Uint8Array) => Buffer> = {
  gz: (bytes) => gzipSync(bytes),
  zst: (bytes) => zstdCompressSync(bytes),
  bz2: (bytes) => execFileSync('bzip2', ['-c'], { input: bytes, maxBuffer: 1 << 28 }),
  xz: (bytes) => execFileSync('xz', ['-c'], { input: bytes, maxBuffer: 1 << 28 }),
};

describe('archives are read as they lie', () => {
  for (const [ending, pack] of Object.entries(packers)) {
    if (absent.some((program) => program.startsWith(ending.slice(0, 2)))) continue;
    test(`${ending}: whole, whatever its name`, async () => {
      assert.deepEqual(await read(file(`whole-${ending}.log`, pack(log))), { bytes: log, fault: null });
    });

    test(`${ending}: two archives one behind the other are one log`, async () => {
      const twice = Buffer.concat([pack(log), pack(log)]);
      assert.deepEqual(await read(file(`twice.${ending}`, twice)), { bytes: Buffer.concat([log, log]), fault: null });
    });

    test(`${ending}: cut in the middle gives what was read, then says that it broke`, async () => {
      // words that do not repeat, so that half of the archive is about half of the log
      const noise = Buffer.from(Array.from({ length: 200_000 }, (_, i) => Math.imul(i + 1, 2654435761).toString(36)).join('\n'));
      const packed = pack(noise);
      const { bytes, fault } = await read(file(`cut.${ending}`, packed.subarray(0, packed.length >> 1)));
      assert.match(fault ?? '', /archive breaks off or is damaged/);
      assert.ok(noise.subarray(0, bytes.length).equals(bytes));
      if (ending !== 'bz2' && ending !== 'xz') assert.ok(bytes.length > noise.length / 4, `${bytes.length} of ${noise.length}`);
    });
  }

  test('a bomb is stopped', async () => {
    const { fault } = await read(file('bomb.gz', gzipSync(Buffer.alloc(400 << 20))));
    assert.match(fault ?? '', /400 times its size/);
    assert.equal(isBomb(1 << 20, 100 << 20), false);
  });

  test('magic numbers, not text that begins alike', () => {
    assert.equal(detectCompression(Buffer.from('BZhang: mail log of the day')), null);
    assert.equal(detectCompression(Buffer.from('Nov  8 23:58:51')), null);
  });
});

describe('text in other dress', () => {
  test('byte order marks and UTF-16 of both orders', async () => {
    const text = `${line}ünïcode\n`;
    const utf16 = Buffer.from(text, 'utf16le');
    const swapped = Buffer.from(utf16).swap16();
    for (const [name, bytes] of Object.entries({
      'bom8.log': Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]),
      'bom16le.log': Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]),
      'bom16be.log': Buffer.concat([Buffer.from([0xfe, 0xff]), swapped]),
      'bare16le.log': utf16,
    })) {
      const { bytes: read8, fault } = await read(file(name, bytes));
      assert.equal(fault, null, name);
      assert.equal(read8.toString(), text, name);
    }
  });

  test('NUL bytes that copytruncate leaves are not UTF-16', () => {
    assert.equal(detectEncoding(Buffer.alloc(64)).encoding, 'utf-8');
  });

  test('an empty file is empty, not an error', async () => {
    assert.deepEqual(await read(file('empty.log', Buffer.alloc(0))), { bytes: Buffer.alloc(0), fault: null });
  });
});

describe('what cannot be read says why', () => {
  for (const [path, why] of [
    ['/dev/null', /device/],
    [folder, /folder/],
    [join(folder, 'nowhere'), /no such file/],
  ] as const) {
    test(path.replace(folder, 'FOLDER'), async () => assert.match((await read(path)).fault ?? '', why));
  }
});

describe('lines out of chunks', () => {
  const framed = (text: string, chunks: number[], limit?: number): string[] => {
    const framer = new Framer(limit);
    const bytes = Buffer.from(text, 'latin1');
    const lines: string[] = [];
    const take = (piece: string): void => void frameLines(piece, 0, true, (s, e) => void lines.push(piece.slice(s, e)), limit);
    let at = 0;
    for (const size of chunks) {
      take(framer.push(bytes.subarray(at, at + size)));
      at += size;
    }
    take(framer.push(bytes.subarray(at)));
    take(framer.end());
    return lines;
  };

  test('wherever the chunks are cut, from one byte on, the lines are the same', () => {
    const text = fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', 'é', '')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 5 })), (t, chunks) => {
        assert.deepEqual(framed(t, chunks), framed(t, []));
      }),
    );
  });

  test('a line above the limit is cut, the next one is whole, and memory stays bounded', () => {
    const text = `${'x'.repeat(5000)}\nshort\n`;
    assert.deepEqual(framed(text, Array(600).fill(7), 100), ['x'.repeat(100), 'short']);
    const framer = new Framer(100);
    for (let i = 0; i < 1000; i++) framer.push(Buffer.alloc(1000, 120));
    assert.ok(framer.held <= 101);
  });
});

describe('rotated files in order of time', () => {
  const order = (...names: string[]): string[] => rotatedSets(names).flatMap((set) => set.names);
  test('logrotate numbers, two digits too', () => {
    assert.deepEqual(order('mail.log', 'mail.log.10.gz', 'mail.log.2.gz', 'mail.log.1'), [
      'mail.log.10.gz',
      'mail.log.2.gz',
      'mail.log.1',
      'mail.log',
    ]);
  });
  test('dates', () => {
    assert.deepEqual(order('maillog', 'maillog-20261108.xz', 'maillog-20261101.gz'), ['maillog-20261101.gz', 'maillog-20261108.xz', 'maillog']);
  });
  test('other logs of the folder are sets of their own', () => {
    assert.deepEqual(
      rotatedSets(['mail.log', 'mail.err', 'mail.log.1']).map((set) => set.base),
      ['mail.err', 'mail.log'],
    );
  });
});

test('of a folder only logs that add something are read: no extracts, no rejectlog beside its mainlog', () => {
  assert.deepEqual(logsAmong(['mainlog', 'mainlog.1', 'rejectlog', 'rejectlog.1', 'paniclog']), ['mainlog', 'mainlog.1']);
  assert.deepEqual(logsAmong(['exim_mainlog', 'exim_rejectlog.2.gz']), ['exim_mainlog']);
  assert.deepEqual(logsAmong(['exim-main.log', 'exim-reject.log']), ['exim-main.log']);
  assert.deepEqual(logsAmong(['rejectlog']), ['rejectlog']);
  assert.deepEqual(logsAmong(['mail.log', 'mail.err', 'mail.log.1']), ['mail.log', 'mail.log.1']);
});
