import type { Knowledge as RowKnowledge } from '../events/rowReader.ts';
import type { Tables } from '../events/tables.ts';
import type { Thresholds } from '../findings/thresholds.ts';
import type { OffsetOf } from '../header/clock.ts';
import { offsetOfZone } from '../header/zone.ts';
import { defaultKnowledge } from '../knowledge/default.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { createReceiverNames } from '../knowledge/receiver.ts';
import { type OwnClients, ownClients } from '../messages/networks.ts';
import type { Reference } from '../summary/calendar.ts';
import type { PartFilter } from '../summary/filter.ts';
import { Part } from '../summary/part.ts';
import { createJudge } from '../verdict/judge.ts';
import type { CompiledRule } from '../verdict/rule.ts';

/** What reading and judging a log takes: the knowledge, the user's rules and settings, the clock. */
export interface Engine extends RowKnowledge {
  knowledge: Knowledge;
  /** Local time of lines that name no zone. */
  offsetOf: OffsetOf;
  newPart(tables: Tables, filter?: PartFilter | null): Part;
  reference(): Reference;
  /** Which problems are shown, and how. */
  problems: ProblemSettings;
  /** Sentences about settings that could not be used. */
  complaints: string[];
}

export interface ProblemSettings {
  /** Most problems per log; 0 shows none. */
  maximum: number;
  /** Severity by reason or finding where it differs from the built-in one. */
  severity: Readonly<Record<string, ProblemSeverity | undefined>>;
}

export type ProblemSeverity = 'error' | 'warning' | 'information' | 'hint' | 'off';

export interface EngineOptions {
  problems?: ProblemSettings;
  /** What decides whether a pattern is a finding; the defaults where left out. */
  thresholds?: Thresholds;
  userRules?: readonly CompiledRule[];
  ownDomains?: readonly string[];
  ownNetworks?: readonly string[];
  /** IANA name or `machineZone`. */
  timeZone: string;
  /** Milliseconds since 1970, UTC. */
  now(): number;
}

/** Never throws: a setting that cannot be used is left out and complained about. */
export function createEngine({
  problems = { maximum: 50, severity: {} },
  thresholds,
  userRules = [],
  ownDomains = [],
  ownNetworks = [],
  timeZone,
  now,
}: EngineOptions): Engine {
  const knowledge = withRules(defaultKnowledge(), userRules);
  const complaints: string[] = [];
  const clients = usable(() => ownClients(ownNetworks, ownDomains), ownClients([], ownDomains), 'mailLog.ownNetworks', complaints);
  const zone = usable(() => zoneOf(timeZone), 'UTC', 'mailLog.timeZone', complaints);
  return {
    knowledge,
    problems,
    complaints,
    judge: createJudge(knowledge, { userRules }),
    receiverNames: createReceiverNames(knowledge.receivers),
    ownClients: clients,
    offsetOf: offsetOfZone(zone),
    newPart: (tables, filter = null) => new Part({ tables, filter }),
    reference: () => ({ now: now(), timeZone: zone, ...(thresholds && { thresholds }) }),
  };
}

/** The user's rules have words of their own for hovers and problems. */
function withRules(knowledge: Knowledge, userRules: readonly CompiledRule[]): Knowledge {
  const own = new Map(userRules.map(({ rule }) => [rule.id, rule]));
  const rule: Knowledge['rule'] = (id) => own.get(id) ?? knowledge.rule(id);
  return own.size === 0 ? knowledge : Object.create(knowledge, { rule: { value: rule } });
}

function usable<T extends OwnClients | string>(make: () => T, otherwise: T, setting: string, complaints: string[]): T {
  try {
    return make();
  } catch (error) {
    complaints.push(`${setting}: ${error instanceof Error ? error.message : error}`);
    return otherwise;
  }
}

function zoneOf(name: string): string {
  offsetOfZone(name);
  return name;
}
