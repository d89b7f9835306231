const encoder = new TextEncoder();

/**
 * A number below 2^53 that stands for a piece of text: equal for equal bytes in UTF-8, whether the text was framed as Latin-1 bytes
 * or is real text (`wide`). Two different texts share one with a probability of 2^-53; it is never 0. Not keyed, so the same in every thread.
 * @param fold compare ASCII letters without case (addresses, hosts; not queue IDs).
 */
export function fingerprint(text: string, start = 0, end = text.length, wide = true, fold = true): number {
  let a = 0xdeadbeef ^ (end - start);
  let b = 0x41c6ce57;
  let seen = 0;
  for (let i = start; i < end; i += 4) {
    let word = 0;
    for (let at = Math.min(end, i + 4) - 1; at >= i; at--) {
      const code = text.charCodeAt(at);
      seen |= code;
      word = (word << 8) | code;
    }
    if (fold) word = lower(word);
    a = Math.imul(((a << 13) | (a >>> 19)) ^ word, 0x9e3779b1);
    b = Math.imul(((b << 17) | (b >>> 15)) ^ word, 0x5f356495);
  }
  return wide && seen > 0x7f ? fingerprint(latin1Bytes(text, start, end), 0, undefined, false, fold) : joined(a, b);
}

/** Four characters: capital letters become small ones. */
function lower(word: number): number {
  const low = word & 0x7f7f7f7f;
  const capitals = ((low + 0x3f3f3f3f) ^ (low + 0x25252525)) & ~word & 0x80808080;
  return word | (capitals >>> 2);
}

/** One number for two, in this order. */
export function combine(first: number, second: number): number {
  const a = Math.imul((first ^ 0x9e3779b1) | 0, 0x85ebca6b) ^ Math.imul((second / 0x200000) | 0, 0xc2b2ae35);
  const b = Math.imul((second ^ 0x5f356495) | 0, 0xc2b2ae35) ^ Math.imul((first / 0x200000) | 0, 0x85ebca6b);
  return joined(a, b);
}

/** Spreads every input bit over both words (the finisher of MurmurHash3) and makes them one number. */
function joined(first: number, second: number): number {
  let a = Math.imul(first ^ (first >>> 16), 0x85ebca6b) ^ Math.imul(second ^ (second >>> 13), 0xc2b2ae35);
  let b = Math.imul(second ^ (second >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  a ^= a >>> 16;
  b ^= b >>> 15;
  return (b & 0x1fffff) * 0x1_0000_0000 + (a >>> 0) || 1;
}

function latin1Bytes(text: string, start: number, end: number): string {
  let bytes = '';
  for (const byte of encoder.encode(text.slice(start, end))) bytes += String.fromCharCode(byte);
  return bytes;
}
