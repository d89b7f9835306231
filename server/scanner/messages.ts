import { countSettled, isCountable } from './counts';
import { claims, knows } from './host';
import { Table } from './table';

/**
 * Ordinary messages: what `Messages` does, for those with which nothing but delivery has happened so far (messages/ordinary.ts). Fingerprints are
 * kept as the 64-bit floats that they are outside.
 */

/** Lines about a message, or links to one, are looked for among so many closed ones, and links: `recentLimit` of messages/messages.ts. */
const recentLimit = 1024;
/** Open messages of both sides: `openLimit` there. */
const openLimit: u32 = 200_000;
const theirBytes: usize = 1 << 15;
/** A message to more recipients is not ordinary: they would be looked up one by one. */
const mostDeliveries = 16;

/** A delivery at its first attempt. Fields as in messages/message.ts. */
@unmanaged
export class Delivery {
  recipient: f64;
  original: f64;
  handedOnTo: f64;
  delay: f64;
  time: f64;
  place: f64;
  domain: i32;
  verdict: i32;
  receiver: i32;
  relay: i32;
  isLocal: i32;
  /** Number of its link, 0 without one. */
  link: i32;
  next: Delivery | null;
}

@unmanaged
export class Message {
  queue: f64;
  firstPlace: f64;
  firstTime: f64;
  lastPlace: f64;
  host: i32;
  instance: i32;
  firstKind: i32;
  hasSender: i32;
  nullSender: i32;
  sender: i32;
  senderDomain: i32;
  source: i32;
  account: i32;
  client: i32;
  /** Its number among the closed ones, 0 while it is open. */
  closed: i32;
  deliveries: i32;
  first: Delivery | null;
  last: Delivery | null;
}

const open: Table = new Table(1024);
const recent: usize = ring(8);
const recentByQueue: Table = new Table(4096);
const links: usize = ring(16);
const linkByQueue: Table = new Table(4096);

/** Queue IDs that the host has named so far, as bits: of others it need not be asked. Some of a full log's are set by chance. */
const theirs: usize = heap.alloc(theirBytes);
memory.fill(theirs, 0, theirBytes);
let theirCount: u32 = 0;

export function mention(queue: f64): void {
  const byte = byteOf(<u64>queue);
  store<u8>(byte, <u32>load<u8>(byte) | bitOf(<u64>queue));
  theirCount++;
}

/** False: the host has neither an open nor a lately closed message, nor a link, with this queue ID. */
export function mayBeTheirs(queue: u64): bool {
  return (<u32>load<u8>(byteOf(queue)) & bitOf(queue)) != 0;
}

function byteOf(queue: u64): usize {
  return theirs + (<usize>(queue >> 3) & (theirBytes - 1));
}

function bitOf(queue: u64): u32 {
  return (<u32>1) << (<u32>queue & 7);
}

/** Messages closed, and links made, by this module and the host. */
export let closedCount: i32 = 0;
export let linkCount: i32 = 0;
/** Open messages here. */
export function openCount(): i32 {
  return open.size;
}
/** Where the first message of the part began, -1 before. */
export let start: f64 = -1;
/** Messages that end before this place belong to the seam with the part before: the host closes them. */
let seamEnd: f64 = -Infinity;
/** Lines of that seam; 0 in a part that nothing comes before. */
let seam: f64 = 0;
/** Messages whose end the host has to count. */
export let oddStart: usize = heap.alloc(8 * 64);
export let oddCount: i32 = 0;
let oddCapacity: i32 = 64;

export function setSeam(lines: f64): void {
  seam = lines;
}

export function setStart(place: f64): f64 {
  if (start < 0) {
    start = place;
    if (seam > 0) seamEnd = place + seam;
  }
  return start;
}

function ring(stride: usize): usize {
  const made = heap.alloc(stride * recentLimit);
  memory.fill(made, 0, stride * recentLimit);
  return made;
}

export function find(queue: u64, host: i32, instance: i32): Message | null {
  const at = open.get(queue);
  if (at < 0) return null;
  const message = changetype<Message>(<usize>at);
  return message.host == host && message.instance == instance ? message : null;
}

