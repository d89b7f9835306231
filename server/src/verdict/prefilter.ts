/**
 * Finds which of many groups of literals may occur in a text, in one pass. Each group is entered under its rarest run of four characters (its anchor);
 * the pass rolls over the text's runs and looks each up. A group reported may occur, one not reported does not.
 */
export class Prefilter {
  private readonly heads = new Int32Array(buckets).fill(-1);
  private readonly next: Int32Array;
  private readonly grams: Int32Array;
  /** Groups whose literals are all shorter than four characters (Chinese, Japanese): tried on each text that is not ASCII. */
  private readonly short: number[] = [];
  /** Groups with no literal of four characters in ASCII (`spf`, `ptr`): few, tried on each text. */
  private readonly terse: number[] = [];
  private readonly seen: Uint32Array;
  private round = 0;

  /** @param groups the literals of a group, folded; all of them must occur for the group to occur. */
  constructor(groups: readonly (readonly string[])[]) {
    this.next = new Int32Array(groups.length);
    this.grams = new Int32Array(groups.length);
    this.seen = new Uint32Array(groups.length);
    const counts = countGrams(groups);
    groups.forEach((literals, group) => {
      const gram = rarest(literals, counts);
      if (gram === null) (literals.every((literal) => /^[\x00-\x7f]+$/.test(literal)) ? this.terse : this.short).push(group);
      else this.enter(group, gram);
    });
  }

  private enter(group: number, gram: number) {
    const bucket = bucketOf(gram);
    this.grams[group] = gram;
    this.next[group] = this.heads[bucket];
    this.heads[bucket] = group;
  }

  /** Numbers of the groups that may occur in the folded text, each once, added to `found`. */
  scan(folded: string, found: number[]): void {
    this.round++;
    const { heads, next, grams, seen, round } = this;
    let gram = 0;
    let ascii = true;
    for (let i = 0; i < folded.length; i++) {
      const code = folded.charCodeAt(i);
      if (code > 0x7f) ascii = false;
      gram = roll(gram, code);
      if (i < 3) continue;
      for (let group = heads[bucketOf(gram)]; group >= 0; group = next[group]) {
        if (grams[group] !== gram || seen[group] === round) continue;
        seen[group] = round;
        found.push(group);
      }
    }
    for (const group of this.terse) found.push(group);
    if (!ascii || folded.length < 4) for (const group of this.short) found.push(group);
  }
}

const bucketBits = 14;
const buckets = 1 << bucketBits;
const bucketOf = (gram: number) => Math.imul(gram, 0x9e3779b1) >>> (32 - bucketBits);
const roll = (gram: number, code: number) => (gram << 8) ^ (code & 0xff) ^ (code >> 8);

function gramsOf(literal: string): number[] {
  const found: number[] = [];
  let gram = 0;
  for (let i = 0; i < literal.length; i++) {
    gram = roll(gram, literal.charCodeAt(i));
    if (i >= 3) found.push(gram);
  }
  return found;
}

function countGrams(groups: readonly (readonly string[])[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const literals of groups) for (const literal of literals) for (const gram of gramsOf(literal)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  return counts;
}

/** The anchor: the run that the fewest literals share. */
function rarest(literals: readonly string[], counts: Map<number, number>): number | null {
  let best: number | null = null;
  for (const literal of literals)
    for (const gram of gramsOf(literal)) if (best === null || (counts.get(gram) ?? 0) < (counts.get(best) ?? 0)) best = gram;
  return best;
}
