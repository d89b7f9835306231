import { byFirstLetter, startsWithAny } from '../../source/literals.ts';
import { endsBefore, findCode, startsAt } from '../../source/scan.ts';
import { Field, type Fields, Kind } from '../fields.ts';
import type { Format } from '../format.ts';
import { unwrapRepeated } from '../repeated.ts';
import { setClient, setHost } from './address.ts';
import { readConnection, readDelivery, readInterim } from './delivery.ts';
import { PhaseNumber } from './phase.ts';
import { isPlain, plainBehindId } from './plain.ts';
import { isPostfixTool } from './program.ts';
import { readClient, readFrom, readMessageId, readNotification, readPickup } from './queue.ts';
import { queueIdEnd } from './queue-id.ts';
import { isOldReject, readAccessAction } from './rejection.ts';
import { readWarning } from './warning.ts';

/** Postfix's log lines, by the shape of their body; RFC 5424 writers cut `postfix/smtp` to `postfix`. */
export const postfix: Format = { id: 'postfix', name: 'Postfix', parse };

function parse(fields: Fields): boolean {
  unwrapRepeated(fields);
  return readBody(fields, fields.start(Field.body));
}

function readBody(fields: Fields, p: number): boolean {
  const { text, lineEnd } = fields;
  const colon = queueIdEnd(text, p, lineEnd);
  const understood = colon > 0 && text.charCodeAt(colon + 1) === 32 ? readWithId(fields, p, colon) : readWithoutId(fields, p);
  if (!understood) fields.kind = Kind.unknown;
  return understood;
}

function readWithId(fields: Fields, p: number, colon: number): boolean {
  fields.set(Field.queueId, p, colon);
  const understood = readBehindId(fields, colon + 2);
  if (!understood) fields.unset(Field.queueId);
  return understood;
}

function kind(fields: Fields, value: Fields['kind']): boolean {
  fields.kind = value;
  return true;
}

/** Dispatches on the first letter behind the queue ID. */
function readBehindId(fields: Fields, p: number): boolean {
  const { text, lineEnd } = fields;
  switch (text.charCodeAt(p)) {
    case 116: // t
      if (startsAt(text, 'to=', p, lineEnd)) return readDelivery(fields, p);
      break;
    case 102: // f
      if (startsAt(text, 'from=', p, lineEnd)) return readFrom(fields, p);
      break;
    case 109: // m
      if (startsAt(text, 'message-id=', p, lineEnd)) return readMessageId(fields, p + 11, false);
      break;
    case 99: // c
      if (startsAt(text, 'client=', p, lineEnd)) return readClient(fields, p);
      break;
    case 114: // r
      if (p + 7 === lineEnd && startsAt(text, 'removed', p, lineEnd)) return kind(fields, Kind.removed);
      break;
    case 117: // u
      if (startsAt(text, 'uid=', p, lineEnd)) return readPickup(fields, p);
      break;
  }
  return readSeldom(fields, p);
}

/** What an interim line begins with. */
const interims = byFirstLetter([
  'host ',
  'lost connection with ',
  'conversation with ',
  'SASL authentication failed; ',
  'Cannot start TLS: ',
  'TLS is required, but ',
  'Server certificate ',
]);

/** Behind a queue ID, less often. */
function readSeldom(fields: Fields, p: number): boolean {
  const { text, lineEnd } = fields;
  if (readNotification(fields, p) || readAccessAction(fields, p)) return true;
  if (startsWithAny(text, interims, p, lineEnd)) return readInterim(fields, p);
  if (startsAt(text, 'connect to ', p, lineEnd)) return readConnection(fields, p, p + 11, PhaseNumber.connect);
  if (startsAt(text, 'resent-message-id=', p, lineEnd)) return readMessageId(fields, p + 18, true);
  return readQueueAction(fields, p);
}

/** postsuper(1) and the rest. */
function readQueueAction(fields: Fields, p: number): boolean {
  const { text, lineEnd } = fields;
  if (startsAt(text, 'removed', p, lineEnd)) return kind(fields, Kind.removed);
  if (startsAt(text, 'requeued', p, lineEnd)) {
    fields.handedOn = true;
    return kind(fields, Kind.removed);
  }
  if (startsAt(text, 'placed on hold', p, lineEnd) || startsAt(text, 'released from hold', p, lineEnd)) return kind(fields, Kind.hold);
  if (readWarning(fields, p)) return true;
  return startsWithAny(text, plainBehindId, p, lineEnd) && kind(fields, Kind.plain);
}

