/** "mail.log", "mail.log and 2 more". */
export function nameOf(uris: readonly string[]): string {
  const name = decodeURIComponent(uris[0]?.replace(/\?.*$/s, '').replace(/\/+$/, '').split('/').pop() ?? '') || 'Mail Log';
  return uris.length > 1 ? `${name} and ${uris.length - 1} more` : name;
}
