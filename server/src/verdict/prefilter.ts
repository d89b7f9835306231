/**
 * Finds which of many groups of literals may occur in a text, in one pass. Each group is entered under its rarest run of four characters (its anchor; of three or two
 * where its literals are shorter: `spf`, Chinese); the pass rolls over the text's runs and looks each up. A group reported may occur, one not reported does not.
 */
export class Prefilter {
  private readonly heads = new Int32Array(buckets).fill(-1);
  private readonly next: Int32Array;
  private readonly grams: Int32Array;
  /** Groups by runs of three and of two characters: few. */
  private readonly three = new FewRuns();
  private readonly two = new FewRuns();
  /** Groups of single characters, tried on each text. */
  private readonly always: number[] = [];
  private readonly seen: Uint32Array;
  private round = 0;

  /** @param groups the literals of a group, folded; all of them must occur for the group to occur. */
  constructor(groups: readonly (readonly string[])[]) {
    this.next = new Int32Array(groups.length);
    this.grams = new Int32Array(groups.length);
    this.seen = new Uint32Array(groups.length);
    const counts = countGrams(groups);
    groups.forEach((literals, group) => {
      const gram = rarest(literals, 4, counts);
      if (gram !== null) this.enter(group, gram);
      else this.enterShort(group, literals);
    });
  }

  private enter(group: number, gram: number) {
    const bucket = bucketOf(gram);
    this.grams[group] = gram;
    this.next[group] = this.heads[bucket];
    this.heads[bucket] = group;
  }

  private enterShort(group: number, literals: readonly string[]) {
    const three = rarest(literals, 3, noCounts);
    const two = rarest(literals, 2, noCounts);
    if (three !== null) this.three.add(three, group);
    else if (two !== null) this.two.add(two, group);
    else this.always.push(group);
  }

  /** Numbers of the groups that may occur in the folded text, each once, added to `found`. */
  scan(folded: string, found: number[]): void {
    this.round++;
    const { heads, next, grams, seen, round, three, two } = this;
    let gram = 0;
    for (let i = 0; i < folded.length; i++) {
      gram = roll(gram, folded.charCodeAt(i));
      if (two.may(gram & 0xffff)) this.report(two.groups(gram & 0xffff), found);
      if (three.may(gram & 0xffffff)) this.report(three.groups(gram & 0xffffff), found);
      for (let group = heads[bucketOf(gram)]; group >= 0; group = next[group]) {
        if (grams[group] !== gram || seen[group] === round) continue;
        seen[group] = round;
        found.push(group);
      }
    }
    for (const group of this.always) found.push(group);
  }

  private report(groups: readonly number[], found: number[]) {
    for (const group of groups) {
      if (this.seen[group] === this.round) continue;
      this.seen[group] = this.round;
      found.push(group);
    }
  }
}

/** Groups by a short run, behind a table of bits. */
class FewRuns {
  private readonly bits = new Uint8Array(buckets);
  private readonly byRun = new Map<number, number[]>();

  add(run: number, group: number) {
    this.bits[bucketOf(run)] = 1;
    const groups = this.byRun.get(run);
    if (groups) groups.push(group);
    else this.byRun.set(run, [group]);
  }

  may(run: number): boolean {
    return this.bits[bucketOf(run)] === 1;
  }

  groups(run: number): readonly number[] {
    return this.byRun.get(run) ?? [];
  }
}

const bucketBits = 14;
const buckets = 1 << bucketBits;
const bucketOf = (gram: number) => Math.imul(gram, 0x9e3779b1) >>> (32 - bucketBits);
/** Eight bits a character: a character beyond Latin-1 is mixed into eight, the same way in texts and literals. */
const roll = (gram: number, code: number) => (gram << 8) | ((code & 0xff) ^ (code >> 8));
const masks: Record<number, number> = { 2: 0xffff, 3: 0xffffff, 4: -1 };
const noCounts: ReadonlyMap<number, number> = new Map();

function gramsOf(literal: string, length: number): number[] {
  const found: number[] = [];
  let gram = 0;
  for (let i = 0; i < literal.length; i++) {
    gram = roll(gram, literal.charCodeAt(i));
    if (i >= length - 1) found.push(gram & masks[length]);
  }
  return found;
}

function countGrams(groups: readonly (readonly string[])[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const literals of groups)
    for (const literal of literals) for (const gram of gramsOf(literal, 4)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  return counts;
}

/** The anchor: the run that the fewest literals share. */
function rarest(literals: readonly string[], length: number, counts: ReadonlyMap<number, number>): number | null {
  let best: number | null = null;
  for (const literal of literals)
    for (const gram of gramsOf(literal, length)) if (best === null || (counts.get(gram) ?? 0) < (counts.get(best) ?? 0)) best = gram;
  return best;
}
