import { grouped } from '../text/number.ts';
import type { Facts } from './facts.ts';
import type { Sample } from './statistics.ts';

/** 1,040 */
export const number = (value: number) => grouped(Math.round(value));

/** "1 delivery", "312 deliveries" */
export const counted = (value: number, one: string, many = `${one}s`) => `${number(value)} ${value === 1 ? one : many}`;
export const deliveries = (value: number) => counted(value, 'delivery', 'deliveries');

/** 0.0213: "2.1 %"; 0.00021: "0.02 %". */
export function percent(share: number): string {
  const value = 100 * share;
  const digits = value === 0 || value >= 10 ? 0 : value >= 1 ? 1 : 2;
  return `${value.toFixed(digits).replace(/\.0$/, '')} %`;
}

/** "12 % (60 of 500)" */
export const shareOf = ({ hits, of }: Sample) => `${percent(of === 0 ? 0 : hits / of)} (${number(hits)} of ${number(of)})`;

/** "a", "a and b", "a, b and 3 more" */
export function listed(names: readonly string[], most = 3): string {
  if (names.length <= 1) return names[0] ?? '';
  if (names.length <= most) return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** 5400: "1.5 h" */
export function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  const [value, unit] = seconds < 172_800 ? [seconds / 3600, 'h'] : [seconds / 86_400, 'days'];
  return `${value.toFixed(1).replace(/\.0$/, '')} ${unit}`;
}

/** Names of pages that people know by a name of their own. */
const pageNames: Record<string, Record<string, string>> = {
  google: { postmaster: 'Google Postmaster Tools' },
  outlook: { postmaster: 'Microsoft SNDS', delist: "Microsoft's support form" },
  microsoft365: { delist: "Microsoft's delist portal" },
  yahoo: { postmaster: 'Yahoo Sender Hub' },
};
const purposes: Record<string, string> = {
  postmaster: "'s postmaster page",
  delist: "'s removal form",
  lookup: "'s look-up",
  codes: "'s list of reply codes",
};

/** "Look at Google Postmaster Tools (https://...)." for the first of the purposes that the receiver has a page for; empty without one. */
export function pageAdvice(facts: Facts, receiver: string, wanted: readonly string[], verb = 'Look at'): string {
  const provider = facts.provider(receiver);
  const purpose = provider && wanted.find((name) => provider.pages[name] !== undefined);
  if (!provider || !purpose) return '';
  const name = pageNames[provider.id]?.[purpose] ?? `${provider.name}${purposes[purpose] ?? ''}`;
  return ` ${verb} ${name} (${provider.pages[purpose]}).`;
}
