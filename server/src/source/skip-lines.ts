/** Passes over the first lines of a text, or of bytes, that come in pieces. */
export class LineSkipper {
  private left: number;

  constructor(lines: number) {
    this.left = lines;
  }

  /** What of the piece lies behind them. */
  rest(text: string): string {
    let at = 0;
    while (this.left > 0) {
      const newline = text.indexOf('\n', at);
      if (newline < 0) return '';
      at = newline + 1;
      this.left--;
    }
    return at === 0 ? text : text.slice(at);
  }

  /** The same of bytes. */
  restOfBytes(bytes: Uint8Array): Uint8Array {
    let at = 0;
    while (this.left > 0) {
      const newline = bytes.indexOf(10, at);
      if (newline < 0) return bytes.subarray(bytes.length);
      at = newline + 1;
      this.left--;
    }
    return bytes.subarray(at);
  }
}
