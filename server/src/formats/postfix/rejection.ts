import { find, findCode, isDigit, startsAt, trimEnd, until } from '../../source/scan.ts';
import { Field, type Fields, Kind, Status } from '../fields.ts';
import { addressEnd, setClient } from './address.ts';
import { PhaseNumber, phaseAt } from './phase.ts';

const kinds: readonly (readonly [string, Fields['kind']])[] = [
  ['reject: ', Kind.rejection],
  ['milter-reject: ', Kind.rejection],
  ['proxy-reject: ', Kind.rejection],
  ['reject_warning: ', Kind.rejectWarning],
  ['hold: ', Kind.hold],
  ['milter-hold: ', Kind.hold],
  ['proxy-accept: ', Kind.plain],
  ['milter-discard: ', Kind.plain],
  ['milter-quarantine: ', Kind.hold],
  ['milter-header-', Kind.plain],
  ['discard: ', Kind.plain],
  ['redirect: ', Kind.plain],
  ['filter: ', Kind.plain],
  ['permit: ', Kind.plain],
  ['prepend: ', Kind.plain],
  ['replace: ', Kind.plain],
  ['strip: ', Kind.plain],
  ['ignore: ', Kind.plain],
  ['info: ', Kind.plain],
  ['bcc: ', Kind.plain],
  ['delay: ', Kind.plain],
  ['pass: ', Kind.plain],
  ['warn: ', Kind.plain],
  ['warning: header ', Kind.plain],
  ['warning: body ', Kind.plain],
  ['warning: mime ', Kind.plain],
  ['warning: nested ', Kind.plain],
  ['warning: RCPT ', Kind.plain],
  ['warning: MAIL ', Kind.plain],
];

const kindsByFirst: (readonly (readonly [string, Fields['kind']])[] | undefined)[] = [];
for (const [word] of kinds) kindsByFirst[word.charCodeAt(0)] ??= kinds.filter(([other]) => other[0] === word[0]);

/**
 * What smtpd(8), postscreen(8) and cleanup(8) did to a client's mail:
 * `reject: RCPT from host[ip]: 550 5.1.1 text; from=<s> to=<r> proto=ESMTP helo=<h>`,
 * `reject: header Subject: x from host[ip]; from=<s> to=<r> proto=ESMTP helo=<h>: 5.7.1 text`,
 * `proxy-reject: END-OF-MESSAGE: 554 text; from=...`. @param p behind the queue ID or NOQUEUE.
 */
export function readAccessAction(fields: Fields, p: number): boolean {
  const { text, lineEnd } = fields;
  const candidates = kindsByFirst[text.charCodeAt(p)];
  if (candidates === undefined) return false;
  for (const [word, kind] of candidates) {
    if (!startsAt(text, word, p, lineEnd)) continue;
    fields.kind = kind;
    if (kind === Kind.rejection || kind === Kind.rejectWarning) fields.status = kind === Kind.rejection ? Status.rejected : Status.none;
    fields.own = true;
    readWhere(fields, p + word.length);
    return true;
  }
  return false;
}

function readWhere(fields: Fields, p: number): void {
  const { text, lineEnd } = fields;
  const content = startsAt(text, 'header ', p, lineEnd) || startsAt(text, 'body ', p, lineEnd);
  if (content || startsAt(text, 'mime ', p, lineEnd) || startsAt(text, 'nested ', p, lineEnd)) {
    readContent(fields, p);
    return;
  }
  fields.phase = phaseAt(text, p, lineEnd);
  let wordEnd = p;
  while (wordEnd < lineEnd && text.charCodeAt(wordEnd) !== 32 && text.charCodeAt(wordEnd) !== 58) wordEnd++;
  fields.set(Field.command, p, wordEnd);
  let said = wordEnd + 1;
  if (startsAt(text, ' from ', wordEnd, lineEnd)) {
    const client = wordEnd + 6;
    const clientEnd = find(text, ': ', client, lineEnd);
    setClient(fields, client, clientEnd < 0 ? lineEnd : clientEnd);
    said = clientEnd < 0 ? lineEnd : clientEnd + 1;
  }
  while (said < lineEnd && text.charCodeAt(said) === 32) said++;
  const tail = tailStart(fields, said);
  setReply(fields, said, tail < 0 ? lineEnd : tail);
}

function setReply(fields: Fields, from: number, to: number): void {
  const end = trimEnd(fields.text, from, to);
  if (end > from) fields.set(Field.reply, from, end);
}

