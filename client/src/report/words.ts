import type { Cause } from '../../../server/src/summary/summary.ts';
import type { Action } from '../../../server/src/verdict/verdict.ts';

const actions: Record<Action, string> = {
  none: 'Nothing to do',
  retry: 'Wait, it is retried',
  'retry-slower': 'Send slower',
  suppress: 'Suppress the address',
  'fix-auth': 'Fix authentication',
  delist: 'Get delisted',
  'fix-content': 'Fix the content',
  'fix-dns': 'Fix DNS',
  'fix-config': 'Fix the configuration',
  investigate: 'Investigate',
};

export const actionTitle = (action: Action): string => actions[action] ?? action;

/** "Gmail", or who else spoke. */
export const speakerOf = ({ receiver, saidBy }: Pick<Cause, 'receiver' | 'saidBy'>): string =>
  receiver ?? (saidBy === 'own' ? 'This server' : 'Unknown receiver');

/** 12345 → "12,345": one form for all numbers of the page, digits aligned by the style sheet. */
export const grouped = (value: number): string => value.toLocaleString('en');

export const plural = (count: number, one: string, many: string): string => `${grouped(count)} ${count === 1 ? one : many}`;
