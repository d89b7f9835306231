import { combine } from './fingerprint';
import { Delivery, Message } from './messages';
import { Rows } from './rows';
import { Table } from './table';

/**
 * What ordinary mail counts, grouped: the host adds each group to the summary's counts as often as it occurred (summary/ordinary-counts.ts). The
 * layout of a row is said where it is written.
 */
const stories: Rows = new Rows(56);
const attempts: Rows = new Rows(48);
const times: Rows = new Rows(16);
const cohorts: Rows = new Rows(32);
const delays: Rows = new Rows(16);
const accounts: Rows = new Rows(88);
const tls: Rows = new Rows(16);
const refusals: Rows = new Rows(16);
const all: Rows[] = [stories, attempts, times, cohorts, delays, accounts, tls, refusals];
const mostPending = 64;
/** Recipients with the last place of a delivery; addresses that an alias stood for. */
const addresses: Table = new Table(1024);
const aliases: Table = new Table(64);
/** Recipients with places, to be taken in together: so that waiting for memory, which is far for a table of this size, is done for many at once. */
const pending: usize = heap.alloc(16 * mostPending);
let pendingCount = 0;

/** Rows of a sort, by their order above. */
export function rowStart(sort: i32): usize {
  return all[sort].start;
}
export function rowCount(sort: i32): i32 {
  return all[sort].count;
}

/** Entries of the addresses (0) or aliases (1): the fingerprint and the place, both as floats. The table must be cleared then. */
export function tableStart(which: i32): usize {
  const table = which == 0 ? addresses : aliases;
  takePending();
  for (let entry = table.entries; entry < table.entries + ((<usize>table.mask + 1) << 4); entry += 16) store<f64>(entry, <f64>load<u64>(entry));
  return table.entries;
}
export function tableSize(which: i32): u32 {
  return (which == 0 ? addresses : aliases).mask + 1;
}

const minute: f64 = 60_000;
const outside = 2;
const evidence = 10;

/** First and last time of what `times`, and of what `cohorts` counts. */
export let firstTime: f64 = Infinity;
export let lastTime: f64 = -Infinity;
export let firstOwnTime: f64 = Infinity;
export let lastOwnTime: f64 = -Infinity;

/** Most of rows and addresses before the host empties them. */
const mostRows = 30_000;
const mostAddresses: u32 = 170_000;

export function isFull(): i32 {
  return stories.count + cohorts.count + delays.count + times.count > mostRows || addresses.size + aliases.size > mostAddresses ? 1 : 0;
}

export function isCountable(message: Message): bool {
  return message.deliveries > 0 && message.hasSender != 0 && message.nullSender == 0;
}

/** The delivery counts for rates: see `isEligible` of summary/settle.ts. */
function isOwn(message: Message, delivery: Delivery): bool {
  if (delivery.isLocal != 0 || delivery.receiver == 0) return false;
  return message.source != outside || delivery.original == 0 || delivery.original == delivery.recipient;
}

/** Counts a message that is over. */
export function countSettled(message: Message): void {
  let own = 0;
  let isFirst = true;
  let delivery = message.first;
  while (delivery) {
    const counts = isOwn(message, delivery);
    const story = storyOf(message, delivery, counts);
    store<i32>(story, load<i32>(story, 40) + 1, 40);
    if (isFirst) store<i32>(story, load<i32>(story, 44) + 1, 44);
    isFirst = false;
    noteAddress(<u64>delivery.recipient, delivery.place);
    countTime(delivery.time);
    if (delivery.isLocal == 0 && delivery.receiver != 0) countDelay(delivery.receiver, delivery.delay);
    if (counts) {
      if (own++ == 0) store<i32>(story, load<i32>(story, 48) + 1, 48);
      countOwn(message, delivery, own == 1);
    }
    delivery = delivery.next;
  }
}

function noteAddress(key: u64, place: f64): void {
  const entry = pending + ((<usize>pendingCount) << 4);
  store<u64>(entry, key);
  store<f64>(entry, place, 8);
  if (++pendingCount == mostPending) takePending();
}

function takePending(): void {
  const end = pending + ((<usize>pendingCount) << 4);
  for (let entry = pending; entry < end; entry += 16) addresses.ask(load<u64>(entry));
  for (let entry = pending; entry < end; entry += 16) addresses.raise(load<u64>(entry), load<f64>(entry, 8));
  pendingCount = 0;
}

/** sender, senderDomain, account, client, source, receiver, relay, domain, verdict, local + 2 * own; deliveries, messages, messages of one's own. */
function storyOf(message: Message, delivery: Delivery, own: bool): usize {
  const flags = delivery.isLocal + (own ? 2 : 0);
  let key = combine(((<u64>message.sender) << 32) | <u64>message.senderDomain, ((<u64>message.account) << 32) | <u64>message.client);
  key = combine(key, ((<u64>delivery.receiver) << 32) | <u64>delivery.relay);
  key = combine(key, ((<u64>delivery.domain) << 32) | ((<u64>delivery.verdict) << 8) | <u64>(message.source * 4 + flags));
  const row = stories.row(key);
  if (!stories.isNew) return row;
  store<i32>(row, message.sender);
  store<i32>(row, message.senderDomain, 4);
  store<i32>(row, message.account, 8);
  store<i32>(row, message.client, 12);
  store<i32>(row, message.source, 16);
  store<i32>(row, delivery.receiver, 20);
  store<i32>(row, delivery.relay, 24);
  store<i32>(row, delivery.domain, 28);
  store<i32>(row, delivery.verdict, 32);
  store<i32>(row, flags, 36);
  return row;
}

