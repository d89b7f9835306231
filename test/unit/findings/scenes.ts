import type { Finding, Summary } from '../../../server/src/summary/summary.ts';
import { Scenario, sent } from '../../synthetic/scenario.ts';
import { summaryOf } from '../summary/fold.ts';

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
/** When the scenes begin: a Monday, midnight UTC. */
export const start = Date.UTC(2026, 10, 2);

export const gmail = { relay: 'gmail-smtp-in.l.google.com', ip: '198.51.100.27' };
export const outlook = { relay: 'outlook-com.olc.protection.outlook.com', ip: '198.51.100.33' };
export const yahoo = { relay: 'mta5.am0.yahoodns.net', ip: '198.51.100.5' };

export function summarized(scene: Scenario): Summary {
  return summaryOf(scene.text());
}

export function findingsIn(scene: Scenario): Finding[] {
  return summarized(scene).findings;
}

export function idsIn(scene: Scenario): string[] {
  return [...new Set(findingsIn(scene).map(({ id }) => id))].sort();
}

/** An ordinary time of a sending server: everything arrives, at three receivers and a hundred small ones. */
export function ordinary(scene: Scenario, count: number, { from = start, to = start + 10 * hour } = {}): Scenario {
  const big = [
    { ...gmail, domain: 'gmail.com' },
    { ...outlook, domain: 'outlook.com' },
    { ...yahoo, domain: 'yahoo.com' },
  ];
  return scene.mails(count, { from, to }, (index) => {
    const small = { relay: `mx.firm${index % 100}.example`, ip: '198.51.100.80', domain: `firm${index % 100}.example` };
    const { domain, relay, ip } = index % 5 < 3 ? big[index % 5] : small;
    return { to: `person${index}@${domain}`, relay, ip, attempts: [sent(2)] };
  });
}

export const scene = (): Scenario => new Scenario();
