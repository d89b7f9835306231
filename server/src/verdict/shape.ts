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

/** Makes the shapes of texts: texts that differ only in identifiers (queue IDs, session IDs, local parts of addresses) get the same shape. */
export class Shaper {
  private readonly guard: LiteralGuard;

  /** @param literals everything that rules compare with, folded: a part that touches one of them stays as it is. */
  constructor(literals: Iterable<string>) {
    this.guard = new LiteralGuard(literals);
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
    const token = text.slice(start, end).toLowerCase();
    if (!isLocalPart && !isIdentifier(token)) return false;
    return token.length <= 200 && !this.guard.touches(token);
  }
}

/** Not a code with what follows it (`554-web.de`, `5.7.606-x1`), an address of the network, or a host name. */
function isIdentifier(token: string): boolean {
  if (/^\d{3}[^a-z\d]/.test(token) || /^[245]\.\d{1,3}\./.test(token)) return false;
  if (/^\[?(?:\d{1,3}\.){3}\d{1,3}/.test(token) || /^[0-9a-f]*(?::[0-9a-f]*){2,}/.test(token))
    return /[g-z]/.test(token) && !/^(?:\d{1,3}\.){3}/.test(token);
  return !/\.[a-z]{2,}\.?$/.test(token);
}

/** Knows whether a token could hold a literal of a rule, or a part of one that runs over the token's edge. */
class LiteralGuard {
  /** First four characters of literals of one word: found anywhere in a token. */
  private readonly inside = new Set<string>();
  private readonly shortInside: string[] = [];
  /** First characters (up to four) of literals' last words, last characters of their first words. */
  private readonly starts = new Set<string>();
  private readonly ends = new Set<string>();
  private readonly whole = new Set<string>();

  constructor(literals: Iterable<string>) {
    for (const literal of literals) this.add(literal);
  }

  private add(literal: string) {
    const words = literal.split(/[^a-z0-9.:_+~%$-]+/);
    if (words.length === 1) {
      if (literal.length >= 4) this.inside.add(literal.slice(0, 4));
      else if (literal.length > 0) this.shortInside.push(literal);
      return;
    }
    const first = words[0];
    const last = words[words.length - 1];
    if (first) this.ends.add(first.slice(-4));
    if (last) this.starts.add(last.slice(0, 4));
    for (const word of words.slice(1, -1)) this.whole.add(word);
  }

  touches(token: string): boolean {
    if (this.whole.has(token)) return true;
    for (let length = 1; length <= 4; length++) if (this.starts.has(token.slice(0, length)) || this.ends.has(token.slice(-length))) return true;
    for (let i = 0; i + 4 <= token.length; i++) if (this.inside.has(token.slice(i, i + 4))) return true;
    return this.shortInside.some((literal) => token.includes(literal));
  }
}
