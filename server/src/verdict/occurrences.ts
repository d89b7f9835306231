/**
 * Which literals occur in a text. Rules share many ("try again", "sender"), so each is looked for at most once in a text, only when a rule asks, and only
 * where the text has the literal's first and last three characters: a set of bits tells that at once.
 */
export class Occurrences {
  private readonly literals: string[] = [];
  private readonly numbers = new Map<string, number>();
  /** By literal: the bits of its first and of its last three characters; -1 for shorter ones. */
  private readonly firsts: number[] = [];
  private readonly lasts: number[] = [];
  /** By literal: the round in which it was looked for, twice that, plus one where it was found. */
  private known = new Float64Array(256);
  private readonly bits = new Uint32Array(bitCount / 32);
  /** All clauses, in one place in memory: the bits of each text's first and last three characters, -1 behind each clause, -2 behind those of one pattern. */
  private clauses = new Int16Array(4096);
  private clausesEnd = 0;
  private round = 0;
  private text = '';

  /** The number of a literal, for `has`. */
  numberOf(literal: string): number {
    const before = this.numbers.get(literal);
    if (before !== undefined) return before;
    this.numbers.set(literal, this.literals.length);
    this.firsts.push(literal.length < 3 ? -1 : bitOfLast(literal, 3));
    this.lasts.push(literal.length < 3 ? -1 : bitOfLast(literal, literal.length));
    if (this.known.length < this.literals.length + 1) this.makeRoom();
    return this.literals.push(literal) - 1;
  }

  private makeRoom() {
    const { known } = this;
    this.known = new Float64Array(2 * known.length);
    this.known.set(known);
  }

  /** Begins with a new text, folded as the literals are. */
  begin(text: string): void {
    this.text = text;
    this.round++;
    this.bits.fill(0);
    let run = 0;
    for (let i = 0; i < text.length; i++) {
      run = roll(run, text.charCodeAt(i));
      const bit = bitOf(run);
      this.bits[bit >>> 5] |= 1 << (bit & 31);
    }
  }

  /** Whether the literal occurs in the text. */
  has(number: number): boolean {
    if (!this.mayHave(number)) return false;
    const mark = this.known[number];
    if (mark >= 2 * this.round) return mark > 2 * this.round;
    const found = this.text.includes(this.literals[number]);
    this.known[number] = 2 * this.round + (found ? 1 : 0);
    return found;
  }

  /** False: it does not occur. True: it may. Costs next to nothing. */
  mayHave(number: number): boolean {
    return this.isSet(this.firsts[number]) && this.isSet(this.lasts[number]);
  }

  /** Puts clauses behind those known. @returns their number, for `mayHaveAll`. */
  addClauses(clauses: readonly ClauseEdges[]): number {
    const at = this.clausesEnd;
    const needed = at + clauses.reduce((sum, edges) => sum + edges.length / 3 + 1, 1);
    if (needed > this.clauses.length) {
      const { clauses: before } = this;
      this.clauses = new Int16Array(2 * needed);
      this.clauses.set(before);
    }
    for (const edges of clauses) {
      for (let end = 3; end <= edges.length; end += 3) this.clauses[this.clausesEnd++] = bitOfLast(edges, end);
      this.clauses[this.clausesEnd++] = clauseEnd;
    }
    this.clauses[this.clausesEnd++] = clausesEnd;
    return at;
  }

  /** False: of one clause no text occurs. @param at number of the clauses. */
  mayHaveAll(at: number): boolean {
    const { clauses, bits } = this;
    for (let i = at; clauses[i] !== clausesEnd; i++) {
      let holds = false;
      for (; clauses[i] !== clauseEnd; i += 2) holds ||= isIn(bits, clauses[i]) && isIn(bits, clauses[i + 1]);
      if (!holds) return false;
    }
    return true;
  }

  private isSet(bit: number): boolean {
    return bit < 0 || isIn(this.bits, bit);
  }
}

const isIn = (bits: Uint32Array, bit: number) => (bits[bit >>> 5] & (1 << (bit & 31))) !== 0;

const clauseEnd = -1;
const clausesEnd = -2;

/** A clause as far as bits tell: the first three and the last three characters of each text, one text behind the other. */
export type ClauseEdges = string;

/** @param texts of three characters or more, of which one must occur. */
export function clauseEdges(texts: readonly string[]): ClauseEdges {
  return [...new Set(texts.map((text) => text.slice(0, 3) + text.slice(-3)))].join('');
}

const bitCount = 1 << 13;
/** Eight bits a character, the last three characters. */
const roll = (run: number, code: number) => ((run << 8) | ((code & 0xff) ^ (code >> 8))) & 0xffffff;
const bitOf = (run: number) => Math.imul(run, 0x9e3779b1) >>> 19;

function bitOfLast(literal: string, end: number): number {
  let run = 0;
  for (let i = end - 3; i < end; i++) run = roll(run, literal.charCodeAt(i));
  return bitOf(run);
}
