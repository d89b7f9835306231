import type { Summary } from '../summary/summary.ts';
import { type Block, renderBlocks } from '../text/prose.ts';
import { type Change, compare, type Judgement } from './compare.ts';
import { defaultThresholds, type Thresholds } from './thresholds.ts';
import { listed, number, percent, shareOf } from './words.ts';

/** Rows of one table. */
const shown = 25;

/** What changed from one log to another, as a page: outcomes, findings, new and vanished reasons, receivers and sender domains that got worse or better, with the numbers. */
export function compareSummaries(before: Summary, after: Summary, thresholds: Thresholds = defaultThresholds): string {
  const { reasons, receivers, senderDomains } = compare(before, after, thresholds);
  const blocks: Block[] = [
    { heading: 'Before and after', level: 2 },
    [`Before: ${inputsOf(before)}. ${before.health.sentence}`],
    [`After: ${inputsOf(after)}. ${after.health.sentence}`],
    { head: ['', 'Before', 'After', 'Change'], rows: totalsOf(before, after) },
    ...findingsChanged(before, after),
    { heading: 'Reasons', level: 3 },
    ...table(reasons, 'Reason'),
    { heading: 'Receivers', level: 3 },
    ...table(receivers, 'Receiver'),
    { heading: 'Sender domains', level: 3 },
    ...table(senderDomains, 'Sender domain'),
    [
      `Shares are deliveries that were not delivered. "Worse" and "better" are sure: at least ${number(thresholds.minimumDeliveries)} deliveries on both sides, ${thresholds.changeFactor} times and ${percent(thresholds.changePoints)} points of difference, and p below ${thresholds.changeChance} by Fisher's exact test, corrected for the number of comparisons (Benjamini-Hochberg).`,
    ],
  ];
  return renderBlocks(blocks, 'markdown');
}

function inputsOf({ inputs }: Summary): string {
  const names = inputs.map(
    ({ path, firstTime, lastTime }) => `${decoded(path.slice(path.lastIndexOf('/') + 1))}${firstTime ? ` (${firstTime} to ${lastTime})` : ''}`,
  );
  return listed(names) || 'nothing';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function totalsOf({ totals: before }: Summary, { totals: after }: Summary): string[][] {
  const counts = ['messages', 'deliveries', 'delivered', 'deferred', 'bounced', 'expired', 'rejections'] as const;
  const rates = [
    ['bounceRate', 'bounce rate'],
    ['invalidRecipientRate', 'invalid recipients'],
  ] as const;
  return [
    ...counts.map((name) => [name, number(before[name]), number(after[name]), signed(after[name] - before[name])]),
    ...rates.map(([name, title]) => [title, rate(before[name]), rate(after[name]), points(before[name], after[name])]),
  ];
}

function findingsChanged(before: Summary, after: Summary): Block[] {
  const keyOf = ({ id, receiver, senderDomain }: Summary['findings'][number]) => `${id} ${receiver ?? ''} ${senderDomain ?? ''}`;
  const [first, second] = [new Set(before.findings.map(keyOf)), new Set(after.findings.map(keyOf))];
  const fresh = after.findings.filter((finding) => !first.has(keyOf(finding))).map(({ title }) => [`New: ${title}`]);
  const gone = before.findings.filter((finding) => !second.has(keyOf(finding))).map(({ title }) => [`No longer: ${title}`]);
  return fresh.length + gone.length === 0 ? [] : [{ heading: 'Findings', level: 3 }, { items: [...fresh, ...gone] }];
}

const words: Record<Judgement, string> = {
  new: 'new',
  vanished: 'vanished',
  worse: 'worse',
  better: 'better',
  chance: 'may be chance',
  few: 'too few to judge',
};

function table(changes: readonly Change[], title: string): Block[] {
  if (changes.length === 0) return [['No change.']];
  const rest = changes.length - shown;
  const rows = changes
    .slice(0, shown)
    .map((change) => [change.name, side(change.before), side(change.after), words[change.judgement], probability(change)]);
  return [{ head: [title, 'Before', 'After', '', 'p'], rows }, ...(rest > 0 ? [[`… and ${number(rest)} more.`]] : [])];
}

const side = (sample: Change['before']) => (sample.of === 0 ? '–' : shareOf(sample));

/** "< 0.0001"; nothing where one side has no deliveries. */
function probability({ before, after, chance }: Change): string {
  if (before.of === 0 || after.of === 0) return '–';
  return chance < 0.0001 ? '< 0.0001' : chance.toFixed(chance < 0.01 ? 4 : 2);
}

const signed = (change: number) => (change > 0 ? `+${number(change)}` : number(change));
const rate = (value: number | null) => (value === null ? '–' : percent(value));

function points(before: number | null, after: number | null): string {
  if (before === null || after === null) return '–';
  const change = 100 * (after - before);
  return `${change > 0 ? '+' : ''}${change.toFixed(1)} points`;
}
