import { enhancedClass, matchesEnhanced, withoutClass } from '../../smtp/enhanced.ts';
import { escapeMarkdown, plainText } from '../../text/escape.ts';
import { type Block, type Part, renderBlocks } from '../../text/prose.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { defaultKnowledge } from '../default.ts';
import { explainDigits, explainEnhanced } from '../digits.ts';
import type { Knowledge } from '../knowledge.ts';
import type { EnhancedCodeInfo } from '../types.ts';
import { headline, type VerdictFacts, whatToDo } from './headline.ts';
import { sourceLink } from './source.ts';

export type { VerdictFacts } from './headline.ts';

/** A verdict in words. `line1` and `line2` are raw text and must be escaped by whoever shows them alone. */
export interface Description {
  line1: string;
  line2: string;
  /** What stands below the rule. */
  details: Block[];
  /** All of it. */
  markdown: string;
  plain: string;
}

/** Describes a verdict: hover, "Explain Reply...", terminal and report show these words. */
export function describeVerdict(verdict: Verdict, facts: VerdictFacts = {}, knowledge: Knowledge = defaultKnowledge()): Description {
  const line1 = headline(knowledge, verdict, facts);
  const line2 = whatToDo(knowledge, verdict, facts);
  const details = [
    ...whatHappened(knowledge, verdict),
    ...namedThings(knowledge, verdict),
    ...codeBlocks(knowledge, verdict),
    ...enhancedBlocks(knowledge, verdict),
    ...why(knowledge, verdict),
  ];
  return {
    line1,
    line2,
    details,
    markdown: `**${escapeMarkdown(line1)}**\n\n${escapeMarkdown(line2)}\n\n---\n\n${renderBlocks(details, 'markdown')}`,
    plain: `${plainText(line1)}\n${plainText(line2)}\n\n${renderBlocks(details, 'plain')}`,
  };
}

function whatHappened(knowledge: Knowledge, verdict: Verdict): Block[] {
  const info = knowledge.reasons.get(verdict.reason)!;
  const blocks: Block[] = [[{ strong: `${info.title}.` }, ' ', info.meaning]];
  if (verdict.saidBy === 'own' && verdict.reason !== 'own-refusal') blocks.push(['This server says so itself.']);
  // a success needs no causes
  if (info.causes.length > 0 && verdict.reason !== 'delivered')
    blocks.push([{ strong: 'Usual causes' }], { items: info.causes.map((cause) => [cause]) });
  return blocks;
}

/** What the reply names. A web address from the log is shown, not linked. */
function namedThings(knowledge: Knowledge, { named, provider }: Verdict): Block[] {
  const items: Part[][] = [];
  if (named.ip) items.push(['IP address ', { code: named.ip }]);
  if (named.domain) items.push(['Domain ', { code: named.domain }]);
  if (named.list) items.push(['Block list ', { strong: named.list }, ...pagesOf(knowledge, named.list)]);
  if (named.url) items.push(['Page it names: ', { code: named.url }]);
  const pages = provider ? Object.entries(knowledge.receivers.get(provider)?.pages ?? {}) : [];
  if (provider && pages.length > 0) items.push([`${knowledge.receivers.name(provider)}: `, ...links(pages)]);
  return items.length > 0 ? [[{ strong: 'See' }], { items }] : [];
}

function pagesOf(knowledge: Knowledge, list: string): Part[] {
  const provider = knowledge.providers.find(
    ({ name, kind, lists = {} }) => kind === 'blocklist' && (name === list || Object.values(lists).includes(list)),
  );
  const pages = Object.entries(provider?.pages ?? {});
  return pages.length > 0 ? [': ', ...links(pages)] : [];
}

function links(pages: [string, string][]): Part[] {
  return pages.flatMap(([purpose, href], index): Part[] => [...(index > 0 ? [', '] : []), { link: purpose, href }]);
}

