import { showReference } from '../pages.ts';
import type { Session } from '../session.ts';

/** "Mail Log: Open Reference": the contents, or the page of a reason, rule, code or finding. */
export async function openReference(_session: Session, [topic]: unknown[]): Promise<void> {
  await showReference(typeof topic === 'string' && topic !== '' ? topic : undefined);
}
