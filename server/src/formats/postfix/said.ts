import { endsBefore, find, findCode, findLast, isDigit, startsAt, trimEnd } from '../../source/scan.ts';
import { Field, type Fields } from '../fields.ts';
import { setHost } from './address.ts';
import { PhaseNumber, phaseAt, phaseOfDoing } from './phase.ts';

/**
 * Reads what Postfix says in the last parenthesis of a delivery line, or behind the queue ID of an interim line:
 * who spoke, when, and the words. Sets reply, command, own, phase, and the relay where the words name it better.
 */
export function readSaid(fields: Fields, start: number, end: number): void {
  const { text } = fields;
  fields.own = true;
  if (startsAt(text, 'host ', start, end) && readHostSaid(fields, start, end)) return;
  if (startsAt(text, 'SASL authentication failed; server ', start, end) && readServerSaid(fields, start, end)) return;
  fields.set(Field.reply, start, trimEnd(text, start, end));
  fields.phase = phaseOfOwn(fields, start, end);
}

/** `host X said: TEXT (in reply to C command)`, `host X refused to talk to me: TEXT`. */
function readHostSaid(fields: Fields, start: number, end: number): boolean {
  const { text } = fields;
  const nameEnd = findCode(text, 32, start + 5, end);
  if (nameEnd < 0) return false;
  if (startsAt(text, ' refused to talk to me:', nameEnd, end)) {
    setSpeaker(fields, start + 5, nameEnd);
    fields.phase = refusalPhase(text, nameEnd + 23, end);
    setRemote(fields, nameEnd + 23, end);
    return true;
  }
  if (!startsAt(text, ' said:', nameEnd, end)) return false;
  setSpeaker(fields, start + 5, nameEnd);
  setRemote(fields, nameEnd + 6, withoutCommand(fields, nameEnd + 6, end));
  return true;
}

/** Postfix says the same of a refused greeting and a refused EHLO and HELO: only words about the name tell them apart. */
function refusalPhase(text: string, start: number, end: number): number {
  const limit = Math.min(end, start + 300);
  const name = find(text, 'LO ', start, limit);
  const named = name > start + 1 && (text.startsWith('HE', name - 2) || text.startsWith('EH', name - 2));
  return named ? PhaseNumber.ehlo : PhaseNumber.connect;
}

function readServerSaid(fields: Fields, start: number, end: number): boolean {
  const name = start + 35;
  const nameEnd = find(fields.text, ' said: ', name, end);
  if (nameEnd < 0) return false;
  setSpeaker(fields, name, nameEnd);
  fields.phase = PhaseNumber.auth;
  setRemote(fields, nameEnd + 7, end);
  return true;
}

function setSpeaker(fields: Fields, from: number, to: number): void {
  if (!fields.has(Field.relayHost) && !fields.has(Field.relayIp)) setHost(fields, Field.relayHost, Field.relayIp, from, to);
}

/** The words of the next hop, without surrounding blanks. */
function setRemote(fields: Fields, from: number, to: number): void {
  const { text } = fields;
  let start = from;
  while (start < to && text.charCodeAt(start) === 32) start++;
  fields.set(Field.reply, start, trimEnd(text, start, to));
  fields.own = false;
}

/**
 * The longest command Postfix names is `end of DATA`; only the very last `(in reply to ...)` is Postfix's own, the others are
 * the remote server's words. @returns the end of the reply in front of it.
 */
function withoutCommand(fields: Fields, from: number, end: number): number {
  const { text } = fields;
  if (!endsBefore(text, ' command)', from, end)) return end;
  const open = findLast(text, ' (in reply to ', Math.max(from - 1, end - 50), end);
  if (open < 0) return end;
  fields.set(Field.command, open + 14, end - 9);
  fields.phase = phaseAt(text, open + 14, end - 9);
  return open;
}

/** This server's own words about a next hop. */
const own: readonly (readonly [string, number])[] = [
  ['connect to ', PhaseNumber.connect],
  ['TLS is required, but ', PhaseNumber.starttls],
  ['Cannot start TLS', PhaseNumber.starttls],
  ['Server certificate ', PhaseNumber.starttls],
  ['SASL authentication failed; ', PhaseNumber.auth],
  ['SMTPUTF8 is required, but ', PhaseNumber.ehlo],
];

function phaseOfOwn(fields: Fields, start: number, end: number): number {
  const { text } = fields;
  for (const [word, phase] of own) {
    if (!startsAt(text, word, start, end)) continue;
    if (word === 'connect to ') nameRelay(fields, start + 11, end);
    return phase;
  }
  const lost = startsAt(text, 'lost connection with ', start, end) ? 21 : startsAt(text, 'conversation with ', start, end) ? 18 : 0;
  if (lost === 0) return 0;
  nameRelay(fields, start + lost, end);
  const doing = find(text, ' while ', start + lost, end);
  return doing < 0 ? 0 : phaseOfDoing(text, doing + 7, end);
}

/** The host that was tried, where `relay=` says `none`. */
function nameRelay(fields: Fields, from: number, end: number): void {
  const { text } = fields;
  let to = from;
  while (to < end && text.charCodeAt(to) !== 32 && text.charCodeAt(to) !== 93) to++;
  if (text.charCodeAt(to) === 93) setSpeaker(fields, from, to + 1);
}

/** Whether a reply code stands at `p`: three digits 2-5, and no fourth. */
export function codeAt(text: string, p: number, end: number): boolean {
  if (p + 3 > end) return false;
  const first = text.charCodeAt(p);
  if (first < 50 || first > 53 || !isDigit(text.charCodeAt(p + 1)) || !isDigit(text.charCodeAt(p + 2))) return false;
  return p + 3 === end || text.charCodeAt(p + 3) === 32 || text.charCodeAt(p + 3) === 45;
}
