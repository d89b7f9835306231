import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';

/** The reader has gone away (`| head`): nothing more to do, and no fault. */
export class ReaderGone extends Error {}

const flushAt = 65_536;

/** Writes in pieces of 64 KiB and waits while the reader is slower, so that memory stays bounded. */
export class Output {
  private readonly stream: Writable;
  private readonly isFile: boolean;
  private text = '';
  private fault: Error | null = null;

  /** @param path null for standard output. */
  constructor(path: string | null, standard: Writable) {
    this.isFile = path !== null;
    this.stream = path === null ? standard : createWriteStream(path);
    this.stream.on('error', (error: NodeJS.ErrnoException) => {
      this.fault = error.code === 'EPIPE' ? new ReaderGone() : error;
    });
  }

  /** Whether `flush` should be awaited now. */
  write(text: string): boolean {
    this.text += text;
    return this.text.length >= flushAt;
  }

  async flush(): Promise<void> {
    if (this.fault) throw this.fault;
    const { text } = this;
    this.text = '';
    if (text === '') return;
    await new Promise<void>((resolve, reject) => {
      this.stream.write(text, (error) => (error ? reject((error as NodeJS.ErrnoException).code === 'EPIPE' ? new ReaderGone() : error) : resolve()));
    });
  }

  async end(): Promise<void> {
    await this.flush();
    if (!this.isFile) return;
    this.stream.end();
    await once(this.stream, 'close');
    if (this.fault) throw this.fault;
  }
}