function codeBlocks(knowledge: Knowledge, { replyCode, phase }: Verdict): Block[] {
  if (replyCode === 0) return [];
  const info = knowledge.codes.reply(replyCode);
  const blocks: Block[] = [[{ strong: String(replyCode) }, ' ', info ? `${info.title}. ${info.meaning}` : 'is in no RFC.']];
  if (phase && info?.byPhase?.[phase]) blocks.push([`Here: ${info.byPhase[phase]}.`]);
  blocks.push([explainDigits(replyCode), '.', ...(info ? [' ', { link: info.reference, href: info.url }] : [])]);
  return blocks;
}

/** The enhanced code as the registry means it and, beside it, as this receiver does. */
function enhancedBlocks(knowledge: Knowledge, { enhancedCode, provider }: Verdict): Block[] {
  if (!enhancedCode) return [];
  const info = knowledge.codes.enhanced(enhancedCode);
  const digits = explainEnhanced(enhancedCode);
  const known = info && (info.code === withoutClass(enhancedCode) || info.code === enhancedCode || matchesEnhanced(enhancedCode, info.code));
  const title = known ? info.title : 'is not in the IANA registry';
  const blocks: Block[] = [
    [
      { strong: enhancedCode },
      ' ',
      known ? `${title}. ${info.meaning}` : `${title}.`,
      ...(known && !info.registered ? [" Not registered: a vendor's own code."] : []),
    ],
  ];
  if (info) blocks.push(...vendorSenses(knowledge, info, enhancedCode, provider));
  if (digits) blocks.push([digits, '.', ...(known ? [' ', { link: info.reference, href: info.url }] : [])]);
  return blocks;
}

function vendorSenses(knowledge: Knowledge, info: EnhancedCodeInfo, code: string, provider: string | null): Block[] {
  const uses = (info.vendors ?? []).filter((use) => !use.class || use.class === enhancedClass(code));
  if (!info.registered || uses.length === 0) return [];
  const items = uses.map((use): Part[] => [
    `${knowledge.receivers.name(use.provider)} uses it in a sense of its own`,
    use.provider === provider ? ', as here: ' : ': ',
    use.meaning,
    '. ',
    sourceLink(use.url),
  ]);
  return [{ items }];
}

/** Rule, confidence, sources, what else was considered, what contradicts, which rule of thumb would mislead. */
function why(knowledge: Knowledge, verdict: Verdict): Block[] {
  const items: Part[][] = [];
  if (verdict.rule)
    items.push([
      'Decided by ',
      { code: verdict.rule },
      ` (${confidenceWords[verdict.confidence]}).`,
      ...verdict.sources.flatMap((source): Part[] => [' ', sourceLink(source)]),
    ]);
  else items.push(['No rule knows these words.']);
  if (verdict.considered.length > 0)
    items.push([
      'Also considered: ',
      ...verdict.considered.flatMap(({ rule, reason }, index): Part[] => [index > 0 ? ', ' : '', { code: rule }, ` (${reason})`]),
      '.',
    ]);
  for (const contradiction of verdict.contradictions) items.push([{ strong: 'Contradiction:' }, ' ', contradiction]);
  for (const claim of misleading(knowledge, verdict))
    items.push([
      'A rule of thumb says: ',
      claim.claim,
      ' ',
      claim.truth,
      ...claim.sources.slice(0, 1).flatMap((source): Part[] => [' ', sourceLink(source)]),
    ]);
  return [[{ strong: 'Why' }], { items }];
}

const confidenceWords: Record<Verdict['confidence'], string> = {
  official: 'documented by its author',
  community: 'known from experience of many',
  inferred: 'concluded from the code or the words',
  user: 'your own rule',
};

function misleading(knowledge: Knowledge, { replyCode, enhancedCode, reason }: Verdict) {
  return knowledge.data.claims
    .filter(({ when }) => !when.codes || when.codes.includes(replyCode))
    .filter(({ when }) => !when.enhanced || (enhancedCode !== null && when.enhanced.some((wanted) => matchesEnhanced(enhancedCode, wanted))))
    .filter(({ when }) => !when.reasons || when.reasons.includes(reason))
    .filter(({ when }) => Object.keys(when).length > 0)
    .slice(0, 1);
}
