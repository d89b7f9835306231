import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { unpack } from '../../../server/src/source/browser/unpack.ts';
import { logText } from '../../../server/src/source/log-text.ts';

const line = 'Nov  8 23:58:51 mx1 postfix/qmgr[14843]: 4jYBvC6c1RzJrPt: removed\n';
const log = Buffer.from(line.repeat(20_000));
const noise = Buffer.from(Array.from({ length: 200_000 }, (_, i) => Math.imul(i + 1, 2654435761).toString(36)).join('\n'));

async function read(bytes: Uint8Array, size = bytes.length): Promise<{ bytes: Buffer; fault: string | null }> {
  const parts: Uint8Array[] = [];
  const input = async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
  try {
    for await (const part of logText(input(), unpack)) parts.push(part);
  } catch (error) {
    return { bytes: Buffer.concat(parts), fault: (error as Error).message };
  }
  return { bytes: Buffer.concat(parts), fault: null };
}

describe('archives in a browser, which has no unpackers of its own for all of them', () => {
  test('gzip: whole, in pieces of any size, and several archives one behind the other', async () => {
    for (const size of [1000, 65_536, 1 << 24]) {
      assert.deepEqual(await read(gzipSync(log), size), { bytes: log, fault: null });
      assert.deepEqual(await read(Buffer.concat([gzipSync(noise), gzipSync(log)]), size), { bytes: Buffer.concat([noise, log]), fault: null });
    }
  });

  test('gzip cut in the middle gives what was read, then says that it broke', async () => {
    const packed = gzipSync(noise);
    const { bytes, fault } = await read(packed.subarray(0, packed.length >> 1));
    assert.match(fault ?? '', /archive breaks off or is damaged/);
    assert.ok(bytes.length > noise.length / 4);
    assert.ok(noise.subarray(0, bytes.length).equals(bytes));
  });

  test('a bomb is stopped', async () => {
    const { fault } = await read(gzipSync(Buffer.alloc(400 << 20)));
    assert.match(fault ?? '', /400 times its size/);
  });

  test('other archives are named, plain text comes as it is', async () => {
    assert.match((await read(Buffer.from('BZh91AY&SY'))).fault ?? '', /bzip2 archive cannot be unpacked in a browser/);
    assert.deepEqual(await read(log), { bytes: log, fault: null });
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(line, 'utf16le')]);
    assert.equal((await read(utf16)).bytes.toString(), line);
  });
});
