/** Which literals occur in a text. Rules share many ("try again", "sender"), so each is looked for at most once in a text, and only when a rule asks. */
export class Occurrences {
  private readonly literals: string[] = [];
  private readonly numbers = new Map<string, number>();
  /** By literal: the round in which it was looked for, twice that, plus one where it was found. */
  private known = new Float64Array(0);
  private round = 0;
  private text = '';

  /** The number of a literal, for `has`. */
  numberOf(literal: string): number {
    const before = this.numbers.get(literal);
    if (before !== undefined) return before;
    this.numbers.set(literal, this.literals.length);
    return this.literals.push(literal) - 1;
  }

  /** Begins with a new text, folded as the literals are. */
  begin(text: string): void {
    if (this.known.length < this.literals.length) this.known = new Float64Array(this.literals.length);
    this.text = text;
    this.round++;
  }

  has(number: number): boolean {
    const mark = this.known[number];
    if (mark >= 2 * this.round) return mark > 2 * this.round;
    const found = this.text.includes(this.literals[number]);
    this.known[number] = 2 * this.round + (found ? 1 : 0);
    return found;
  }
}
