import type { Block } from '../core.ts';
import { Field, type Fields } from '../core.ts';
import type { Log } from '../document/log.ts';
import type { Reason } from '../verdict/verdict.ts';
import { count, duration, listed } from './words.ts';

const agents: Record<string, string> = {
  local: 'Delivered on this machine by local(8): aliases, .forward files, mailboxes.',
  virtual: 'Delivered on this machine by virtual(8).',
  none: 'No next hop was reached: the reply says at what it failed.',
};

/** The next hop, the organisation behind it, and how mail to it fares in this log. */
export function relayHover(log: Log, fields: Fields): Block[] {
  const relay = fields.cut(Field.relay) ?? '';
  const host = fields.cut(Field.relayHost);
  if (!host || agents[relay]) return [[{ strong: `relay=${relay}` }], [agents[relay] ?? 'Handed to a transport on this machine.']];
  const ip = fields.cut(Field.relayIp);
  const name = log.receiverOf(fields);
  const known = name !== null && name.toLowerCase() !== host.toLowerCase();
  return [[{ strong: known ? `${name}` : host }, known ? ` · ${host}` : '', ip && ip !== host ? ` · ${ip}` : ''], [faresOf(log, name)]];
}

function titleOf(log: Log, reason: Reason): string {
  const title = log.engine.knowledge.reasons.get(reason)?.title ?? reason;
  return /^\p{Lu}\p{Ll}/u.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

function faresOf(log: Log, name: string | null): string {
  const receiver = log.whole()?.receivers.find((entry) => entry.receiver === name);
  if (!receiver) return 'The next hop of this attempt.';
  const { deliveries, delivered, deferred, bounced, expired, attempts, delay, reasons } = receiver;
  const outcomes = [`${delivered} delivered`, `${deferred} deferred`, `${bounced} bounced`, `${expired} expired`].filter(
    (words) => !words.startsWith('0 '),
  );
  const median = delay ? ` Median time to delivery ${duration(delay.median)}, 95 % within ${duration(delay.p95)}.` : '';
  const failures = reasons.filter(({ reason }) => reason !== 'delivered').slice(0, 3);
  const why =
    failures.length === 0 ? '' : ` Not delivered: ${listed(failures.map(({ reason, count: number }) => `${titleOf(log, reason)} (${number})`))}.`;
  return `${count(deliveries, 'delivery', 'deliveries')} here: ${listed(outcomes)}, in ${count(attempts, 'attempt')}.${median}${why}`;
}
