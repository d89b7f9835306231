import type { StatusName } from '../../formats/fields.ts';
import { phaseWords } from '../../smtp/phase.ts';
import type { Cause } from '../../summary/summary.ts';
import { grouped } from '../../text/number.ts';
import type { Reason, Verdict } from '../../verdict/verdict.ts';
import type { Knowledge } from '../knowledge.ts';

/** What is known around a reply, for its rendering. All may be left out. */
export interface VerdictFacts {
  /** What the log says became of the mail. */
  status?: StatusName | null;
  /** The cause this reply belongs to: how often in this file. */
  cause?: Pick<Cause, 'attempts' | 'recipients' | 'receiverAcceptsNothing'> | null;
  /** Display name of the receiver; without it the provider's name. */
  receiver?: string | null;
  /** The reply as logged. */
  text?: string | null;
}

/** Line 1: who refused what, code, phase, state. "Gmail: mailbox does not exist · 550 5.1.1 at RCPT · final". */
export function headline(knowledge: Knowledge, verdict: Verdict, facts: VerdictFacts): string {
  return [whoAndWhat(knowledge, verdict, facts), codeAndPhase(verdict), state(verdict, facts)].filter((part) => part !== '').join(' · ');
}

/** Line 2: what to do and how often in this file. */
export function whatToDo(knowledge: Knowledge, verdict: Verdict, facts: VerdictFacts): string {
  const { cause } = facts;
  const counts = cause ? countsOf(cause) : '';
  if (cause?.receiverAcceptsNothing) return `Nothing passes: ${counts}. ${verdict.advice}`;
  if (!cause || cause.attempts < 2) return verdict.advice;
  if (verdict.action === 'suppress')
    return cause.recipients < 2
      ? verdict.advice
      : `${verdict.advice} ${grouped(cause.recipients)} such ${addressWords(knowledge, verdict, facts)} here.`;
  return `${verdict.advice} ${counts}.`;
}

const counted = (value: number, word: string) => `${grouped(value)} ${word}${value === 1 ? '' : 's'}`;

function countsOf({ attempts, recipients }: { attempts: number; recipients: number }): string {
  return recipients > 0 ? `${counted(attempts, 'attempt')}, ${counted(recipients, 'recipient')}` : counted(attempts, 'attempt');
}

function addressWords(knowledge: Knowledge, verdict: Verdict, facts: VerdictFacts): string {
  const name = receiverName(knowledge, verdict, facts);
  return name ? `${name} addresses` : 'addresses';
}

/** Display name of the receiver, null where this server speaks or nobody is known. */
export function receiverName(knowledge: Knowledge, verdict: Verdict, { receiver }: VerdictFacts): string | null {
  if (verdict.saidBy === 'own') return null;
  return receiver ?? (verdict.provider ? knowledge.receivers.name(verdict.provider) : null);
}

function whoAndWhat(knowledge: Knowledge, verdict: Verdict, facts: VerdictFacts): string {
  if (verdict.reason === 'own-refusal') return ownRefusal(knowledge, verdict);
  const what = meaningOf(knowledge, verdict);
  const who = receiverName(knowledge, verdict, facts);
  if (verdict.saidBy === 'own') return facts.receiver ? `${facts.receiver}: ${what}` : upperFirst(what);
  if (!who) return beginsWithVerb(what) ? `The receiver ${what}` : upperFirst(what);
  return beginsWithVerb(what) ? `${who} ${what}` : `${who}: ${what}`;
}

/** The rule's own words with what the reply names filled in; without words the reason's title. */
export function meaningOf(knowledge: Knowledge, verdict: Verdict): string {
  const words = verdict.rule ? (knowledge.rule(verdict.rule)?.meaning ?? null) : null;
  return fillIn(words ?? lowerFirst(knowledge.reasons.get(verdict.reason)!.title), verdict);
}

