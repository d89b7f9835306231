/** Characters looked at: enough to tell kinds of lines apart. */
const longest = 160;

/** What lines of one kind have in common: words stay, everything that varies becomes a mark. Linear in the text. */
export function shapeOf(text: string): string {
  return text
    .slice(0, longest)
    .replace(/<[^<>]*>/g, '<>')
    .replace(/\[[^[\]]*\]/g, '[]')
    .replace(/"[^"]*"/g, '""')
    .replace(/[^\s=,;:()<>[\]'"]*\d[^\s=,;:()<>[\]'"]*/g, (word) => (/^[\d.:/+-]+$/.test(word) ? '#' : '*'))
    .replace(/\s+/g, ' ')
    .trim();
}
