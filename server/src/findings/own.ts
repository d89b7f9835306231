import { defaultKnowledge } from '../knowledge/default.ts';
import type { CauseStats } from '../summary/aggregates.ts';
import { getOr } from '../summary/counters.ts';
import { smarthostOf } from '../summary/notes.ts';
import type { Reason } from '../verdict/verdict.ts';
import { draft } from './draft.ts';
import { type Draft, type Facts, hour } from './facts.ts';
import { Family } from './families.ts';
import { familyOf, idOf, Subject, subjectOf } from './history.ts';
import { timeOf } from './throttling.ts';
import { isCurrent, join, pair, type Window } from './windows.ts';
import { counted, deliveries, listed, number } from './words.ts';

/** This server's own parts: each a finding by its first line; DNS only where it is no single domain's. */
const ownParts: readonly Reason[] = ['own-dns', 'own-tls', 'own-disk', 'own-milter', 'own-config', 'own-service', 'own-delivery'];
/** Reasons of deliveries that are this server's own where a line of trouble names them. */
const ownLines: readonly Reason[] = ['smtp-auth', 'tls', 'relay-denied', 'routing'];
/** So many lines, or recipients, before a failing look-up is the resolver's. */
const dns = { lines: 10, recipients: 3 };
/** So many users' mail must fail to be delivered here before it is more than one user's `.forward`, filter or mailbox. */
const localUsers = 5;
/** A part that failed once or twice may have been restarted. */
const often = 3;
/** Receivers, deliveries and share of deliveries that fail to connect at once, in so long a time. */
const outage = { receivers: 5, deliveries: 10, share: 0.5, length: hour / 4 };
/** Receivers at which TLS fails that make it one's own. */
const tlsReceivers = 3;

/** `own-trouble`: the fault is here. */
export function ownTrouble(facts: Facts): Draft[] {
  return [
    ...ownPartsFailing(facts),
    ...fatal(facts),
    ...loginRefused(facts),
    ...smarthostRefuses(facts),
    ...tlsEverywhere(facts),
    ...noConnection(facts),
  ];
}

function ownCauses({ finished: { aggregates, tables } }: Facts): { reason: Reason; cause: CauseStats }[] {
  return [...aggregates.causes.values()]
    .filter(({ own }) => own)
    .flatMap((cause) => {
      const reason = tables.verdicts.reasons[cause.reason];
      return reason ? [{ reason, cause }] : [];
    });
}

/** Warnings and errors of this server, not the outcome of a delivery. */
const isOnlyLines = ({ deliveries, recipients }: CauseStats) => deliveries === 0 && recipients.count === 0;
const placesOf = ({ failed, tried }: CauseStats) => (failed.length > 0 ? failed : tried);

function ownDraft(facts: Facts, cause: CauseStats, title: string, advice: string, grave: boolean): Draft {
  const since = facts.milliseconds(cause.firstTime);
  const isNow = isCurrent(facts, facts.milliseconds(cause.lastTime)) || Number.isNaN(since);
  return draft(
    facts,
    'own-trouble',
    grave && isNow ? 'error' : 'warning',
    { hits: Math.max(cause.attempts, cause.deliveries), since, places: placesOf(cause) },
    {
      title: `${title}${Number.isNaN(since) ? '' : ` since ${facts.clock(since)}`}`,
      advice,
    },
  );
}

function ownPartsFailing(facts: Facts): Draft[] {
  return ownCauses(facts).flatMap(({ reason, cause }) => {
    if (!ownParts.includes(reason) && !(ownLines.includes(reason) && isOnlyLines(cause))) return [];
    if (reason === 'own-dns' && cause.recipients.count < dns.recipients && cause.attempts < dns.lines) return [];
    if (reason === 'own-delivery' && cause.recipients.count < localUsers) return [];
    const info = defaultKnowledge().reasons.get(reason);
    const held = cause.deliveries > 0 ? `, ${deliveries(cause.deliveries)} held up or lost` : '';
    const title = `${info?.title ?? reason}: ${counted(cause.attempts, 'line')}${held}`;
    return [ownDraft(facts, cause, title, `${info?.meaning ?? ''} ${info?.advice ?? ''}`.trim(), cause.attempts >= often || reason === 'own-disk')];
  });
}

/** `fatal:` and `panic:` lines whose words say no more. */
function fatal(facts: Facts): Draft[] {
  return ownCauses(facts).flatMap(({ reason, cause }) => {
    if (reason !== 'other' || !isOnlyLines(cause)) return [];
    return [
      ownDraft(
        facts,
        cause,
        `A program of this server gave up: ${counted(cause.attempts, 'fatal or panic line')}`,
        'Read the lines: they name the program and its fault. Mail waits until it runs again.',
        true,
      ),
    ];
  });
}

