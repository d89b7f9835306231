import type { Eligible } from '../summary/counters.ts';
import type { Finding } from '../summary/summary.ts';
import type { Thresholds } from './thresholds.ts';
import { counted, deliveries, number, percent } from './words.ts';

/** How the mail of a log fares, in a word and a sentence: the first line of every report. */
export interface Health {
  /** `too-few`: too few deliveries, or none, to say how the mail fares. */
  state: 'healthy' | 'attention' | 'damage' | 'too-few';
  sentence: string;
}

/** What findings say where there are any; else whether there is enough mail to judge. @param own deliveries that rates are taken over. */
export function judgeHealth(
  findings: readonly Finding[],
  own: Eligible,
  all: { deliveries: number; replies: number },
  thresholds: Thresholds,
): Health {
  const count = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings, hints] = [count('error'), count('warning'), count('information')];
  if (errors > 0) {
    const more = warnings > 0 ? `, ${number(warnings)} more to watch` : '';
    return { state: 'damage', sentence: `Damage: ${errors === 1 ? '1 finding needs' : `${number(errors)} findings need`} action now${more}.` };
  }
  if (warnings > 0) return { state: 'attention', sentence: `Attention: ${counted(warnings, 'finding')} to look at.` };
  const ended = own.delivered + own.bounced + own.expired;
  const failed = own.bounced + own.expired;
  if (all.deliveries === 0)
    return all.replies > 0
      ? { state: 'too-few', sentence: 'Too few to judge: this log holds replies that refuse, but no deliveries.' }
      : { state: 'too-few', sentence: 'Nothing to judge: there are no deliveries in this log.' };
  // mail that stays on this server and this server's own notices are delivered too, and judged by nobody else
  const elsewhere = own.deliveries < all.deliveries ? ' to others' : '';
  const known = hints > 0 ? ` ${counted(hints, 'finding')} to know of.` : '';
  if (failed + own.deferred === 0) return { state: 'healthy', sentence: `Healthy: ${nothingFailed(own, elsewhere)}${known}` };
  if (ended < thresholds.minimumDeliveries) return { state: 'too-few', sentence: tooFew(own, ended, failed, elsewhere, thresholds) };
  const waiting = own.deferred > 0 ? `, ${deliveries(own.deferred)} still ${own.deferred === 1 ? 'waits' : 'wait'}` : '';
  return {
    state: 'healthy',
    sentence: `Healthy: no pattern of trouble. ${number(failed)} of ${number(ended)} deliveries${elsewhere} (${percent(failed / ended)}) came back${waiting}.${known}`,
  };
}

function nothingFailed({ deliveries: sent }: Eligible, elsewhere: string): string {
  if (sent === 0) return 'nothing was sent elsewhere, so nothing failed there.';
  if (elsewhere) return sent === 1 ? 'the only delivery to others arrived.' : `all ${deliveries(sent)} to others arrived.`;
  return sent === 1 ? 'nothing failed. The only delivery arrived.' : `nothing failed. All ${deliveries(sent)} arrived.`;
}

function tooFew(own: Eligible, ended: number, failed: number, elsewhere: string, { minimumDeliveries }: Thresholds): string {
  const waiting = own.deferred > 0 ? `, ${number(own.deferred)} ${own.deferred === 1 ? 'waits' : 'wait'}` : '';
  return `Too few to judge: ${deliveries(ended)}${elsewhere} ended and ${number(failed)} of them came back${waiting}; a rate wants ${number(minimumDeliveries)}.`;
}
