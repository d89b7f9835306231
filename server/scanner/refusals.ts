import { Literal, literal, newline, skipDigits, standsAt, until } from './bytes';
import { countRefusal } from './counts';
import { Table } from './table';

/**
 * `NOQUEUE: reject: RCPT from name[ip]: 554 5.7.1 ...; from=<...> ...`: what a refusal says is all in the words that do not vary. Once the careful
 * reader has judged one, those with the same words count as it does: clients, IP addresses and what stands in angle brackets may differ.
 */
const noQueue: Literal = literal('NOQUEUE: ');
const reject: Literal = literal('reject: ');
const milterReject: Literal = literal('milter-reject: ');
const from: Literal = literal(' from ');
const tail: Literal = literal('; from=<');
const sasl: Literal = literal('sasl_');
const loopback: Literal = literal('[127.');
const loopback6: Literal = literal('[::');

/** What is counted, by the words. */
const known: Table = new Table(256);
let entries: usize = heap.alloc(12 * 64);
let count = 0;
let capacity = 64;
/** Most different words: hostile clients may make new ones. */
const most = 10_000;

/** Whether any client may be the user's own: then the careful reader has to look at each. */
let anyOwn = true;
export function setOwn(any: i32): void {
  anyOwn = any != 0;
}

/** The words of a body at `p` as a number, 0 where it is no refusal of a stranger. `wordsEnd` is where the line ends. */
function words(body: usize): u64 {
  if (anyOwn || !standsAt(body, noQueue)) return 0;
  const verb = body + noQueue.length;
  if (!standsAt(verb, reject) && !standsAt(verb, milterReject)) return 0;
  // the command; content that was refused comes with words of its own
  let p = until(32, verb) + 1;
  while (load<u8>(p) - 65 < 26 || load<u8>(p) == 45) p++;
  if (!standsAt(p, from)) return 0;
  const client = p + from.length;
  const hash = clientEnd(client) == 0 ? 0 : hashOf(body, client, spread(1, <u64>(client - body)));
  return hash == 0 ? 0 : hashOf(clientEnd(client), 0, hash);
}

let wordsEnd: usize = 0;

/** Behind `name[ip]`; 0 where it may be this machine. */
function clientEnd(client: usize): usize {
  let p = until(91, client);
  if (standsAt(p, loopback) || standsAt(p, loopback6)) return 0;
  p = until(93, p);
  if (load<u8>(p) != 93) return 0;
  return load<u8>(p + 1) == 58 ? skipDigits(p + 2) : p + 1;
}

/** Goes on to `end`, or to where the tail or the line ends where that is 0. @returns 0 for a line with an account. */
function hashOf(start: usize, end: usize, seed: u64): u64 {
  let hash = seed;
  let p = start;
  for (;;) {
    const found = nextSign(p);
    const sign = p <= end && end < found ? end : found;
    hash = mix(hash, p, sign);
    p = sign;
    if (p == end) break;
    const code = load<u8>(p);
    if (code == newline) break;
    if (code == 59 && standsAt(p, tail)) return withoutAccount(p) ? hash : 0;
    if (code == 95 && standsAt(p - 4, sasl)) return 0;
    const next = code == 60 ? until(62, p) : code == 91 ? behindAddress(p) : code - 48 < 10 ? behindNumber(p) : p + 1;
    // dotted numbers count for nothing
    if (code - 48 >= 10) hash = spread(hash, <u64>code);
    else if (dots < 3) hash = mix(hash, p, next);
    p = next;
  }
  wordsEnd = p;
  return hash;
}

/** The next sign that is not taken as it stands. */
function nextSign(from: usize): usize {
  let p = from;
  let found = signs(v128.load(p));
  while (found == 0) {
    p += 16;
    found = signs(v128.load(p));
  }
  return p + ctz(found);
}

/** Newlines, digits, `;`, `<`, `[`, `_` among 16 bytes, as bits. */
function signs(bytes: v128): i32 {
  const digits = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(48)), i8x16.splat(10));
  const ends = v128.or(i8x16.eq(bytes, i8x16.splat(10)), i8x16.eq(bytes, i8x16.splat(59)));
  const openings = v128.or(i8x16.eq(bytes, i8x16.splat(60)), i8x16.eq(bytes, i8x16.splat(91)));
  return i8x16.bitmask(v128.or(v128.or(digits, ends), v128.or(openings, i8x16.eq(bytes, i8x16.splat(95)))));
}

/** What a client says of itself, to the end of the line. @returns whether it names no account. */
function withoutAccount(start: usize): bool {
  let p = until(95, start);
  while (load<u8>(p) != newline) {
    if (standsAt(p - 4, sasl)) return false;
    p = until(95, p + 1);
  }
  wordsEnd = p;
  return true;
}

/** Takes in the bytes as they stand. */
function mix(seed: u64, start: usize, end: usize): u64 {
  let hash = seed;
  let p = start;
  for (; p + 8 <= end; p += 8) hash = spread(hash, load<u64>(p));
  return p == end ? hash : spread(hash, load<u64>(p) & (((<u64>1) << ((<u64>(end - p)) << 3)) - 1));
}

function spread(hash: u64, code: u64): u64 {
  const spread = (hash ^ code) * 0x9e3779b97f4a7c15;
  return spread ^ (spread >> 29);
}

/** The bracket that closes `[192.0.2.1]`, `[2001:db8::1]`; behind the one that opens at `start` where something else is in it. */
function behindAddress(start: usize): usize {
  let p = start + 1;
  for (let code = load<u8>(p); code - 48 < 11 || code == 46 || (code | 32) - 97 < 6; code = load<u8>(++p)) {}
  return load<u8>(p) == 93 ? p : start + 1;
}

/** Behind digits and dots; how many dots. */
let dots = 0;
function behindNumber(start: usize): usize {
  let p = start;
  dots = 0;
  for (let code = load<u8>(p); code - 48 < 10 || code == 46; code = load<u8>(++p)) if (code == 46) dots++;
  return p;
}

let refusal: usize = 0;

/** @returns the newline of a refusal that was met before, 0 for another line. */
export function refusalEnd(body: usize): usize {
  const key = words(body);
  const at = key == 0 ? -1 : known.get(key);
  refusal = entries + <usize>at * 12;
  return at < 0 ? 0 : wordsEnd;
}

/** Counts the one found last. */
export function countFound(): void {
  countRefusal(load<i32>(refusal), load<i32>(refusal, 4), load<i32>(refusal, 8));
}

/** The careful reader has judged the refusal whose body is at `body`. @param code the log's own enhanced code, 0 without one. */
export function learnRefusalAt(body: usize, verdict: i32, code: i32, own: i32): void {
  const key = words(body);
  if (key == 0 || count >= most || known.get(key) >= 0) return;
  if (count == capacity) {
    capacity *= 2;
    entries = heap.realloc(entries, <usize>capacity * 12);
  }
  const entry = entries + <usize>count * 12;
  store<i32>(entry, verdict);
  store<i32>(entry, code, 4);
  store<i32>(entry, own, 8);
  known.set(key, count++);
}
