/** Reading bytes of a line. A line ends with a newline; memory behind the text may be read, but means nothing. */

export const newline: u8 = 10;
export const carriageReturn: u8 = 13;

/** A text of ASCII to compare with, at most 16 bytes in two steps. */
@unmanaged
export class Literal {
  length: i32;
  first: u64;
  firstMask: u64;
  second: u64;
  secondMask: u64;
}

export function literal(text: string): Literal {
  const made = changetype<Literal>(heap.alloc(offsetof<Literal>()));
  made.length = text.length;
  made.first = made.firstMask = made.second = made.secondMask = 0;
  for (let i = 0; i < text.length; i++) {
    const code = <u64>text.charCodeAt(i);
    const shift = <u64>((i & 7) * 8);
    if (i < 8) {
      made.first |= code << shift;
      made.firstMask |= (<u64>0xff) << shift;
    } else {
      made.second |= code << shift;
      made.secondMask |= (<u64>0xff) << shift;
    }
  }
  return made;
}

export function standsAt(p: usize, text: Literal): bool {
  return (load<u64>(p) & text.firstMask) == text.first && (load<u64>(p + 8) & text.secondMask) == text.second;
}

/** Whether two stretches are equal. */
export function equal(a: usize, b: usize, length: i32): bool {
  if (length < 8) {
    for (let i = 0; i < length; i++) if (load<u8>(a + i) != load<u8>(b + i)) return false;
    return true;
  }
  const last = length - 8;
  for (let i = 0; i < last; i += 8) if (load<u64>(a + i) != load<u64>(b + i)) return false;
  return load<u64>(a + last) == load<u64>(b + last);
}

/** Where `code` stands next, or the line ends. */
export function until(code: u8, from: usize): usize {
  const wanted = i8x16.splat(code);
  const end = i8x16.splat(newline);
  let p = from;
  let bytes = v128.load(p);
  let found = i8x16.bitmask(v128.or(i8x16.eq(bytes, wanted), i8x16.eq(bytes, end)));
  while (found == 0) {
    p += 16;
    bytes = v128.load(p);
    found = i8x16.bitmask(v128.or(i8x16.eq(bytes, wanted), i8x16.eq(bytes, end)));
  }
  return p + ctz(found);
}

/** Where the line ends: its newline. */
export function lineEndFrom(from: usize): usize {
  const end = i8x16.splat(newline);
  let p = from;
  let found = i8x16.bitmask(i8x16.eq(v128.load(p), end));
  while (found == 0) {
    p += 16;
    found = i8x16.bitmask(i8x16.eq(v128.load(p), end));
  }
  return p + ctz(found);
}

export function isDigit(code: u8): bool {
  return <u8>(code - 48) < 10;
}

export function skipDigits(from: usize): usize {
  let p = from;
  while (isDigit(load<u8>(p))) p++;
  return p;
}

/** Where the number last read ended. */
export let numberEnd: usize = 0;

/** `0.09`, `27077` at `p`: seconds; NaN where there are no digits. Rounds as formats/postfix/delivery.ts does. */
export function secondsAt(from: usize): f64 {
  let value: f64 = 0;
  let scale: f64 = 0;
  let p = from;
  for (; ; p++) {
    const code = load<u8>(p);
    if (isDigit(code)) {
      value = value * 10 + <f64>code - 48;
      scale *= 10;
    } else if (code == 46 && scale == 0) scale = 1;
    else break;
  }
  numberEnd = p;
  if (p == from) return NaN;
  return scale > 1 ? value / scale : value;
}

/** Which of 16 bytes lie in a range of `count` characters from `first` on, as bits. */
function within(bytes: v128, first: u8, count: u8): i32 {
  return i8x16.bitmask(i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(first)), i8x16.splat(count)));
}

/** The end of a queue ID at `p`, 0 where the word is none: see `queueIdToken` of formats/postfix/queue-id.ts. */
export function queueIdEnd(from: usize): usize {
  let hasDigit = false;
  let hasOther = false;
  let p = from;
  for (let blocks = 0; blocks < 3; blocks++, p += 16) {
    const bytes = v128.load(p);
    const digits = within(bytes, 48, 10);
    const others = within(bytes, 71, 20) | within(bytes, 97, 26);
    const length = ctz(~(digits | others | within(bytes, 65, 6)));
    const inside = (1 << length) - 1;
    if (digits & inside) hasDigit = true;
    if (others & inside) hasOther = true;
    if (length < 16) {
      p += length;
      break;
    }
  }
  const length = p - from;
  return length >= 5 && length <= 40 && (!hasOther || hasDigit) ? p : 0;
}
