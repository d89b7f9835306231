import { carriageReturn, lineEndFrom, literal, newline, skipDigits, standsAt, until } from './bytes';
import { exactFingerprint, fingerprint } from './fingerprint';
import { instances } from './taught';

/** The line at hand: its tag, and what all kinds of lines ask. */

const postfix = literal('postfix/');
const afterPid = literal(']: ');

/** Lines longer than this are cut: for the careful reader. */
const longestLine: usize = 65_536;

let lineStart: usize = 0;
export let place: f64 = 0;
export let instance = 0;
/** The program's name in the tag. */
let programStart: usize = 0;
let programEnd: usize = 0;
/** Fingerprint of the queue ID. */
export let queue: u64 = 0;

export function beginLine(start: usize, at: f64): void {
  lineStart = start;
  place = at;
}

export function setQueue(start: usize, end: usize): void {
  queue = exactFingerprint(start, end);
}

/** Where the process number begins, as offset in the line. */
export function pidAt(): i32 {
  return <i32>(programEnd - lineStart) + 1;
}

/** With case. */
export function programPrint(): u64 {
  return exactFingerprint(programStart, programEnd);
}

/** The next line, given a newline; 0 where the line is one that is cut. */
export function whole(lineEnd: usize): usize {
  return lineEnd - lineStart > longestLine ? 0 : lineEnd + 1;
}

/** The same, of the line's newline behind `p`. */
export function wholeFrom(p: usize): usize {
  return whole(lineEndFrom(p));
}

/** The end of a line, given its newline. */
export function withoutReturn(end: usize): usize {
  return load<u8>(end - 1) == carriageReturn ? end - 1 : end;
}

/** The newline, where the line ends at `p`; else 0. */
export function endsAt(p: usize): usize {
  const end = load<u8>(p) == carriageReturn ? p + 1 : p;
  return load<u8>(end) == newline ? end : 0;
}

/** `postfix/smtp[123]: `, `postfix-out/smtp[123]: `. @returns the body, 0 where there is another tag. */
export function readTag(tag: usize): usize {
  if ((load<u64>(tag) & 0xffffffffffffff) != (postfix.first & 0xffffffffffffff)) return 0;
  const p = until(91, tag + 7);
  if (p - tag > 29 || load<u8>(p) == newline) return 0;
  for (let i = tag + 7; i < p; i++) if (load<u8>(i) <= 32) return 0;
  programStart = tag;
  programEnd = p;
  instance = 0;
  if (load<u8>(tag + 7) != 47) {
    const slash = until(47, tag + 7);
    if (slash >= p) return 0;
    instance = instances.get(fingerprint(tag, slash));
    if (instance < 0) return 0;
  }
  const close = skipDigits(p + 1);
  if (close == p + 1 || !standsAt(close, afterPid)) return 0;
  const first = load<u8>(close + 3);
  return first <= 32 || first == 91 ? 0 : close + 3;
}
