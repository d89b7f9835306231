import type { Tables } from '../events/tables.ts';
import { findingPatterns } from '../findings/findings.ts';
import { judgeHealth } from '../findings/health.ts';
import { suppressionsOf } from '../findings/suppressions.ts';
import type { Thresholds } from '../findings/thresholds.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { Aggregates, CauseStats, ReceiverStats } from './aggregates.ts';
import { allSeries } from './aggregates.ts';
import type { Calendar } from './calendar.ts';
import { isoOf } from './calendar.ts';
import { addOutcomes, bounceRate, bump, getOr, invalidRecipientRate, noOutcomes } from './counters.ts';
import { formatOf, type InputCount } from './input.ts';
import { notesOf } from './notes.ts';
import { evidenceOf } from './places.ts';
import type { Steps } from './steps.ts';
import type { Cause, Finding, InputSummary, Summary } from './summary.ts';
import { tlsByReceiver } from './tls.ts';

/** What a finished part knows. */
export interface Finished {
  aggregates: Aggregates;
  tables: Tables;
  inputs: readonly InputCount[];
  notes: readonly string[];
  /** Open messages were settled early. */
  crowded: boolean;
  calendar: Calendar;
  thresholds: Thresholds;
  /** Only deliveries of one reason were counted: no share of them means anything. */
  byReason: boolean;
}

/** Renders what was counted as the summary of the contract, in steps. Lists by falling count, then by name. */
export function* buildingSummary(finished: Finished): Steps<Summary> {
  const { aggregates, tables, inputs, calendar } = finished;
  const { outcomes, eligible } = aggregates;
  const findings = finished.byReason ? [] : yield* findingPatterns(finished, finished.thresholds);
  const suppressions = suppressionsOf(finished);
  yield;
  const receivers = receiversOf(aggregates, tables);
  yield;
  const causes = causesOf(finished);
  yield;
  return {
    schema: 'mail-log-summary/1',
    inputs: inputs.map((input) => inputOfCount(input, calendar)),
    totals: {
      messages: aggregates.messages,
      deliveries: outcomes.deliveries,
      addresses: aggregates.addresses.count,
      delivered: outcomes.delivered,
      deferred: outcomes.deferred,
      bounced: outcomes.bounced,
      expired: outcomes.expired,
      attempts: aggregates.attempts,
      recovered: aggregates.recovered,
      rejections: aggregates.rejections,
      probes: aggregates.probes,
      bounceRate: bounceRate(eligible),
      invalidRecipientRate: invalidRecipientRate(eligible),
    },
    replyCodes: replyCodesOf(aggregates, tables),
    enhancedCodes: enhancedCodesOf(aggregates, tables),
    reasons: reasonsOf(aggregates, tables),
    receivers,
    recipientDomains: sorted(
      [...aggregates.recipientDomains].filter(([id]) => id !== 0).map(([id, counts]) => ({ domain: tables.domains.texts[id], ...counts })),
      (row) => row.deliveries,
      (row) => row.domain,
    ),
    senderDomains: senderDomainsOf(aggregates, tables),
    senders: sendersOf(aggregates, tables),
    timeline: timelineOf(aggregates, calendar),
    findings,
    open: openOf(finished),
    notices: noticesOf(aggregates, tables),
    health: healthOf(finished, findings),
    ...suppressions,
    unknown: unknownOf(finished),
    causes,
    rejectionReasons: rejectionReasonsOf(aggregates, tables),
    notes: notesOf(finished),
  };
}

function healthOf({ aggregates, thresholds, byReason }: Finished, findings: Finding[]): Summary['health'] {
  if (byReason) return { state: 'too-few', sentence: 'Deliveries of one reason only: how the mail fares as a whole is not shown.' };
  const replies = [...aggregates.causes.values()].reduce((sum, { attempts }) => sum + attempts, 0);
  return judgeHealth(findings, aggregates.eligible, { deliveries: aggregates.outcomes.deliveries, replies }, thresholds);
}

/** By falling count, then by name. */
export function sorted<T>(rows: T[], count: (row: T) => number, name: (row: T) => string): T[] {
  return rows.sort((a, b) => count(b) - count(a) || compare(name(a), name(b)));
}

