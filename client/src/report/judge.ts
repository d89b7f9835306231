import type { Summary } from '../../../server/src/summary/summary.ts';

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
  return { level: 'healthy', text: `Healthy: no pattern of trouble. ${percent(totals.bounceRate)} of the mail came back.` };
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
  return `${value === 0 || value >= 10 ? value.toFixed(value === 100 || value === 0 ? 0 : 1) : value.toFixed(2)} %`;
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
