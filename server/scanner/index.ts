/**
 * Reads the lines that nearly all of a healthy Postfix log consists of, straight from bytes: connections, clients, message IDs, senders, successful
 * deliveries, ends. It knows nothing by itself: hosts, relays, senders, replies are those that the careful reader (events/rowReader.ts) has met; whatever
 * is new, or may mean more, is left to it. So the one is the measure of the other: with and without, a summary is the same.
 */
import { carriageReturn, isDigit, lineEndFrom, literal, newline, numberEnd, queueIdEnd, secondsAt, skipDigits, standsAt, until } from './bytes';
import { countAttempt, countTls, isFull } from './counts';
import { combine, exactFingerprint, fingerprint } from './fingerprint';
import { host, readHead, time } from './head';
import { begin, close, deliver, find, Message } from './messages';
import { countFound, learnRefusalAt, refusalEnd } from './refusals';
import { Table } from './table';

export { clearCounts, firstOwnTime, firstTime, isFull, lastOwnTime, lastTime, rowCount, rowStart, tableSize, tableStart } from './counts';
export { hourStart, setHead, setHost, uncoded, zoneStart } from './head';
export {
  clearOdd,
  closedCount,
  hostClosed,
  hostLinked,
  linkCount,
  linkedFrom,
  oddCount,
  oddStart,
  openCapacity,
  openCount,
  openEntries,
  release,
  setSeam,
  setStart,
  settleClosed,
  start,
  takenNumber,
  takeOpen,
  takeRecent,
  takeRecentAt,
} from './messages';
export { setOwn } from './refusals';

const postfix = literal('postfix/');
const afterPid = literal(']: ');
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
const saved = literal(' Saved)');
const toHost = literal('to ');

/** Numbers of `Kind` and `Source` outside. */
const kindClient = 2;
const kindSender = 4;
const sourceOwn = 1;
const sourceOutside = 2;

/** Lines longer than this are cut: for the careful reader. */
const longestLine: usize = 65_536;

/** The host writes lines here. */
let buffer: usize = 0;
export function reserve(bytes: i32): usize {
  if (buffer != 0) heap.free(buffer);
  // searches look at 16 bytes at once
  buffer = heap.alloc(bytes + 64);
  return buffer;
}

/** What the careful reader knows, by fingerprint. */
const instances: Table = new Table(64);
const domains: Table = new Table(1024);
/** What a line says; the identifier of the folded one. */
const senders: Table = new Table(1024);
/** identifier * 2 + own. */
const clients: Table = new Table(256);
const accountIds: Table = new Table(64);
const codes: Table = new Table(64);
/** Verdicts by the codes in front of a reply, the log's own code and who speaks. */
const successes: Table = new Table(256);
/** Receivers by the name of the relay. */
const receivers: Table = new Table(256);
/** Relays by the words of the line, who writes them, and whether Dovecot answers: identifier, receiver, 1 local + 2 a host. */
const relays: Table = new Table(256);
let relayList: usize = heap.alloc(12 * 256);
let relayCount = 0;
let relayCapacity = 256;

export function learnInstance(print: f64, id: i32): void {
  instances.set(<u64>print, id);
}
export function learnDomain(print: f64, id: i32): void {
  domains.set(<u64>print, id);
}
export function learnSender(print: f64, id: i32): void {
  senders.set(<u64>print, id);
}
export function learnClient(print: f64, id: i32, own: i32): void {
  clients.set(<u64>print, id * 2 + own);
}
export function learnAccount(print: f64, id: i32): void {
  accountIds.set(<u64>print, id);
}
export function learnCode(print: f64, id: i32): void {
  codes.set(<u64>print, id);
}
export function learnReceiver(print: f64, id: i32): void {
  receivers.set(<u64>print, id);
}
export function learnSuccess(print: f64, code: i32, own: i32, verdict: i32): void {
  successes.set(successKey(<u64>print, code, own), verdict);
}
export function learnRelay(print: f64, program: f64, isSaved: i32, id: i32, receiver: i32, way: i32): void {
  const key = relayKey(<u64>print, <u64>program, isSaved != 0);
  let at = relays.get(key);
  if (at < 0) {
    at = relayCount++;
    if (relayCount > relayCapacity) {
      relayCapacity *= 2;
      relayList = heap.realloc(relayList, <usize>relayCapacity * 12);
    }
    relays.set(key, at);
  }
  const entry = relayList + <usize>at * 12;
  store<i32>(entry, id);
  store<i32>(entry, receiver, 4);
  store<i32>(entry, way, 8);
}

