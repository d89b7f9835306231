import type { ReasonInfo } from '../knowledge/types.ts';
import { parseReply, type Reply, replyClass } from '../smtp/reply.ts';
import type { CodeMeaning } from './codes.ts';
import { findContradictions } from './contradictions.ts';
import { firstIp, firstUrl } from './named.ts';
import { normalise } from './normalise.ts';
import { type Candidate, isLastResort, Tier } from './precedence.ts';
import type { Subject } from './rule.ts';
import type { Rulebook } from './rulebook.ts';
import { isSenderCode, senderSide } from './sender-side.ts';
import type { Action, Confidence, Named, Permanence, Reason, ReplyContext, SaidBy, Verdict } from './verdict.ts';

/** What decided, whichever layer it came from. */
interface Decision {
  rule: string | null;
  reason: Reason;
  // undefined where it is for the reason, or the context, to say; always there, so that all decisions have one shape
  permanence: Permanence | undefined;
  action: Action | undefined;
  provider: string | null;
  confidence: Confidence;
  sources: readonly string[];
  advice: string | null;
  saidBy: SaidBy | undefined;
}

/** Providers known before the words are read. */
interface Known {
  relay: string | null;
  recipient: string | null;
}

/** Reasons that this server's own reply keeps: its own trouble is no refusal of a client. */
const ownTrouble = new Set<Reason>(['own-dns', 'own-tls', 'own-disk', 'own-milter', 'own-config', 'own-service', 'own-delivery']);
const othersConsidered = 8;

/** Judges one reply without any memory. */
export function decide(book: Rulebook, context: ReplyContext, known: Known, depth = 0): Verdict {
  const reply = parseReply(context.text);
  const subject: Subject = {
    words: normalise(reply.text),
    code: reply.code,
    enhanced: reply.enhanced,
    phase: context.phase ?? null,
    saidBy: context.saidBy ?? (reply.code > 0 ? 'remote' : null),
  };
  if (isSuccess(reply, context)) return build(book, context, reply, success(reply), [], {}, known.relay);
  const { candidates, marked, list } = book.look(subject, known);
  const layers = layersOf(book, subject, reply, candidates, [
    ...(known.relay ? [known.relay] : []),
    ...marked,
    ...(known.recipient ? [known.recipient] : []),
  ]);
  // A notice of expiry that quotes the last reply is one, whatever the quoted words match.
  const expiry = reply.nested && depth === 0 ? layers.find(({ reason }) => reason === 'expired') : undefined;
  const decision = notTheRecipient(book, subject, expiry ?? layers[0] ?? unknown);
  const named = nameThings(subject, candidates[0]?.named ?? {}, list);
  const provider = known.relay ?? marked.find((id) => isReceiver(book, id)) ?? namedBy(book, decision) ?? known.recipient;
  const verdict = build(book, context, reply, decision, layers, named, provider);
  return expiry ? lastDeferral(book, context, reply, verdict, known) : verdict;
}

/** The reply, in lower case, says itself that its cause passes. */
const passes =
  /\b(?:temporarily|temporairement|vorubergehend|temporaneamente|temporalmente|temporariamente|tijdelijk|tymczasowo|maintenance|being (?:migrated|moved))\b|временно/;

/** Nobody is suppressed for a refusal of the sender, or for what passes. A user's own rule is taken at its word. */
function notTheRecipient(book: Rulebook, subject: Subject, decision: Decision): Decision {
  const wanted = decision.action ?? book.knowledge.reasons.get(decision.reason)!.action;
  if (wanted !== 'suppress' || subject.saidBy === 'own' || decision.confidence === 'user') return decision;
  if (passes.test(subject.words.folded)) return { ...decision, permanence: 'temporary', action: undefined, advice: null };
  const reason = senderSide(subject);
  if (reason !== null) return { ...decision, permanence: undefined, action: undefined, reason, advice: null };
  return isSenderCode(subject.enhanced) ? { ...decision, action: 'investigate', advice: null } : decision;
}

/** A decision of which no more is known than this. */
function plainly(rule: string | null, reason: Reason, provider: string | null, confidence: Confidence, sources: readonly string[]): Decision {
  return { rule, reason, permanence: undefined, action: undefined, provider, confidence, sources, advice: null, saidBy: undefined };
}

const unknown = plainly(null, 'other', null, 'inferred', []);

