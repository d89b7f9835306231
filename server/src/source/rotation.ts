/**
 * Rotated logs by their names: `mail.log`, `mail.log.1`, `mail.log.2.gz` (logrotate), `maillog-20261101` (dateext),
 * `mail.log-20261101.xz`, `mail.log.20261101-1793491200`, `mail.log.0` (newsyslog), `2026-11-01-mail.log`.
 */
export interface RotatedName {
  /** What the files of one log have in common: `mail.log`. */
  base: string;
  /** Rises with age for numbered files; null where there is no number. */
  number: number | null;
  /** Digits of the date in the name, comparable as text; null where there is none. */
  date: string | null;
}

const packed = /\.(?:gz|bz2|xz|zst|Z)$/i;

/** Takes a file name (no folder) apart. */
export function rotatedName(name: string): RotatedName {
  const plain = name.replace(packed, '');
  const dated = /^(.+?)[-._](\d{4}-?\d{2}-?\d{2}(?:[-._T]?\d{1,12})?)$/.exec(plain);
  if (dated) return { base: dated[1], number: null, date: digits(dated[2]) };
  const before = /^(\d{4}-?\d{2}-?\d{2})[-._](.+)$/.exec(plain);
  if (before) return { base: before[2], number: null, date: digits(before[1]) };
  const inside = /^(.+?)[-._](\d{4}-?\d{2}-?\d{2}(?:[-._T]?\d{1,12})?)(\.[a-z]+)$/i.exec(plain);
  if (inside) return { base: inside[1] + inside[3], number: null, date: digits(inside[2]) };
  const numbered = /^(.+)\.(\d{1,6})$/.exec(plain);
  if (numbered) return { base: numbered[1], number: Number(numbered[2]), date: null };
  return { base: plain, number: null, date: null };
}

function digits(text: string): string {
  return text.replace(/\D/g, '');
}

/**
 * Files of one folder in order of time, oldest first, one list a log; lists by the log's name. The file without number and
 * date is the newest; dated ones are older than numbered ones only by what their dates say, so they come first.
 */
export function rotatedSets(names: readonly string[]): { base: string; names: string[] }[] {
  const sets = new Map<string, { name: string; at: RotatedName }[]>();
  for (const name of names) {
    const at = rotatedName(name);
    const list = sets.get(at.base);
    if (list) list.push({ name, at });
    else sets.set(at.base, [{ name, at }]);
  }
  return [...sets]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([base, files]) => ({ base, names: files.sort((a, b) => older(a.at, b.at) || (a.name < b.name ? -1 : 1)).map((f) => f.name) }));
}

/** Below 0 where `a` is older than `b`. */
function older(a: RotatedName, b: RotatedName): number {
  const kind = (n: RotatedName): number => (n.date !== null ? 0 : n.number !== null ? 1 : 2);
  if (kind(a) !== kind(b)) return kind(a) - kind(b);
  if (a.date !== null && b.date !== null) return a.date < b.date ? -1 : a.date > b.date ? 1 : 0;
  return (b.number ?? 0) - (a.number ?? 0);
}

/**
 * Logs that hold a choice of another one's lines, as Debian's rsyslog writes them beside mail.log, and Exim its rejectlog: read together, everything in them would
 * count twice.
 * @returns the names without them.
 */
export function withoutExtracts(names: readonly string[]): string[] {
  const whole = new Set(names.map((name) => rotatedName(name).base));
  const isExtract = (base: string) => {
    // Exim writes each refusal into both
    if (/reject(?:log|\.log)$/.test(base)) return whole.has(base.replace(/reject(?=\.?log$)/, 'main'));
    return /^mail\.(?:info|warn|err)$/.test(base) && (whole.has('mail.log') || whole.has('mail') || whole.has('maillog'));
  };
  return names.filter((name) => !isExtract(rotatedName(name).base));
}

/** The logs among the files of a folder: those with a mail log's name, else all that are called a log. */
export function logsAmong(names: readonly string[]): string[] {
  const logs = names.filter(isMailLogName);
  return withoutExtracts(logs.length > 0 ? logs : names.filter((name) => /\.log\b|log$/i.test(name)));
}

/** Whether a file of a folder is likely a mail log, so that a folder can be named: /var/log. */
export function isMailLogName(name: string): boolean {
  const { base } = rotatedName(name);
  return /^(?:mail(?:log)?(?:[._-](?:log|err|warn|info))?|maillog|(?:exim[._-]?)?(?:main|reject)log|postfix(?:[._-]?log)?)(?:\.log)?$/i.test(base);
}