function relayKey(print: u64, program: u64, isSaved: bool): u64 {
  return combine(print, (program << 1) | <u64>isSaved);
}
function successKey(print: u64, code: i32, own: i32): u64 {
  return combine(print, <u64>(code * 2 + own));
}

/** Beginnings of lines that tell nothing, by their first byte: next, length, trust, bytes. */
const beginnings: usize = heap.alloc(256 * 8);
memory.fill(beginnings, 0, 256 * 8);

/** Gives room for one; the host writes its bytes. They are compared in the order they come. */
export function addBeginning(first: i32, length: i32, trust: i32): usize {
  const entry = heap.alloc(16 + length);
  store<usize>(entry, 0);
  store<i32>(entry, length, 8);
  store<i32>(entry, trust, 12);
  let last = beginnings + <usize>first * 8;
  while (load<usize>(last) != 0) last = load<usize>(last);
  store<usize>(last, entry);
  return entry + 16;
}

/** Of the line at hand. */
let lineStart: usize = 0;
let instance = 0;
/** The program's name in the tag. */
let programStart: usize = 0;
let programEnd: usize = 0;
let queue: u64 = 0;
let place: f64 = 0;
/** Place of line 0. */
let firstPlace: f64 = 0;
/** Of the last call of `read`: lines read, and their times. */
export let lines = 0;
export let seenFirst: f64 = NaN;
export let seenLast: f64 = NaN;
export let seenGreatest: f64 = NaN;

/**
 * Reads ordinary lines from the buffer, one after another. @param base place of the line before the first of the file; @param line its number.
 * @returns offset of the first line that is not ordinary, or `end`.
 */
export function read(from: i32, end: i32, base: f64, line: i32): i32 {
  firstPlace = base + <f64>line;
  lines = 0;
  seenFirst = seenLast = seenGreatest = NaN;
  let p = buffer + from;
  const last = buffer + end;
  // now and then: the host empties what is full
  while (p < last && ((lines & 255) != 255 || !isFull())) {
    place = firstPlace + <f64>(lines + 1);
    lineStart = p;
    const next = readLine(p);
    if (next == 0) break;
    see();
    lines++;
    p = next;
  }
  return <i32>(p - buffer);
}

function see(): void {
  if (time == seenLast) return;
  seenLast = time;
  if (isNaN(seenFirst)) seenFirst = time;
  if (!(time <= seenGreatest)) seenGreatest = time;
}

/** Of the line last looked at: where its tag, its process number and its body begin, as far as they could be told; else 0. */
export let tagAt = 0;
export let bodyAt = 0;
export function pidAt(): i32 {
  return <i32>(programEnd - lineStart) + 1;
}

/** The careful reader has judged a refusal. @param line its offset in the buffer; it is the line last looked at. */
export function learnRefusal(line: i32, verdict: i32, code: i32, own: i32): void {
  if (bodyAt > 0) learnRefusalAt(buffer + line + bodyAt, verdict, code, own);
}

/** The next line, given a newline; 0 where the line is one that is cut. */
function whole(lineEnd: usize): usize {
  return lineEnd - lineStart > longestLine ? 0 : lineEnd + 1;
}

/** @returns the next line, 0 where this one is not ordinary. */
function readLine(line: usize): usize {
  tagAt = bodyAt = 0;
  const tag = readHead(line);
  if (tag == 0) return 0;
  tagAt = <i32>(tag - line);
  const body = readTag(tag);
  if (body == 0) return 0;
  bodyAt = <i32>(body - line);
  const end = queueIdEnd(body);
  if (end != 0 && load<u16>(end) == 0x203a) {
    queue = exactFingerprint(body, end);
    return readStory(end + 2);
  }
  return readPlain(body);
}

