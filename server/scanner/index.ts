/**
 * Reads the lines that nearly all of a healthy Postfix log consists of, straight from bytes: connections, clients, message IDs, senders, successful
 * deliveries, ends. It knows nothing by itself: hosts, relays, senders, replies are those that the careful reader (events/rowReader.ts) has met; whatever
 * is new, or may mean more, is left to it. So the one is the measure of the other: with and without, a summary is the same.
 */
import { queueIdEnd } from './bytes';
import { isFull } from './counts';
import { readDelivery } from './delivery';
import { readHead, time } from './head';
import { beginLine, readTag, setQueue } from './line';
import { readPlain } from './plain';
import { learnRefusalAt } from './refusals';
import { readClient, readMessageId, readPickup, readRemoved, readSender } from './story';

export { clearCounts, firstOwnTime, firstTime, isFull, lastOwnTime, lastTime, rowCount, rowStart, tableSize, tableStart } from './counts';
export { hourStart, setHead, setHost, uncoded, zoneStart } from './head';
export { pidAt } from './line';
export {
  clearOdd,
  closedCount,
  hostClosed,
  hostLinked,
  linkCount,
  mention,
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
  takeLinked,
  takenNumber,
  takeOpen,
  takeRecent,
  takeRecentAt,
} from './messages';
export { addBeginning } from './plain';
export { setOwn } from './refusals';
export {
  learnAccount,
  learnClient,
  learnCode,
  learnDomain,
  learnInstance,
  learnReceiver,
  learnRelay,
  learnSender,
  learnSuccess,
} from './taught';

/** The host writes lines here. */
let buffer: usize = 0;
export function reserve(bytes: i32): usize {
  if (buffer != 0) heap.free(buffer);
  // searches look at 16 bytes at once
  buffer = heap.alloc(bytes + 64);
  return buffer;
}

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
  const firstPlace = base + <f64>line;
  lines = 0;
  seenFirst = seenLast = seenGreatest = NaN;
  let p = buffer + from;
  const last = buffer + end;
  // now and then: the host empties what is full
  while (p < last && ((lines & 255) != 255 || !isFull())) {
    beginLine(p, firstPlace + <f64>(lines + 1));
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

/** The careful reader has judged a refusal. @param line its offset in the buffer; it is the line last looked at. */
export function learnRefusal(line: i32, verdict: i32, code: i32, own: i32): void {
  if (bodyAt > 0) learnRefusalAt(buffer + line + bodyAt, verdict, code, own);
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
    setQueue(body, end);
    return readStory(end + 2);
  }
  return readPlain(body);
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
