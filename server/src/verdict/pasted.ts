import { phaseOf } from '../smtp/phase.ts';
import { parseReply } from '../smtp/reply.ts';
import type { ReplyContext, SaidBy } from './verdict.ts';

/** Longer pastes are cut. */
const longest = 16_384;

/**
 * Reads what a person pastes: a bare reply, or one with the words an MTA or a bounce wraps around it. Takes from the wrapping what it tells (next hop, phase, who
 * spoke, outcome, the log's own code); what is given in `known` wins.
 */
export function readPasted(pasted: string, known: Partial<ReplyContext> = {}): ReplyContext {
  let text = pasted.slice(0, longest).trim();
  const found: Partial<ReplyContext> = {};
  text = text.replace(/^(?:Diagnostic-Code|Remote-MTA-Diagnostic):\s*/i, '').replace(/^(?:smtp|x-[\w-]+)\s*;\s*/i, '');
  // what a server says may quote another's words, or forge a log line
  const bare = /^[2-5]\d\d(?:[ -]|$)/.test(text);
  if (!bare) text = readOutcome(text, found);
  const command = /\s*\(in reply to ([^()]{2,60}?)(?: command)?\)$/.exec(text);
  if (command) {
    found.phase = phaseOf(command[1]);
    text = text.slice(0, command.index);
  }
  if (!bare) text = readRefusal(text, found) ?? readNotice(text, found) ?? readHost(text, found);
  const saidBy = found.saidBy ?? sideOf(text);
  return { ...found, ...(saidBy && { saidBy }), ...given(known), text };
}

/** Postfix's line of a delivery: `relay=..., dsn=5.1.1, status=bounced (`. @returns what is inside the parenthesis. */
function readOutcome(text: string, found: Partial<ReplyContext>): string {
  const outcome = /\bdsn=([245]\.\d+\.\d+), status=(\w+) \(/.exec(text);
  if (!outcome) return text;
  found.dsn = outcome[1];
  found.status = statusOf(outcome[2]);
  const inside = text.slice(outcome.index + outcome[0].length).replace(/\)$/, '');
  const [, relay, address] = /\brelay=([^\s,[]+)(\[)?/.exec(text) ?? [];
  if (relay && relay !== 'none' && address) found.relay = relay;
  // A delivery agent of this server (`relay=local`) has no address.
  else if (relay && relay !== 'none' && !sideOf(inside)) found.saidBy = 'own';
  const recipient = /\bto=<[^>]*@([^>@]+)>/.exec(text)?.[1];
  if (recipient) found.recipientDomain = recipient;
  return inside;
}

/** This server's refusal of a client: `NOQUEUE: reject: RCPT from name[ip]: `. @returns what was said, null where it is none. */
function readRefusal(text: string, found: Partial<ReplyContext>): string | null {
  const rejected = /\b\w+: (?:milter-)?reject: (\S+) from \S*\[[^\]\s]*\](?::\d+)?: /.exec(text);
  if (!rejected) return null;
  found.phase = phaseOf(rejected[1]);
  found.saidBy = 'own';
  found.status = 'rejected';
  return text.slice(rejected.index + rejected[0].length).replace(/; (?:from|proto|helo|to)=.*$/s, '');
}

/** `host mx.example[192.0.2.1] said: `. @returns what was said. */
function readHost(text: string, found: Partial<ReplyContext>): string {
  const host = /\bhost (\S+?)\[[^\]\s]*\](?::\d+)? (said|refused to talk to me): /.exec(text);
  if (!host) return text;
  found.relay = host[1];
  found.saidBy = 'remote';
  if (host[2] !== 'said') found.phase ??= 'connect';
  return text.slice(host.index + host[0].length);
}

/**
 * What MTAs write in front of the reply they tell of in a log line or a bounce: Exim, 1&1's, Cisco's gateway, qmail, Exchange, Gmail, sendmail. Their own words
 * ("after pipelined end of data", "rejected by the server", "Giving up on") are no part of what was said.
 */
const notices: readonly RegExp[] = [
  /\bSMTP error from remote (?:mail )?server after (?:pipelined )?(?<command>[A-Za-z ]{2,30})(?::<[^>]{0,254}>)?[^:]{0,40}:(?: host (?<host>\S+) \[[^\]\s]*\]:)? (?=[45]\d\d[ -])/,
  /\bSMTP error from remote server (?:after|for) (?<command>[A-Za-z ]{2,40})(?: command)?, host: (?<host>\S+) \([^()\s]*\) reason: /,
  /^[45]\.\d\.\d - [A-Za-z ]{3,60} (?=[45]\d\d-')/,
  /\bRemote host said: (?=[45]\d\d[ -])/,
  /\bRemote Server (?:at (?<host>\S+) \([^()\s]*\) )?returned '(?=<?[45]\d\d[ -])/,
  /\b(?:response from the remote server|error that the other server returned) was:\s+(?=[45]\d\d[ -])/,
  /\bwhile talking to (?<host>\S+?)\.?:\s+>>> (?<command>[A-Za-z ]{2,30})[^\n]{0,300}?\s<<< (?=[45]\d\d[ -])/,
];

/** @returns what was said, null where the text is no such notice. */
function readNotice(text: string, found: Partial<ReplyContext>): string | null {
  for (const pattern of notices) {
    const notice = pattern.exec(text);
    if (!notice) continue;
    const { host, command } = notice.groups ?? {};
    if (host) found.relay = host;
    if (command) found.phase ??= phaseOf(command);
    found.saidBy = 'remote';
    return text
      .slice(notice.index + notice[0].length)
      .replace(/\s+Giving up on [\d.:a-f]+$/i, '')
      .replace(/(?<=[\s\S])'$/, (quote) => (notice[0].endsWith("'") ? '' : quote));
  }
  return null;
}

/** A reply code or an enhanced code is the other side's; a notice without any is left open. */
function sideOf(text: string): SaidBy | undefined {
  const { code, enhanced } = parseReply(text);
  return code > 0 || enhanced ? 'remote' : undefined;
}

function statusOf(word: string): NonNullable<ReplyContext['status']> | null {
  const words: Record<string, NonNullable<ReplyContext['status']>> = {
    sent: 'delivered',
    deferred: 'deferred',
    bounced: 'bounced',
    expired: 'expired',
  };
  return words[word] ?? null;
}

function given(known: Partial<ReplyContext>): Partial<ReplyContext> {
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined && value !== null));
}
