import { csvCell } from '../../text/escape.ts';
import type { Summary } from '../summary.ts';

/** One tidy table: what is counted, its names, its number. A row a number, so that spreadsheets and SQL can pivot it. */
const head = ['table', 'name', 'detail', 'measure', 'value'];

type Row = [table: string, name: string, detail: string, measure: string, value: number | string | null];

/** The summary as CSV (RFC 4180), safe to open in a spreadsheet. */
export function summaryCsv(summary: Summary): string {
  return `${[head, ...rowsOf(summary)].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

function* rowsOf(summary: Summary): Generator<Row> {
  for (const { path, format, ...rest } of summary.inputs) yield* measures('input', path, format ?? '', rest);
  yield* measures('total', '', '', summary.totals);
  for (const { code, saidBy, count } of summary.replyCodes) yield ['reply code', String(code), saidBy, 'count', count];
  for (const { code, saidBy, count } of summary.enhancedCodes) yield ['enhanced code', code, saidBy, 'count', count];
  for (const { reason, saidBy, permanence, action, ...counts } of summary.reasons) {
    yield* measures('reason', reason, `${saidBy} ${permanence} ${action}`, counts);
  }
  for (const { receiver, reasons, delay, delayParts, greylisting, tls, ...counts } of summary.receivers) {
    yield* measures('receiver', receiver, '', { ...counts, medianDelay: delay?.median ?? null, p95Delay: delay?.p95 ?? null });
    yield* measures('receiver delay part', receiver, 'mean seconds', delayParts ?? {});
    yield* measures('receiver greylisting', receiver, '', greylisting ?? {});
    yield* measures('receiver TLS', receiver, 'connections', tls ?? {});
    for (const { reason, count } of reasons) yield ['receiver reason', receiver, reason, 'count', count];
  }
  for (const { domain, ...counts } of summary.recipientDomains) yield* measures('recipient domain', domain, '', counts);
  for (const { domain, ...counts } of summary.senderDomains) yield* measures('sender domain', domain, '', counts);
  for (const { sender, saslUsername, deliveries, bounced } of summary.senders)
    yield* measures('sender', sender, saslUsername ?? '', { deliveries, bounced });
  for (const { receiver, messages, deliveries, oldestSeconds } of summary.open.nextHops)
    yield* measures('open', receiver ?? '', '', { messages, deliveries, oldestSeconds });
  yield ['open', '', 'not tried', 'messages', summary.open.untried];
  yield ['notice', '', '', 'sent', summary.notices.sent];
  for (const { domain, ...counts } of summary.notices.domains) yield* measures('notice', domain, '', counts);
  for (const { start, ...counts } of summary.timeline.buckets) yield* measures('timeline', start, String(summary.timeline.stepSeconds), counts);
  for (const { id, severity, title, count } of summary.findings) yield ['finding', id, `${severity}: ${title}`, 'count', count];
  for (const { address, reason, rule, evidence } of summary.suppressions) {
    yield ['suppression', address, `${reason}${rule ? ` ${rule}` : ''}`, evidence.path, evidence.line];
  }
  for (const { code, example, count } of summary.rejectionReasons) yield ['rejection', String(code), example, 'count', count];
  for (const { shape, count, example } of summary.unknown) yield ['unknown', shape, `${example.path}:${example.line}`, 'count', count];
}

function* measures(table: string, name: string, detail: string, counts: object): Generator<Row> {
  for (const [measure, value] of Object.entries(counts) as [string, number | string | null][]) yield [table, name, detail, measure, value];
}