function bucketOf(time: f64): f64 {
  return floor(time / minute);
}

/** minute; deliveries. */
function countTime(time: f64): void {
  if (time < firstTime) firstTime = time;
  if (time > lastTime) lastTime = time;
  const bucket = bucketOf(time);
  const row = times.row(combine(reinterpret<u64>(bucket), 1));
  store<f64>(row, bucket);
  store<i32>(row, load<i32>(row, 8) + 1, 8);
}

/** delay; receiver, deliveries. */
function countDelay(receiver: i32, delay: f64): void {
  if (!(delay >= 0)) return;
  const row = delays.row(combine(reinterpret<u64>(delay), <u64>receiver));
  store<f64>(row, delay);
  store<i32>(row, receiver, 8);
  store<i32>(row, load<i32>(row, 12) + 1, 12);
}

/** minute; receiver, senderDomain, account, deliveries, messages, messages to the receiver. */
function countOwn(message: Message, delivery: Delivery, isFirst: bool): void {
  const time = delivery.time;
  if (time < firstOwnTime) firstOwnTime = time;
  if (time > lastOwnTime) lastOwnTime = time;
  const bucket = bucketOf(time);
  const key = combine(reinterpret<u64>(bucket), ((<u64>delivery.receiver) << 32) | <u64>message.senderDomain);
  const row = cohorts.row(combine(key, <u64>message.account));
  store<f64>(row, bucket);
  store<i32>(row, delivery.receiver, 8);
  store<i32>(row, message.senderDomain, 12);
  store<i32>(row, message.account, 16);
  store<i32>(row, load<i32>(row, 20) + 1, 20);
  if (isFirst) store<i32>(row, load<i32>(row, 24) + 1, 24);
  if (isFirst || isFirstTo(message, delivery)) store<i32>(row, load<i32>(row, 28) + 1, 28);
  if (delivery.original != 0) aliases.raise(<u64>delivery.original, delivery.place);
  if (message.account != 0) keepLine(message.account, delivery.place);
}

/** Whether no delivery before it, of those that count, went to the same receiver. */
function isFirstTo(message: Message, delivery: Delivery): bool {
  let before = message.first;
  while (before && before != delivery) {
    if (before.receiver == delivery.receiver && isOwn(message, before)) return false;
    before = before.next;
  }
  return true;
}

/** account, lines; the first lines. */
function keepLine(account: i32, place: f64): void {
  const row = accounts.row(combine(<u64>account, 2));
  store<i32>(row, account);
  let at = load<i32>(row, 4);
  if (at == evidence && place >= load<f64>(row, 8 + 8 * (evidence - 1))) return;
  if (at == evidence) at--;
  store<i32>(row, at + 1, 4);
  for (; at > 0 && load<f64>(row + <usize>(at - 1) * 8, 8) > place; at--) store<f64>(row + <usize>at * 8, load<f64>(row + <usize>(at - 1) * 8, 8), 8);
  store<f64>(row + <usize>at * 8, place, 8);
}

/** receiver, verdict, dsn * 2 + own, attempts; sums of the four delays in milliseconds. */
export function countAttempt(receiver: i32, verdict: i32, code: i32, queue: f64, manager: f64, connect: f64, transfer: f64): void {
  const row = attempts.row(combine(((<u64>receiver) << 32) | <u64>verdict, <u64>code));
  store<i32>(row, receiver);
  store<i32>(row, verdict, 4);
  store<i32>(row, code, 8);
  store<i32>(row, load<i32>(row, 12) + 1, 12);
  store<f64>(row, load<f64>(row, 16) + rounded(queue), 16);
  store<f64>(row, load<f64>(row, 24) + rounded(manager), 24);
  store<f64>(row, load<f64>(row, 32) + rounded(connect), 32);
  store<f64>(row, load<f64>(row, 40) + rounded(transfer), 40);
}

/** As Math.round of seconds in milliseconds. */
function rounded(seconds: f64): f64 {
  const value = seconds * 1000;
  const whole = floor(value);
  return value - whole >= 0.5 ? whole + 1 : whole;
}

/** receiver, trust; connections. */
export function countTls(receiver: i32, trust: i32): void {
  const row = tls.row(combine(<u64>receiver, <u64>trust));
  store<i32>(row, receiver);
  store<i32>(row, trust, 4);
  store<i32>(row, load<i32>(row, 8) + 1, 8);
}

/** verdict, dsn, own; refusals. */
export function countRefusal(verdict: i32, dsn: i32, own: i32): void {
  const row = refusals.row(combine(((<u64>verdict) << 32) | <u64>dsn, <u64>own + 1));
  store<i32>(row, verdict);
  store<i32>(row, dsn, 4);
  store<i32>(row, own, 8);
  store<i32>(row, load<i32>(row, 12) + 1, 12);
}

/** The host has taken everything. */
export function clearCounts(): void {
  for (let sort = 0; sort < all.length; sort++) all[sort].clear();
  addresses.clear();
  aliases.clear();
  firstTime = firstOwnTime = Infinity;
  lastTime = lastOwnTime = -Infinity;
}
