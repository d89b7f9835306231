/** Texts of which one must occur wherever a pattern matches. */
export type Clause = readonly string[];

/** What is known of a part of a pattern: all texts it can match where they are few, else the clauses that hold where it matches. */
interface Part {
  texts: readonly string[] | null;
  clauses: readonly Clause[];
}

const mostTexts = 64;
const mostClauses = 4;
/** Shorter texts occur nearly everywhere. */
const shortest = 3;
const empty: Part = { texts: [''], clauses: [] };
const anything: Part = { texts: null, clauses: [] };

/**
 * What a text must hold for a pattern to match, folded: of each clause at least one text. So a pattern need not be run on texts that cannot match. Reads what the
 * rules use of JavaScript's syntax; for anything else (look-around, back references) nothing is required. Linear.
 *
 * @param given texts that are known to occur, folded: what they promise is not required again.
 */
export function requiredTexts(pattern: string, given: readonly string[] = []): Clause[] {
  const reader = new Reader(pattern, given);
  const part = reader.alternatives();
  return reader.understood ? reader.clausesOf(part).slice(0, mostClauses) : [];
}

/** Recursive descent over a pattern. */
class Reader {
  understood = true;
  private at = 0;
  private readonly pattern: string;
  private readonly given: readonly string[];

  constructor(pattern: string, given: readonly string[]) {
    this.pattern = pattern;
    this.given = given;
  }

  alternatives(): Part {
    const parts = [this.sequence()];
    while (this.pattern[this.at] === '|') {
      this.at++;
      parts.push(this.sequence());
    }
    return parts.length === 1 ? parts[0] : this.eitherOf(parts);
  }

  private sequence(): Part {
    const clauses: Clause[] = [];
    let texts: readonly string[] = [''];
    let exact = true;
    while (this.at < this.pattern.length && this.pattern[this.at] !== '|' && this.pattern[this.at] !== ')') {
      const part = this.repeated();
      if (part.texts !== null && part.texts.length * texts.length <= mostTexts) {
        texts = joined(texts, part.texts);
        continue;
      }
      exact = false;
      clauses.push(...this.clauseOf(texts), ...part.clauses);
      texts = part.texts ?? [''];
    }
    return exact ? { texts, clauses } : { texts: null, clauses: [...clauses, ...this.clauseOf(texts)] };
  }

  /** What a part requires, best first. */
  clausesOf({ texts, clauses }: Part): Clause[] {
    return [...clauses, ...(texts ? this.clauseOf(texts) : [])].sort((a, b) => worth(b) - worth(a));
  }

  /** One element with the quantifier behind it. */
  private repeated(): Part {
    const part = this.element();
    const quantifier = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(this.pattern.slice(this.at, this.at + 16));
    if (!quantifier) return part;
    this.at += quantifier[0].length;
    const { texts } = part;
    if (quantifier[0][0] === '?') return texts ? { texts: [...new Set([...texts, ''])], clauses: [] } : anything;
    if (quantifier[0][0] === '*' || quantifier[1] === '0') return anything;
    return { texts: null, clauses: texts ? this.clauseOf(texts) : part.clauses };
  }

  private element(): Part {
    const char = this.pattern[this.at];
    if (char === '(') return this.group();
    if (char === '[') return this.characterClass();
    if (char === '\\') return this.escape();
    this.at++;
    if (char === '^' || char === '$') return empty;
    // Folding of other scripts differs from what a pattern without case does.
    return char === '.' || char > '\x7f' ? anything : { texts: [char.toLowerCase()], clauses: [] };
  }

  private group(): Part {
    const opening = /^\((?:\?(?::|<\w+>)|(?!\?))/.exec(this.pattern.slice(this.at, this.at + 40));
    if (!opening) this.understood = false;
    this.at += opening?.[0].length ?? 1;
    const part = this.alternatives();
    this.at++;
    return part;
  }

  private characterClass(): Part {
    for (this.at++; this.at < this.pattern.length && this.pattern[this.at] !== ']'; this.at++) if (this.pattern[this.at] === '\\') this.at++;
    this.at++;
    return anything;
  }

  private escape(): Part {
    const char = this.pattern[this.at + 1] ?? '';
    const property = /^\\[pP]\{[^}]*\}|^\\u[\da-f]{4}|^\\x[\da-f]{2}/i.exec(this.pattern.slice(this.at, this.at + 40));
    this.at += property?.[0].length ?? 2;
    if (/[1-9k]/.test(char)) this.understood = false;
    if (char === 'b' || char === 'B') return empty;
    return /[a-z\d]/i.test(char) ? anything : { texts: [char], clauses: [] };
  }

  /** Where every alternative requires something, one of these things is required. */
  private eitherOf(parts: readonly Part[]): Part {
    const all = parts.flatMap(({ texts }) => texts ?? []);
    if (parts.every(({ texts }) => texts !== null) && all.length <= mostTexts) return { texts: [...new Set(all)], clauses: [] };
    const lists = parts.map((part) => this.clausesOf(part));
    const rounds = Math.max(...lists.map(({ length }) => length));
    if (lists.some(({ length }) => length === 0)) return anything;
    const clauses = Array.from({ length: Math.min(rounds, mostClauses) }, (_, round) => lists.flatMap((list) => list[round] ?? list[0]));
    return { texts: null, clauses: clauses.flatMap((texts) => this.clauseOf(texts)) };
  }

  /** The clause that one of some texts occurs, without texts that hold another; none where a text is too short to tell anything, or is given anyway. */
  private clauseOf(texts: readonly string[]): Clause[] {
    if (texts.length > 2 * mostTexts) return [];
    if (texts.some((text) => text.length < shortest || this.given.some((known) => known.includes(text)))) return [];
    return [[...new Set(texts)].filter((text) => !texts.some((other) => other !== text && text.includes(other)))];
  }
}

function joined(before: readonly string[], behind: readonly string[]): string[] {
  return before.flatMap((text) => behind.map((more) => text + more));
}

/** Long texts tell most, few are looked for fastest. */
const worth = (clause: Clause) => Math.min(...clause.map(({ length }) => length)) - clause.length / 8;
