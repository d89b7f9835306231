/*
 * Log text is hostile: whoever sends mail can write into it. Every surface escapes by one of these functions.
 */

/**
 * Characters that act instead of showing: C0 and C1 controls, delete, soft hyphen, Arabic letter mark, zero-width and bidirectional signs,
 * line and paragraph separators, interlinear marks, byte order mark, tags, lone surrogates.
 */
const acting =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

/** Text with every acting character shown by its number: `⟨U+202E⟩`. White space of any kind becomes one blank. For terminals, labels and plain-text hovers. */
export function plainText(text: string): string {
  return text.replace(/[\t\r\n\v\f]+/g, ' ').replace(acting, (char) => `⟨U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`);
}

/** The same under the name of its surface. */
export const escapeTerminal = plainText;

/**
 * Text that Markdown shows as it is: no markup, no HTML, no link, also none that a renderer makes by itself of web and mail addresses;
 * no table cell, heading, list or quotation that it could begin.
 */
export function escapeMarkdown(text: string): string {
  return plainText(text)
    .replace(/[\\`*_[\]{}|~#$@^]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/(mailto|xmpp|data|command|vscode|file|javascript):/gi, '$1\\:')
    .replace(/(www)\./gi, '$1\\.')
    .replace(/!(?=\\\[)/g, '\\!')
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2');
}

/** Text in code style. A fence longer than any run of backticks inside keeps it whole; in a table a bar would end the cell, so it is shown as ¦. */
export function markdownCode(text: string): string {
  const plain = plainText(text);
  const longest = Math.max(0, ...(plain.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = plain === '' || plain.startsWith('`') || plain.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${plain.replaceAll('|', '¦')}${pad}${fence}`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for HTML, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return plainText(text).replace(/[&<>"']/g, (char) => entities[char]);
}

/**
 * One cell of CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV Injection"); numbers stay numbers.
 */
export function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const plain = plainText(value);
  const safe = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20|%]/.test(plain) ? `'${plain}` : plain;
  return /[",;\s']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
