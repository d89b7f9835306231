/** Fingerprints: the same numbers as `fingerprint` of events/fingerprint.ts gives for the same bytes. */

const small: usize = smallLetters();

function smallLetters(): usize {
  const table = heap.alloc(256);
  for (let c: u32 = 0; c < 256; c++) store<u8>(table + c, <u8>(c >= 65 && c <= 90 ? c + 32 : c));
  return table;
}

function lower(p: usize): u32 {
  return <u32>load<u8>(small + load<u8>(p));
}

/** Without case. */
export function fingerprint(start: usize, end: usize): u64 {
  let a: u32 = 0xdeadbeef ^ <u32>(end - start);
  let b: u32 = 0x41c6ce57;
  let p = start;
  for (; p + 1 < end; p += 2) {
    const pair = lower(p) | (lower(p + 1) << 8);
    a = (a ^ pair) * 0x9e3779b1;
    b = (b ^ pair) * 0x5f356495;
  }
  if (p < end) {
    a = (a ^ lower(p)) * 0x9e3779b1;
    b = (b ^ lower(p)) * 0x5f356495;
  }
  return joined(a, b);
}

/** With case (queue IDs). */
export function exactFingerprint(start: usize, end: usize): u64 {
  let a: u32 = 0xdeadbeef ^ <u32>(end - start);
  let b: u32 = 0x41c6ce57;
  let p = start;
  for (; p + 1 < end; p += 2) {
    const pair = <u32>load<u16>(p);
    a = (a ^ pair) * 0x9e3779b1;
    b = (b ^ pair) * 0x5f356495;
  }
  if (p < end) {
    const last = <u32>load<u8>(p);
    a = (a ^ last) * 0x9e3779b1;
    b = (b ^ last) * 0x5f356495;
  }
  return joined(a, b);
}

function joined(first: u32, second: u32): u64 {
  let a = ((first ^ (first >>> 16)) * 0x85ebca6b) ^ ((second ^ (second >>> 13)) * 0xc2b2ae35);
  let b = ((second ^ (second >>> 16)) * 0x85ebca6b) ^ ((a ^ (a >>> 13)) * 0xc2b2ae35);
  a ^= a >>> 16;
  b ^= b >>> 15;
  const all = ((<u64>(b & 0x1fffff)) << 32) | <u64>a;
  return all == 0 ? 1 : all;
}

/** One number for two, spread over all bits: for keys that never leave this module. */
export function combine(first: u64, second: u64): u64 {
  let key = (first ^ (second * 0x9e3779b97f4a7c15)) * 0xff51afd7ed558ccd;
  key ^= key >>> 32;
  return key == 0 ? 1 : key;
}
