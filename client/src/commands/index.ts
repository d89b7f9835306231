import { env } from 'vscode';
import type { CommandName } from '../activation.ts';
import type { Session } from '../session.ts';
import { targetUris } from '../targets.ts';
import { compare } from './compare.ts';
import { explain } from './explain.ts';
import { exportReport, exportSuppressions } from './export.ts';
import { openLineCommand, openUnpacked, showLines } from './lines.ts';
import { openReference } from './reference.ts';
import { addRule } from './rule.ts';

/** What each command does, once the session runs. */
export const commandTable: Record<CommandName, (session: Session, args: unknown[]) => Promise<unknown>> = {
  summarizeBounces,
  explain,
  openReference,
  addRule,
  exportSuppressions,
  exportReport,
  compare,
  showLines,
  openLine: openLineCommand,
  openUnpacked,
  copyText: async (_session, [text]) => env.clipboard.writeText(String(text)),
};

async function summarizeBounces(session: Session, args: unknown[]): Promise<void> {
  const uris = await targetUris(args);
  if (!uris?.length) return;
  session.reports.show(uris.map(String));
}
