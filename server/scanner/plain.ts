import { equal, lineEndFrom, literal, standsAt, until } from './bytes';
import { countTls } from './counts';
import { fingerprint } from './fingerprint';
import { whole } from './line';
import { countFound, refusalEnd } from './refusals';
import { receivers } from './taught';

/** Lines without a queue ID: connections, TLS, strangers refused. */

const toHost = literal('to ');

/** Beginnings of lines that tell nothing, by their first byte: next, length, trust, bytes. */
const beginnings: usize = heap.alloc(256 * 8);
memory.fill(beginnings, 0, 256 * 8);

/** Gives room for one; the host writes its bytes. They are compared in the order they come. */
export function addBeginning(first: i32, length: i32, trust: i32): usize {
  const entry = heap.alloc(16 + length);
  store<usize>(entry, 0);
  store<i32>(entry, length, 8);
  store<i32>(entry, trust, 12);
  let last = beginnings + <usize>first * 8;
  while (load<usize>(last) != 0) last = load<usize>(last);
  store<usize>(last, entry);
  return entry + 16;
}

/** @returns the next line, 0 where this one is not ordinary. */
export function readPlain(body: usize): usize {
  if (load<u8>(body) == 78) {
    const end = refusalEnd(body);
    const next = end == 0 ? 0 : whole(end);
    if (next != 0) countFound();
    return next;
  }
  for (let entry = load<usize>(beginnings + ((<usize>load<u8>(body)) << 3)); entry != 0; entry = load<usize>(entry)) {
    const length = load<i32>(entry, 8);
    if (!equal(body, entry + 16, length)) continue;
    const behind = body + length;
    const trust = load<i32>(entry, 12);
    const next = whole(lineEndFrom(behind));
    if (next != 0 && trust > 0 && standsAt(behind, toHost) && !readTls(behind + toHost.length, trust)) return 0;
    return next;
  }
  return 0;
}

function readTls(name: usize, trust: i32): bool {
  const open = until(91, name);
  if (load<u8>(until(93, open)) != 93) return true;
  if (open == name) return false;
  const receiver = receivers.get(fingerprint(name, open));
  if (receiver < 0) return false;
  if (receiver > 0) countTls(receiver, trust);
  return true;
}
