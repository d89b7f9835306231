import type { Log } from '../document/log.ts';
import type { Runtime } from './runtime.ts';

/** How long the server reads before it looks whether a request waits, in milliseconds. */
const slice = 1;

type Listener = (log: Log) => void;

/** The open logs. Reads what is unread in small slices, so that requests are answered meanwhile. */
export class Logs {
  private readonly logs = new Map<string, Log>();
  private readonly runtime: Runtime;
  private readonly waiting = new Map<Log, (() => void)[]>();
  private readonly known = new WeakSet<Log>();
  private running = false;
  /** A log has been read further (at most once a slice). */
  onProgress: Listener = () => {};
  /** A log has been read to its end. */
  onRead: Listener = () => {};
  /** A log has been read to its end for the first time. */
  onFirstRead: Listener = () => {};
  /** Reading failed: a fault of ours; the log is left as it is. */
  onFault: (log: Log, error: unknown) => void = () => {};

  constructor(runtime: Runtime) {
    this.runtime = runtime;
  }

  get(uri: string): Log | undefined {
    return this.logs.get(uri);
  }

  all(): Iterable<Log> {
    return this.logs.values();
  }

  open(log: Log): void {
    this.logs.set(log.document.uri, log);
    this.wake();
  }

  close(uri: string): void {
    const log = this.logs.get(uri);
    this.logs.delete(uri);
    if (log) this.settle(log);
  }

  /** To be called when a log has lines to read: after an edit, after a change of settings. */
  wake(): void {
    if (this.running) return;
    this.running = true;
    void this.run();
  }

  /** Resolves once the log has been read to its end or closed, at the latest after `milliseconds`. */
  read(log: Log, milliseconds = Number.POSITIVE_INFINITY): Promise<void> {
    if (log.analysis.done || this.logs.get(log.document.uri) !== log) return Promise.resolve();
    this.wake();
    return new Promise((resolve) => {
      const waiters = this.waiting.get(log) ?? [];
      this.waiting.set(log, [...waiters, resolve]);
      if (Number.isFinite(milliseconds)) setTimeout(resolve, milliseconds);
    });
  }

  /** Resolves once there is a summary of about as much as has been read, or all of it. */
  async readPart(log: Log): Promise<void> {
    log.analysis.wantPartial();
    while (log.analysis.makesPartial && this.logs.get(log.document.uri) === log) await this.runtime.pause();
  }

  private async run(): Promise<void> {
    // the edit that woke us may be one of many that wait in the pipe
    await this.runtime.pause();
    for (let log = this.next(); log; log = this.next()) {
      this.readSlice(log);
      await this.runtime.pause();
    }
    this.running = false;
  }

  private next(): Log | undefined {
    return [...this.logs.values()].find(({ analysis }) => !analysis.done);
  }

  private readSlice(log: Log): void {
    const end = this.runtime.now() + slice;
    try {
      log.analysis.read(() => this.runtime.now() >= end);
      this.onProgress(log);
      if (log.analysis.done) this.finish(log);
    } catch (error) {
      this.onFault(log, error);
      this.giveUp(log);
      this.settle(log);
    }
  }

  private giveUp(log: Log): void {
    try {
      log.analysis.giveUp();
    } catch (error) {
      this.onFault(log, error);
    }
  }

  private finish(log: Log): void {
    this.settle(log);
    if (!this.known.has(log)) this.onFirstRead(log);
    this.known.add(log);
    this.onRead(log);
  }

  private settle(log: Log): void {
    for (const resolve of this.waiting.get(log) ?? []) resolve();
    this.waiting.delete(log);
  }
}
