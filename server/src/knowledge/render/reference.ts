import { type Block, type Part, renderBlocks } from '../../text/prose.ts';
import type { Reason } from '../../verdict/verdict.ts';
import { defaultKnowledge } from '../default.ts';
import { explainDigits } from '../digits.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Claim, EnhancedCodeInfo, ReasonInfo, ReplyCodeInfo, Rule } from '../types.ts';
import { sourceLink } from './source.ts';

/** One page of the reference. */
export interface ReferencePage {
  title: string;
  blocks: Block[];
}

/** Makes the address of another page from its identifier; the default is a place inside the whole book. */
export type LinkTo = (id: string) => string;

const inBook: LinkTo = (id) => `#${id.replace(/[^a-z0-9.-]+/gi, '-')}`;

/**
 * A page of the reference, made from the data, needs no network: a reason (`bad-mailbox`), a rule (`google/no-such-user`), `reply/550`, `enhanced/5.1.1`
 * (also `enhanced/4.7.28/google`); without an identifier, or with an unknown one, the contents.
 */
export function referencePage(id: string | undefined, linkTo: LinkTo = inBook, knowledge: Knowledge = defaultKnowledge()): ReferencePage {
  const book = new Book(knowledge, linkTo);
  const reason = knowledge.reasons.get((id ?? '') as Reason);
  if (reason) return { title: reason.title, blocks: book.reason(reason) };
  const [kind, code] = (id ?? '').split('/');
  const reply = kind === 'reply' ? knowledge.codes.reply(Number(code)) : undefined;
  if (reply) return { title: `${reply.code} ${reply.title}`, blocks: book.replyCode(reply) };
  const enhanced = kind === 'enhanced' && code ? knowledge.codes.enhanced(code) : undefined;
  if (enhanced) return { title: `${enhanced.code} ${enhanced.title}`, blocks: book.enhancedCode(enhanced) };
  const rule = id ? knowledge.rule(id) : undefined;
  if (rule) return { title: rule.id, blocks: book.rule(rule) };
  return { title: 'Reference', blocks: book.contents() };
}

/** The whole reference as one text. */
export function renderReference(as: 'markdown' | 'html' | 'plain' = 'markdown', knowledge: Knowledge = defaultKnowledge()): string {
  const book = new Book(knowledge, inBook);
  const blocks: Block[] = [
    { heading: 'Reasons', level: 2 },
    ...knowledge.data.reasons.flatMap((info): Block[] => [{ heading: info.id, level: 3 }, ...book.reason(info)]),
    { heading: 'Reply codes', level: 2 },
    ...knowledge.data.replyCodes.flatMap((info): Block[] => [{ heading: `reply/${info.code}`, level: 3 }, ...book.replyCode(info)]),
    { heading: 'Enhanced status codes', level: 2 },
    ...knowledge.data.enhancedCodes.flatMap((info): Block[] => [{ heading: `enhanced/${info.code}`, level: 3 }, ...book.enhancedCode(info)]),
    { heading: 'Rules of thumb, corrected', level: 2 },
    { items: knowledge.data.claims.map(claimLine) },
    { heading: 'Rules', level: 2 },
    ...knowledge.rules.flatMap((rule): Block[] => [{ heading: rule.id, level: 3 }, ...book.rule(rule)]),
  ];
  return renderBlocks(blocks, as);
}

const retryWords: Record<ReasonInfo['retry'], string> = {
  none: 'nothing to retry',
  now: 'at once, in the next transaction',
  minutes: 'after some minutes, by the queue',
  backoff: 'by the queue, with growing pauses',
  days: 'again in some days',
  'after-fix': 'after the cause is corrected',
  never: 'not unchanged',
  'by-class': 'by the queue where the code is 4xx',
};

class Book {
  private readonly knowledge: Knowledge;
  private readonly linkTo: LinkTo;

  constructor(knowledge: Knowledge, linkTo: LinkTo) {
    this.knowledge = knowledge;
    this.linkTo = linkTo;
  }

  contents(): Block[] {
    const { data, rules } = this.knowledge;
    const providers = [...new Set(rules.map(({ provider }) => provider))];
    return [
      [
        'What Mail Log knows about replies, from the data it works with. ',
        `${rules.length} rules, ${data.replyCodes.length} reply codes, ${data.enhancedCodes.length} enhanced status codes.`,
      ],
      { heading: 'Reasons', level: 2 },
      { head: ['Reason', 'Means', 'Do'], rows: data.reasons.map((info): Part[] => [this.link(info.id), info.title, info.advice]) },
      { heading: 'Reply codes', level: 2 },
      { head: ['Code', 'Means'], rows: data.replyCodes.map((info): Part[] => [this.link(`reply/${info.code}`, String(info.code)), info.title]) },
      { heading: 'Enhanced status codes', level: 2 },
      {
        head: ['Code', 'Means'],
        rows: data.enhancedCodes.map((info): Part[] => [
          this.link(`enhanced/${info.code}`, info.code),
          info.registered ? info.title : `${info.title} (vendor)`,
        ]),
      },
      { heading: 'Rules of thumb, corrected', level: 2 },
      { items: data.claims.map(claimLine) },
      { heading: 'Rules', level: 2 },
      ...providers.flatMap((provider): Block[] => [
        { heading: provider === 'any' ? 'Words of no one provider' : this.knowledge.receivers.name(provider), level: 3 },
        { items: rules.filter((rule) => rule.provider === provider).map((rule): Part[] => [this.link(rule.id), ` ${rule.meaning}`]) },
      ]),
    ];
  }

