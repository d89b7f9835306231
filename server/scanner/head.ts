import { equal, isDigit } from './bytes';
import { fingerprint } from './fingerprint';
import { Table } from './table';

/**
 * `TIME HOST ` as on the last line that the careful reader has read, but for what changes within an hour: minutes, seconds, fraction, host. What the
 * hour is (year, zone, New Year, summer time) the careful reader has found out: a line of another hour is for it.
 */

/** Identifiers of hosts by fingerprint. */
export const hosts: Table = new Table(64);
/** The host writes here what begins and what ends a time; 64 bytes each. */
export const hourStart: usize = heap.alloc(64 + 64);
export const zoneStart: usize = hourStart + 64;
const lastHost: usize = heap.alloc(272);
const longestHost: usize = 255;

let hourLength = 0;
let zoneLength = 0;
/** Digits of the fraction, and its mark. */
let digits = 0;
let mark: u8 = 0;
/** Milliseconds at which the hour begins; `coded` is added to what is not the time itself (events/row.ts). */
let base: f64 = 0;
let coded: f64 = 0;
/** Only this minute, or -1: all of the hour. */
let onlyMinute = -1;
let lastHostLength = 0;
let lastHostId = -1;

/** Of the line last read. */
export let time: f64 = NaN;
export let uncoded: f64 = NaN;
export let host = -1;
let lastClock: u64 = 0;

export function setHead(hour: i32, zone: i32, fractionDigits: i32, fractionMark: i32, hourBase: f64, codedFrom: f64, minute: i32): void {
  hourLength = hour;
  zoneLength = zone;
  digits = fractionDigits;
  mark = <u8>fractionMark;
  base = hourBase;
  coded = codedFrom;
  onlyMinute = minute;
  lastClock = 0;
}

export function setHost(print: f64, id: i32): void {
  hosts.set(<u64>print, id);
  lastHostLength = 0;
}

/** @returns what follows the head, 0 where the line begins otherwise. */
export function readHead(line: usize): usize {
  if (!equal(line, hourStart, hourLength)) return 0;
  let p = line + hourLength;
  const clock = load<u64>(p) & 0xffffffffff;
  const isNew = clock != lastClock;
  if (isNew && !isClock(p)) return 0;
  p += 5;
  if (digits > 0) {
    if (load<u8>(p) != mark) return 0;
    for (let i = 1; i <= digits; i++) if (!isDigit(load<u8>(p + i))) return 0;
    p += digits + 1;
  }
  if (!equal(p, zoneStart, zoneLength)) return 0;
  p += zoneLength;
  const behind = readHost(p);
  if (behind == 0) return 0;
  if (isNew || digits > 0) tell(line + hourLength, clock);
  return behind;
}

/** `mm:ss` of this hour. */
function isClock(p: usize): bool {
  const a = load<u8>(p) - 48;
  const b = load<u8>(p + 1) - 48;
  const c = load<u8>(p + 3) - 48;
  const d = load<u8>(p + 4) - 48;
  if (a > 5 || b > 9 || c > 5 || d > 9 || load<u8>(p + 2) != 58) return false;
  return onlyMinute < 0 || onlyMinute == <i32>a * 10 + <i32>b;
}

function tell(p: usize, clock: u64): void {
  lastClock = clock;
  const minutes = <i32>(load<u8>(p) - 48) * 10 + <i32>(load<u8>(p + 1) - 48);
  const seconds = <i32>(load<u8>(p + 3) - 48) * 10 + <i32>(load<u8>(p + 4) - 48);
  uncoded = base + <f64>((minutes * 60 + seconds) * 1000) + fractionAt(p + 6);
  time = uncoded + coded;
}

/** Milliseconds, to the microsecond; see `fraction` of header/stamp.ts. */
function fractionAt(p: usize): f64 {
  const count = min(digits, 6);
  if (count == 0) return 0;
  let value = 0;
  let power = 1;
  for (let i = 0; i < 6; i++) {
    if (i < count) value = value * 10 + <i32>(load<u8>(p + i) - 48);
    else power *= 10;
  }
  return <f64>(value * power) / 1000;
}

/** ` HOST `: nearly always that of the line before. */
function readHost(p: usize): usize {
  if (load<u8>(p) != 32) return 0;
  const from = p + 1;
  if (lastHostLength > 0 && equal(from, lastHost, lastHostLength)) {
    host = lastHostId;
    return from + lastHostLength;
  }
  let end = from;
  while (load<u8>(end) > 32 && end - from <= longestHost) end++;
  const length = <i32>(end - from);
  if (length == 0 || end - from > longestHost || load<u8>(end) != 32) return 0;
  const id = hosts.get(fingerprint(from, end));
  if (id < 0) return 0;
  memory.copy(lastHost, from, length + 1);
  lastHostLength = length + 1;
  lastHostId = id;
  host = id;
  return end + 1;
}
