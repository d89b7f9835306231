import { addressEnd, domainId } from './address';
import { isDigit, lineEndFrom, literal, numberEnd, queueIdEnd, secondsAt, skipDigits, standsAt, until } from './bytes';
import { countAttempt } from './counts';
import { exactFingerprint, fingerprint } from './fingerprint';
import { host, time } from './head';
import { hearDelivery } from './host';
import { instance, place, programPrint, queue, whole, withoutReturn } from './line';
import { deliver, find, isOpen, mayBeTheirs } from './messages';
import { codes, findRelay, relayId, relayReceiver, relayWay, successOf } from './taught';

/** Successful deliveries. */

const toBracket = literal('to=<');
const origTo = literal(', orig_to=<');
const relay = literal(', relay=');
const connUse = literal(', conn_use=');
const delay = literal(', delay=');
const delays = literal(', delays=');
const tlsKey = literal(', tls=');
const dsn = literal(', dsn=');
const sent = literal(', status=sent (');
const forwardedAs = literal('forwarded as ');
const queuedAs = literal('queued as ');
const dovecotBegin = literal('250 2.0.0 <');
const dovecotEnd = literal(' Saved');

let queueDelay: f64 = 0;
let managerDelay: f64 = 0;
let connectDelay: f64 = 0;
let transferDelay: f64 = 0;

/** `to=<r>, orig_to=<o>, relay=r, conn_use=2, delay=1.2, delays=a/b/c/d, tls=..., dsn=x.y.z, status=sent (text)`. @returns as in story.ts. */
export function readDelivery(start: usize): usize {
  if (!standsAt(start, toBracket)) return 0;
  const message = find(queue, host, instance);
  if (!message && (isOpen(queue) || !mayBeTheirs(queue))) return 0;
  const address = start + toBracket.length;
  const recipientEnd = addressEnd(address);
  if (recipientEnd == 0) return 0;
  const domain = domainId(recipientEnd);
  if (domain < 0) return 0;
  let p = recipientEnd + 1;
  let original: u64 = 0;
  if (load<u8>(p + 2) == 111) {
    if (!standsAt(p, origTo)) return 0;
    const from = p + origTo.length;
    const to = addressEnd(from);
    if (to == 0) return 0;
    original = fingerprint(from, to);
    p = to + 1;
  }
  if (!standsAt(p, relay)) return 0;
  const relayStart = p + relay.length;
  const relayEnd = until(44, relayStart);
  p = relayEnd;
  if (load<u8>(p + 2) == 99) {
    if (!standsAt(p, connUse)) return 0;
    p = skipDigits(p + connUse.length);
  }
  if (!standsAt(p, delay)) return 0;
  const seconds = secondsAt(p + delay.length);
  p = readDelays(numberEnd);
  if (p == 0) return 0;
  if (load<u8>(p + 2) == 116) {
    if (!standsAt(p, tlsKey)) return 0;
    p = until(44, p + tlsKey.length);
  }
  if (!standsAt(p, dsn)) return 0;
  const code = p + dsn.length;
  const codeEnd = until(44, code);
  if (codeEnd == code || !standsAt(codeEnd, sent)) return 0;
  const codeId = codes.get(fingerprint(code, codeEnd));
  if (codeId < 0) return 0;
  const reply = codeEnd + sent.length;
  const next = lineEndFrom(reply) + 1;
  const end = withoutReturn(next - 1) - 1;
  if (end <= reply || load<u8>(end) != 41 || whole(next - 1) == 0) return 0;

  if (!findRelay(relayStart, relayEnd, programPrint(), isDovecot(reply, end))) return 0;
  const own = (relayWay & 2) == 0 && !codeAt(reply, end) ? 1 : 0;
  const verdict = successOf(fingerprint(reply, codesEnd(reply, end)), codeId, own);
  if (verdict < 0 || standsAt(reply, forwardedAs)) return 0;
  const other = handedOnTo(reply, end);
  if (other != 0 && original != 0) return 0;

  const recipient = fingerprint(address, recipientEnd);
  const isLocal = relayWay & 1;
  if (message) {
    const delivery = deliver(message, recipient, other, place);
    if (!delivery) return 0;
    delivery.original = <f64>original;
    delivery.delay = seconds;
    delivery.time = time;
    delivery.domain = domain;
    delivery.verdict = verdict;
    delivery.relay = relayId;
    delivery.receiver = relayReceiver;
    delivery.isLocal = isLocal;
  } else {
    const isHeard = hearDelivery(
      <f64>queue,
      host,
      instance,
      place,
      time,
      <f64>recipient,
      <f64>original,
      <f64>other,
      seconds,
      domain,
      verdict,
      relayId,
      relayReceiver,
      isLocal,
    );
    if (isHeard == 0) return 0;
  }
  countAttempt(relayReceiver, verdict, codeId * 2 + own, queueDelay, managerDelay, connectDelay, transferDelay);
  return next;
}

/** `, delays=a/b/c/d`. @returns what follows, 0 where it is written otherwise. */
function readDelays(p: usize): usize {
  if (!standsAt(p, delays)) return 0;
  queueDelay = secondsAt(p + delays.length);
  if (load<u8>(numberEnd) != 47) return 0;
  managerDelay = secondsAt(numberEnd + 1);
  if (load<u8>(numberEnd) != 47) return 0;
  connectDelay = secondsAt(numberEnd + 1);
  if (load<u8>(numberEnd) != 47) return 0;
  transferDelay = secondsAt(numberEnd + 1);
  if (load<u8>(numberEnd) != 44) return 0;
  return isNaN(queueDelay + managerDelay + connectDelay + transferDelay) ? 0 : numberEnd;
}

/** Dovecot's LMTP server, whose mail stays on this machine: see `isDovecot` of formats/postfix/delivery.ts. */
function isDovecot(reply: usize, end: usize): bool {
  return end >= reply + dovecotEnd.length && standsAt(end - dovecotEnd.length, dovecotEnd) && standsAt(reply, dovecotBegin);
}

/** Fingerprint of the queue ID in the last `queued as ID` of a reply, 0 without one. */
function handedOnTo(reply: usize, end: usize): u64 {
  for (let p = end - queuedAs.length; p >= reply; p--) {
    if (load<u8>(p) != 113 || !standsAt(p, queuedAs)) continue;
    const id = p + queuedAs.length;
    const idEnd = queueIdEnd(id);
    return idEnd != 0 && idEnd <= end ? exactFingerprint(id, idEnd) : 0;
  }
  return 0;
}

/** See `codesEnd` of events/rowReader.ts. */
function codesEnd(reply: usize, end: usize): usize {
  const limit = min(end, reply + 11);
  let p = reply;
  while (p < limit && isCodeSign(load<u8>(p))) p++;
  return p;
}

function isCodeSign(code: u8): bool {
  return isDigit(code) || code == 32 || code == 46 || code == 45;
}

/** See `codeAt` of formats/postfix/said.ts. */
function codeAt(p: usize, end: usize): bool {
  const first = load<u8>(p);
  if (p + 3 > end || first < 50 || first > 53 || !isDigit(load<u8>(p + 1)) || !isDigit(load<u8>(p + 2))) return false;
  const behind = load<u8>(p + 3);
  return p + 3 == end || behind == 32 || behind == 45;
}
