import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { latin1 } from '../core.ts';
import { readLog } from '../source/node/open.ts';
import type { Source } from './plan.ts';
import { type LineTime, timeOf } from './times.ts';

/** What of a source the one before it holds already. */
export interface Repeated {
  bytes: number;
  lines: number;
}

/** A source's lines up to the first that differs from the first are looked for in the one before it, as far as they lie within so many bytes. */
const sampleSize = 4096;
const pieceSize = 1 << 20;
/** Larger packed files are not unpacked twice to find out (bytes on disk). */
const largestUnpacked = 8 << 20;
const nothing: Repeated = { bytes: 0, lines: 0 };

/**
 * Finds out how much of `next` repeats `before`: a file copied before it was truncated, or one that lies there packed and plain. The end of the
 * one must equal the beginning of the other, by two lines at least.
 */
export async function overlapOf(before: Source, next: Source): Promise<Repeated> {
  if (!before.isFile || !next.isFile) return nothing;
  const sample = await beginningOf(next);
  if (sample.length === 0) return nothing;
  if (!next.plain) return (await sameFile(before, next, sample)) ? { bytes: next.size, lines: Number.NaN } : nothing;
  if (!before.plain) return (await sameFile(before, next, sample)) ? wholeOf(next) : overlapWithPacked(before, next, sample);
  if (isLater(timeIn(sample), lastTimeOf(before))) return nothing;
  for (const at of placesOf(sample, before)) {
    const found = compareFrom(before, at, next);
    if (found.lines >= 2) return found;
  }
  return nothing;
}

/** The first lines: two, more where they are all alike (a flood within a second), one where the second is too long. */
async function beginningOf(source: Source): Promise<Buffer> {
  const head = source.plain ? readAt(source.path, source.skip, sampleSize) : await unpackedHead(source.path);
  let end = head.indexOf(10) + 1;
  const first = head.subarray(0, end);
  for (let next = end; end > 0 && head.subarray(end - first.length, end).equals(first); end = next) {
    next = head.indexOf(10, end) + 1;
    if (next === 0) break;
  }
  return head.subarray(0, end);
}

async function unpackedHead(path: string): Promise<Buffer> {
  try {
    for await (const bytes of readLog(path)) return Buffer.from(bytes.subarray(0, sampleSize));
  } catch {
    // it is named when it is read
  }
  return Buffer.alloc(0);
}

/** One of them or both packed: the same text from the first byte to the end of the shorter one, which is `next`. */
async function sameFile(before: Source, next: Source, sample: Buffer): Promise<boolean> {
  if (!(await beginningOf(before)).subarray(0, sample.length).equals(sample)) return false;
  const one = readLog(before.path)[Symbol.asyncIterator]();
  try {
    let left: Uint8Array = new Uint8Array();
    for await (const bytes of readLog(next.path)) {
      for (let at = 0; at < bytes.length; ) {
        if (left.length === 0) {
          const { value, done } = await one.next();
          if (done) return false;
          left = value;
        }
        const count = Math.min(left.length, bytes.length - at);
        if (Buffer.compare(left.subarray(0, count), bytes.subarray(at, at + count)) !== 0) return false;
        left = left.subarray(count);
        at += count;
      }
    }
    return true;
  } catch {
    return false;
  } finally {
    await one.return(undefined);
  }
}

function wholeOf({ path, size, skip }: Source): Repeated {
  let lines = 0;
  for (const bytes of pieces(path, skip)) lines += newlines(bytes);
  return { bytes: size - skip, lines };
}

/** The end of a packed log is known once it is unpacked: its last piece is kept. */
async function overlapWithPacked(before: Source, next: Source, sample: Buffer): Promise<Repeated> {
  if (before.size > largestUnpacked) return nothing;
  let tail = Buffer.alloc(0);
  try {
    for await (const bytes of readLog(before.path)) tail = Buffer.concat([tail, bytes]).subarray(-pieceSize);
  } catch {
    return nothing;
  }
  for (let at = tail.indexOf(sample); at >= 0; at = tail.indexOf(sample, at + 1)) {
    const end = tail.subarray(at);
    const same = readAt(next.path, next.skip, end.length);
    if (same.length === end.length && same.equals(end) && newlines(end) >= 2) return { bytes: end.length, lines: newlines(end) };
  }
  return nothing;
}

/** Where the sample stands at the beginning of a line. Ends after a few: text that repeats itself proves nothing. */
function* placesOf(sample: Buffer, { path, skip }: Source): Generator<number> {
  let found = 0;
  let at = skip;
  // pieces overlap by the sample, so that it is found across two of them
  for (const bytes of pieces(path, skip, sample.length)) {
    for (let place = bytes.indexOf(sample); place >= 0; place = bytes.indexOf(sample, place + 1)) {
      if (at + place === skip || (place > 0 ? bytes[place - 1] === 10 : readAt(path, at - 1, 1)[0] === 10)) yield at + place;
      if (++found > 20) return;
    }
    at += bytes.length - sample.length;
  }
}

/** Compares the rest of `before` with the beginning of `next`; nothing where they differ before one of them ends. */
function compareFrom(before: Source, from: number, next: Source): Repeated {
  const all = { bytes: 0, lines: 0 };
  for (const bytes of pieces(before.path, from)) {
    const other = readAt(next.path, next.skip + all.bytes, bytes.length);
    if (!other.equals(bytes.subarray(0, other.length))) return nothing;
    all.bytes += other.length;
    all.lines += newlines(other);
    if (other.length < bytes.length) break;
  }
  return all;
}

function* pieces(path: string, from: number, again = 0): Generator<Buffer> {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const buffer = Buffer.allocUnsafe(pieceSize);
    for (let at = from; at < size; ) {
      const count = readSync(file, buffer, 0, pieceSize, at);
      if (count === 0) return;
      yield buffer.subarray(0, count);
      if (at + count >= size) return;
      at += count - again;
    }
  } finally {
    closeSync(file);
  }
}

function readAt(path: string, at: number, length: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(length);
    return buffer.subarray(0, readSync(file, buffer, 0, length, at));
  } finally {
    closeSync(file);
  }
}

function newlines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}

function lastTimeOf({ path, size }: Source): LineTime {
  const lines = latin1(readAt(path, Math.max(0, size - 65_536), 65_536))
    .split('\n')
    .reverse();
  for (const line of lines.slice(0, 50)) {
    const time = timeOf(line);
    if (time.kind !== 0) return time;
  }
  return { kind: 0, time: Number.NaN };
}

function timeIn(sample: Buffer): LineTime {
  return timeOf(latin1(sample).split('\n', 1)[0]);
}

/** Certainly later. A time without a year counts from January, so that a turn of the year proves nothing. */
function isLater(one: LineTime, than: LineTime): boolean {
  return one.kind === than.kind && one.time > than.time;
}
