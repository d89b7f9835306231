import { type FormatId, Framer, firstLines, formatOf, type LogFold } from '../core.ts';
import { follow } from '../source/node/follow.ts';
import { compressionOf } from '../source/node/open.ts';
import { problemOf } from '../source/problem.ts';
import { LineSkipper } from '../source/skip-lines.ts';
import type { LogFile } from '../threads/repeated.ts';
import type { Problem } from './inputs.ts';
import { type Reading, readFiles } from './reading.ts';

/** More lines tell nothing new about the format. */
const sampleLines = 400;

/** A signal that the user wants to end: Ctrl+C, or whoever started us. */
export function untilInterrupted(): AbortSignal {
  const stopper = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => stopper.abort());
  return stopper.signal;
}

export interface Following extends Reading {
  /** Everything written so far has been read: the time to print. */
  idle(): Promise<void>;
  warn(message: string): void;
  signal: AbortSignal;
}

/** Reads files one after another, the last one as it grows, until the signal; standard input and pipes until they end. */
export async function followFiles(files: readonly LogFile[], fold: LogFold, following: Following): Promise<Problem[]> {
  const last = files.at(-1);
  if (last === undefined || last.path === '-') return readFiles(files, fold, following);
  const problems = await readFiles(files.slice(0, -1), fold, following);
  try {
    if (await compressionOf(last.path).catch(() => null)) {
      return [...problems, { path: last.path, message: 'it is packed, and what is packed does not grow: follow the log itself' }];
    }
    await followOne(last, fold, following);
  } catch (error) {
    problems.push({ path: last.path, message: problemOf(error).message });
  }
  return problems;
}

async function followOne({ path, repeated }: LogFile, fold: LogFold, following: Following): Promise<void> {
  const { warn, signal } = following;
  const live = new LiveFold(fold, following, path, repeated);
  for await (const happening of follow(path, signal)) {
    switch (happening.kind) {
      case 'bytes':
        live.push(happening.bytes);
        break;
      case 'idle':
        await following.idle();
        break;
      case 'replaced':
        warn(`${path}: another file stands there now: following it from its beginning`);
        live.begin();
        break;
      case 'truncated':
        warn(`${path}: the file was truncated: following it from its beginning`);
        live.begin();
        break;
      case 'missing':
        warn(`${path}: ${happening.why}: waiting for it`);
        break;
    }
    await following.pause?.();
  }
}

/** Gives whole lines to the fold as they are written; a line without its end waits for it. */
class LiveFold {
  private readonly fold: LogFold;
  private readonly reading: Reading;
  private readonly path: string;
  private framer = new Framer();
  /** Lines left out, as they stand in the file before. */
  private repeated: number;
  private skipper: LineSkipper;
  private format: FormatId | null = null;
  /** Lines that do not show yet how the log is written; null once it is known. */
  private held: string | null = '';

  constructor(fold: LogFold, reading: Reading, path: string, repeated: number) {
    this.fold = fold;
    this.reading = reading;
    this.path = path;
    this.repeated = repeated;
    this.skipper = new LineSkipper(repeated);
    reading.begin(path, repeated);
  }

  push(bytes: Uint8Array): void {
    this.reading.bytes?.(bytes.length);
    this.take(this.skipper.rest(this.framer.push(bytes)));
  }

  /** The next file, written like the one before. */
  begin(): void {
    this.take(this.skipper.rest(this.framer.end()));
    if (this.held) this.read(null);
    this.framer = new Framer();
    this.repeated = 0;
    this.skipper = new LineSkipper(0);
    this.reading.begin(this.path, 0);
    if (this.format) this.fold.begin(this.format);
    this.held = this.format ? null : '';
  }

  private take(text: string): void {
    if (text === '') return;
    if (this.held === null) {
      this.fold.add(text);
      return;
    }
    this.held += text;
    const lines = firstLines(this.held);
    const format = formatOf(lines);
    if (format !== null || lines.length >= sampleLines) this.read(format);
  }

  private read(format: FormatId | null): void {
    const text = this.held ?? '';
    this.held = null;
    this.format = format;
    this.fold.begin(format, this.repeated);
    this.fold.add(text);
  }
}
