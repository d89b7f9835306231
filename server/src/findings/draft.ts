import { isoOf } from '../summary/calendar.ts';
import type { Draft, Facts } from './facts.ts';
import type { Window } from './windows.ts';

export type Severity = Draft['severity'];

/** What a finding is about: hits counted, when it began, lines. */
export type About = Pick<Window, 'hits' | 'since' | 'places'>;

export function draft(
  facts: Facts,
  id: string,
  severity: Severity,
  { hits, since, places }: About,
  more: Pick<Draft, 'title' | 'advice'> & Partial<Pick<Draft, 'receiver' | 'receivers' | 'cause' | 'senderDomain'>>,
): Draft {
  return { id, severity, count: hits, since: isoOf(since), evidence: facts.evidence(places), receivers: [], cause: null, ...more };
}