/** `postfix/smtp[123]: `, `postfix-out/smtp[123]: `. @returns the body, 0 where there is another tag. */
function readTag(tag: usize): usize {
  if ((load<u64>(tag) & 0xffffffffffffff) != (postfix.first & 0xffffffffffffff)) return 0;
  const p = until(91, tag + 7);
  if (p - tag > 29 || load<u8>(p) == newline) return 0;
  programStart = tag;
  programEnd = p;
  instance = 0;
  if (load<u8>(tag + 7) != 47) {
    const slash = until(47, tag + 7);
    if (slash >= p) return 0;
    instance = instances.get(fingerprint(tag, slash));
    if (instance < 0) return 0;
  }
  const close = skipDigits(p + 1);
  if (close == p + 1 || !standsAt(close, afterPid)) return 0;
  const first = load<u8>(close + 3);
  return first <= 32 || first == 91 ? 0 : close + 3;
}

function readPlain(body: usize): usize {
  if (load<u8>(body) == 78) {
    const end = refusalEnd(body);
    const next = end == 0 ? 0 : whole(end);
    if (next != 0) countFound();
    return next;
  }
  for (let entry = load<usize>(beginnings + ((<usize>load<u8>(body)) << 3)); entry != 0; entry = load<usize>(entry)) {
    const length = load<i32>(entry, 8);
    if (memory.compare(body, entry + 16, length) != 0) continue;
    const behind = body + length;
    const trust = load<i32>(entry, 12);
    const next = whole(lineEndFrom(behind));
    if (next != 0 && trust > 0 && standsAt(behind, toHost) && !readTls(behind + toHost.length, trust)) return 0;
    return next;
  }
  return 0;
}

function readTls(name: usize, trust: i32): bool {
  const open = until(91, name);
  if (load<u8>(until(93, open)) != 93) return true;
  if (open == name) return false;
  const receiver = receivers.get(fingerprint(name, open));
  if (receiver < 0) return false;
  if (receiver > 0) countTls(receiver, trust);
  return true;
}

/** Behind a queue ID. */
function readStory(p: usize): usize {
  switch (load<u8>(p)) {
    case 116: // t
      return readDelivery(p);
    case 109: // m
      return readMessageId(p);
    case 102: // f
      return readSender(p);
    case 99: // c
      return readClient(p);
    case 114: // r
      return readRemoved(p);
    case 117: // u
      return readPickup(p);
    default:
      return 0;
  }
}

