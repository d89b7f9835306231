import type { Outcomes, Summary } from '../../../server/src/summary/summary.ts';
import { reasonTitle } from '../reasons.ts';
import { percent, seconds } from '../report/figures.ts';
import { actionTitle } from '../report/words.ts';

export interface Column {
  title: string;
  numeric?: boolean;
}

export interface Table {
  title: string;
  columns: Column[];
  rows: (string | number | null)[][];
}

/** Rows beyond this are left out of a page that is to be read. */
const mostRows = 200;
const outcomeColumns: Column[] = ['Deliveries', 'Delivered', 'Deferred', 'Bounced', 'Expired'].map(number);

/** The tables of the report, as plain cells. */
export function tablesOf(summary: Summary): Table[] {
  return [
    causes(summary),
    receivers(summary),
    open(summary),
    transport(summary),
    senderDomains(summary),
    senders(summary),
    reasons(summary),
    codes(summary),
    recipientDomains(summary),
    suppressions(summary),
    notices(summary),
    rejections(summary),
    unknown(summary),
  ].map((table) => ({ ...table, rows: table.rows.slice(0, mostRows) }));
}

function number(title: string): Column {
  return { title, numeric: true };
}

const outcomes = (row: Outcomes) => [row.deliveries, row.delivered, row.deferred, row.bounced, row.expired];

function causes({ causes: list }: Summary): Table {
  return {
    title: 'What failed',
    columns: [
      { title: 'Reason' },
      { title: 'Receiver' },
      { title: 'Said by' },
      { title: 'Action' },
      number('Attempts'),
      number('Deliveries'),
      number('Recipients'),
      { title: 'Example' },
    ],
    rows: list.map((cause) => [
      reasonTitle(cause.reason),
      cause.receiver ?? 'this server',
      cause.saidBy,
      actionTitle(cause.action),
      cause.attempts,
      cause.deliveries,
      cause.recipients,
      cause.example,
    ]),
  };
}

function receivers({ receivers: list }: Summary): Table {
  return {
    title: 'Receivers',
    columns: [{ title: 'Receiver' }, ...outcomeColumns, number('Attempts'), number('Delay, median'), number('Delay, p95'), { title: 'Reasons' }],
    rows: list.map((row) => [
      row.receiver,
      ...outcomes(row),
      row.attempts,
      seconds(row.delay?.median),
      seconds(row.delay?.p95),
      row.reasons.map(({ reason, count }) => `${reasonTitle(reason)} ${count}`).join(', '),
    ]),
  };
}

function open({ open: { nextHops } }: Summary): Table {
  return {
    title: 'Still in the queue',
    columns: [{ title: 'Next hop' }, number('Messages'), number('Deliveries'), number('Oldest waits'), number('Its line')],
    rows: nextHops.map((row) => [
      row.receiver ?? 'no next hop, or this machine',
      row.messages,
      row.deliveries,
      seconds(row.oldestSeconds),
      row.oldest.line,
    ]),
  };
}

const tlsWords = (tls: Summary['receivers'][number]['tls']) =>
  Object.entries(tls ?? {})
    .filter(([, count]) => count > 0)
    .map(([trust, count]) => `${count} ${trust}`)
    .join(', ');

function transport({ receivers: list }: Summary): Table {
  const told = list.filter(({ delayParts, greylisting, tls }) => delayParts || greylisting || tls);
  const parts = ['queue', 'manager', 'connect', 'transfer'] as const;
  return {
    title: 'Time to delivery and TLS',
    columns: [
      { title: 'Receiver' },
      ...['In the queue', 'Queue manager', 'Connecting', 'Sending', 'Greylisted', 'Which costs'].map(number),
      { title: 'TLS connections' },
    ],
    rows: told.map(({ receiver, delayParts, greylisting, tls }) => [
      receiver,
      ...parts.map((part) => seconds(delayParts?.[part])),
      greylisting?.deliveries ?? null,
      seconds(greylisting?.median),
      tlsWords(tls) || null,
    ]),
  };
}

function senders({ senders: list }: Summary): Table {
  return {
    title: 'Senders',
    columns: [{ title: 'Sender' }, { title: 'Account' }, { title: 'Clients' }, number('Deliveries'), number('Bounced')],
    rows: list.map(({ sender, saslUsername, clients, deliveries, bounced }) => [
      sender,
      saslUsername,
      clients.slice(0, 3).join(', '),
      deliveries,
      bounced,
    ]),
  };
}

function notices({ notices: { domains } }: Summary): Table {
  return {
    title: 'Notices of this server',
    columns: [{ title: 'To' }, ...outcomeColumns],
    rows: domains.map((row) => [row.domain || 'addresses without a domain', ...outcomes(row)]),
  };
}

function rejections({ rejectionReasons: list }: Summary): Table {
  return {
    title: 'Refused by this server',
    columns: [{ title: 'Code' }, { title: 'Reason' }, number('Refusals'), { title: 'Example' }],
    rows: list.map(({ code, enhancedCode, reason, count, example }) => [
      [code || null, enhancedCode].filter(Boolean).join(' ') || null,
      reasonTitle(reason),
      count,
      example,
    ]),
  };
}

function senderDomains({ senderDomains: list }: Summary): Table {
  return {
    title: 'Sender domains',
    columns: [{ title: 'Domain' }, ...outcomeColumns, number('Bounce rate'), number('Invalid recipients')],
    rows: list.map((row) => [row.domain, ...outcomes(row), percent(row.bounceRate), percent(row.invalidRecipientRate)]),
  };
}

function reasons({ reasons: list }: Summary): Table {
  return {
    title: 'Reasons',
    columns: [{ title: 'Reason' }, { title: 'Said by' }, { title: 'Permanence' }, { title: 'Action' }, number('Attempts'), number('Deliveries')],
    rows: list.map((row) => [reasonTitle(row.reason), row.saidBy, row.permanence, actionTitle(row.action), row.attempts, row.deliveries]),
  };
}

function codes({ replyCodes, enhancedCodes }: Summary): Table {
  return {
    title: 'Codes',
    columns: [{ title: 'Code' }, { title: 'Said by' }, number('Count')],
    rows: [...replyCodes, ...enhancedCodes].map((row) => [String(row.code), row.saidBy, row.count]),
  };
}

function recipientDomains({ recipientDomains: list }: Summary): Table {
  return { title: 'Recipient domains', columns: [{ title: 'Domain' }, ...outcomeColumns], rows: list.map((row) => [row.domain, ...outcomes(row)]) };
}

function suppressions({ suppressions: list }: Summary): Table {
  return {
    title: 'Suppression candidates',
    columns: [{ title: 'Address' }, { title: 'Reason' }, { title: 'Rule' }, number('Line')],
    rows: list.map((row) => [row.address, reasonTitle(row.reason), row.rule, row.evidence.line]),
  };
}

function unknown({ unknown: list }: Summary): Table {
  return {
    title: 'Not understood',
    columns: [{ title: 'Shape' }, number('Lines'), number('Example line')],
    rows: list.map((row) => [row.shape, row.count, row.example.line]),
  };
}
