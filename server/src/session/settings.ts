import { defaultThresholds, type Thresholds, thresholdsOf } from '../core.ts';
import type { ProblemSettings } from '../document/engine.ts';

/** The user's settings, section `mailLog`, as far as the server reads them. */
export interface Settings {
  problems: ProblemSettings;
  /** What decides whether a pattern is a finding. */
  findings: Thresholds;
  /** File with the user's rules, absolute or relative to the workspace folder; empty: none. */
  rules: string;
  /** The user's domains, lower case. */
  ownDomains: string[];
  /** Networks in CIDR notation. */
  ownNetworks: string[];
  /** Zone of lines that name none; empty: the host's. */
  timeZone: string;
}

export const defaultSettings: Settings = {
  problems: { maximum: 50, severity: {} },
  findings: defaultThresholds,
  rules: '',
  ownDomains: [],
  ownNetworks: [],
  timeZone: '',
};

const severities = new Set<unknown>(['error', 'warning', 'information', 'hint', 'off']);

/** Settings as any client may send them: what is missing or of the wrong kind is the default. */
export function settingsOf(given: unknown): Settings {
  const { problems, findings, rules, ownDomains, ownNetworks, timeZone } = recordOf(given);
  const { maximum, severity } = recordOf(problems);
  return {
    problems: {
      maximum: Number.isInteger(maximum) ? Math.min(Math.max(maximum as number, 0), 1000) : defaultSettings.problems.maximum,
      severity: Object.fromEntries(Object.entries(recordOf(severity)).filter(([, value]) => severities.has(value))) as ProblemSettings['severity'],
    },
    findings: thresholdsOf(recordOf(findings)),
    rules: stringOf(rules),
    ownDomains: stringsOf(ownDomains).map((domain) => domain.toLowerCase()),
    ownNetworks: stringsOf(ownNetworks),
    timeZone: stringOf(timeZone),
  };
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(stringOf).filter(Boolean) : [];
}
