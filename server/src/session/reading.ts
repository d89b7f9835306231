import type { CancellationToken, WorkDoneProgressReporter } from 'vscode-languageserver';
import { type Calendar, type Engine, inOrderOfTime, LogFold, logsAmong, type Row, type Summary, Tables } from '../core.ts';
import type { Log } from '../document/log.ts';
import { LineSkipper } from '../source/skip-lines.ts';
import type { OrdinaryPart } from '../summary/ordinary-part.ts';
import type { Repetitions } from './runtime.ts';
import { Cancelled, throwIfCancelled } from './safe.ts';
import type { Session } from './session.ts';
import { piecesOf, wholeLines } from './whole-lines.ts';

/** Rows handled between two pauses: a few milliseconds of work. */
const rowsPerSlice = 8192;

/** What takes in the rows of inputs. `Part` is one. */
export interface Sink {
  /** @param repeated lines at its beginning that are left out, as they stood in the input before. */
  open(path: string, continued?: boolean, repeated?: number): void;
  note?(sentence: string): void;
  add(row: Row): unknown;
  addBytes?(bytes: number): void;
  /** Takes ordinary lines without their rows: see `Part`. */
  readsOrdinary?(): OrdinaryPart | null;
}

/** How a reading can be followed and stopped. */
export interface Control {
  token: CancellationToken;
  progress: WorkDoneProgressReporter;
}

/** Logs to be read together: one open document, from its rows; or any others, read from where they lie. */
export class Reading {
  readonly uris: readonly string[];
  readonly engine: Engine;
  readonly failed: { uri: string; message: string }[] = [];
  private readonly session: Session;
  private readonly log: Log | undefined;
  /** The texts that numbers in rows stand for. */
  readonly tables: Tables;

  private constructor(session: Session, uris: readonly string[], engine: Engine, log: Log | undefined) {
    this.session = session;
    this.uris = uris;
    this.engine = engine;
    this.log = log;
    this.tables = log ? log.analysis.names : new Tables();
  }

  /** Folders are replaced by the files in them. */
  static async of(session: Session, uris: readonly string[]): Promise<Reading> {
    const log = uris.length === 1 ? await session.find(uris[0]) : undefined;
    if (log) {
      await session.logs.read(log);
      return new Reading(session, uris, log.engine, log);
    }
    const engine = await session.engineFor(uris[0] ?? '');
    const files = await Promise.all(uris.map(async (uri) => ((await session.find(uri)) ? [uri] : filesIn(session, uri))));
    const ordered = await inOrderOfTime(files.flat(), async (uri) => (await session.files.begins?.(uri, engine.reference())) ?? Number.NaN);
    return new Reading(session, ordered, engine, undefined);
  }

  /** The summary where it is there already; null where the logs have to be read for it. */
  summary(): Summary | null {
    return this.log ? (this.log.summary() ?? this.engine.newPart(this.tables).finish(this.engine.reference())) : null;
  }

  calendar(): Calendar | null {
    return this.log ? this.log.analysis.calendar : null;
  }

  /** Whether the files lie as they are read: none is open with a text of its own. */
  get onDisk(): boolean {
    const { logs, runtime } = this.session;
    return !this.log && this.uris.length > 0 && this.uris.every((uri) => runtime.files.canRead(uri) && !logs.get(uri));
  }

  /** Gives all rows to a sink, in order. */
  async run(sink: Sink, control: Control): Promise<void> {
    if (this.log) return this.replay(this.log, sink, control);
    const fold = new LogFold(this.tables, this.engine, (row) => void sink.add(row), sink.readsOrdinary?.() ?? null);
    const repeated = await this.repeated();
    for (const note of repeated?.notes ?? []) sink.note?.(note);
    for (const [at, uri] of this.uris.entries()) {
      const before = repeated?.lines.get(uri) ?? 0;
      if (before === Number.POSITIVE_INFINITY) continue;
      control.progress.report((100 * at) / this.uris.length, nameOf(uri));
      sink.open(uri, false, before);
      fold.begin(undefined, before);
      await this.readOne(uri, new LineSkipper(before), fold, sink, control);
      fold.end();
    }
  }

  /** Texts of lines (from 1) of one input. */
  async texts(uri: string, lines: ReadonlySet<number>, control: Control): Promise<Map<number, string>> {
    const found = new Map<number, string>();
    const log = await this.session.find(uri);
    for (const line of log ? lines : []) found.set(line, (log as Log).document.text.line(line - 1));
    if (log || lines.size === 0) return found;
    const last = Math.max(...lines);
    let number = 0;
    for await (const text of wholeLines(this.session, uri, control.token)) {
      if (text === '') continue;
      for (const line of text.split('\n')) if (lines.has(++number)) found.set(number, decode(line));
      if (text.endsWith('\n')) number--;
      if (number >= last) break;
    }
    return found;
  }

  /** What rotated files hold twice counts once. */
  private async repeated(): Promise<Repetitions | undefined> {
    const { runtime } = this.session;
    if (this.uris.length < 2 || !this.uris.every((uri) => runtime.files.canRead(uri))) return undefined;
    return runtime.repeated?.(this.uris);
  }

  private async readOne(uri: string, skipper: LineSkipper, fold: LogFold, sink: Sink, control: Control): Promise<void> {
    try {
      for await (const bytes of piecesOf(this.session, uri, control.token)) {
        sink.addBytes?.(bytes.length);
        const rest = skipper.restOfBytes(bytes);
        if (rest.length > 0) fold.addBytes(rest);
      }
    } catch (error) {
      if (error instanceof Cancelled || control.token.isCancellationRequested) throw new Cancelled();
      this.failed.push({ uri, message: error instanceof Error ? error.message : String(error) });
    }
  }

  private async replay(log: Log, sink: Sink, { token }: Control): Promise<void> {
    sink.open(log.document.uri);
    let number = 0;
    for (const row of log.analysis.replay()) {
      sink.add(row);
      if (++number % rowsPerSlice !== 0) continue;
      await this.session.runtime.pause();
      throwIfCancelled(token);
    }
  }
}

/** Versions of the open documents among what was read. */
export function versionsOf({ logs }: Session, { uris }: Reading): Record<string, number> {
  const open = uris.flatMap((uri) => logs.get(uri) ?? []);
  return Object.fromEntries(open.map(({ document }) => [document.uri, document.version]));
}

async function filesIn(session: Session, uri: string): Promise<string[]> {
  const files = await session.files.list(uri).catch(() => null);
  if (!files) return [uri];
  const logs = new Set(logsAmong(files.map(nameOf)));
  return files.filter((file) => logs.has(nameOf(file)));
}

function nameOf(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}

const utf8 = new TextDecoder();

function decode(latin1: string): string {
  const line = latin1.endsWith('\r') ? latin1.slice(0, -1) : latin1;
  return utf8.decode(Uint8Array.from(line, (letter) => letter.charCodeAt(0)));
}
