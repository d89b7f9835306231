import { freshCopy } from './scan.ts';

/** A power of two. */
const slots = 128;
/** Of the misses at a slot in use only some take it over, so that names that never come again do not drive out those that do. */
const patience = 8;

/**
 * Remembers the names of the last lines: comparing with one is several times as fast as reading it. Gives each a slot, by which the
 * user keeps what it knows about the name.
 */
export class Lately {
  private readonly names = new Array<string>(slots).fill('');
  private misses = 0;

  /** The slot of a name; -1 where it is not remembered. */
  find(text: string, start: number, end: number): number {
    const slot = slotOf(text, start, end);
    const name = this.names[slot];
    // a window compared as a whole is faster than startsWith, which goes by single characters
    return end > start && name.length === end - start && text.slice(start, end) === name ? slot : -1;
  }

  /** The slot to keep a name in from now on; -1 where it is not to be kept. Only ASCII, which is the same as bytes and as text. */
  keep(text: string, start: number, end: number): number {
    const slot = slotOf(text, start, end);
    if (end <= start || (this.names[slot] !== '' && ++this.misses % patience !== 0)) return -1;
    for (let i = start; i < end; i++) if (text.charCodeAt(i) > 0x7f) return -1;
    this.names[slot] = freshCopy(text, start, end);
    return slot;
  }
}

function slotOf(text: string, start: number, end: number): number {
  const middle = start + ((end - start) >> 1);
  return ((end - start) * 7 + text.charCodeAt(start) + 3 * text.charCodeAt(middle) + 5 * text.charCodeAt(end - 1)) & (slots - 1);
}
