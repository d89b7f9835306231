import { addressEnd, isKnownSender, setSender } from './address';
import { literal, newline, skipDigits, standsAt, until } from './bytes';
import { fingerprint } from './fingerprint';
import { host, time } from './head';
import { hear } from './host';
import { endsAt, instance, place, queue, whole, wholeFrom, withoutReturn } from './line';
import { begin, close, find, isOpen, mayBeTheirs } from './messages';
import { accountIds, clients } from './taught';

/** How a message comes in and is over: each function reads one kind of line, from behind the queue ID. All return the next line, 0 where this one is not ordinary. */

const client = literal('client=');
const saslMethod = literal(', sasl_method=');
const saslUsername = literal(', sasl_username=');
const messageId = literal('message-id=');
const fromBracket = literal('from=<');
const size = literal(', size=');
const nrcpt = literal(', nrcpt=');
const uid = literal('uid=');
const uidFrom = literal(' from=<');
const removed = literal('removed');

/** Numbers of `Kind` and `Source` outside. */
const kindClient = 2;
const kindSender = 4;
const kindRemoved = 8;
const sourceOwn = 1;
const sourceOutside = 2;

/** smtpd(8): `client=name[ip], sasl_method=PLAIN, sasl_username=u`. */
export function readClient(p: usize): usize {
  if (!standsAt(p, client)) return 0;
  const name = p + client.length;
  const shut = until(93, until(91, name));
  if (load<u8>(shut) != 93) return 0;
  let end = until(44, name);
  if (end < shut) return 0;
  const known = clients.get(fingerprint(name, shut + 1));
  if (known < 0) return 0;
  let account = 0;
  if (load<u8>(end) == 44) {
    const value = usernameFrom(end);
    if (value == 0) return 0;
    end = until(44, value);
    if (load<u8>(end) != newline) return 0;
    account = accountIds.get(fingerprint(value, withoutReturn(end)));
    if (account < 0) return 0;
  }
  if (whole(end) == 0) return 0;
  const message = begin(queue, host, instance, kindClient, place, time);
  if (!message) return 0;
  message.source = (known & 1) != 0 || account != 0 ? sourceOwn : sourceOutside;
  message.client = known >> 1;
  message.account = account;
  return end + 1;
}

/** Where the user's name begins, 0 where something else follows the client. */
function usernameFrom(p: usize): usize {
  if (!standsAt(p, saslMethod)) return 0;
  const key = until(44, p + saslMethod.length);
  return standsAt(key, saslUsername) ? key + saslUsername.length : 0;
}

/** pickup(8): `uid=0 from=<root>`. */
export function readPickup(p: usize): usize {
  if (!standsAt(p, uid)) return 0;
  const behind = skipDigits(p + uid.length);
  if (behind == p + uid.length || !standsAt(behind, uidFrom)) return 0;
  const address = behind + uidFrom.length;
  const end = addressEnd(address);
  if (end == 0) return 0;
  const lineEnd = endsAt(end + 1);
  if (lineEnd == 0 || whole(lineEnd) == 0 || !isKnownSender(address, end)) return 0;
  const message = begin(queue, host, instance, kindSender, place, time);
  if (!message) return 0;
  message.source = sourceOwn;
  setSender(message, address, end);
  return lineEnd + 1;
}

/** cleanup(8): `message-id=<id>`. */
export function readMessageId(p: usize): usize {
  if (!standsAt(p, messageId)) return 0;
  const message = find(queue, host, instance);
  if (!message || message.hasSender != 0 || message.deliveries > 0) return 0;
  const next = wholeFrom(p + messageId.length);
  if (next != 0) message.lastPlace = place;
  return next;
}

/** qmgr(8): `from=<s>, size=1, nrcpt=1 (queue active)`. */
export function readSender(p: usize): usize {
  if (!standsAt(p, fromBracket)) return 0;
  const address = p + fromBracket.length;
  const end = addressEnd(address);
  if (end == 0 || !standsAt(end + 1, size)) return 0;
  const sizeEnd = skipDigits(end + 1 + size.length);
  if (!standsAt(sizeEnd, nrcpt)) return 0;
  const next = wholeFrom(sizeEnd + nrcpt.length);
  if (next == 0) return 0;
  const message = find(queue, host, instance);
  if (!message) return isKnownSender(address, end) && isHeard(kindSender) ? next : 0;
  if (message.hasSender == 0) {
    if (!setSender(message, address, end)) return 0;
    message.hasSender = 1;
  } else if (!isKnownSender(address, end)) return 0;
  message.lastPlace = place;
  return next;
}

/** qmgr(8): `removed`. */
export function readRemoved(p: usize): usize {
  if (!standsAt(p, removed)) return 0;
  const lineEnd = endsAt(p + removed.length);
  if (lineEnd == 0) return 0;
  const message = find(queue, host, instance);
  const isDone = message ? close(message) : isHeard(kindRemoved);
  return isDone ? lineEnd + 1 : 0;
}

/** A line about a message that is not here: whether the host has it. */
function isHeard(kind: i32): bool {
  return !isOpen(queue) && mayBeTheirs(queue) && hear(kind, <f64>queue, host, instance, place, time) != 0;
}
