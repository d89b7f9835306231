import type { Summary } from '../summary.ts';

/** How the log's mail fares, for the first line of every report. */
export type State = 'healthy' | 'attention' | 'damage' | 'too few to judge' | 'no mail';

/** Ended deliveries below this say nothing about rates. */
const enough = 200;

/** From findings where there are any; else by the bounce rate's 2 and 3 % marks, with enough mail to judge. */
export function stateOf({ totals, findings, reasons }: Summary): State {
  if (findings.some(({ severity }) => severity === 'error')) return 'damage';
  if (findings.some(({ severity }) => severity === 'warning')) return 'attention';
  const { deliveries, delivered, bounced, expired, deferred, bounceRate } = totals;
  const failing = deliveries > 0 ? bounced + expired + deferred : reasons.filter(({ reason }) => reason !== 'delivered').length;
  if (deliveries === 0 && reasons.length === 0) return 'no mail';
  if (failing === 0) return 'healthy';
  if (delivered + bounced + expired < enough || bounceRate === null) return 'too few to judge';
  return bounceRate > 0.03 ? 'damage' : bounceRate > 0.02 ? 'attention' : 'healthy';
}