/** By code unit, the same in every locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function inputOfCount(input: InputCount, calendar: Calendar): InputSummary {
  const { path, bytes, lines, understood, unknown } = input;
  const firstTime = calendar.iso(input.firstTime);
  return {
    path,
    format: formatOf(input),
    bytes,
    lines,
    understoodLines: understood,
    unknownLines: unknown,
    firstTime,
    lastTime: calendar.iso(input.lastTime),
  };
}

function replyCodesOf(aggregates: Aggregates, { verdicts }: Tables): Summary['replyCodes'] {
  const counts = new Map<string, Summary['replyCodes'][number]>();
  for (const list of [aggregates.attemptVerdicts, aggregates.rejectionVerdicts]) {
    list.forEach((by, id) => {
      const verdict = verdicts.get(id);
      if (!verdict || verdict.replyCode === 0 || by === 0) return;
      const key = `${verdict.replyCode} ${verdict.saidBy}`;
      const row = counts.get(key) ?? { code: verdict.replyCode, saidBy: verdict.saidBy, count: 0 };
      row.count += by;
      counts.set(key, row);
    });
  }
  return sorted(
    [...counts.values()],
    (row) => row.count,
    (row) => `${row.code} ${row.saidBy}`,
  );
}

function enhancedCodesOf(aggregates: Aggregates, { verdicts, codes }: Tables): Summary['enhancedCodes'] {
  const counts = new Map<string, number>();
  for (const [key, by] of aggregates.enhanced) bump(counts, `${codes.texts[key >> 1]} ${key & 1 ? 'own' : 'remote'}`, by);
  aggregates.bareVerdicts.forEach((by, id) => {
    const verdict = verdicts.get(id);
    if (verdict?.enhancedCode) bump(counts, `${verdict.enhancedCode} ${verdict.saidBy}`, by);
  });
  const rows = [...counts].map(([key, count]) => {
    const [code, saidBy] = key.split(' ') as [string, 'own' | 'remote'];
    return { code, saidBy, count };
  });
  return sorted(
    rows,
    (row) => row.count,
    (row) => `${row.code} ${row.saidBy}`,
  );
}

function reasonsOf(aggregates: Aggregates, { verdicts }: Tables): Summary['reasons'] {
  const rows = new Map<string, Summary['reasons'][number]>();
  const add = (list: readonly number[], field: 'attempts' | 'deliveries') => {
    list.forEach((by, id) => {
      const verdict = verdicts.get(id);
      if (!verdict || by === 0) return;
      const { reason, permanence, action, saidBy } = verdict;
      const key = `${reason} ${permanence} ${action} ${saidBy}`;
      const row = rows.get(key) ?? { reason, permanence, action, saidBy, attempts: 0, deliveries: 0 };
      row[field] += by;
      rows.set(key, row);
    });
  };
  add(aggregates.attemptVerdicts, 'attempts');
  add(aggregates.deliveryVerdicts, 'deliveries');
  return sorted(
    [...rows.values()],
    (row) => row.attempts,
    (row) => `${row.reason} ${row.permanence} ${row.action} ${row.saidBy}`,
  );
}

function receiversOf(aggregates: Aggregates, { receivers, verdicts }: Tables): Summary['receivers'] {
  const tls = tlsByReceiver(aggregates.tls);
  const rows = [...aggregates.receivers]
    // A receiver with attempts only is a hop, or a log of replies without messages.
    .filter(([, { outcomes }]) => outcomes.deliveries > 0 || aggregates.outcomes.deliveries === 0)
    .map(([id, stats]) => ({
      receiver: receivers.texts[id],
      ...stats.outcomes,
      attempts: stats.attempts,
      reasons: sorted(
        [...stats.reasons].flatMap(([reason, count]) => {
          const name = verdicts.reasons[reason];
          return name === null ? [] : [{ reason: name, count }];
        }),
        (row) => row.count,
        (row) => row.reason,
      ),
      delay: delayOf(stats),
      delayParts: delayPartsOf(stats),
      greylisting: greylistingOf(aggregates, id),
      tls: tls.get(id) ?? null,
    }));
  return sorted(
    rows,
    (row) => row.deliveries,
    (row) => row.receiver,
  );
}

function delayOf({ delay }: ReceiverStats): { median: number; p95: number } | null {
  return delay.count === 0 ? null : { median: delay.quantile(0.5), p95: delay.quantile(0.95) };
}

function delayPartsOf({ parts: { count, ...sums } }: ReceiverStats): Summary['receivers'][number]['delayParts'] {
  if (count === 0) return null;
  const mean = (milliseconds: number) => Math.round(milliseconds / count) / 1000;
  return { queue: mean(sums.queue), manager: mean(sums.manager), connect: mean(sums.connect), transfer: mean(sums.transfer) };
}

function greylistingOf({ history }: Aggregates, receiver: number): Summary['receivers'][number]['greylisting'] {
  const greylist = history.receivers.get(receiver)?.greylist;
  if (!greylist || greylist.wait.count === 0) return null;
  return { deliveries: greylist.deliveries, median: greylist.wait.quantile(0.5), p95: greylist.wait.quantile(0.95) };
}

function openOf({ aggregates: { waiting }, tables, inputs, calendar }: Finished): Summary['open'] {
  const end = inputs.reduce((last, { lastTime }) => later(last, calendar.milliseconds(lastTime)), Number.NaN);
  const rows = [...waiting.byReceiver].map(([id, { messages, deliveries, arrival, place }]) => {
    const age = (end - calendar.milliseconds(arrival)) / 1000;
    const oldestSeconds = Number.isNaN(age) ? null : Math.max(0, Math.round(age));
    return { receiver: id === 0 ? null : tables.receivers.texts[id], messages, deliveries, oldestSeconds, oldest: evidenceOf(place, inputs) };
  });
  const nextHops = sorted(
    rows,
    (row) => row.deliveries,
    (row) => row.receiver ?? '',
  );
  return { messages: waiting.messages, untried: waiting.untried, nextHops };
}

function noticesOf({ notices: sent, noticeDomains }: Aggregates, { domains }: Tables): Summary['notices'] {
  const all = noOutcomes();
  for (const outcomes of noticeDomains.values()) addOutcomes(all, outcomes);
  const rows = [...noticeDomains].map(([id, outcomes]) => ({ domain: domains.texts[id], ...outcomes }));
  return {
    sent,
    ...all,
    domains: sorted(
      rows,
      (row) => row.deliveries,
      (row) => row.domain,
    ),
  };
}

/** The greater, where one is not a number the other. */
const later = (a: number, b: number) => (Number.isNaN(a) || b > a ? b : a);