/** All layers that say something, in their order: see the file's heading in ARCHITECTURE and `comparePrecedence`. */
function layersOf(
  book: Rulebook,
  { code, enhanced, phase }: Subject,
  reply: Reply,
  candidates: readonly Candidate[],
  providers: readonly string[],
): Decision[] {
  const { codes, reasons } = book.knowledge;
  const inner = reply.nested?.enhanced ?? null;
  const count = Math.min(candidates.length, othersConsidered + 1);
  let clear = 0;
  while (clear < count && !isLastResort(candidates[clear].compiled.rule)) clear++;
  // Vague words about the sender ("message blocked") beside a code about the recipient (5.1.1): the code gives the reason, but nobody is suppressed for it.
  const doubt = clear < count && reasons.get(candidates[clear].compiled.rule.reason)!.scope !== 'recipient';
  const doubted = (decision: Decision | null): Decision | null =>
    decision && doubt && enhanced?.startsWith('5') && reasons.get(decision.reason)!.action === 'suppress'
      ? { ...decision, action: 'investigate' }
      : decision;
  const standard = enhanced ? codes.ofEnhanced(enhanced, providers, phase) : null;
  const nested = inner ? codes.ofEnhanced(inner, providers, phase) : null;
  const layers: Decision[] = [];
  const add = (decision: Decision | null) => {
    // A refusal that carries a code of success is no delivery.
    if (decision !== null && decision.reason !== 'delivered') layers.push(decision);
  };
  for (let i = 0; i < clear; i++) add(i === 0 ? ofRule(candidates[i]) : inShort(candidates[i]));
  add(ofCode(enhanced ? codes.ofProvider(enhanced, providers) : null));
  add(doubted(ofCode(standard?.catchAll ? null : standard)));
  add(ofCode(nested?.catchAll ? null : nested));
  for (let i = clear; i < count; i++) add(i === clear ? ofRule(candidates[i]) : inShort(candidates[i]));
  add(ofCode(standard?.catchAll && standard.reason !== 'other' ? standard : null));
  add(ofCode(code > 0 ? codes.ofReply(code, phase) : null));
  return layers;
}

/** Of a rule that cannot decide only name and reason are told. */
function inShort({ compiled: { rule } }: Candidate): Decision {
  return plainly(rule.id, rule.reason, null, 'inferred', unknown.sources);
}

function ofRule({ compiled: { rule, kind }, tier }: Candidate): Decision {
  const { id, reason, permanence, action, provider, sources, advice, when } = rule;
  const confidence: Confidence = kind === 'user' ? 'user' : tier === Tier.unknown ? 'inferred' : rule.confidence;
  return {
    rule: id,
    reason,
    permanence,
    action,
    provider: provider === 'any' || tier === Tier.unknown ? null : provider,
    confidence,
    sources,
    advice: advice ?? null,
    saidBy: when?.saidBy,
  };
}

function ofCode(meaning: CodeMeaning | null): Decision | null {
  if (!meaning) return null;
  const { rule, reason, provider, confidence, source } = meaning;
  return plainly(rule, reason, provider, confidence, [source]);
}

function isSuccess(reply: Reply, { status }: ReplyContext): boolean {
  const klass = replyClass(reply);
  return klass === 2 ? status === undefined || status === null || status === 'delivered' : klass === 0 && status === 'delivered';
}

function success(reply: Reply): Decision {
  const rule = reply.enhanced ? `enhanced/${reply.enhanced}` : reply.code > 0 ? `reply/${reply.code}` : null;
  return plainly(rule, 'delivered', null, 'official', ['https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1']);
}

/** Only those who receive or forward mail are receivers; software and block lists are not. */
function isReceiver(book: Rulebook, id: string): boolean {
  const kind = book.knowledge.receivers.get(id)?.kind;
  return kind === 'mailbox' || kind === 'gateway' || kind === 'service';
}

function namedBy(book: Rulebook, { provider }: Decision): string | null {
  return provider !== null && isReceiver(book, provider) ? provider : null;
}

function nameThings({ words }: Subject, named: Named, list: string | null): Named {
  const found: Named = { ...named };
  if (list !== null) found.list = list;
  const ip = found.ip ?? firstIp(words.plain);
  if (ip) found.ip = ip;
  const url = found.url ?? firstUrl(words.plain);
  if (url) found.url = url;
  return found;
}

function build(
  book: Rulebook,
  context: ReplyContext,
  reply: Reply,
  decision: Decision,
  layers: readonly Decision[],
  named: Named,
  provider: string | null,
): Verdict {
  const { reasons } = book.knowledge;
  const saidBy = context.saidBy ?? decision.saidBy ?? 'remote';
  const refusal = saidBy === 'own' && isRefusal(context, reply) && decision.reason !== 'delivered' && !ownTrouble.has(decision.reason);
  const local = saidBy === 'own' && isLocalDelivery(context, decision);
  const reason: Reason = refusal ? 'own-refusal' : local ? 'own-delivery' : decision.reason;
  const info = reasons.get(reason)!;
  const said = refusal && (context.temporary ?? saysItPasses(context.text, reasons.get(decision.reason)!)) ? 'temporary' : undefined;
  const permanence = permanenceOf(refusal ? said : decision.permanence, info, reply, context);
  const action = actionOf(refusal ? undefined : decision.action, decision.rule, info, permanence);
  return {
    reason,
    permanence,
    action,
    saidBy,
    provider: saidBy === 'own' ? null : provider,
    rule: decision.rule,
    confidence: decision.confidence,
    sources: decision.sources,
    advice: adviceOf(refusal || local ? null : decision.advice, info, permanence, action),
    replyCode: reply.code,
    enhancedCode: reply.enhanced,
    phase: context.phase ?? null,
    named,
    contradictions: findContradictions(reply.code, reply.enhanced, reasons.get(decision.reason) ?? null, context),
    considered: losersOf(layers, refusal ? decision : null),
  };
}

