import { existsSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { pinnedNode, root } from '../../setup/pinned.mjs';

/** A program that is timed as a whole process. */
export interface Contestant {
  name: string;
  /** What it does with the log, in a few words. */
  does: string;
  /** For the shell: pipes are part of what is measured. */
  command: (log: string) => string;
  /** Missing programs are left out, and said. */
  needs: string[];
  packed?: boolean;
}

export const ours = 'Mail Log';
export const oursPacked = 'Mail Log, .gz';

const cli = `"${pinnedNode}" "${path.join(root, 'dist/cli.js')}"`;
const logwatch = '/usr/share/logwatch/scripts/services/postfix';

/** @param folder for what a program needs beside the log. */
export function contestants(folder: string): Contestant[] {
  // this script reads whole logs only under this name
  const script = path.join(folder, 'postfix-logwatch');
  if (existsSync(logwatch) && !existsSync(script)) symlinkSync(logwatch, script);
  const query = `;SELECT count(*) FROM syslog_log WHERE log_body LIKE '%status=bounced%'`;
  return [
    { name: ours, does: 'summarize: everything', command: (log) => `${cli} summarize --format json "${log}"`, needs: [] },
    { name: 'pflogsumm', does: 'its report', command: (log) => `pflogsumm "${log}"`, needs: ['pflogsumm'] },
    {
      name: 'logwatch',
      does: 'its postfix report',
      command: (log) => `perl "${script}" --enable_long_queue_ids=1 "${log}"`,
      needs: ['perl', script],
    },
    {
      name: 'lnav',
      does: 'counts bounces by SQL',
      command: (log) => `HOME="${folder}" lnav -n -c "${query}" -c ":write-csv-to -" "${log}"`,
      needs: ['lnav'],
    },
    { name: 'grep -c', does: "counts 'status=bounced'", command: (log) => `grep -c 'status=bounced' "${log}"`, needs: ['grep'] },
    { name: 'wc -l', does: 'counts lines', command: (log) => `wc -l "${log}"`, needs: ['wc'] },
    { name: oursPacked, does: 'summarize: everything', command: (log) => `${cli} summarize --format json "${log}.gz"`, needs: [], packed: true },
    { name: 'zcat to wc -l', does: 'unpacks and counts lines', command: (log) => `zcat "${log}.gz" | wc -l`, needs: ['zcat', 'wc'], packed: true },
  ];
}

export function isInstalled(program: string): boolean {
  if (program.includes('/')) return existsSync(program);
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));
}