function senderDomainsOf(aggregates: Aggregates, { domains }: Tables): Summary['senderDomains'] {
  const rows = [...aggregates.senderDomains].map(([id, { outcomes, eligible }]) => ({
    domain: domains.texts[id],
    ...outcomes,
    bounceRate: bounceRate(eligible),
    invalidRecipientRate: invalidRecipientRate(eligible),
  }));
  return sorted(
    rows,
    (row) => row.deliveries,
    (row) => row.domain,
  );
}

function sendersOf(aggregates: Aggregates, tables: Tables): Summary['senders'] {
  const rows = [...aggregates.senders].map(([key, { outcomes, clients }]) => {
    const account = key % 2 ** 20;
    return {
      sender: tables.senders.texts[Math.floor(key / 2 ** 20)],
      saslUsername: account === 0 ? null : tables.accounts.texts[account],
      deliveries: outcomes.deliveries,
      bounced: outcomes.bounced,
      clients: [...clients].map((id) => tables.clients.texts[id]).sort(compare),
    };
  });
  return sorted(
    rows,
    (row) => row.deliveries,
    (row) => `${row.sender} ${row.saslUsername ?? ''}`,
  );
}

function timelineOf({ timeline }: Aggregates, calendar: Calendar): Summary['timeline'] {
  const step = timeline.stepMilliseconds;
  const buckets = [...(timeline.series(allSeries) ?? [])]
    .map(([bucket, [delivered, deferred, bounced, expired]]) => ({ at: calendar.milliseconds(bucket * step), delivered, deferred, bounced, expired }))
    .sort((a, b) => a.at - b.at)
    .map(({ at, ...counts }) => ({ start: isoOf(at) ?? '', ...counts }));
  return { stepSeconds: step / 1000, buckets };
}