/** An open message has this queue ID here, on whatever host. */
export function isOpen(queue: u64): bool {
  return open.get(queue) >= 0;
}

export function begin(queue: u64, host: i32, instance: i32, kind: i32, place: f64, time: f64): Message | null {
  if (open.get(queue) >= 0 || linkByQueue.get(queue) >= 0) return null;
  if ((mayBeTheirs(queue) || open.size + theirCount >= openLimit) && claims(<f64>queue)) return null;
  setStart(place);
  const message = changetype<Message>(allocate(messageSize));
  memory.fill(changetype<usize>(message), 0, offsetof<Message>());
  message.queue = <f64>queue;
  message.host = host;
  message.instance = instance;
  message.firstKind = kind;
  message.firstPlace = message.lastPlace = place;
  message.firstTime = time;
  open.set(queue, <i32>changetype<usize>(message));
  return message;
}

/** @returns null where it is more than an ordinary delivery. */
export function deliver(message: Message, recipient: u64, handedOnTo: u64, place: f64): Delivery | null {
  if (message.deliveries >= mostDeliveries) return null;
  let one = message.first;
  while (one) {
    if (one.recipient == <f64>recipient) return null;
    one = one.next;
  }
  const isHandedOn = handedOnTo != 0 && <f64>handedOnTo != message.queue;
  if (isHandedOn && (open.get(handedOnTo) >= 0 || recentByQueue.get(handedOnTo) >= 0 || (mayBeTheirs(handedOnTo) && knows(<f64>handedOnTo))))
    return null;
  const delivery = changetype<Delivery>(allocate(deliverySize));
  memory.fill(changetype<usize>(delivery), 0, offsetof<Delivery>());
  delivery.recipient = <f64>recipient;
  delivery.handedOnTo = <f64>handedOnTo;
  delivery.place = place;
  message.lastPlace = place;
  message.deliveries++;
  const last = message.last;
  if (last) last.next = delivery;
  else message.first = delivery;
  message.last = delivery;
  if (isHandedOn) delivery.link = addLink(handedOnTo, message);
  return delivery;
}

/** @returns whether it could be closed here. */
export function close(message: Message): bool {
  if (message.lastPlace < seamEnd) return false;
  const queue = <u64>message.queue;
  open.delete(queue);
  const at = nextClosed();
  message.closed = closedCount;
  store<usize>(recent + ((<usize>at) << 3), changetype<usize>(message));
  recentByQueue.set(queue, at);
  return true;
}

/** Makes room for one more closed message: the oldest is settled. @returns its place. */
function nextClosed(): i32 {
  const at = ++closedCount & (recentLimit - 1);
  const entry = recent + ((<usize>at) << 3);
  const oldest = load<usize>(entry);
  if (oldest != 0) {
    store<usize>(entry, 0);
    const message = changetype<Message>(oldest);
    const queue = <u64>message.queue;
    if (recentByQueue.get(queue) == at) recentByQueue.delete(queue);
    settle(message);
  }
  return at;
}

/** The host has closed one. @returns its number. */
export function hostClosed(): i32 {
  nextClosed();
  return closedCount;
}

function settle(message: Message): void {
  if (isCountable(message)) {
    countSettled(message);
    release(message);
    return;
  }
  if (oddCount == oddCapacity) {
    oddCapacity *= 2;
    oddStart = heap.realloc(oddStart, <usize>oddCapacity * 8);
  }
  store<usize>(oddStart + ((<usize>oddCount) << 3), changetype<usize>(message));
  oddCount++;
}

export function clearOdd(): void {
  oddCount = 0;
}

/** Frees a message; links of what is settled, or taken away, end. */
export function release(message: Message): void {
  let delivery = message.first;
  while (delivery) {
    const next = delivery.next;
    if (delivery.link != 0) dropLink(delivery.link, message);
    free(changetype<usize>(delivery), deliverySize);
    delivery = next;
  }
  free(changetype<usize>(message), messageSize);
}

