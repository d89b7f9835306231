/** 1 digit, 2 capital hexadecimal letter, 4 other letter. */
const classes = new Uint8Array(128);
for (let c = 48; c <= 57; c++) classes[c] = 1;
for (let c = 65; c <= 70; c++) classes[c] = 2;
for (let c = 71; c <= 90; c++) classes[c] = 4;
for (let c = 97; c <= 122; c++) classes[c] = 4;

const shortest = 5;
const longest = 40;

/**
 * The end of a queue ID in front of a colon: short (microseconds and inode in hexadecimal, `4104E3D`) or long (base 52,
 * `4jYBv22WxNzJrLX`; enable_long_queue_ids). A word like `warning` or `connect` is none: a long ID has a digit.
 * @returns the offset of the colon, -1 where there is no queue ID.
 */
export function queueIdEnd(text: string, start: number, end: number): number {
  const i = queueIdToken(text, start, end);
  return i > 0 && i < end && text.charCodeAt(i) === 58 ? i : -1;
}

/** As `queueIdEnd`, with anything behind: `queued as 4jYBv22WxNzJrLX`. -1 where the word is no queue ID. */
export function queueIdToken(text: string, start: number, end: number): number {
  const limit = Math.min(end, start + longest + 1);
  let seen = 0;
  let i = start;
  for (; i < limit; i++) {
    const code = text.charCodeAt(i);
    const type = code < 128 ? classes[code] : 0;
    if (type === 0) break;
    seen |= type;
  }
  const length = i - start;
  if (length < shortest || length > longest) return -1;
  return (seen & 4) === 0 || (seen & 1) !== 0 ? i : -1;
}