/** What lost: all but the first layer, and what a refusal would have been if it were not this server's own. */
function losersOf(layers: readonly Decision[], overruled: Decision | null): Verdict['considered'] {
  const losers: { rule: string; reason: Reason }[] = [];
  for (let i = 0; i < layers.length && losers.length < othersConsidered; i++) {
    const loser = i === 0 ? overruled : layers[i];
    if (loser && loser.rule !== null) losers.push({ rule: loser.rule, reason: loser.reason });
  }
  return losers;
}

/** Of a refusal without any code (Exim's `temporarily rejected`) its words say whether the client may try again. */
function saysItPasses(text: string, { permanence }: ReasonInfo): boolean {
  return !/^\s*[245]\d\d\b/.test(text) && (permanence === 'temporary' || passes.test(text.toLowerCase()));
}

/** This server answered a client, in contrast to its notices about a delivery of its own. */
function isRefusal({ status }: ReplyContext, reply: Reply): boolean {
  return status === 'rejected' || (!status && reply.code > 0);
}

/** Of a delivery this server tells a fault of the receiver, but it was the one to deliver: into a mailbox, or to a program. */
function isLocalDelivery({ status }: ReplyContext, { reason, confidence }: Decision): boolean {
  return reason === 'server-error' && confidence !== 'user' && (status === 'deferred' || status === 'bounced' || status === 'expired');
}

/** The rule's word, else the reason's nature, else the class of what the server said, else what the log did with the mail. */
function permanenceOf(decided: Permanence | undefined, info: ReasonInfo, reply: Reply, { status, dsn }: ReplyContext): Permanence {
  if (decided) return decided;
  if (info.permanence !== 'by-class') return info.permanence;
  const klass = replyClass(reply) || (dsn ? Number(dsn[0]) : 0);
  if (klass === 4) return 'temporary';
  if (klass === 5) return 'permanent';
  return status === 'bounced' || status === 'expired' || status === 'rejected' ? 'permanent' : status === 'deferred' ? 'temporary' : usual(info);
}

/** Without any code or outcome: what ends deliveries is permanent where it concerns the recipient. */
function usual({ scope }: ReasonInfo): Permanence {
  return scope === 'recipient' || scope === 'message' ? 'permanent' : 'temporary';
}

/** Suppressing is for permanent refusals about the recipient only, said by more than a bare reply code; what is permanent is not left to the queue. */
function actionOf(decided: Action | undefined, rule: string | null, info: ReasonInfo, permanence: Permanence): Action {
  const action = decided ?? info.action;
  if (action === 'retry' && permanence === 'permanent') return 'investigate';
  if (action !== 'suppress') return action;
  if (info.scope !== 'recipient' || rule?.startsWith('reply/')) return 'investigate';
  return permanence === 'permanent' ? 'suppress' : 'retry';
}

/** The rule's, else the reason's; never to suppress where that is not the action. */
function adviceOf(own: string | null, info: ReasonInfo, permanence: Permanence, action: Action): string {
  if (own !== null) return own;
  if (permanence === 'temporary' && info.temporaryAdvice) return info.temporaryAdvice;
  return info.action === 'suppress' && action !== 'suppress' ? 'Read the text: the code alone does not prove that the address is bad.' : info.advice;
}

/** A notice of expiry is an outcome; its reason is that of the reply it repeats. */
function lastDeferral(book: Rulebook, context: ReplyContext, { nested }: Reply, expired: Verdict, known: Known): Verdict {
  const inner = decide(book, { ...context, text: context.text.slice(nested!.start, nested!.end) }, known, 1);
  if (inner.reason === 'other' || inner.reason === 'expired' || saysLittle(book, inner)) return expired;
  const { reason, rule, confidence, sources, named } = inner;
  const advice = `Given up after retries; the cause is the last failure: ${book.knowledge.reasons.get(reason)!.title}. Do not suppress for this.`;
  // The queue has given up: neither it nor a list of suppressed addresses has anything left to do.
  const action = inner.action === 'suppress' || inner.action === 'retry' ? 'investigate' : inner.action;
  const considered = [{ rule: expired.rule ?? 'expired', reason: expired.reason }, ...inner.considered].slice(0, othersConsidered);
  return { ...expired, reason, action, rule, confidence, sources, advice, named, considered };
}

/** Decided by a code that is used for nearly everything. */
function saysLittle({ knowledge }: Rulebook, { rule, enhancedCode, phase }: Verdict): boolean {
  if (!rule || rule.startsWith('reply/')) return true;
  return rule.startsWith('enhanced/') && enhancedCode !== null && (knowledge.codes.ofEnhanced(enhancedCode, [], phase)?.catchAll ?? true);
}
