import { draft } from './draft.ts';
import { type Draft, type Facts, hour } from './facts.ts';
import { Family } from './families.ts';
import { Subject } from './history.ts';
import { median, wilson } from './statistics.ts';
import { counted, number, percent } from './words.ts';

/** Different envelope senders of one account that betray forged ones. */
const manySenders = 20;
/** Hours of the log below which nothing is known about an account's usual hour. */
const knownHours = 3;

/** `account-abuse`: an account sends far more than usual, from many networks, under many names or to many unknown recipients. */
export function accountAbuse(facts: Facts): Draft[] {
  const { accountDeliveries, accountFactor, accountNetworks, accountInvalid } = facts.thresholds;
  return facts.subjects(Subject.account, accountDeliveries).flatMap((id) => {
    const account = facts.history.accounts.get(id);
    const hours = hoursOf(facts, id);
    const peak = hours.reduce((a, b) => (b.deliveries > a.deliveries ? b : a), hours[0]);
    if (!account || !peak || peak.deliveries < accountDeliveries) return [];
    const usual = usualHour(facts, hours, peak.start);
    if (peak.deliveries < accountFactor * usual) return [];
    const networks = account.networks.count;
    const senders = account.senders.count;
    const isForeign = networks >= accountNetworks || senders >= manySenders;
    if (!isForeign && wilson(peak.invalid, peak.deliveries).lower < accountInvalid) return [];
    const name = facts.finished.tables.accounts.texts[id];
    const signs = [
      ...(networks >= accountNetworks ? [`from ${number(networks)} networks`] : []),
      ...(senders >= manySenders ? [`as ${number(senders)} senders`] : []),
      ...(peak.invalid > 0 ? [`${percent(peak.invalid / peak.deliveries)} to unknown recipients`] : []),
    ];
    const before = usual > 0 ? `, its usual hour has ${number(usual)}` : '';
    return draft(
      facts,
      'account-abuse',
      'error',
      { hits: peak.deliveries, since: peak.start, places: account.evidence },
      {
        title: `The account ${name} looks stolen: ${counted(peak.deliveries, 'delivery', 'deliveries')} in the hour from ${facts.clock(peak.start)}${before}; ${signs.join(', ')}`,
        advice:
          'Lock the account or change its password now, end its sessions, delete its mail from the queue, and ask the owner. If it is a planned mailing from many places, tell its owner to send it through one.',
      },
    );
  });
}

interface Hour {
  start: number;
  deliveries: number;
  invalid: number;
}

function hoursOf(facts: Facts, id: number): Hour[] {
  const length = Math.max(hour, facts.stepMilliseconds);
  const hours: Hour[] = [];
  for (const { start, deliveries, invalid } of facts.series(Subject.account, id, Family.all)) {
    const begin = Math.floor(start / length) * length;
    const last = hours[hours.length - 1];
    if (last?.start !== begin) hours.push({ start: begin, deliveries, invalid });
    else {
      last.deliveries += deliveries;
      last.invalid += invalid;
    }
  }
  return hours;
}

/** The median hour in which the account sent, but the peak and the hours beside it; 0 where it sent in none; of a short log as if it were usual. */
function usualHour(facts: Facts, hours: readonly Hour[], peak: number): number {
  if (facts.last - facts.first < knownHours * hour) return 0;
  const rest = hours.filter(({ start }) => Math.abs(start - peak) > Math.max(2 * hour, 2 * facts.stepMilliseconds));
  return rest.length === 0 ? 0 : median(rest.map(({ deliveries }) => deliveries));
}
