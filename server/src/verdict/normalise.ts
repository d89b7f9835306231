/** The words of a reply in the form that rules are compared with. */
export interface Words {
  /** Readable: white space runs are one space, accents taken off, mojibake repaired; for patterns. */
  plain: string;
  /** `plain` in lower case; for literals. */
  folded: string;
}

const notAscii = /[^\x00-\x7f]/;
const untidy = /[\t\r\n\v\f\u0000-\u001f]| {2}/;
/** UTF-8 read as Latin-1 or Windows-1252: `BoÃ®te`. */
const mojibake = /[ÂÃÄÅÐÑâãäåæçèé][\u0080-\u00bf\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]/;

/** Makes a text comparable: see `Words`. Linear. */
export function normalise(text: string): Words {
  if (isTidy(text)) return { plain: text, folded: text.toLowerCase() };
  let plain = text;
  if (notAscii.test(plain)) plain = asciiLetters(mojibake.test(plain) ? repair(plain) : plain);
  if (untidy.test(plain)) plain = plain.replace(/[\s\u0000-\u001f]+/g, ' ');
  return { plain, folded: plain.toLowerCase() };
}

/** Whether there is nothing to change: ASCII without control characters and without two spaces in a row. Most replies. */
function isTidy(text: string): boolean {
  let before = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code > 0x7f || (code === 0x20 && before === 0x20)) return false;
    before = code;
  }
  return true;
}

/** The form of a rule's literal. Thousands are folded at the start, when native code is many times faster than a loop. */
export function foldLiteral(literal: string): string {
  return /[^\x20-\x7f]| {2}/.test(literal) ? normalise(literal).folded : literal.toLowerCase();
}

/** Letters that are typed without their stroke or ligature where a keyboard has none, and that Unicode does not take apart. */
const typedAs: Record<string, string> = { ł: 'l', Ł: 'L', ø: 'o', Ø: 'O', đ: 'd', Đ: 'D', ı: 'i', ß: 'ss', æ: 'ae', Æ: 'AE', œ: 'oe', Œ: 'OE' };

/** Compatibility forms, accents off, typographic quotes and dashes as typed ones. `Boîte` is compared as `Boite`, full-width letters as plain ones. */
function asciiLetters(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[łŁøØđĐıßæÆœŒ]/g, (letter) => typedAs[letter])
    .replace(/[\u2018\u2019\u201b\u2032\u02bc\u00b4]/g, "'")
    .replace(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"')
    .replace(/[\u2010-\u2015]/g, '-');
}

const windows1252 = new Map([...'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'].map((char, index) => [char, 0x80 + index]));
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads the characters as bytes again and those as UTF-8; the text itself where that is not possible. */
function repair(text: string): string {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = windows1252.get(text[i]) ?? text.charCodeAt(i);
    if (code > 0xff) return text;
    bytes[i] = code;
  }
  try {
    return utf8.decode(bytes);
  } catch {
    return text;
  }
}
