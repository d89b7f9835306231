import assert from 'node:assert/strict';
import { partOf, summaryOf, type Way } from './reading.ts';
import { smallest } from './smallest.ts';

/** The log must give the same in two ways of reading it; else the fewest of its lines that do not are shown. */
export function same(log: string, careful: (log: string) => string, scanned: (log: string) => string): void {
  if (careful(log) === scanned(log)) return;
  const least = smallest(log, (lines) => careful(lines) !== scanned(lines));
  assert.fail(`the scanner reads otherwise:\n${least}\n${careful(least)}\n${scanned(least)}`);
}

/** Reads a log in one go. */
export function whole(way: Way): (log: string) => string {
  return (log) => summaryOf(partOf(log, way), way.timeZone);
}

/** A log of Postfix must give the same with and without the scanner. */
export function sameAsWithCare(log: string, way: Way = {}): void {
  same(log, whole({ format: 'postfix', ...way, scanner: false }), whole({ format: 'postfix', ...way }));
}