function readWithoutId(fields: Fields, p: number): boolean {
  const { text, lineEnd } = fields;
  if (p >= lineEnd) return fields.has(Field.program) && kind(fields, Kind.plain);
  if (startsAt(text, 'NOQUEUE: ', p, lineEnd)) return readNoQueue(fields, p + 9);
  if (startsAt(text, 'connect to ', p, lineEnd)) return readConnection(fields, p, p + 11, PhaseNumber.connect);
  if (startsAt(text, 'SSL_connect error to ', p, lineEnd)) return readConnection(fields, p, p + 21, PhaseNumber.starttls);
  if (isPlain(text, p, lineEnd)) {
    readTls(fields, p);
    return fields.brief ? kind(fields, Kind.plain) : readSession(fields, p);
  }
  return readWarning(fields, p) || readRare(fields, p);
}

/** Lines of old releases, of other settings, or pasted without their queue ID. */
function readRare(fields: Fields, p: number): boolean {
  const { text, lineEnd } = fields;
  if (startsAt(text, 'TLS is required, but ', p, lineEnd) || startsAt(text, 'Cannot start TLS', p, lineEnd)) return readInterim(fields, p);
  if (startsAt(text, 'to=<', p, lineEnd)) return readDelivery(fields, p);
  if (startsAt(text, 'from=<', p, lineEnd)) return readFrom(fields, p);
  if (startsAt(text, 'uid=', p, lineEnd)) return readPickup(fields, p);
  if (startsAt(text, 'message-id=', p, lineEnd)) return readMessageId(fields, p + 11, false);
  if (readNotification(fields, p)) return true;
  if (startsAt(text, 'proxy-', p, lineEnd)) return readAccessAction(fields, p);
  if (isOldReject(text, p, lineEnd) && readAccessAction(fields, p)) return true;
  return isPostfixTool(fields) && kind(fields, Kind.plain);
}

function readNoQueue(fields: Fields, p: number): boolean {
  const { text, lineEnd } = fields;
  if (startsAt(text, 'client=', p, lineEnd)) return readClient(fields, p) && kind(fields, Kind.plain);
  return readAccessAction(fields, p) || readWarning(fields, p);
}

const tlsTrusts = ['', 'Anonymous', 'Untrusted', 'Trusted', 'Verified'] as const;
const tlsWords = ' TLS connection established to ';

/** `Untrusted TLS connection established to name[ip]:25: TLSv1.3 with cipher ...`: counted by receiver, so read for whole logs too. */
function readTls(fields: Fields, p: number): void {
  const { text, lineEnd } = fields;
  const first = text.charCodeAt(p);
  const trust = first === 65 ? 1 : first === 85 ? 2 : first === 84 ? 3 : first === 86 ? 4 : 0;
  if (trust === 0) return;
  const at = p + tlsTrusts[trust].length;
  if (!startsAt(text, tlsWords, at, lineEnd) || !startsAt(text, tlsTrusts[trust], p, lineEnd)) return;
  const from = at + tlsWords.length;
  const open = findCode(text, 91, from, lineEnd);
  const close = open < 0 ? -1 : findCode(text, 93, open, lineEnd);
  if (close < 0) return;
  fields.tls = trust;
  setHost(fields, Field.relayHost, Field.relayIp, from, close + 1);
}

/** The peer of `connect from name[ip]`, `TLS connection established to name[ip]:25`, `PASS OLD [ip]:port`: worth a hover. */
function readSession(fields: Fields, p: number): boolean {
  const { text, lineEnd } = fields;
  const open = findCode(text, 91, p, lineEnd);
  const close = open < 0 ? -1 : findCode(text, 93, open, lineEnd);
  if (close > 0) {
    let name = open;
    while (name > p && text.charCodeAt(name - 1) !== 32) name--;
    const remote = name < open && (endsBefore(text, ' to ', p, name) || endsBefore(text, ' for ', p, name));
    if (remote) setHost(fields, Field.relayHost, Field.relayIp, name, close + 1);
    else setClient(fields, name, close + 1);
  }
  return kind(fields, Kind.plain);
}
