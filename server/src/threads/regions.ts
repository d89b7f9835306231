/** Below this many bytes left to a thread it keeps them: a further part to merge costs more than it saves. */
const worthTaking = 8 << 20;

/**
 * Which blocks of work each thread still has. A log's blocks are dealt out in stretches as long as there are threads, so that each thread makes
 * one part of the summary; a thread that is done takes the later half of what the busiest one has left. Shared by all threads, no locks.
 */
export class Regions {
  /** One number a thread: next block in the upper half, end (exclusive) in the lower. */
  private readonly state: BigInt64Array;
  /** Bytes before each block, and of all. */
  private readonly before: Float64Array;

  constructor({ state, before }: RegionsData) {
    this.state = new BigInt64Array(state);
    this.before = before;
  }

  /** @param weights bytes of work in each block, in order. */
  static deal(weights: readonly number[], threads: number): RegionsData {
    const before = new Float64Array(weights.length + 1);
    for (const [at, weight] of weights.entries()) before[at + 1] = before[at] + weight;
    const state = new SharedArrayBuffer(8 * threads);
    const view = new BigInt64Array(state);
    const total = before[weights.length];
    let from = 0;
    for (let thread = 0; thread < threads; thread++) {
      let to = thread === threads - 1 ? weights.length : from;
      while (to < weights.length && before[to + 1] <= (total * (thread + 1)) / threads) to++;
      view[thread] = pack(from, to);
      from = to;
    }
    return { state, before };
  }

  /** The thread's next block, -1 where it has none left. */
  claim(thread: number): number {
    for (;;) {
      const packed = Atomics.load(this.state, thread);
      const [next, end] = unpack(packed);
      if (next >= end) return -1;
      if (Atomics.compareExchange(this.state, thread, packed, pack(next + 1, end)) === packed) return next;
    }
  }

  /** Takes work from another thread for one that has none left. @returns whether there was any worth it. */
  take(thread: number): boolean {
    for (;;) {
      const victim = this.busiest();
      if (victim < 0) return false;
      const packed = Atomics.load(this.state, victim);
      const [next, end] = unpack(packed);
      const middle = this.middle(next, end);
      if (middle >= end || this.bytes(next, end) < worthTaking) continue;
      if (Atomics.compareExchange(this.state, victim, packed, pack(next, middle)) !== packed) continue;
      Atomics.store(this.state, thread, pack(middle, end));
      return true;
    }
  }

  private busiest(): number {
    let most = worthTaking;
    let busiest = -1;
    for (let thread = 0; thread < this.state.length; thread++) {
      const [next, end] = unpack(Atomics.load(this.state, thread));
      const left = this.bytes(next, end);
      if (left < most || this.middle(next, end) >= end) continue;
      most = left;
      busiest = thread;
    }
    return busiest;
  }

  private bytes(next: number, end: number): number {
    return next < end ? this.before[end] - this.before[next] : 0;
  }

  /** The block at which the second half of the bytes begins; the end where the last block is more than half. */
  private middle(next: number, end: number): number {
    const half = (this.before[next] + this.before[end]) / 2;
    let middle = next + 1;
    while (middle < end && this.before[middle] < half) middle++;
    return middle;
  }
}

/** To be given to threads. */
export interface RegionsData {
  state: SharedArrayBuffer;
  before: Float64Array;
}

function pack(next: number, end: number): bigint {
  return (BigInt(next) << 32n) | BigInt(end);
}

function unpack(packed: bigint): [next: number, end: number] {
  return [Number(packed >> 32n), Number(packed & 0xffff_ffffn)];
}
