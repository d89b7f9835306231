import { endsBefore, find, startsAt, until } from '../../source/scan.ts';
import { Field, type Fields, Kind, Status } from '../fields.ts';
import { PhaseNumber, phaseAt } from '../postfix/phase.ts';
import { bodyStart, eximIdEnd } from './surroundings.ts';

/** How far behind the beginning of a line its refusal may stand: names and addresses lie in front of it. */
const longest = 1200;

/**
 * What this server refused a client, as Exim writes it, in its own words, mostly without a code:
 * `H=host [ip] F=<sender> rejected RCPT <recipient>: relay not permitted`, `... temporarily rejected RCPT ...`, `... rejected after DATA: ...`,
 * `rejected MAIL from host [ip]: no HELO/EHLO given`, `unqualified sender rejected: <nodomain> H=host [ip]`. The mainlog has one such line for each
 * refusal (Exim specification, chapter 53). Where the ACL has no message, no words follow.
 */
export function readEximRefusal(fields: Fields, body: number): boolean {
  const { text } = fields;
  const to = Math.min(fields.lineEnd, body + longest);
  const id = eximIdEnd(text, body, to);
  const p = id > 0 ? id + 1 : body;
  const at = refusalAt(text, p, to);
  if (at < 0) return false;
  fields.kind = Kind.rejection;
  fields.own = true;
  fields.status = Status.rejected;
  fields.set(Field.reply, replyAt(text, p, at, to), fields.lineEnd);
  fields.phase = phaseOf(text, at, to, id > 0);
  fields.set(Field.refusal, endsBefore(text, temporarily, p, at) ? at - temporarily.length : at, at + rejected.length - 1);
  readClient(fields, p, to);
  setBracketed(fields, Field.sender, 'F=<', p, at);
  setBracketed(fields, Field.sender, 'rejected MAIL FROM:<', at, to);
  setBracketed(fields, Field.sender, 'rejected MAIL <', at, to);
  setBracketed(fields, Field.sender, 'rejected from <', at, to);
  setBracketed(fields, Field.recipient, 'rejected RCPT <', at, to);
  return true;
}

const temporarily = 'temporarily ';

/** Whether a line is such a refusal. */
export function isEximRefusal(fields: Fields): boolean {
  const body = bodyStart(fields);
  return refusalAt(fields.text, body, Math.min(fields.lineEnd, body + longest)) >= 0;
}

const beginnings = ['unqualified sender ', 'unqualified recipient ', 'too many recipients: excess '];

/** Where `rejected` stands in a line that begins as Exim's refusals do. */
function refusalAt(text: string, p: number, to: number): number {
  if (startsAt(text, rejected, p, to)) return p;
  if (startsAt(text, temporarily, p, to) && startsAt(text, rejected, p + temporarily.length, to)) return p + temporarily.length;
  for (const words of beginnings) {
    if (!startsAt(text, words, p, to)) continue;
    const at = p + words.length + (startsAt(text, temporarily, p + words.length, to) ? temporarily.length : 0);
    return startsAt(text, 'rejected: ', at, to) ? at : -1;
  }
  if (!startsAt(text, 'H=', p, to)) return -1;
  // behind a colon it is the next hop that speaks: `H=host [ip]: SMTP error from remote mail server ...`
  const found = find(text, ' rejected ', p, colonAt(text, p, to));
  return found < 0 ? -1 : found + 1;
}

const rejected = 'rejected ';

function colonAt(text: string, p: number, to: number): number {
  const colon = find(text, ': ', p, to);
  return colon < 0 ? to : colon;
}

/** Behind the colon that ends what was refused; without one, from the word itself. */
function replyAt(text: string, p: number, at: number, to: number): number {
  if (at !== p && !startsAt(text, rejected, at, to)) return p;
  const address = startsAt(text, 'rejected RCPT <', at, to) || startsAt(text, 'rejected MAIL <', at, to);
  const colon = find(text, address ? '>: ' : ': ', at, to);
  return colon < 0 ? at : colon + (address ? 3 : 2);
}

function phaseOf(text: string, at: number, to: number, hasId: boolean): number {
  const isAfterData = startsAt(text, 'rejected after DATA', at, to) || (hasId && startsAt(text, 'rejected from <', at, to));
  if (isAfterData) return PhaseNumber.endOfData;
  return startsAt(text, 'rejected connection', at, to) ? PhaseNumber.connect : phaseAt(text, at + rejected.length, to);
}

/** `H=host (helo) [ip]:port`, `H=(helo) [ip]`, `from host [ip]`. */
function readClient(fields: Fields, p: number, to: number): void {
  const { text } = fields;
  const mark = startsAt(text, 'H=', p, to) ? p - 1 : find(text, ' H=', p, to);
  const from = mark < p - 1 ? find(text, ' from ', p, to) + 6 : mark + 3;
  const open = from < 6 ? to : until(text, 91, from, to);
  const close = until(text, 93, open, to);
  if (close >= to) return;
  fields.set(Field.clientIp, open + 1, close);
  const name = until(text, 32, from, open);
  if (name > from && text.charCodeAt(from) !== 40) fields.set(Field.clientHost, from, name);
}

function setBracketed(fields: Fields, field: typeof Field.sender | typeof Field.recipient, key: string, from: number, to: number): void {
  const found = find(fields.text, key, from, to);
  if (found < 0) return;
  const end = until(fields.text, 62, found + key.length, to);
  if (end < to) fields.set(field, found + key.length, end);
}

/**
 * The refusal of a client that a line holds with its code: the host named is the client, whatever the key says (sendmail's `relay=`), and it stands
 * for itself.
 */
export function settleRefusal(fields: Fields, body: number): void {
  const { text, lineEnd } = fields;
  fields.kind = Kind.rejection;
  fields.status = Status.rejected;
  for (const [from, to] of [
    [Field.relayHost, Field.clientHost],
    [Field.relayIp, Field.clientIp],
  ] as const) {
    if (fields.has(from)) fields.set(to, fields.start(from), fields.end(from));
    fields.unset(from);
  }
  fields.unset(Field.relay);
  fields.unset(Field.recipients);
  if (find(text, 'ruleset=check_rcpt, ', body, Math.min(lineEnd, body + 60)) >= 0)
    setBracketed(fields, Field.recipient, 'arg1=<', body, Math.min(lineEnd, body + longest));
  if (find(text, 'ruleset=check_mail, ', body, Math.min(lineEnd, body + 60)) >= 0)
    setBracketed(fields, Field.sender, 'arg1=<', body, Math.min(lineEnd, body + longest));
}
