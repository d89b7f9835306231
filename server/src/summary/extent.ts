import type { Place } from '../messages/message.ts';
import type { Shift } from './shift.ts';

/** First and last in the order of the log. */
export interface Extent {
  firstPlace: Place;
  firstTime: number;
  lastPlace: Place;
  lastTime: number;
}

export function noExtent(): Extent {
  return { firstPlace: Number.POSITIVE_INFINITY, firstTime: Number.NaN, lastPlace: Number.NEGATIVE_INFINITY, lastTime: Number.NaN };
}

export function extend(extent: Extent, place: Place, time: number): void {
  if (place < extent.firstPlace) {
    extent.firstPlace = place;
    extent.firstTime = time;
  }
  if (place > extent.lastPlace) {
    extent.lastPlace = place;
    extent.lastTime = time;
  }
}

/** Adds that of a later part. */
export function mergeExtent(to: Extent, from: Extent, shift: Shift): void {
  if (from.firstPlace > from.lastPlace) return;
  extend(to, shift.place(from.firstPlace), shift.time(from.firstTime));
  extend(to, shift.place(from.lastPlace), shift.time(from.lastTime));
}