function addLink(queue: u64, message: Message): i32 {
  const at = nextLink();
  const entry = links + ((<usize>at) << 4);
  store<u64>(entry, queue);
  store<usize>(entry, changetype<usize>(message), 8);
  linkByQueue.set(queue, at);
  return linkCount;
}

function nextLink(): i32 {
  const at = ++linkCount & (recentLimit - 1);
  forgetLink(at);
  return at;
}

function forgetLink(at: i32): void {
  const entry = links + ((<usize>at) << 4);
  const queue = load<u64>(entry);
  if (queue == 0) return;
  if (linkByQueue.get(queue) == at) linkByQueue.delete(queue);
  store<u64>(entry, 0);
}

function dropLink(number: i32, message: Message): void {
  const at = number & (recentLimit - 1);
  if (number > linkCount - recentLimit && load<usize>(links + ((<usize>at) << 4), 8) == changetype<usize>(message)) forgetLink(at);
}

/** The host has made one. @returns its number. */
export function hostLinked(): i32 {
  nextLink();
  return linkCount;
}

/** The open message with a queue ID, for the host, which releases it; 0 where there is none. */
export function takeOpen(queue: f64): usize {
  const at = open.get(<u64>queue);
  if (at < 0) return 0;
  open.delete(<u64>queue);
  return <usize>at;
}

/** The lately closed message. `takenNumber` is its number among the closed ones. */
export function takeRecent(queue: f64): usize {
  const at = recentByQueue.get(<u64>queue);
  if (at < 0) return 0;
  const entry = recent + ((<usize>at) << 3);
  const message = load<usize>(entry);
  store<usize>(entry, 0);
  recentByQueue.delete(<u64>queue);
  const behind = (closedCount - at) & (recentLimit - 1);
  takenNumber = closedCount - behind;
  return message;
}
export let takenNumber: i32 = 0;

/** The message that was handed on to a queue ID, open or lately closed; 0 where there is none. `takenNumber` as for a closed one, else 0. */
export function takeLinked(queue: f64): usize {
  const at = linkByQueue.get(<u64>queue);
  if (at < 0) return 0;
  const message = changetype<Message>(load<usize>(links + ((<usize>at) << 4), 8));
  takenNumber = message.closed;
  if (message.closed == 0) return takeOpen(message.queue);
  const entry = recent + ((<usize>(message.closed & (recentLimit - 1))) << 3);
  // else it waits for the host to settle it
  return load<usize>(entry) == changetype<usize>(message) ? takeRecentAt(message.closed) : 0;
}

/** The table of open messages: entries of a queue ID and where its message is. */
export function openEntries(): usize {
  return open.entries;
}
export function openCapacity(): u32 {
  return open.mask + 1;
}

/** Nothing follows: what is closed is settled. */
export function settleClosed(): void {
  for (let i = 0; i < recentLimit; i++) nextClosed();
}

/** The closed message of a number, for the host; 0 where it is not here. */
export function takeRecentAt(number: i32): usize {
  const at = number & (recentLimit - 1);
  const entry = recent + ((<usize>at) << 3);
  const message = load<usize>(entry);
  if (message == 0) return 0;
  store<usize>(entry, 0);
  const queue = <u64>changetype<Message>(message).queue;
  if (recentByQueue.get(queue) == at) recentByQueue.delete(queue);
  return message;
}

/** Sizes in steps of 8 bytes; freed memory is kept for the next of its size. */
const messageSize = 0;
const deliverySize = 1;
const kept: usize = heap.alloc(16);
memory.fill(kept, 0, 16);

function allocate(size: i32): usize {
  const list = kept + ((<usize>size) << 3);
  const first = load<usize>(list);
  if (first == 0) return heap.alloc(size == messageSize ? offsetof<Message>() : offsetof<Delivery>());
  store<usize>(list, load<usize>(first));
  return first;
}

function free(memory: usize, size: i32): void {
  const list = kept + ((<usize>size) << 3);
  store<usize>(memory, load<usize>(list));
  store<usize>(list, memory);
}
