import { formatIds } from '../events/rowReader.ts';
import type { Tables } from '../events/tables.ts';
import { counted } from '../findings/words.ts';
import type { Aggregates } from './aggregates.ts';
import type { Finished } from './build.ts';
import type { InputCount } from './input.ts';

/** One relay that takes at least this share of the mail, of at least so many deliveries to so many domains, is a smarthost. */
const smarthost = { share: 0.95, deliveries: 20, domains: 3 };

const generic = formatIds.indexOf('generic');
const postfix = formatIds.indexOf('postfix');

/** Understood lines of one format. */
function linesOf(inputs: readonly InputCount[], format: number): number {
  return inputs.reduce((sum, { formats }) => sum + (formats[format] ?? 0), 0);
}

/** Sentences about what the numbers cannot say. */
export function notesOf({ aggregates, tables, inputs, notes, crowded }: Finished): string[] {
  const all = [...notes];
  const others = linesOf(inputs, generic);
  if (others > 0) {
    const which =
      linesOf(inputs, postfix) > 0
        ? `${counted(others, 'line is', 'lines are')} of other mail relays than Postfix. Of them`
        : "Where a log is not Postfix's,";
    all.push(`${which} only replies, outcomes of single tries and refusals are read: messages, deliveries and rates of such relays are not known.`);
  }
  const relay = smarthostOf(aggregates, tables);
  if (relay)
    all.push(`Nearly all mail goes through ${relay}: who receives it behind that server is not known, and later bounces are not in this log.`);
  if (aggregates.addresses.approximate) {
    all.push(
      'There are more than a million addresses: their number is an estimate (standard error 0.8 %), and the suppression list may name some that failed and were delivered to later.',
    );
  }
  if ([...aggregates.causes.values()].some(({ recipients }) => recipients.approximate)) {
    all.push('Numbers of recipients of a cause above 1,024 are estimates (standard error 3 %).');
  }
  if (crowded) all.push('More than 200,000 messages were open at once: those without a line for the longest time were counted as they were.');
  if (aggregates.crowded) all.push('There are too many receivers and sender domains to follow all of them over time.');
  const overfull = tables.overfull();
  if (overfull.length > 0)
    all.push(`There are too many different ${overfull.map(plural).join(', ')} to keep all: the rest is counted as "(others)".`);
  return all;
}

function plural(table: string): string {
  return table === 'shapes' ? 'kinds of lines that were not understood' : table;
}

/** The relay that takes nearly all own mail, null where there is none. */
export function smarthostOf({ relays, recipientDomains }: Aggregates, tables: Tables): string | null {
  let total = 0;
  let most = 0;
  let relay = 0;
  for (const [id, count] of relays) {
    total += count;
    if (count > most) [most, relay] = [count, id];
  }
  const domains = [...recipientDomains.values()].map(({ deliveries }) => deliveries);
  // Where one domain has nearly all the mail, its own server is no smarthost.
  const spread = domains.reduce((most, count) => Math.max(most, count), 0) < 0.8 * domains.reduce((sum, count) => sum + count, 0);
  const enough = total >= smarthost.deliveries && domains.length >= smarthost.domains && spread;
  return enough && most >= smarthost.share * total ? tables.relays.texts[relay] : null;
}
