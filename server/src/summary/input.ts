import { formatIds } from '../events/rowReader.ts';
import { tally } from './aggregates.ts';

/** One input, or the piece of it that lies in a part. */
export interface InputCount {
  path: string;
  bytes: number;
  lines: number;
  /** Lines at its beginning that an earlier input holds already: counted there. */
  repeated: number;
  understood: number;
  unknown: number;
  /** Understood lines by number of the format. */
  formats: number[];
  /** Coded. */
  firstTime: number;
  lastTime: number;
}

export function newInput(path: string): InputCount {
  return { path, bytes: 0, lines: 0, repeated: 0, understood: 0, unknown: 0, formats: [], firstTime: Number.NaN, lastTime: Number.NaN };
}

/** Adds the piece that follows. */
export function joinInputs(to: InputCount, from: InputCount): void {
  to.bytes += from.bytes;
  to.lines += from.lines;
  to.repeated += from.repeated;
  to.understood += from.understood;
  to.unknown += from.unknown;
  from.formats.forEach((by, format) => {
    tally(to.formats, format, by);
  });
  if (Number.isNaN(to.firstTime)) to.firstTime = from.firstTime;
  if (!Number.isNaN(from.lastTime)) to.lastTime = from.lastTime;
}

/** Display identifier of the format most lines have. */
export function formatOf({ formats }: InputCount): (typeof formatIds)[number] {
  let best = 0;
  for (let id = 1; id < formats.length; id++) if (formats[id] > (formats[best] ?? 0) || best === 0) best = formats[id] > 0 ? id : best;
  return formatIds[best];
}