/** Placeholders of what is not named go together with the blank and the "of", "by", "at" before them. */
function fillIn(words: string, { named }: Verdict): string {
  return words
    .replace(/ ?(?:\b(?:at|by|on|of|from|for|with) )?\{(ip|domain|list|url)\}/g, (whole, name: keyof typeof named) =>
      named[name] ? whole.replace(`{${name}}`, () => named[name]!) : '',
    )
    .replace(/\s+/g, ' ')
    .trim();
}

const verbs =
  /^(?:also |only |still |no longer |temporarily )?(?:accepts|allows|answers|asks|blocks|breaks|bounces|cannot|checks|closes|closed|could not|counts|defers|demands|denies|did not|disables|does not|drops|expects|finds|forbids|found|gave up|gives|has|holds|insists|is|judges|keeps|knows|lets|limits|lists|looks|marks|needs|never|offers|only|permits|quarantines|refuses|refused|rejects|rejected|requires|restricts|returns|runs|says|sees|sends|slows|stops|suspends|takes|thinks|throttles|treats|tries|trusts|turns|wants|was|will not|would)\b/i;

const beginsWithVerb = (words: string) => verbs.test(words);
const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const lowerFirst = (text: string) => (/^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text);

/** What this server did, by what the same words would mean from another server. */
const refusals: Partial<Record<Reason, string>> = {
  blocklist: 'refused this client, listed',
  'ip-reputation': 'refused this client for its reputation',
  'domain-reputation': 'refused this client for its domain',
  'dns-rdns': 'refused this client: its host name does not check out',
  'bad-mailbox': 'refused this recipient: no such mailbox',
  'bad-domain': 'refused this recipient: its domain takes no mail',
  'inactive-mailbox': 'refused this recipient: the mailbox is disabled',
  'mailbox-full': 'refused this recipient: the mailbox is full',
  'recipient-rejected': 'refused this recipient',
  'relay-denied': 'refused to relay for this client',
  'sender-rejected': 'refused this sender',
  greylist: 'asked this client to come back later (greylisting)',
  'rate-limit': 'limits this client',
  'too-many-recipients': 'limits the recipients of this message',
  'spam-content': 'refused this message as spam',
  virus: 'refused this message: virus',
  'auth-spf': 'refused this message: SPF failed',
  'auth-dkim': 'refused this message: DKIM failed',
  'auth-dmarc': 'refused this message: DMARC failed',
  'message-size': 'refused this message: too large',
  'message-format': 'refused this message: malformed',
  'smtp-auth': 'refused this login',
  tls: 'refused this client: TLS',
  protocol: 'refused a command of this client',
};

function ownRefusal(knowledge: Knowledge, verdict: Verdict): string {
  const under = verdict.considered[0]?.reason;
  const rule = verdict.rule ? knowledge.rule(verdict.rule) : undefined;
  // A notice about a client, not an answer to it.
  if (rule?.reason === 'own-refusal')
    return verdict.replyCode === 0 ? upperFirst(fillIn(rule.meaning, verdict)) : `Your server refused this client: ${fillIn(rule.meaning, verdict)}`;
  const words = (under && refusals[under]) ?? 'refused this client';
  const list = under === 'blocklist' ? (verdict.named.list ? ` at ${verdict.named.list}` : ' on a block list') : '';
  return `Your server ${words}${list}`;
}

function codeAndPhase({ replyCode, enhancedCode, phase, saidBy }: Verdict): string {
  const codes = [replyCode > 0 ? String(replyCode) : '', enhancedCode ?? ''].filter((code) => code !== '').join(' ');
  // A client's phase matters to it, not to the reader of one's own refusals.
  return codes !== '' && phase && saidBy === 'remote' ? `${codes} ${phaseWords[phase]}` : codes;
}

function state({ permanence, replyCode, reason }: Verdict, { status }: VerdictFacts): string {
  if (reason === 'own-refusal') return '';
  if (status === 'delivered') return 'delivered';
  if (status === 'bounced') return 'final';
  if (status === 'expired') return 'given up';
  if (status === 'rejected') return '';
  if (status === 'deferred') return replyCode >= 500 ? 'still queued' : 'retrying';
  return permanence === 'none' ? '' : permanence;
}
