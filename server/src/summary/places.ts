import type { Place } from '../messages/message.ts';
import type { InputCount } from './input.ts';
import type { Evidence } from './summary.ts';

const perInput = 2 ** 32;

export function placeOf(input: number, line: number): Place {
  return input * perInput + line;
}

export function inputOf(place: Place): number {
  return Math.floor(place / perInput);
}

export function lineOf(place: Place): number {
  return place % perInput;
}

/** Where a place is for the user: the input's path and the line in it. */
export function evidenceOf(place: Place, inputs: readonly InputCount[]): Evidence {
  return { path: inputs[inputOf(place)].path, line: lineOf(place) };
}

/** The first `most` of some places, in order; the order they come in does not matter. */
export function keepFirst(places: Place[], place: Place, most: number): void {
  if (places.length >= most && place >= places[places.length - 1]) return;
  let at = places.length;
  while (at > 0 && places[at - 1] > place) at--;
  if (places[at - 1] === place) return;
  places.splice(at, 0, place);
  if (places.length > most) places.pop();
}
