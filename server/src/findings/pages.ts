import { defaultKnowledge } from '../knowledge/default.ts';
import type { Finding } from '../summary/summary.ts';

const purposes: Record<string, string> = { codes: 'reply codes', postmaster: 'postmaster page', delist: 'removal', lookup: 'look-up' };
let known: Map<string, string> | null = null;

/** Names of the providers' pages by their address. */
function namesByUrl(): Map<string, string> {
  known ??= new Map(
    defaultKnowledge().providers.flatMap(({ name, pages }) =>
      Object.entries(pages).map(([purpose, url]) => [url, `${name}: ${purposes[purpose] ?? purpose}`] as const),
    ),
  );
  return known;
}

/** "web.de's postmaster page" of "... Look at web.de's postmaster page (". */
function titleBefore(text: string): string | null {
  if (!text.endsWith(' (')) return null;
  const at = text.toLowerCase().lastIndexOf('look at ');
  const title = text.slice(at + 8, -2);
  return at >= 0 && title.length <= 80 && !title.includes('(') ? title : null;
}

/**
 * The pages an advice names, as they may be linked: only addresses of the knowledge's own providers, never one that a log brought in. The title is
 * what stands before the address: "Look at Google Postmaster Tools (https://...)".
 */
export function pagesOf(advice: string): NonNullable<Finding['pages']> {
  const pages: NonNullable<Finding['pages']> = [];
  for (const [found] of advice.matchAll(/https:\/\/[^\s<>()"]+/g)) {
    const url = [found, found.replace(/[.,;:]+$/, '')].find((candidate) => namesByUrl().has(candidate));
    if (!url || pages.some((page) => page.url === url)) continue;
    const before = advice.slice(0, advice.indexOf(url));
    pages.push({ title: titleBefore(before) ?? (namesByUrl().get(url) as string), url });
  }
  return pages;
}