function unknownOf({ aggregates, tables, inputs }: Finished): Summary['unknown'] {
  const rows = [...aggregates.unknown].map(([id, { count, first }]) => ({
    shape: tables.shapes.texts[id],
    count,
    example: evidenceOf(first, inputs),
  }));
  return sorted(
    rows,
    (row) => row.count,
    (row) => row.shape,
  );
}

function rejectionReasonsOf({ rejectionVerdicts }: Aggregates, { verdicts }: Tables): Summary['rejectionReasons'] {
  const rows = new Map<string, Summary['rejectionReasons'][number]>();
  rejectionVerdicts.forEach((count, id) => {
    const verdict = verdicts.get(id);
    if (!verdict || count === 0) return;
    const { replyCode: code, enhancedCode, reason } = verdict;
    const row = getOr(rows, `${code} ${enhancedCode} ${reason}`, () => ({
      code,
      enhancedCode,
      reason,
      count: 0,
      example: verdicts.example(id),
    }));
    row.count += count;
  });
  return sorted(
    [...rows.values()],
    (row) => row.count,
    (row) => `${row.code} ${row.enhancedCode ?? ''} ${row.example}`,
  );
}

function causesOf(finished: Finished): Cause[] {
  return sorted(
    [...finished.aggregates.causes.values()].map((cause) => causeOf(cause, finished)),
    (row) => row.deliveries,
    (row) => `${row.reason} ${row.saidBy} ${row.receiver ?? ''}`,
  );
}

function causeOf(cause: CauseStats, { aggregates, tables, inputs, calendar }: Finished): Cause {
  const verdicts = [...cause.verdicts].map(([id, count]) => ({ id, verdict: tables.verdicts.get(id) as Verdict, count }));
  const judged = verdicts.length > 0 ? verdicts : [{ id: cause.verdict, verdict: tables.verdicts.get(cause.verdict) as Verdict, count: 1 }];
  const places = cause.failed.length > 0 ? cause.failed : cause.tried;
  const receiver = aggregates.receivers.get(cause.receiver);
  return {
    reason: judged[0].verdict.reason,
    saidBy: cause.own ? 'own' : 'remote',
    receiver: cause.receiver === 0 ? null : tables.receivers.texts[cause.receiver],
    permanence: mostFrequent(judged, ({ verdict }) => verdict.permanence) ?? judged[0].verdict.permanence,
    action: mostFrequent(judged, ({ verdict }) => verdict.action) ?? judged[0].verdict.action,
    attempts: cause.attempts,
    deliveries: cause.deliveries,
    recipients: cause.recipients.count,
    named: namedOf(judged),
    receiverAcceptsNothing: receiver !== undefined && receiver.outcomes.delivered === 0 && receiver.outcomes.deliveries > 0,
    firstTime: calendar.iso(cause.firstTime),
    lastTime: calendar.iso(cause.lastTime),
    first: evidenceOf(places[0], inputs),
    evidence: places.map((place) => evidenceOf(place, inputs)),
    example: tables.verdicts.example(cause.verdict),
  };
}

type Judged = { verdict: Verdict; count: number };

function namedOf(judged: readonly Judged[]): Cause['named'] {
  const named: Cause['named'] = {};
  for (const part of ['ip', 'domain', 'list'] as const) {
    const text = mostFrequent(judged, ({ verdict }) => verdict.named[part]);
    if (text !== undefined) named[part] = text;
  }
  return named;
}

function mostFrequent<T extends string>(judged: readonly Judged[], pick: (judged: Judged) => T | undefined): T | undefined {
  const counts = new Map<T, number>();
  for (const one of judged) {
    const value = pick(one);
    if (value !== undefined) bump(counts, value, one.count);
  }
  return sorted(
    [...counts],
    ([, count]) => count,
    ([value]) => value,
  )[0]?.[0];
}
