/** Fingerprints: the same numbers as `fingerprint` of events/fingerprint.ts gives for the same bytes. */

/** Without case. */
export function fingerprint(start: usize, end: usize): u64 {
  let a: u32 = 0xdeadbeef ^ <u32>(end - start);
  let b: u32 = 0x41c6ce57;
  let p = start;
  for (; p + 4 <= end; p += 4) {
    const word = lower(load<u32>(p));
    a = (rotl(a, 13) ^ word) * 0x9e3779b1;
    b = (rotl(b, 17) ^ word) * 0x5f356495;
  }
  if (p < end) {
    const word = lower(beginning(p, end));
    a = (rotl(a, 13) ^ word) * 0x9e3779b1;
    b = (rotl(b, 17) ^ word) * 0x5f356495;
  }
  return joined(a, b);
}

/** With case (queue IDs). */
export function exactFingerprint(start: usize, end: usize): u64 {
  let a: u32 = 0xdeadbeef ^ <u32>(end - start);
  let b: u32 = 0x41c6ce57;
  let p = start;
  for (; p + 4 <= end; p += 4) {
    const word = load<u32>(p);
    a = (rotl(a, 13) ^ word) * 0x9e3779b1;
    b = (rotl(b, 17) ^ word) * 0x5f356495;
  }
  if (p < end) {
    const word = beginning(p, end);
    a = (rotl(a, 13) ^ word) * 0x9e3779b1;
    b = (rotl(b, 17) ^ word) * 0x5f356495;
  }
  return joined(a, b);
}

/** The last one to three bytes. */
function beginning(p: usize, end: usize): u32 {
  return load<u32>(p) & (((<u32>1) << ((<u32>(end - p)) << 3)) - 1);
}

/** Four characters: capital letters become small ones. */
function lower(word: u32): u32 {
  const low = word & 0x7f7f7f7f;
  const capitals = ((low + 0x3f3f3f3f) ^ (low + 0x25252525)) & ~word & 0x80808080;
  return word | (capitals >> 2);
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
