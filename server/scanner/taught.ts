import { combine, exactFingerprint } from './fingerprint';
import { Table } from './table';

/** What the careful reader knows, by fingerprint: names, relays, replies to success. The host teaches it (server/src/ordinary/lessons.ts). */

/** Most of what is taught of a sort that a log can have without end. */
const mostSenders: u32 = 100_000;
const mostRelays: i32 = 50_000;
const mostSuccesses: u32 = 50_000;

export const instances: Table = new Table(64);
export const domains: Table = new Table(1024);
/** What a line says; the identifier of the folded one. */
export const senders: Table = new Table(1024);
/** identifier * 2 + own. */
export const clients: Table = new Table(256);
export const accountIds: Table = new Table(64);
export const codes: Table = new Table(64);
/** Receivers by the name of the relay. */
export const receivers: Table = new Table(256);
/** Verdicts by the codes in front of a reply, the log's own code and who speaks. */
const successes: Table = new Table(256);
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
  if (senders.size < mostSenders || senders.get(<u64>print) >= 0) senders.set(<u64>print, id);
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
  if (successes.size < mostSuccesses) successes.set(successKey(<u64>print, code, own), verdict);
}
/** The verdict of a success, -1 where it is not known. */
export function successOf(print: u64, code: i32, own: i32): i32 {
  return successes.get(successKey(print, code, own));
}
function successKey(print: u64, code: i32, own: i32): u64 {
  return combine(print, <u64>(code * 2 + own));
}

/** @param print of its words, with case; @param program the same. */
export function learnRelay(print: f64, program: f64, isDovecot: i32, id: i32, receiver: i32, way: i32): void {
  const key = relayKey(<u64>print, <u64>program, isDovecot != 0);
  let at = relays.get(key);
  if (at < 0) {
    if (relayCount == mostRelays) return;
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

/** Of the relay last found. */
export let relayId = 0;
export let relayReceiver = 0;
/** 1 local + 2 a host. */
export let relayWay = 0;

/** @returns whether the relay is known. */
export function findRelay(start: usize, end: usize, program: u64, isDovecot: bool): bool {
  const at = relays.get(relayKey(exactFingerprint(start, end), program, isDovecot));
  if (at < 0) return false;
  const entry = relayList + <usize>at * 12;
  relayId = load<i32>(entry);
  relayReceiver = load<i32>(entry, 4);
  relayWay = load<i32>(entry, 8);
  return true;
}
function relayKey(print: u64, program: u64, isDovecot: bool): u64 {
  return combine(print, (program << 1) | <u64>isDovecot);
}
