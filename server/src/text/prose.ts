import { escapeHtml, escapeMarkdown, markdownCode, plainText } from './escape.ts';

/** A piece of a sentence. Strings may come from the log: rendering escapes them. Links lead only where our own data say. */
export type Part = string | { strong: string } | { code: string } | { link: string; href: string };

/** A paragraph, a heading (2 to 4), a rule between what is seen at once and what follows for those who read on, a list, a table. */
export type Block =
  | readonly Part[]
  | 'rule'
  | { heading: string; level: 2 | 3 | 4 }
  | { items: readonly (readonly Part[])[] }
  | { head: readonly string[]; rows: readonly (readonly Part[])[] };

/** Renders blocks as Markdown, plain text or HTML. One place, so that nothing leaves it unescaped. */
export function renderBlocks(blocks: readonly Block[], as: 'markdown' | 'plain' | 'html'): string {
  const one = as === 'markdown' ? markdownBlock : as === 'plain' ? plainBlock : htmlBlock;
  return blocks
    .map(one)
    .filter((text) => text !== '')
    .join(as === 'html' ? '\n' : '\n\n');
}

function markdownBlock(block: Block): string {
  if (block === 'rule') return '---';
  if ('heading' in block) return `${'#'.repeat(block.level)} ${escapeMarkdown(block.heading)}`;
  if ('items' in block) return block.items.map((item) => `- ${markdownLine(item)}`).join('\n');
  if (!('rows' in block)) return markdownLine(block);
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [row(block.head), row(block.head.map(() => '---')), ...block.rows.map((cells) => row(cells.map((cell) => markdownLine([cell]))))].join('\n');
}

/** One line of Markdown. */
export function markdownLine(parts: readonly Part[]): string {
  return parts.map(markdownPart).join('');
}

function markdownPart(part: Part): string {
  if (typeof part === 'string') return escapeMarkdown(part);
  if ('strong' in part) return `**${escapeMarkdown(part.strong)}**`;
  if ('code' in part) return markdownCode(part.code);
  return `[${escapeMarkdown(part.link)}](${hrefOf(part.href)})`;
}

/** An address of ours cannot end its own parentheses. */
function hrefOf(href: string): string {
  return href.replace(/[\s()<>\\]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

function plainBlock(block: Block): string {
  if (block === 'rule') return '';
  if ('heading' in block) return plainText(block.heading);
  if ('items' in block) return block.items.map((item) => `- ${plainLine(item)}`).join('\n');
  if (!('rows' in block)) return plainLine(block);
  return block.rows.map((cells) => `- ${cells.map((cell) => plainLine([cell])).join(' · ')}`).join('\n');
}

/** One line of plain text; links are followed by their address where it says more than their words. */
export function plainLine(parts: readonly Part[]): string {
  return parts
    .map((part) =>
      typeof part === 'string'
        ? plainText(part)
        : 'strong' in part
          ? plainText(part.strong)
          : 'code' in part
            ? plainText(part.code)
            : plainLink(part),
    )
    .join('');
}

function plainLink({ link, href }: { link: string; href: string }): string {
  return link === href ? href : `${plainText(link)} <${href}>`;
}

function htmlBlock(block: Block): string {
  if (block === 'rule') return '<hr>';
  if ('heading' in block) return `<h${block.level}>${escapeHtml(block.heading)}</h${block.level}>`;
  if ('items' in block) return `<ul>${block.items.map((item) => `<li>${htmlLine(item)}</li>`).join('')}</ul>`;
  if (!('rows' in block)) return `<p>${htmlLine(block)}</p>`;
  const head = block.head.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join('');
  const rows = block.rows.map((cells) => `<tr>${cells.map((cell) => `<td>${htmlLine([cell])}</td>`).join('')}</tr>`).join('');
  return `<table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table>`;
}

function htmlLine(parts: readonly Part[]): string {
  return parts.map(htmlPart).join('');
}

function htmlPart(part: Part): string {
  if (typeof part === 'string') return escapeHtml(part);
  if ('strong' in part) return `<strong>${escapeHtml(part.strong)}</strong>`;
  if ('code' in part) return `<code>${escapeHtml(part.code)}</code>`;
  return `<a href="${escapeHtml(hrefOf(part.href))}">${escapeHtml(part.link)}</a>`;
}