/** The next hop did not take this server's login: always one's own account. */
function loginRefused(facts: Facts): Draft[] {
  return facts
    .blamesAt(0, (reason) => reason === 'smtp-auth')
    .flatMap(({ verdict, blame, receiver }) => {
      if (verdict.phase !== 'auth' && verdict.replyCode !== 535) return [];
      return [
        draft(
          facts,
          'own-trouble',
          'error',
          { hits: blame.deliveries, since: facts.milliseconds(blame.firstTime), places: blame.evidence },
          {
            receivers: [receiver],
            receiver: facts.receiverName(receiver),
            title: `${facts.receiverName(receiver)} does not accept this server's login since ${facts.clock(facts.milliseconds(blame.firstTime))}: ${deliveries(blame.deliveries)} held up`,
            advice: defaultKnowledge().reasons.get('smtp-auth')?.advice ?? '',
          },
        ),
      ];
    })
    .slice(0, 1);
}

/** The one server that takes all mail refuses to relay, wants a login, or says that a limit is reached. */
function smarthostRefuses(facts: Facts): Draft[] {
  const relay = smarthostOf(facts.finished.aggregates, facts.finished.tables);
  if (relay === null) return [];
  const [subject] = facts.subjects(Subject.receiver, 1);
  return facts.reasonsAt(subject ?? 0).flatMap(({ reason, count }) => {
    if (reason !== 'relay-denied' && reason !== 'smtp-auth' && reason !== 'quota') return [];
    const blamed = facts.blamesAt(subject, (one) => one === reason).filter(({ verdict }) => verdict.phase !== 'auth' && verdict.replyCode !== 535);
    const [first] = blamed;
    if (!first) return [];
    const info = defaultKnowledge().reasons.get(reason);
    const since = facts.milliseconds(first.blame.firstTime);
    return [
      draft(
        facts,
        'own-trouble',
        'error',
        { hits: count, since, places: blamed.flatMap(({ blame }) => blame.evidence) },
        {
          receivers: [subject],
          receiver: facts.receiverName(subject),
          title: `The server that takes all your mail, ${relay}, refuses it since ${facts.clock(since)}: ${info?.title ?? reason}, ${deliveries(count)}`,
          advice: info?.advice ?? '',
        },
      ),
    ];
  });
}

/** TLS that fails at several receivers, at least half of all, is this server's. */
function tlsEverywhere(facts: Facts): Draft[] {
  const { aggregates, tables } = facts.finished;
  const tls = tables.verdicts.reasons.indexOf('tls');
  const failing: { id: number; count: number }[] = [];
  for (const [key, { outcomes }] of aggregates.receiverCells)
    if (tls > 0 && key % 256 === tls) failing.push({ id: Math.floor(key / 256), count: outcomes.deliveries - outcomes.delivered });
  if (failing.length < tlsReceivers || failing.length * 2 < facts.history.receivers.size) return [];
  const hits = failing.reduce((sum, { count }) => sum + count, 0);
  const causes = [...aggregates.causes.values()].filter(({ reason }) => reason === tls);
  const since = causes.map(({ firstTime }) => facts.milliseconds(firstTime)).reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  return [
    draft(
      facts,
      'own-trouble',
      'error',
      { hits, since, places: causes.flatMap(placesOf) },
      {
        title: `No TLS with ${listed(failing.map(({ id }) => facts.receiverName(id)))} since ${facts.clock(since)}: ${deliveries(hits)} failed`,
        advice:
          'At several receivers at once it is the set-up of this server: check its TLS versions, its certificates and its policies, and the clock.',
      },
    ),
  ];
}

/** Most mail to several receivers cannot connect within a quarter of an hour: line, firewall or route of this server. */
function noConnection(facts: Facts): Draft[] {
  const slots = slotsOf(facts);
  const down = slots.filter(({ windows, failing }) => {
    const { hits, of } = join(windows);
    return failing.size >= outage.receivers && hits >= outage.deliveries && hits >= outage.share * of;
  });
  if (down.length === 0) return [];
  const whole = join(down.flatMap(({ windows }) => windows));
  const receivers = new Set(down.flatMap(({ failing }) => [...failing]));
  return [
    draft(facts, 'own-trouble', isCurrent(facts, whole.until) ? 'error' : 'warning', whole, {
      cause: 'connection',
      title: `No connection to ${number(receivers.size)} receivers at once${timeOf(facts, whole)}: ${number(whole.hits)} of ${number(whole.of)} deliveries could not leave`,
      advice:
        "So many receivers are not down together: look at this server's own line, firewall (port 25 outwards), routes and IPv6. The queue sends what waits by itself once the way is open.",
    }),
  ];
}

interface Slot {
  windows: Window[];
  /** Receivers that could not be reached. */
  failing: Set<number>;
}

/** A log in pieces of a quarter of an hour, or of its buckets where they are wider. */
function slotsOf(facts: Facts): Slot[] {
  const length = Math.max(outage.length, facts.stepMilliseconds);
  const slots = new Map<number, Slot>();
  const at = (start: number) => getOr(slots, Math.floor(start / length), (): Slot => ({ windows: [], failing: new Set() }));
  const all = facts.series(Subject.receiver, 0, Family.all);
  for (const window of pair(all, facts.series(Subject.receiver, 0, Family.connection))) at(window.start).windows.push(window);
  for (const key of facts.history.cohorts.keys()) {
    if (subjectOf(key) !== Subject.receiver || familyOf(key) !== Family.connection || idOf(key) === 0) continue;
    for (const { start } of facts.series(Subject.receiver, idOf(key), Family.connection)) at(start).failing.add(idOf(key));
  }
  return [...slots.values()];
}
