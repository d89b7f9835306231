/**
 * Finds which of many groups of literals may occur in a text, in one pass. Each group is entered under the rarest run of four characters in its literals (of three
 * or two where they are shorter: `spf`, Chinese); the pass rolls over the text's runs, looks each up and compares the literal it belongs to. A group reported may
 * occur, one not reported does not.
 */
export class Prefilter {
  private readonly heads = new Int32Array(buckets).fill(-1);
  /** Four numbers of each group, side by side in memory: its run, the next group of its bucket, where in its literal the run ends, the last round that found it. */
  private readonly entries: Int32Array;
  /** By group: the literal that the pass itself compares, empty where it does not. */
  private readonly literals: string[];
  /** The same by runs of three and of two characters: few. */
  private readonly three = new Int32Array(shortBuckets).fill(-1);
  private readonly two = new Int32Array(shortBuckets).fill(-1);
  /** By the last two characters of those runs: which of both lengths there are, 2 and 3 as bits 1 and 2. One look-up for each character of a text. */
  private readonly shorts = new Uint8Array(1 << 16);
  /** Groups of single characters, tried on each text. */
  private readonly always: number[] = [];
  private round = 0;
  /** The groups that the last scan reported: the first `count` of these numbers. */
  readonly found: Int32Array;
  private count = 0;

  /** @param groups the literals of a group, folded; all of them must occur for the group to occur. */
  constructor(groups: readonly (readonly string[])[], finders: Finders = findersOf(groups)) {
    this.entries = new Int32Array(4 * groups.length);
    this.literals = groups.map(() => '');
    this.found = new Int32Array(groups.length);
    for (let group = 0; group < groups.length; group++) this.enter(group, groups[group][finders.literals[group]], finders.ends[group]);
  }

  /** The literal of a group that need not be looked for again when the group was reported; null where there is none. */
  compared(group: number): string | null {
    return this.literals[group] || null;
  }

  private enter(group: number, literal: string, end: number) {
    const length = Math.min(literal.length, 4);
    if (length < 2) {
      this.always.push(group);
      return;
    }
    let gram = 0;
    for (let i = end - length + 1; i <= end; i++) gram = roll(gram, literal.charCodeAt(i));
    if (length === 4) {
      this.literals[group] = literal;
      this.entries[4 * group + ending] = end;
      this.link(this.heads, bucketOf(gram), gram, group);
    } else {
      this.shorts[gram & 0xffff] |= length - 1;
      this.link(length === 3 ? this.three : this.two, shortBucketOf(gram), gram, group);
    }
  }

  /** Puts a group in front of its bucket's others. */
  private link(heads: Int32Array, bucket: number, gram: number, group: number) {
    this.entries[4 * group] = gram;
    this.entries[4 * group + next] = heads[bucket];
    heads[bucket] = group;
  }

  /** Looks for the groups that may occur in the folded text. @returns how many; their numbers, each once, are in `found`. */
  scan(folded: string): number {
    this.round = (this.round + 1) | 0;
    this.count = 0;
    const { heads, entries, literals, round, shorts } = this;
    let gram = 0;
    for (let i = 0; i < folded.length; i++) {
      gram = roll(gram, folded.charCodeAt(i));
      if (shorts[gram & 0xffff] !== 0) this.reportShort(gram);
      for (let group = heads[bucketOf(gram)]; group >= 0; group = entries[4 * group + next]) {
        if (entries[4 * group] !== gram || entries[4 * group + seen] === round) continue;
        const start = i - entries[4 * group + ending];
        if (start < 0 || !folded.startsWith(literals[group], start)) continue;
        this.report(group);
      }
    }
    for (const group of this.always) this.report(group);
    return this.count;
  }

  private report(group: number) {
    this.entries[4 * group + seen] = this.round;
    this.found[this.count++] = group;
  }

  private reportShort(gram: number) {
    const bits = this.shorts[gram & 0xffff];
    if (bits & 1) this.reportAll(this.two, gram & 0xffff);
    if (bits & 2) this.reportAll(this.three, gram & 0xffffff);
  }

  private reportAll(heads: Int32Array, gram: number) {
    const { entries, round } = this;
    for (let group = heads[shortBucketOf(gram)]; group >= 0; group = entries[4 * group + next])
      if (entries[4 * group] === gram && entries[4 * group + seen] !== round) this.report(group);
  }
}

/* Places in a group's four numbers, behind its run. */
const next = 1;
const ending = 2;
const seen = 3;

const bucketBits = 14;
const buckets = 1 << bucketBits;
const bucketOf = (gram: number) => Math.imul(gram, 0x9e3779b1) >>> (32 - bucketBits);
const shortBuckets = 1 << 8;
const shortBucketOf = (gram: number) => Math.imul(gram, 0x9e3779b1) >>> 24;
/** Eight bits a character: a character beyond Latin-1 is mixed into eight, the same way in texts and literals. */
const roll = (gram: number, code: number) => (gram << 8) | ((code & 0xff) ^ (code >> 8));

/** By group: which of its literals it is found by, and where in that one the run of up to four characters ends by which the pass finds it. */
export interface Finders {
  literals: readonly number[];
  ends: readonly number[];
}

/** Chooses by what each group is found. */
export function findersOf(groups: readonly (readonly string[])[]): Finders {
  const counts = countRuns(groups);
  const runs = groups.map(
    (literals) => rarest(literals, 4, counts) ?? rarest(literals, 3, null) ?? rarest(literals, 2, null) ?? { literal: 0, end: 0 },
  );
  return { literals: runs.map(({ literal }) => literal), ends: runs.map(({ end }) => end) };
}

/** A run of a literal. */
interface Run {
  /** Number of the literal in its group. */
  literal: number;
  /** Index of the run's last character. */
  end: number;
}

/** How many runs of four fall into each bucket: which run of a literal stands for it is a matter of speed only. */
function countRuns(groups: readonly (readonly string[])[]): Uint16Array {
  const counts = new Uint16Array(buckets);
  for (const literals of groups) for (const literal of literals) countRunsOf(literal, counts);
  return counts;
}

function countRunsOf(literal: string, counts: Uint16Array) {
  let gram = 0;
  for (let end = 0; end < literal.length; end++) {
    gram = roll(gram, literal.charCodeAt(end));
    if (end >= 3) counts[bucketOf(gram)]++;
  }
}

/** The run whose bucket is the emptiest; the first without counts. */
function rarest(literals: readonly string[], length: number, counts: Uint16Array | null): Run | null {
  let best: Run | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const [number, literal] of literals.entries()) {
    let gram = 0;
    for (let end = 0; end < literal.length; end++) {
      gram = roll(gram, literal.charCodeAt(end));
      if (end < length - 1) continue;
      const count = counts ? counts[bucketOf(gram)] : 0;
      if (count >= fewest) continue;
      fewest = count;
      best = { literal: number, end };
    }
  }
  return best;
}
