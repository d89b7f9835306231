import { defaultKnowledge } from '../knowledge/default.ts';
import type { Reason } from '../verdict/verdict.ts';
import { draft } from './draft.ts';
import { type Draft, type Facts, hour } from './facts.ts';
import { authReasons, Family } from './families.ts';
import { type ReceiverHistory, Subject } from './history.ts';
import { wilson } from './statistics.ts';
import { timeOf } from './throttling.ts';
import { episodes, isAboveForGood, isCurrent, join, pair } from './windows.ts';
import { counted, deliveries, number, pageAdvice } from './words.ts';

/** Reasons that hold for all mail from here, so that one message proves them. */
const wholeServer: ReadonlySet<Reason> = new Set<Reason>(['blocklist', 'ip-reputation', 'dns-rdns']);
/** Greylisting for longer than this is no greylisting. */
const longGreylist = 4 * 3600;

/** `receiver-refusing`: a receiver that accepts nothing, while no bounce says so yet. */
export function receiverRefusing(facts: Facts): Draft[] {
  return [...facts.history.receivers].flatMap(([id, history]) => {
    if (history.delivered > 0 || facts.inbound.has(id) || history.refusedRecipients.count < facts.thresholds.refusedRecipients) return [];
    const [main] = facts.reasonsAt(id).filter(({ reason }) => reason !== 'connection');
    return main && refusesAll(facts, id, history, main.reason) ? [refusing(facts, id, history, main.reason)] : [];
  });
}

function refusesAll(facts: Facts, id: number, history: ReceiverHistory, reason: Reason): boolean {
  const { deliveries, refused, refusedMessages, refusedForMessage } = history;
  if (refused * 2 < deliveries) return false;
  if (!isCurrent(facts, facts.milliseconds(history.lastTime))) return false;
  if (refusedMessages < (refusedForMessage * 2 > refused ? 3 : wholeServer.has(reason) ? 1 : 2)) return false;
  const oldest = facts.finished.aggregates.receivers.get(id)?.oldest ?? 0;
  return reason !== 'greylist' || oldest > longGreylist;
}

function refusing(facts: Facts, id: number, history: ReceiverHistory, reason: Reason): Draft {
  const receiver = facts.receiverName(id);
  const info = defaultKnowledge().reasons.get(reason);
  const open = facts.finished.aggregates.receivers.get(id)?.outcomes.deferred ?? 0;
  const waiting = open > 0 ? `; ${number(open)} still ${open === 1 ? 'waits' : 'wait'}, so the bounce rate does not show it` : '';
  const isOurs = wholeServer.has(reason) || authReasons.has(reason) || info?.severity === 'error';
  const since = facts.milliseconds(history.firstTime);
  return draft(
    facts,
    'receiver-refusing',
    isOurs ? 'error' : 'warning',
    { hits: history.refused, since, places: history.evidence },
    {
      receivers: [id],
      receiver,
      cause: reason,
      title: `${receiver} accepts nothing since ${facts.clock(since)}: ${deliveries(history.refused)} to ${counted(history.refusedRecipients.count, 'recipient')} refused${info ? ` (${lower(info.title)})` : ''}${waiting}`,
      advice: `${info?.advice ?? ''}${notTheCause(info?.advice)}${pageAdvice(facts, receiver, ['delist', 'postmaster', 'codes'])}`.trim(),
    },
  );
}

/** "Blocked by a list" within a sentence; "TLS trouble" stays. */
const lower = (title: string) => (/^[A-Z][a-z]/.test(title) ? title[0].toLowerCase() + title.slice(1) : title);

/** `receiver-trouble`: faults of one receiver's servers, or no way to reach it. */
export function receiverTrouble(facts: Facts): Draft[] {
  const found = new Map<number, Draft>();
  for (const family of [Family.trouble, Family.connection] as const)
    for (const one of troubled(facts, family)) if (!found.has(one.receivers[0])) found.set(one.receivers[0], one);
  return [...found.values()];
}

function troubled(facts: Facts, family: (typeof Family)['trouble' | 'connection']): Draft[] {
  const mark = facts.thresholds.receiverTrouble;
  const receivers = facts.subjects(Subject.receiver, facts.thresholds.minimumDeliveries).map((subject) => ({
    subject,
    buckets: pair(facts.series(Subject.receiver, subject, Family.all), facts.series(Subject.receiver, subject, family)),
  }));
  const peaks = new Map(episodes(facts, receivers).map((episode) => [episode.subject, episode.window]));
  return receivers.flatMap(({ subject, buckets }) => {
    const peak = peaks.get(subject);
    const window = isAboveForGood(facts, buckets, mark) ? join(buckets) : peak && wilson(peak.hits, peak.of).lower > mark ? peak : null;
    if (!window) return [];
    const receiver = facts.receiverName(subject);
    const what = family === Family.trouble ? 'met errors of its servers' : 'could not reach its servers';
    const isNow = window.until + facts.stepMilliseconds > facts.last - 2 * hour;
    return draft(facts, 'receiver-trouble', isNow ? 'warning' : 'information', window, {
      receivers: [subject],
      receiver,
      cause: family === Family.trouble ? 'server-error' : 'connection',
      title: `Trouble at ${receiver}${timeOf(facts, window)}: ${number(window.hits)} of ${number(window.of)} deliveries ${what}`,
      advice: `This is on their side: let the queue retry and suppress nobody.${family === Family.connection ? ' Other receivers are reached, so it is not your line; a firewall on the way would be the exception.' : ''} Tell their postmaster if it lasts.`,
    });
  });
}

/** Said once: the advice of some reasons says it already. */
function notTheCause(advice = ''): string {
  return /not suppress/i.test(advice) ? '' : ' Do not suppress these recipients: they are not the cause.';
}
