import { Uri } from 'vscode';
import { showPreview } from '../markdown.ts';
import type { Session } from '../session.ts';

/** "Mail Log: Open Reference": the contents, or the page of a reason, rule, code or finding. */
export async function openReference(_session: Session, [topic]: unknown[]): Promise<void> {
  const page = typeof topic === 'string' && topic !== '' ? topic : 'contents';
  await showPreview(Uri.from({ scheme: 'mail-log-reference', path: `/${page}.md` }));
}
