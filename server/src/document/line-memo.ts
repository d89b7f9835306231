/** Most lines remembered; beyond, all are forgotten. */
const most = 10_000;

/** What was found out about single lines (from 0), until an edit at or before them. */
export class LineMemo<T> {
  private readonly known = new Map<number, T>();

  /** What is known of a line, else what `make` finds out. */
  of(line: number, make: (line: number) => T): T {
    const known = this.known.get(line);
    if (known !== undefined) return known;
    if (this.known.size >= most) this.known.clear();
    const value = make(line);
    this.known.set(line, value);
    return value;
  }

  /** Lines from here on have changed. */
  forget(from: number): void {
    for (const line of this.known.keys()) if (line >= from) this.known.delete(line);
  }
}
