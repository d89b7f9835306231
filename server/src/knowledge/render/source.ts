import type { Part } from '../../text/prose.ts';

/** A source of our data as a link with a short name: "RFC 5321 section 4.2.3", "support.google.com", "github:owner/repo". */
export function sourceLink(source: string): Part {
  const repository = /^github:([\w.-]+\/[\w.-]+)(?:@(\w+))?(?:\s+(.+))?$/.exec(source);
  if (repository) return { link: `github:${repository[1]}`, href: repositoryUrl(repository[1], repository[2], repository[3]) };
  const rfc = /rfc-editor\.org\/rfc\/rfc(\d+)(?:[^#]*#section-([\d.]+))?/.exec(source);
  if (rfc) return { link: `RFC ${rfc[1]}${rfc[2] ? ` section ${rfc[2]}` : ''}`, href: source };
  if (!/^https:\/\//.test(source)) return source;
  return { link: new URL(source).hostname.replace(/^www\./, ''), href: source };
}

function repositoryUrl(repository: string, revision: string | undefined, path: string | undefined): string {
  const base = `https://github.com/${repository}`;
  return path && /^[\w./-]+$/.test(path) ? `${base}/blob/${revision ?? 'HEAD'}/${path}` : base;
}
