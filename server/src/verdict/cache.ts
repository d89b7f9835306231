/** A bounded memory by text: two generations, so that dropping the old costs nothing. */
export class BoundedCache<T> {
  private young = new Map<string, T>();
  private old = new Map<string, T>();
  private characters = 0;
  private readonly entries: number;
  private readonly maxCharacters: number;

  /** @param entries at most in a generation; @param maxCharacters of all keys of a generation. */
  constructor(entries: number, maxCharacters: number) {
    this.entries = entries;
    this.maxCharacters = maxCharacters;
  }

  get(key: string): T | undefined {
    const found = this.young.get(key);
    if (found !== undefined) return found;
    const older = this.old.get(key);
    if (older !== undefined) this.keep(key, older);
    return older;
  }

  /** Remembers a value under an own copy of the key, because a piece of a chunk would keep the whole chunk in memory. */
  set(key: string, value: T): void {
    this.keep(copyOf(key), value);
  }

  private keep(key: string, value: T) {
    if (this.young.size >= this.entries || this.characters + key.length > this.maxCharacters) {
      this.old = this.young;
      this.young = new Map();
      this.characters = 0;
    }
    this.characters += key.length;
    this.young.set(key, value);
  }
}

/** A string of its own, not a window into a longer one. */
export function copyOf(text: string): string {
  const codes = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) codes[i] = text.charCodeAt(i);
  let copy = '';
  for (let i = 0; i < codes.length; i += 8192) copy += String.fromCharCode.apply(null, codes.subarray(i, i + 8192) as unknown as number[]);
  return copy;
}