  reason(info: ReasonInfo): Block[] {
    const deciding = this.knowledge.rules.filter(({ reason }) => reason === info.id);
    const names: [string, readonly string[]][] = [
      ['RFC 3463', info.rfc3463],
      ['Sisimai', info.sisimai],
      ['KumoMTA', info.kumomta],
      ['SparkPost', info.sparkpost],
    ];
    return [
      [{ strong: `${info.title}.` }, ' ', info.meaning],
      ...list(
        'Usual causes',
        info.causes.map((cause) => [cause]),
      ),
      [{ strong: 'What to do:' }, ' ', info.advice, ...(info.temporaryAdvice ? [` While it is temporary: ${info.temporaryAdvice}`] : [])],
      [
        `About: ${info.scope}. Permanence: ${info.permanence === 'by-class' ? 'by the class of the code' : info.permanence}. Retry: ${retryWords[info.retry]}. `,
        `Suppress: ${info.suppress ? 'yes, where permanent' : 'no'}. Problem: ${info.severity}.`,
      ],
      ...list(
        'Nearest names elsewhere',
        names.filter(([, words]) => words.length > 0).map(([who, words]) => [`${who}: ${words.join(', ')}`]),
      ),
      ...list(
        'Rules that decide so',
        deciding.map((rule): Part[] => [this.link(rule.id), ` ${rule.meaning}`]),
      ),
    ];
  }

  replyCode(info: ReplyCodeInfo): Block[] {
    return [
      [{ strong: `${info.code} ${info.title}.` }, ' ', info.meaning],
      [`${explainDigits(info.code)}. `, { link: info.reference, href: info.url }, info.status === 'vendor' ? ' (no standard)' : ''],
      ...list(
        'As an answer to',
        Object.entries(info.byPhase ?? {}).map(([phase, words]) => [`${phase}: ${words}`]),
      ),
      ...list(
        'Usual causes',
        info.causes.map((cause) => [cause]),
      ),
      [{ strong: 'What to do:' }, ' ', info.advice],
      ['Without further words taken as ', this.link(info.reason), ...byPhase(info.reasons)],
    ];
  }

  enhancedCode(info: EnhancedCodeInfo): Block[] {
    const uses = (info.vendors ?? []).map((use): Part[] => [
      `${this.knowledge.receivers.name(use.provider)}${use.class ? ` (${use.class}.x.x)` : ''}: ${use.meaning}. `,
      sourceLink(use.url),
    ]);
    return [
      [{ strong: `${info.code} ${info.title}.` }, ' ', info.meaning],
      [info.registered ? 'In the IANA registry: ' : 'Not registered: ', { link: info.reference, href: info.url }],
      ...list(
        'Usual causes',
        info.causes.map((cause) => [cause]),
      ),
      ...(info.advice ? [[{ strong: 'What to do:' }, ' ', info.advice] as Part[]] : []),
      ...(info.registered ? list('Senses of vendors', uses) : []),
      ['Without further words taken as ', this.link(info.reason), ...byPhase(info.reasons)],
    ];
  }

  rule(rule: Rule): Block[] {
    const { when = {} } = rule;
    const conditions: Part[][] = [
      ['The reply holds ', ...rule.match.flatMap((literal, index): Part[] => [index > 0 ? ' and ' : '', { code: literal }])],
      ...(rule.unless ? [['Not: ', ...rule.unless.flatMap((literal, index): Part[] => [index > 0 ? ', ' : '', { code: literal }])] as Part[]] : []),
      ...(rule.pattern ? [['Pattern ', { code: rule.pattern }] as Part[]] : []),
      ...Object.entries(when).map(([name, value]): Part[] => [`${name}: ${Array.isArray(value) ? value.join(', ') : value}`]),
    ];
    const examples = rule.examples.map((example): Part[] => [{ code: typeof example === 'string' ? example : example.text }]);
    return [
      [
        { strong: `${rule.meaning}.` },
        ' Reason: ',
        this.link(rule.reason),
        rule.action ? `, action ${rule.action}` : '',
        rule.permanence ? `, ${rule.permanence}` : '',
        `. Confidence: ${rule.confidence}.`,
      ],
      ...(rule.advice ? [[{ strong: 'What to do:' }, ' ', rule.advice] as Part[]] : []),
      ...list('Matches where', conditions),
      ...list('Examples', examples),
      ...list(
        'Sources',
        rule.sources.map((source) => [sourceLink(source)]),
      ),
    ];
  }

  private link(id: string, words = id): Part {
    return { link: words, href: this.linkTo(id) };
  }
}

function byPhase(reasons: Record<string, Reason> | undefined): Part[] {
  const entries = Object.entries(reasons ?? {});
  return entries.length > 0 ? [` (${entries.map(([where, reason]) => `${where}: ${reason}`).join(', ')})`] : [];
}

function list(title: string, items: Part[][]): Block[] {
  return items.length > 0 ? [[{ strong: title }], { items }] : [];
}

function claimLine({ claim, truth, sources }: Claim): Part[] {
  return [claim, ' ', { strong: truth }, ...sources.flatMap((source): Part[] => [' ', sourceLink(source)])];
}
