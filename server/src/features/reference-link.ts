import type { Log } from '../document/log.ts';
import type { Client } from '../session/client.ts';
import type { Cause } from '../summary/summary.ts';

const standard = 'https://www.rfc-editor.org/rfc/rfc3463';

/** Where a problem's code is explained: our own reference where the client shows it, else the page our data rest on. */
export function referenceOf(log: Log, client: Client, code: string, cause: Cause | null): string {
  if (client.referenceScheme) return `${client.referenceScheme}:/${encodeURIComponent(code)}.md`;
  const verdict = cause && log.engine.judge.judge({ text: cause.example, saidBy: cause.saidBy });
  return verdict?.sources.find((source) => source.startsWith('https://')) ?? standard;
}
