import type { LinesResult } from '../../../server/src/protocol.ts';
import type { Evidence, Finding, Outcomes, Selection, Summary } from '../../../server/src/summary/summary.ts';
import type { LinesRequest } from '../commands/lines.ts';
import { nameOf } from '../names.ts';
import { reasonTitle } from '../reasons.ts';

/** One entry of the tree, without VS Code in it. */
export interface Node {
  id: string;
  label: string;
  description?: string;
  tooltip?: string;
  /** Product icon and theme colour identifiers. */
  icon?: string;
  color?: string;
  /** Expanded at first. */
  open?: boolean;
  children?: () => Node[] | Promise<Node[]>;
  /** Line that a click opens. */
  place?: { uri: string; line: number };
  /** Page that a click opens in the browser; from this extension's own data. */
  url?: string;
  /** What its number stands for: "Show Lines". */
  lines?: LinesRequest;
}

type AskLines = (selection: Selection, limit: number) => Promise<LinesResult>;

/** Recipients and lines are asked for when an entry is opened, at most so many. */
const mostRows = 200;
const severityIcons = {
  error: ['error', 'problemsErrorIcon.foreground'],
  warning: ['warning', 'problemsWarningIcon.foreground'],
  information: ['info', 'problemsInfoIcon.foreground'],
} as const;

/** The tree of one log. */
export function nodesOf(uri: string, summary: Summary, ask: AskLines): Node {
  const { totals, findings } = summary;
  const failed = totals.deferred + totals.bounced + totals.expired;
  return {
    id: uri,
    label: nameOf([uri]),
    description: failed === 0 ? 'nothing failed' : `${count(failed, 'delivery', 'deliveries')} failed or waiting`,
    icon: 'mail',
    open: true,
    children: () => [
      ...(findings.length > 0 ? [findingsNode(uri, findings)] : []),
      ...troubled(summary.receivers).map((receiver) => receiverNode(uri, receiver, ask)),
      ...(failed === 0 && findings.length === 0
        ? [{ id: `${uri}#healthy`, label: 'Nothing failed', icon: 'pass', color: 'testing.iconPassed' }]
        : []),
    ],
  };
}

/** Receivers where something failed, the most failures first. */
function troubled(receivers: Summary['receivers']): Summary['receivers'] {
  const failures = ({ deferred, bounced, expired }: Outcomes) => deferred + bounced + expired;
  return receivers.filter(({ reasons }) => reasons.length > 0).sort((a, b) => failures(b) - failures(a));
}

function findingsNode(uri: string, findings: Finding[]): Node {
  return {
    id: `${uri}#findings`,
    label: 'Findings',
    description: String(findings.length),
    icon: 'lightbulb',
    open: true,
    children: () => findings.map((finding, index) => findingNode(`${uri}#finding/${index}`, finding)),
  };
}

function findingNode(id: string, { title, advice, severity, evidence, pages = [] }: Finding): Node {
  const [icon, color] = severityIcons[severity];
  const pageNode = (page: { title: string; url: string }): Node => ({
    id: `${id}/page/${page.url}`,
    label: page.title,
    tooltip: page.url,
    icon: 'link-external',
    url: page.url,
  });
  const places = () => evidence.map((place, index) => evidenceNode(`${id}/${index}`, place));
  return {
    id,
    label: title,
    tooltip: `${title}\n\n${advice}`,
    icon,
    color,
    children: () => [{ id: `${id}/advice`, label: advice, icon: 'arrow-right' }, ...pages.map(pageNode), ...places()],
  };
}

function evidenceNode(id: string, { path, line }: Evidence): Node {
  return { id, label: `Line ${line}`, icon: 'file', place: { uri: path, line } };
}

function receiverNode(uri: string, { receiver, reasons, delivered, deferred, bounced, expired }: Summary['receivers'][number], ask: AskLines): Node {
  const id = `${uri}#receiver/${receiver}`;
  const selection: Selection = { receiver };
  const outcomes = Object.entries({ bounced, expired, deferred, delivered }).filter(([, number]) => number > 0);
  return {
    id,
    label: receiver,
    description: outcomes.map(([name, number]) => `${number} ${name}`).join(', '),
    icon: 'server',
    lines: { uris: [uri], selection },
    children: () => reasons.map(({ reason, count: number }) => reasonNode(id, uri, { ...selection, reason }, number, ask)),
  };
}

function reasonNode(parent: string, uri: string, selection: Selection, number: number, ask: AskLines): Node {
  const id = `${parent}/${selection.reason}`;
  return {
    id,
    label: selection.reason ? reasonTitle(selection.reason) : '',
    description: String(number),
    icon: 'tag',
    lines: { uris: [uri], selection },
    children: async () => recipientNodes(id, uri, selection, await ask({ ...selection, kind: 'attempt' }, mostRows)),
  };
}

function recipientNodes(parent: string, uri: string, selection: Selection, { lines, total }: LinesResult): Node[] {
  const byRecipient = groupBy(lines, ({ text }) => recipientsOf(text));
  const nodes = [...byRecipient].map(([address, places]): Node => {
    const id = `${parent}/${address}`;
    return {
      id,
      label: address,
      description: count(places.length, 'line', 'lines'),
      icon: 'account',
      lines: { uris: [uri], selection: { ...selection, address } },
      children: () =>
        places.map(({ uri: at, line, text }) => ({
          id: `${id}/${at}/${line}`,
          label: `Line ${line}`,
          description: text,
          tooltip: text,
          icon: 'file',
          place: { uri: at, line },
        })),
    };
  });
  const rest = total - lines.length;
  return rest > 0 ? [...nodes, { id: `${parent}/more`, label: `${rest} more lines`, icon: 'ellipsis', lines: { uris: [uri], selection } }] : nodes;
}

function groupBy<T>(items: readonly T[], keysOf: (item: T) => string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
  }
  return groups;
}

/** The addresses of `to=<a@x>` or `to=<a@x>,<b@x>`, for grouping only; lines without one stand together. */
export function recipientsOf(line: string): string[] {
  const found: string[] = [];
  let start = line.indexOf('to=<') + 4;
  for (let end = start < 4 ? -1 : line.indexOf('>', start); end >= 0; end = line.startsWith(',<', end + 1) ? line.indexOf('>', start) : -1) {
    found.push(line.slice(start, end));
    start = end + 3;
  }
  return found.length > 0 ? found : ['no recipient named'];
}

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;
