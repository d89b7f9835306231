import type { Provider } from '../knowledge/types.ts';
import type { Named } from './verdict.ts';

const limit = 300;

/** Four numbers up to 255 that stand alone: not part of a version with more parts or of a name. */
const ipv4 = /(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/g;
const maybeIpv4 = /\d\.\d{1,3}\.\d/;
const ipv6 = /(?<![\w:.])[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7}(?:::)?(?![\w:])/gi;
const domainName = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i;

/** Whether a text is an IPv4 or IPv6 address. */
export function isIp(text: string): boolean {
  if (text.includes(':'))
    return /^[0-9a-f:.]{2,45}$/i.test(text) && text.split('::').length <= 2 && text.split(':').length <= 8 && text.split(':').length > 2;
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

/** Whether a text is a host or domain name with at least two labels. */
export function isDomain(text: string): boolean {
  return domainName.test(text);
}

/** What the rule's pattern found, kept only where it is what it claims to be. */
export function validNamed(found: Readonly<Record<string, string | undefined>>): Named {
  const named: Named = {};
  if (found.ip && isIp(found.ip)) named.ip = found.ip;
  if (found.domain && isDomain(found.domain)) named.domain = found.domain.toLowerCase();
  if (found.list && found.list.length <= 100) named.list = found.list;
  if (found.url) {
    const url = cleanUrl(found.url);
    if (url) named.url = url;
  }
  return named;
}

/** The first IP address that a text names; undefined without one. */
export function firstIp(text: string): string | undefined {
  if (maybeIpv4.test(text)) for (const [found] of text.matchAll(ipv4)) if (isIp(found)) return found;
  // A time has two colons at most, an IPv6 address two next to each other or seven.
  const colons = text.indexOf(':') !== text.lastIndexOf(':');
  if (colons) for (const [found] of text.matchAll(ipv6)) if (isIp(found) && (found.includes('::') || found.split(':').length === 8)) return found;
  return undefined;
}

/** The first web address in a text, without the punctuation behind it. */
export function firstUrl(text: string): string | undefined {
  if (!text.includes('://')) return undefined;
  const start = text.search(/https?:\/\//i);
  if (start < 0) return undefined;
  const end = text.slice(start, start + limit + 1).search(/[\s<>"'`\\{}|^\u007f-\uffff]/);
  return cleanUrl(text.slice(start, end < 0 ? Math.min(text.length, start + limit) : start + end));
}

function cleanUrl(url: string): string | undefined {
  const bare = url.replace(/[.,;:!?)\]]+$/, '');
  return bare.length <= limit && /^https?:\/\/[\w-]+(\.[\w-]+)+(:\d+)?([/?#][\x21-\x7e]*)?$/i.test(bare) ? bare : undefined;
}

/** A name by which a block list is recognised in a reply, folded, and what it is called. */
export interface ListName {
  word: string;
  title: string;
}

/** All lists' zones and markers, the longest first, so that `zen.spamhaus.org` is found before `spamhaus`. */
export function listNames(providers: readonly Provider[]): ListName[] {
  const names = providers
    .filter(({ kind }) => kind === 'blocklist')
    .flatMap(({ name, markers, lists = {} }) => [
      ...Object.entries(lists).map(([word, title]) => ({ word: word.toLowerCase(), title })),
      ...markers.map((word) => ({ word: word.toLowerCase(), title: name })),
    ]);
  return names.sort((a, b) => b.word.length - a.word.length);
}
