/** How `character` of a position counts (LSP 3.17, PositionEncodingKind). */
export type Encoding = 'utf-8' | 'utf-16' | 'utf-32';

/** What the client prefers among what we can; UTF-16 where it says nothing, as the protocol demands. */
export function chooseEncoding(offered: readonly string[] | undefined): Encoding {
  return (offered?.find((name) => name === 'utf-16' || name === 'utf-8' || name === 'utf-32') as Encoding | undefined) ?? 'utf-16';
}

function unitsOf(codePoint: number, encoding: Encoding): number {
  if (encoding === 'utf-32') return 1;
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

/** Index into a line's text (UTF-16) of a `character` in the client's encoding; beyond the line is its end. */
export function toIndex(line: string, character: number, encoding: Encoding): number {
  if (encoding === 'utf-16') return Math.min(Math.max(character, 0), line.length);
  let index = 0;
  for (let units = 0; index < line.length; ) {
    const codePoint = line.codePointAt(index)!;
    units += unitsOf(codePoint, encoding);
    if (units > character) return index;
    index += codePoint > 0xffff ? 2 : 1;
  }
  return index;
}

/** `character` in the client's encoding of an index into a line's text (UTF-16). */
export function fromIndex(line: string, index: number, encoding: Encoding): number {
  if (encoding === 'utf-16') return index;
  let units = 0;
  for (let at = 0; at < index && at < line.length; ) {
    const codePoint = line.codePointAt(at)!;
    units += unitsOf(codePoint, encoding);
    at += codePoint > 0xffff ? 2 : 1;
  }
  return units;
}
