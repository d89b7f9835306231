import { Uri } from 'vscode';

/** Scheme of unpacked logs. */
export const archiveScheme = 'mail-log-archive';

/** What a document of ours shows. */
export interface Shown {
  archive: Uri;
  /** First line (from 1) of the window of lines; null: the archive is shown whole. */
  first: number | null;
}

/** Whether an editor cannot show the file as it lies. */
export function isPacked({ scheme, path }: Uri): boolean {
  return scheme !== archiveScheme && /\.(gz|bz2|xz|zst)$/i.test(path);
}

/**
 * `mail-log-archive:/var/log/mail.log.2.gz (unpacked)?...`, `mail.log.2.gz (from line 9002)`: the editor's title says what is shown, and no real
 * file is called so. package.json gives these names the language.
 */
export function archiveUri({ archive, first }: Shown): Uri {
  const what = first === null ? 'unpacked' : `from line ${first}`;
  return Uri.from({ scheme: archiveScheme, path: `${archive.path} (${what})`, query: JSON.stringify({ uri: archive.toString(), first }) });
}

/** The other way round; undefined for what is no such address. */
export function shownBy({ scheme, query }: Uri): Shown | undefined {
  if (scheme !== archiveScheme) return undefined;
  try {
    const { uri, first } = JSON.parse(query);
    if (typeof uri !== 'string') return undefined;
    return { archive: Uri.parse(uri, true), first: Number.isSafeInteger(first) && first > 0 ? first : null };
  } catch {
    return undefined;
  }
}
