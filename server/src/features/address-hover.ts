import type { Block } from '../core.ts';
import { Field, isTry, Kind, type StatusName, statusNames } from '../core.ts';
import type { Log } from '../document/log.ts';
import { grouped } from '../text/number.ts';
import { failureOf } from './failure.ts';
import { count, listed } from './words.ts';

/** Lines looked at for one address; what lies beyond is said. */
const most = 5000;

/** Messages whose end is looked for: an expiry names no recipient. */
const fewMessages = 20;

function hasExpired(log: Log, queueId: string, line: number): boolean {
  return log.linesOfMessage(queueId, line).some((at) => log.kindAt(at) === Kind.expiry);
}

/** What this log tells about one recipient: outcomes of its messages, and why the last failed. */
export function recipientHover(log: Log, address: string): Block[] {
  const lines = log.linesOfRecipient(address);
  const last = new Map<string, { status: StatusName | null; line: number }>();
  let attempts = 0;
  let failed = -1;
  let delivered = -1;
  for (const line of lines.slice(-most)) {
    const fields = log.parse(line);
    if (fields.kind !== Kind.attempt && fields.kind !== Kind.reply) continue;
    if (isTry(fields.kind, fields.status)) attempts++;
    const status = statusNames[fields.status];
    last.set(fields.cut(Field.queueId) ?? `line ${line}`, { status, line });
    if (status === 'delivered') delivered = line;
    else failed = line;
  }
  for (const [queueId, message] of [...last].slice(-fewMessages))
    if (message.status === 'deferred' && hasExpired(log, queueId, message.line)) message.status = 'expired';
  const outcomes = new Map<string, number>();
  for (const { status } of last.values()) outcomes.set(status ?? 'open', (outcomes.get(status ?? 'open') ?? 0) + 1);
  const words = listed([...outcomes].map(([word, number]) => `${grouped(number)} ${word}`));
  const head: Block = [{ strong: address }, last.size === 0 ? '' : ` · ${count(last.size, 'message')}: ${words}`];
  const summary =
    attempts === 0
      ? 'No delivery was tried in this file.'
      : `${count(attempts, 'attempt')} in this file${lines.length > most ? ' (the last 5,000 lines)' : ''}.`;
  const failure = failed >= 0 ? failureOf(log, failed) : null;
  const why = failure
    ? [
        `Last failure, line ${failed + 1}: ${failure.words}. ${delivered > failed ? `Delivered since (line ${delivered + 1}).` : failure.suppressAdvice}`,
      ]
    : [];
  return [head, [[summary, ...why].join(' ')]];
}

/** What this log tells about an envelope sender. */
export function senderHover(log: Log, address: string): Block[] {
  if (address === '')
    return [
      [{ strong: 'Null sender <>' }],
      ['A bounce, delay or delivery notice. It must not be answered by another notice (RFC 5321 section 4.5.5).'],
    ];
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  const found = log.whole()?.senderDomains.find((entry) => entry.domain === domain);
  if (!found) return [[{ strong: address }], [`Envelope sender. No delivery from ${domain} has ended in this file.`]];
  const { deliveries, delivered, deferred, bounced, expired, bounceRate } = found;
  const outcomes = [`${delivered} delivered`, `${deferred} deferred`, `${bounced} bounced`, `${expired} expired`].filter(
    (words) => !words.startsWith('0 '),
  );
  const rate = bounceRate === null ? '' : ` Bounce rate ${(100 * bounceRate).toFixed(1)} %.`;
  return [[{ strong: address }], [`${domain}: ${count(deliveries, 'delivery', 'deliveries')} here, ${listed(outcomes)}.${rate}`]];
}
