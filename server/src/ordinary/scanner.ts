import { plainBeginnings } from '../formats/postfix/plain.ts';
import type { OtherMessages } from '../messages/ordinary.ts';
import { hostOf } from './host.ts';
import { program } from './program.ts';

/** Nearly every host has it, but not every set of types. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: Record<string, Record<string, (...numbers: number[]) => number>>) => { exports: object };
};
/** So does this. */
declare function atob(base64: string): string;

interface Variable {
  readonly value: number;
}

/** What the scanner (server/scanner) offers: see there. Addresses are offsets in its memory. */
export interface ScannerExports {
  memory: { buffer: ArrayBuffer };
  reserve(bytes: number): number;
  read(from: number, end: number, base: number, line: number): number;
  lines: Variable;
  seenFirst: Variable;
  seenLast: Variable;
  seenGreatest: Variable;
  uncoded: Variable;
  hourStart: Variable;
  zoneStart: Variable;
  setHead(hour: number, zone: number, digits: number, mark: number, base: number, coded: number, minute: number): void;
  setHost(print: number, id: number): void;
  learnInstance(print: number, id: number): void;
  learnDomain(print: number, id: number): void;
  learnSender(print: number, id: number): void;
  learnClient(print: number, id: number, own: number): void;
  learnAccount(print: number, id: number): void;
  learnCode(print: number, id: number): void;
  learnReceiver(print: number, id: number): void;
  learnSuccess(print: number, code: number, own: number, verdict: number): void;
  learnRelay(print: number, program: number, saved: number, id: number, receiver: number, way: number): void;
  /** Of the line that `read` stopped at. */
  tagAt: Variable;
  bodyAt: Variable;
  pidAt(): number;
  learnRefusal(line: number, verdict: number, code: number, own: number): void;
  setOwn(any: number): void;
  addBeginning(first: number, length: number, trust: number): number;
  closedCount: Variable;
  linkCount: Variable;
  hostClosed(): number;
  hostLinked(): number;
  openCount(): number;
  openEntries(): number;
  openCapacity(): number;
  takeOpen(queue: number): number;
  takeRecent(queue: number): number;
  takeRecentAt(number: number): number;
  takenNumber: Variable;
  takeLinked(queue: number): number;
  release(message: number): void;
  oddStart: Variable;
  oddCount: Variable;
  clearOdd(): void;
  settleClosed(): void;
  setSeam(lines: number): void;
  mention(queue: number): void;
  setStart(place: number): number;
  isFull(): number;
  rowStart(sort: number): number;
  rowCount(sort: number): number;
  tableStart(which: number): number;
  tableSize(which: number): number;
  firstTime: Variable;
  lastTime: Variable;
  firstOwnTime: Variable;
  lastOwnTime: Variable;
  clearCounts(): void;
}

/** How a TLS connection to a next hop is trusted (`Fields.tls`), by the beginning of the line. */
const trusts: Record<string, number> = {
  'Anonymous TLS connection established ': 1,
  'Untrusted TLS connection established ': 2,
  'Trusted TLS connection established ': 3,
  'Verified TLS connection established ': 4,
};

let compiled: object | null = null;

/** Whether it can run here: old browsers have no WebAssembly or not its vectors, and a page may forbid it. Then the careful reader reads all. */
export function canScan(): boolean {
  try {
    compiled ??= new WebAssembly.Module(bytesOf(program));
    return true;
  } catch {
    return false;
  }
}

/** A scanner with its memory. */
export class Scanner {
  readonly exports: ScannerExports;
  private bytes = new Uint8Array(0);
  private ints = new Int32Array(0);
  private floats = new Float64Array(0);

  /** Only where `canScan`. @param others answers while the scanner reads. */
  constructor(others: OtherMessages) {
    compiled ??= new WebAssembly.Module(bytesOf(program));
    this.exports = new WebAssembly.Instance(compiled, { host: hostOf(others) }).exports as unknown as ScannerExports;
    for (const text of plainBeginnings) this.addBeginning(text);
  }

  /** `message repeated 3 times: [...]` wraps a line that may tell something. */
  private addBeginning(text: string): void {
    if (text === 'message repeated ') return;
    const at = this.exports.addBeginning(text.charCodeAt(0), text.length, trusts[text] ?? 0);
    this.write(text, at);
  }

  /** Writes a text of Latin-1. */
  write(text: string, at: number): void {
    const { memory } = this;
    for (let i = 0; i < text.length; i++) memory[at + i] = text.charCodeAt(i);
  }

  /** Its memory as bytes, as it is now: it moves when it grows. */
  get memory(): Uint8Array {
    const { buffer } = this.exports.memory;
    if (this.bytes.buffer !== buffer) this.bytes = new Uint8Array(buffer);
    return this.bytes;
  }

  /** The same as whole numbers of 4 bytes. */
  get numbers(): Int32Array {
    const { buffer } = this.exports.memory;
    if (this.ints.buffer !== buffer) this.ints = new Int32Array(buffer);
    return this.ints;
  }

  /** The same as numbers of 8 bytes. */
  get doubles(): Float64Array {
    const { buffer } = this.exports.memory;
    if (this.floats.buffer !== buffer) this.floats = new Float64Array(buffer);
    return this.floats;
  }
}

function bytesOf(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
