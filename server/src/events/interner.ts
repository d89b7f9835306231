import { decodeUtf8 } from '../formats/fields.ts';
import { Lately } from '../source/lately.ts';
import { freshCopy } from '../source/scan.ts';
import { fingerprint } from './fingerprint.ts';
import { FingerprintTable } from './fingerprintTable.ts';

/** The identifier of "no text". */
export const none = 0;
/** The identifier of every text beyond the limit. */
export const others = 1;

/**
 * Small numbers for texts that come again and again: hosts, relays, domains. Keeps at most `limit` texts of at most `longest`
 * characters; further ones all get `others`, and `full` says so.
 */
export class Interner {
  /** The texts by identifier. */
  readonly texts: string[] = ['', '(others)'];
  full = false;
  private readonly table = new FingerprintTable();
  private readonly lately = new Lately();
  /** By slot of `lately`. */
  private readonly ids: number[] = [];
  private readonly prints: number[] = [];
  private readonly limit: number;
  private readonly lower: boolean;

  /** @param lower keep the texts in lower case (domains, hosts). */
  constructor(limit: number, lower = false) {
    this.limit = limit;
    this.lower = lower;
  }

  /** @param wide whether `text` is real text; else it is bytes framed as Latin-1. */
  intern(text: string, start: number, end: number, wide: boolean): number {
    if (end <= start) return none;
    const slot = this.lately.find(text, start, end);
    return slot >= 0 ? this.ids[slot] : this.look(text, start, end, wide);
  }

  internText(text: string): number {
    if (text === this.texts[others]) return others;
    return this.intern(text, 0, text.length, true);
  }

  /** The fingerprint of a text by its identifier. */
  print(id: number): number {
    this.prints[id] ??= fingerprint(this.texts[id]);
    return this.prints[id];
  }

  /** The identifier of a text that has one, else -1. */
  find(text: string): number {
    return text === '' ? none : this.table.get(fingerprint(text));
  }

  /** Identifiers here for the identifiers of another one. */
  adopt(other: Interner): Int32Array {
    return Int32Array.from(other.texts, (text, id) => (id <= others ? id : this.internText(text)));
  }

  /** Takes over a list of texts with their identifiers as they are. */
  restore(texts: readonly string[], full: boolean): void {
    this.full = full;
    for (const text of texts.slice(this.texts.length)) {
      const key = fingerprint(text);
      if (this.table.get(key) < 0) this.table.set(key, this.texts.length);
      this.texts.push(text);
    }
  }

  private look(text: string, start: number, end: number, wide: boolean): number {
    const key = fingerprint(text, start, end, wide);
    const known = this.table.get(key);
    const id = known >= 0 ? known : this.add(key, text, start, end, wide);
    const slot = end - start > longest ? -1 : this.lately.keep(text, start, end);
    if (slot >= 0) this.ids[slot] = id;
    return id;
  }

  private add(key: number, text: string, start: number, end: number, wide: boolean): number {
    if (this.texts.length >= this.limit) {
      this.full = true;
      return others;
    }
    const piece = freshCopy(text, start, Math.min(end, start + longest));
    const decoded = wide ? piece : decodeUtf8(piece);
    this.texts.push(this.lower ? decoded.toLowerCase() : decoded);
    this.table.set(key, this.texts.length - 1);
    this.prints[this.texts.length - 1] = key;
    return this.texts.length - 1;
  }
}

const longest = 512;
