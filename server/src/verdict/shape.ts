/** What stands for a part that no rule can look at. */
export const opaque = 'id0';

/** Class of a character: 0 ends a token, 1 letter, 2 digit, 3 sign inside a token. */
const classes = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  const char = String.fromCharCode(c);
  if (/[a-z]/i.test(char)) classes[c] = 1;
  else if (/\d/.test(char)) classes[c] = 2;
  else if ('.:_-+~%$'.includes(char)) classes[c] = 3;
}

const shortest = 8;
const longest = 200;

/** Makes the shapes of texts: texts that differ only in identifiers (queue IDs, session IDs, local parts of addresses) get the same shape. */
export class Shaper {
  private readonly guard: LiteralGuard;

  /** @param runs of everything that rules compare with: a part that touches one of these literals stays as it is. */
  constructor(...runs: readonly GuardRuns[]) {
    this.guard = new LiteralGuard(runs);
  }

  /** The shape; the text itself where it has no identifier. Linear. */
  shapeOf(text: string): string {
    let shape = '';
    let copied = 0;
    let start = -1;
    let letters = 0;
    let digits = 0;
    for (let i = 0; i <= text.length; i++) {
      const code = i < text.length ? text.charCodeAt(i) : 0x20;
      const klass = code < 128 ? classes[code] : 0;
      if (klass !== 0) {
        if (start < 0) start = i;
        if (klass === 1) letters++;
        else if (klass === 2) digits++;
        continue;
      }
      if (start >= 0) {
        const isLocalPart = code === 0x40;
        const looksOpaque = i - start >= shortest && digits >= 2 && (letters > 0 || digits === i - start);
        if ((isLocalPart || looksOpaque) && this.isOpaque(text, start, i, isLocalPart)) {
          shape += text.slice(copied, start) + opaque;
          copied = i;
        }
        start = -1;
        letters = digits = 0;
      }
    }
    return copied === 0 ? text : shape + text.slice(copied);
  }

  private isOpaque(text: string, start: number, end: number, isLocalPart: boolean): boolean {
    if (end - start > longest || this.guard.touches(text, start, end)) return false;
    return isLocalPart || isIdentifier(text.slice(start, end).toLowerCase());
  }
}

/** Not a code with what follows it (`554-web.de`, `5.7.606-x1`), an address of the network, or a host name. */
function isIdentifier(token: string): boolean {
  if (/^\d{3}[^a-z\d]/.test(token) || /^[245]\.\d{1,3}\./.test(token)) return false;
  if (/^\[?(?:\d{1,3}\.){3}\d{1,3}/.test(token) || /^[0-9a-f]*(?::[0-9a-f]*){2,}/.test(token))
    return /[g-z]/.test(token) && !/^(?:\d{1,3}\.){3}/.test(token);
  return !/\.[a-z]{2,}\.?$/.test(token);
}

/** What literals could touch an identifier with: runs of up to four characters. */
export interface GuardRuns {
  /** First runs of literals of one word: found anywhere in a token. */
  inside: readonly string[];
  /** First runs of literals' last words, last runs of their first words, with the sign beside the word. */
  starts: readonly string[];
  ends: readonly string[];
  /** Words between two others. */
  whole: readonly string[];
}

/** @param literals folded. */
export function guardRuns(literals: Iterable<string>): GuardRuns {
  const inside = new Set<string>();
  const starts = new Set<string>();
  const ends = new Set<string>();
  const whole = new Set<string>();
  for (const literal of literals) {
    const words = literal.split(/[^a-z0-9.:_+~%$-]+/);
    const first = words[0];
    const last = words[words.length - 1];
    if (words.length === 1) {
      if (literal) inside.add(literal.slice(0, 4));
      continue;
    }
    // With the sign that stands between the token and the rest of the literal.
    if (first) ends.add(first.slice(-3) + literal.charAt(first.length));
    if (last) starts.add((literal.at(-last.length - 1) ?? '') + last.slice(0, 3));
    for (const word of words.slice(1, -1)) whole.add(word);
  }
  return { inside: [...inside].sort(), starts: [...starts].sort(), ends: [...ends].sort(), whole: [...whole].sort() };
}

/**
 * Knows whether a token could hold a literal of a rule, or a part of one that runs over the token's edge. Compares runs packed into a number; a run too
 * many only keeps a token that could have been collapsed.
 */
class LiteralGuard {
  private readonly inside = new RunSet();
  private readonly starts = new RunSet();
  private readonly ends = new RunSet();
  private readonly whole = new Set<string>();

  constructor(all: readonly GuardRuns[]) {
    for (const { inside, starts, ends, whole } of all) {
      for (const run of inside) this.inside.add(run);
      for (const run of starts) this.starts.add(run);
      for (const run of ends) this.ends.add(run);
      for (const word of whole) this.whole.add(word);
    }
  }

  /** Whether a rule might look at the token from `start` to `end`, whose case does not matter. */
  touches(text: string, start: number, end: number): boolean {
    const { inside, starts, ends } = this;
    const before = edge(text, start - 1);
    const after = edge(text, end);
    // A letter with an accent in front of it would belong to the word after normalising.
    if (before > 0x7f || after > 0x7f) return true;
    let run = 0;
    let opening = before;
    for (let i = start; i < end; i++) {
      const code = text.charCodeAt(i);
      const lower = code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
      run = (run << 8) | lower;
      if (inside.hasEnding(run)) return true;
      if (i - start >= 3) continue;
      opening = (opening << 8) | lower;
      if (starts.has(opening)) return true;
    }
    for (let length = 1; length <= 3; length++) if (ends.has((lastOf(run, length) << 8) | after)) return true;
    return this.whole.has(text.slice(start, end).toLowerCase());
  }
}

/** The sign at the edge of a token; any white space and the ends of the text count as a blank. */
function edge(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code > 0x20 ? code : 0x20;
}

const lastOf = (run: number, length: number) => (length === 4 ? run : run & ((1 << (8 * length)) - 1));

/** A set of runs of one to four ASCII characters. */
class RunSet {
  private readonly runs = new Set<number>();
  private readonly bits = new Uint8Array(1 << 16);
  /** For each length below four that occurs, the bits of a run that are its last characters. */
  private readonly masks: number[] = [];

  add(word: string) {
    let run = 0;
    for (let i = 0; i < word.length; i++) run = (run << 8) | (word.charCodeAt(i) & 0xff);
    this.runs.add(run);
    this.bits[hash(run)] = 1;
    const mask = (1 << (8 * word.length)) - 1;
    if (word.length < 4 && !this.masks.includes(mask)) this.masks.push(mask);
  }

  has(run: number): boolean {
    return this.bits[hash(run)] === 1 && this.runs.has(run);
  }

  /** Whether the last characters, in any length that occurs, are in the set. */
  hasEnding(run: number): boolean {
    if (this.has(run)) return true;
    const { masks } = this;
    for (let i = 0; i < masks.length; i++) if (this.has(run & masks[i])) return true;
    return false;
  }
}

const hash = (run: number) => Math.imul(run, 0x9e3779b1) >>> 16;
