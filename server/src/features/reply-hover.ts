import type { Block } from '../core.ts';
import { describeVerdict, explainEnhanced, Field, type Fields, Status, statusNames, withoutClass } from '../core.ts';
import type { Log } from '../document/log.ts';
import type { VerdictFacts } from '../knowledge/render/headline.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { wordsOf } from './failure.ts';

/** What a reply means, what to do, how often it occurs here; below a rule what happened and why we think so. */
export function replyHover(log: Log, fields: Fields): Block[] | null {
  const verdict = log.verdictOf(fields);
  return verdict && explanation(log, fields, verdict);
}

export function explanation(log: Log, fields: Fields, verdict: Verdict): Block[] {
  const receiver = verdict.saidBy === 'remote' ? log.receiverOf(fields) : null;
  const facts = { status: statusNames[fields.status], cause: occurrences(log, verdict, receiver), receiver, text: fields.cut(Field.reply) };
  const { line1, line2, details } = describeVerdict(verdict, facts, log.engine.knowledge);
  return [[{ strong: line1 }], [line2], 'rule', ...details];
}

/** How often the same was said here, and whether the receiver accepts anything at all; null while that is not known. */
function occurrences(log: Log, verdict: Verdict, receiver: string | null): NonNullable<VerdictFacts['cause']> | null {
  if (!log.analysis.isRead) return null;
  const said = log.similar(verdict, receiver);
  if (said.attempts === 0) return null;
  const cause = log
    .whole()
    ?.causes.find(({ reason, saidBy, receiver: by }) => reason === verdict.reason && saidBy === verdict.saidBy && by === receiver);
  return { ...said, receiverAcceptsNothing: cause?.receiverAcceptsNothing ?? false };
}

/** `dsn=`: the log's own enhanced status code, which need not be the one the server said. */
export function dsnHover(log: Log, fields: Fields): Block[] {
  const code = fields.cut(Field.dsn) ?? '';
  const info = log.engine.knowledge.codes.enhanced(code);
  const known = info !== null && info !== undefined && (info.code === code || info.code === withoutClass(code));
  const verdict = log.verdictOf(fields);
  const head: Block = [{ strong: code }, known ? ` ${info.title}` : ' is not in the IANA registry: a code of the server’s own'];
  return [
    head,
    [
      originOf(code, verdict?.enhancedCode ?? null),
      ...(verdict && fields.status !== Status.delivered ? [` Here: ${wordsOf(log, fields, verdict)}.`] : []),
    ],
    'rule',
    ...(known ? [[info.meaning]] : []),
    ...digitsOf(code),
    ...(known ? [[{ link: info.reference, href: info.url }]] : []),
  ];
}

function originOf(code: string, said: string | null): string {
  if (said === code) return 'The enhanced status code, as the server said it.';
  if (said !== null) return `The enhanced status code by this server’s own reading; the other server said ${said}.`;
  const filled = /^[245]\.0\.0$/.test(code);
  return filled
    ? 'Filled in by this server: the reply had no enhanced status code.'
    : 'The enhanced status code by this server’s own reading: the reply had none.';
}

function digitsOf(code: string): Block[] {
  const words = explainEnhanced(code);
  return words ? [[`${words}.`]] : [];
}