/** header_checks and body_checks: the checked text comes first, the words for the client last. */
function readContent(fields: Fields, p: number): void {
  const { text, lineEnd } = fields;
  fields.phase = PhaseNumber.endOfData;
  const tail = tailStart(fields, p);
  if (tail < 0) return;
  const client = lastFrom(text, p, tail);
  if (client > 0) setClient(fields, client, tail);
  const colon = tailEnd(fields, tail);
  if (colon < lineEnd) setReply(fields, Math.min(lineEnd, colon + 2), lineEnd);
}

/** Offset behind the last ` from ` in front of the tail. */
function lastFrom(text: string, from: number, to: number): number {
  for (let i = to - 6; i >= from; i--) if (text.charCodeAt(i) === 32 && text.startsWith(' from ', i)) return i + 6;
  return -1;
}

/** Bounds the work on lines made of separators. */
const mostTries = 12;

/**
 * The semicolon in front of `from=<s> to=<r> proto=ESMTP helo=<h>`: the last one whose tail reads to the end of the line, since reply texts
 * may hold a forged one. Reads the tail's fields. @returns its offset, -1 where there is none.
 */
function tailStart(fields: Fields, from: number): number {
  const { text, lineEnd } = fields;
  let tries = 0;
  let fallback = -1;
  for (let i = lineEnd - 1; i >= from && tries < mostTries; i--) {
    if (text.charCodeAt(i) !== 59 || !isTailKey(text, i + 1, lineEnd)) continue;
    tries++;
    const clean = readTail(fields, i + 1, false);
    if (clean === 2) return acceptTail(fields, i);
    if (clean === 1) fallback = i;
  }
  return fallback < 0 ? -1 : acceptTail(fields, fallback);
}

function acceptTail(fields: Fields, semicolon: number): number {
  readTail(fields, semicolon + 1, true);
  return semicolon;
}

const keys: readonly (readonly [string, number])[] = [
  ['from=', Field.sender],
  ['to=', Field.recipient],
  ['proto=', -1],
  ['helo=', Field.helo],
  ['sasl_username=', Field.saslUsername],
  ['sasl_method=', -1],
  ['sasl_sender=', -1],
  ['orig_to=', -1],
];

function isTailKey(text: string, p: number, end: number): boolean {
  return text.charCodeAt(p) === 32 && keyAt(text, p + 1, end) >= 0;
}

function keyAt(text: string, p: number, end: number): number {
  for (let k = 0; k < keys.length; k++) if (startsAt(text, keys[k][0], p, end)) return k;
  return -1;
}

/** Where the tail last read ended. */
let lastTailEnd = 0;

/** @returns 0 not a tail, 1 a tail with something odd in it (angle brackets in a name), 2 a clean one. */
function readTail(fields: Fields, p: number, set: boolean): 0 | 1 | 2 {
  const { text, lineEnd } = fields;
  let clean: 1 | 2 = 2;
  let i = p;
  while (i < lineEnd && text.charCodeAt(i) === 32) {
    const k = keyAt(text, i + 1, lineEnd);
    if (k < 0) break;
    const value = i + 1 + keys[k][0].length;
    const bracket = text.charCodeAt(value) === 60;
    const end = bracket ? addressEnd(text, value + 1, lineEnd) : tokenEnd(text, value, lineEnd);
    if (end < 0) return 0;
    const from = bracket ? value + 1 : value;
    if (k === 3 && hasBracket(text, from, end)) clean = 1;
    if (set && keys[k][1] >= 0) fields.set(keys[k][1] as 5, from, end);
    i = bracket ? end + 1 : end;
    if (text.charCodeAt(i) === 44) i++;
  }
  lastTailEnd = i;
  if (i === p) return 0;
  const rest = trimEnd(text, i, lineEnd);
  return rest === i || text.charCodeAt(i) === 58 ? clean : 0;
}

function tailEnd(fields: Fields, semicolon: number): number {
  readTail(fields, semicolon + 1, false);
  return lastTailEnd;
}

function hasBracket(text: string, from: number, to: number): boolean {
  return findCode(text, 60, from, to) >= 0 || findCode(text, 62, from, to) >= 0;
}

function tokenEnd(text: string, p: number, end: number): number {
  let i = until(text, 32, p, end);
  if (i > p && (text.charCodeAt(i - 1) === 44 || text.charCodeAt(i - 1) === 58)) i--;
  return i;
}

/** Old Postfix without `NOQUEUE:` wrote `reject: RCPT from ...` directly; a digit makes it one of ours. */
export function isOldReject(text: string, p: number, end: number): boolean {
  const from = find(text, ' from ', p, Math.min(end, p + 40));
  const colon = from < 0 ? -1 : find(text, ': ', from, end);
  return colon > 0 && isDigit(text.charCodeAt(colon + 2));
}