function readClient(p: usize): usize {
  if (!standsAt(p, client)) return 0;
  const name = p + client.length;
  const shut = until(93, until(91, name));
  if (load<u8>(shut) != 93) return 0;
  const known = clients.get(fingerprint(name, shut + 1));
  if (known < 0) return 0;
  let account = 0;
  let end = until(44, shut);
  if (load<u8>(end) == 44) {
    if (!standsAt(end, saslMethod)) return 0;
    const key = until(44, end + saslMethod.length);
    if (!standsAt(key, saslUsername)) return 0;
    const value = key + saslUsername.length;
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

/** The last @ of an address, 0 without one. */
let at: usize = 0;

/** An address in brackets with nothing quoted. @returns where its `>` is, 0 for others. */
function addressEnd(start: usize): usize {
  at = 0;
  let p = start;
  for (let code = load<u8>(p); code != 62; code = load<u8>(++p)) {
    if (code == 64) at = p;
    else if (code == newline || code == 34) return 0;
  }
  return p;
}

/** Of the address last read: the domain's identifier, 0 without one, -1 where it is not known. */
function domainId(end: usize): i32 {
  return at != 0 && at + 1 < end ? domains.get(fingerprint(at + 1, end)) : 0;
}

/** @returns whether the sender is known. */
function setSender(message: Message, start: usize, end: usize): bool {
  let id = 0;
  let domain = 0;
  if (start != end) {
    id = senders.get(fingerprint(start, end));
    domain = domainId(end);
    if (id < 0 || domain < 0) return false;
  }
  message.nullSender = start == end ? 1 : 0;
  message.sender = id;
  message.senderDomain = domain;
  return true;
}

function isKnownSender(start: usize, end: usize): bool {
  return start == end || (senders.get(fingerprint(start, end)) >= 0 && domainId(end) >= 0);
}

function readPickup(p: usize): usize {
  if (!standsAt(p, uid)) return 0;
  const behind = skipDigits(p + uid.length);
  if (behind == p + uid.length || !standsAt(behind, uidFrom)) return 0;
  const address = behind + uidFrom.length;
  const end = addressEnd(address);
  if (end == 0) return 0;
  const lineEnd = load<u8>(end + 1) == carriageReturn ? end + 2 : end + 1;
  if (load<u8>(lineEnd) != newline || whole(lineEnd) == 0 || !isKnownSender(address, end)) return 0;
  const message = begin(queue, host, instance, kindSender, place, time);
  if (!message) return 0;
  message.source = sourceOwn;
  setSender(message, address, end);
  return lineEnd + 1;
}

function readMessageId(p: usize): usize {
  if (!standsAt(p, messageId)) return 0;
  const message = find(queue, host, instance);
  if (!message || message.hasSender != 0 || message.deliveries > 0) return 0;
  const next = whole(lineEndFrom(p + messageId.length));
  if (next != 0) message.lastPlace = place;
  return next;
}

function readSender(p: usize): usize {
  if (!standsAt(p, fromBracket)) return 0;
  const address = p + fromBracket.length;
  const end = addressEnd(address);
  if (end == 0 || !standsAt(end + 1, size)) return 0;
  const sizeEnd = skipDigits(end + 1 + size.length);
  if (!standsAt(sizeEnd, nrcpt)) return 0;
  const next = whole(lineEndFrom(sizeEnd + nrcpt.length));
  if (next == 0) return 0;
  const message = find(queue, host, instance);
  if (!message) return 0;
  if (message.hasSender == 0) {
    if (!setSender(message, address, end)) return 0;
    message.hasSender = 1;
  }
  message.lastPlace = place;
  return next;
}

function readRemoved(p: usize): usize {
  if (!standsAt(p, removed)) return 0;
  const end = p + removed.length;
  const lineEnd = load<u8>(end) == carriageReturn ? end + 1 : end;
  if (load<u8>(lineEnd) != newline) return 0;
  const message = find(queue, host, instance);
  return message && close(message) ? lineEnd + 1 : 0;
}

let queueDelay: f64 = 0;
let managerDelay: f64 = 0;
let connectDelay: f64 = 0;
let transferDelay: f64 = 0;

function readDelivery(start: usize): usize {
  if (!standsAt(start, toBracket)) return 0;
  const message = find(queue, host, instance);
  if (!message) return 0;
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

  const relayAt = relays.get(
    relayKey(fingerprint(relayStart, relayEnd), fingerprint(programStart, programEnd), standsAt(end + 1 - saved.length, saved)),
  );
  if (relayAt < 0) return 0;
  const relayEntry = relayList + <usize>relayAt * 12;
  const way = load<i32>(relayEntry, 8);
  const own = (way & 2) == 0 && !codeAt(reply, end) ? 1 : 0;
  const verdict = successes.get(successKey(fingerprint(reply, codesEnd(reply, end)), codeId, own));
  if (verdict < 0 || standsAt(reply, forwardedAs)) return 0;
  const other = handedOnTo(reply, end);
  if (other != 0 && original != 0) return 0;

  const delivery = deliver(message, fingerprint(address, recipientEnd), other, place);
  if (!delivery) return 0;
  delivery.original = <f64>original;
  delivery.delay = seconds;
  delivery.time = time;
  delivery.domain = domain;
  delivery.verdict = verdict;
  delivery.relay = load<i32>(relayEntry);
  delivery.receiver = load<i32>(relayEntry, 4);
  delivery.isLocal = way & 1;
  countAttempt(delivery.receiver, verdict, codeId * 2 + own, queueDelay, managerDelay, connectDelay, transferDelay);
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

/** The end of a line, given its newline. */
function withoutReturn(end: usize): usize {
  return load<u8>(end - 1) == carriageReturn ? end - 1 : end;
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
