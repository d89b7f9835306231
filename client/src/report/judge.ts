import type { Summary } from '../../../server/src/summary/summary.ts';
import { severityOf } from '../reasons.ts';

export type Level = 'healthy' | 'attention' | 'damage' | 'few' | 'empty';

/** Fewer final deliveries than this say nothing about a rate. */
const enough = 200;
/** Marks of the bounce rate: attention, damage. */
export const rateMarks = { attention: 0.02, damage: 0.03 } as const;

/** The state of a log in one line: what the findings say where there are any, else what failed. */
export function stateOf(summary: Summary): { level: Level; text: string } {
  const { totals, findings } = summary;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  if (errors > 0)
    return {
      level: 'damage',
      text: `Damage: ${plural(errors, 'finding needs', 'findings need')} action now${warnings ? `, ${warnings} more to watch` : ''}.`,
    };
  if (warnings > 0) return { level: 'attention', text: `Attention: ${plural(warnings, 'finding', 'findings')} to look at.` };
  if (totals.deliveries === 0) return withoutDeliveries(summary);
  const failed = totals.bounced + totals.expired;
  if (failed + totals.deferred === 0) return { level: 'healthy', text: `Healthy: nothing failed. ${outOf(totals)} arrived.` };
  if (totals.delivered + failed < enough)
    return { level: 'few', text: `Too few deliveries to judge a rate (${totals.delivered + failed} ended, ${enough} needed); what failed is below.` };
  return judgedByRate(summary);
}

/** Where no finding says more: the bounce rate, and causes that are the operator's to mend. */
function judgedByRate({ totals: { bounced, expired, delivered, bounceRate }, causes }: Summary): { level: Level; text: string } {
  const sure = wilsonLower(bounced + expired, delivered + bounced + expired);
  const back = `${percent(bounceRate)} of the mail came back`;
  if (sure > rateMarks.damage) return { level: 'damage', text: `Damage: ${back}, more than ${percent(rateMarks.damage)}.` };
  const mine = causes.filter((cause) => severityOf(cause) === 'error').length;
  if (sure > rateMarks.attention) return { level: 'attention', text: `Attention: ${back}, more than ${percent(rateMarks.attention)}.` };
  if (mine > 0) return { level: 'attention', text: `Attention: ${plural(mine, 'cause is', 'causes are')} yours to mend. ${back}.` };
  return { level: 'healthy', text: `Healthy: no pattern of trouble. ${back}.` };
}

/** Lower end of the 95 % confidence interval of a rate (Wilson's score interval). */
export function wilsonLower(count: number, total: number): number {
  if (total === 0) return 0;
  const z = 1.96;
  const rate = count / total;
  const spread = z * Math.sqrt((rate * (1 - rate)) / total + (z * z) / (4 * total * total));
  return (rate + (z * z) / (2 * total) - spread) / (1 + (z * z) / total);
}

function withoutDeliveries({ totals, causes }: Summary): { level: Level; text: string } {
  if (causes.length > 0) return { level: 'few', text: 'No deliveries in this log, but replies that refuse; they are below.' };
  if (totals.rejections > 0)
    return {
      level: 'healthy',
      text: `Nothing failed. This server refused ${totals.rejections.toLocaleString('en')} times; no deliveries in this log.`,
    };
  return { level: 'empty', text: 'No deliveries in this log.' };
}

const outOf = ({ deliveries }: Summary['totals']) => (deliveries === 1 ? 'The only delivery' : `All ${deliveries.toLocaleString('en')} deliveries`);
const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** 0.0213 → "2.13 %"; null → "–". */
export function percent(rate: number | null | undefined): string {
  if (rate === null || rate === undefined) return '–';
  const value = 100 * rate;
  const digits = Number.isInteger(value) ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} %`;
}

/** Seconds as people say them: 0.4 s, 12 s, 3 min, 2.5 h, 3 d; nothing → "–". */
export function seconds(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (value < 10) return `${trim(value, 1)} s`;
  if (value < 120) return `${Math.round(value)} s`;
  if (value < 7200) return `${trim(value / 60, value < 600 ? 1 : 0)} min`;
  if (value < 172_800) return `${trim(value / 3600, 1)} h`;
  return `${trim(value / 86_400, 1)} d`;
}

const trim = (value: number, digits: number) => value.toFixed(digits).replace(/\.0$/, '');
