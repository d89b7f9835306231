import type { Tables } from '../events/tables.ts';
import { recordSuccesses } from '../findings/record.ts';
import { Status } from '../formats/fields.ts';
import type { Scanner } from '../ordinary/scanner.ts';
import { type Aggregates, addClient, allSeries, senderCellKey, senderKey, tally } from './aggregates.ts';
import { bump, count, getOr, noOutcomes } from './counters.ts';
import { noDomain } from './settle.ts';
import { tlsKey } from './tls.ts';

/** Sorts of rows; their layouts are said in server/scanner/counts.ts. */
const Sort = { stories: 0, attempts: 1, times: 2, cohorts: 3, delays: 4, accounts: 5, tls: 6, refusals: 7 } as const;
/** Sizes of a row, in whole numbers of 4 bytes. */
const sizes = [14, 12, 4, 8, 4, 22, 4, 4];
const minute = 60_000;
const isLocal = 1;
const isOwn = 2;

/** What ordinary deliveries of one kind have in common. Identifiers of tables. */
export interface OrdinaryStory {
  sender: number;
  senderDomain: number;
  account: number;
  client: number;
  /** A number of `Source`. */
  source: number;
  receiver: number;
  relay: number;
  domain: number;
  verdict: number;
  local: boolean;
  /** It counts for rates. */
  own: boolean;
  deliveries: number;
  /** Messages whose first delivery, and whose first that counts for rates, is of this kind. */
  messages: number;
  ownMessages: number;
}

/** Adds what the scanner has counted, and empties it: the same as `settle` for each message and `Part.add` for each line. */
export function addOrdinary(into: Aggregates, tables: Tables, scanner: Scanner): void {
  rows(scanner, Sort.stories, (n, at) => addStory(into, tables, storyAt(n, at)));
  rows(scanner, Sort.attempts, (n, at, d) => addAttempts(into, n[at], n[at + 1], n[at + 2], n[at + 3], d, at >> 1));
  rows(scanner, Sort.tls, (n, at) => bump(into.tls, tlsKey(n[at], n[at + 1]), n[at + 2]));
  rows(scanner, Sort.refusals, (n, at) => addRefusals(into, n[at], n[at + 1], n[at + 2], n[at + 3]));
  addTimes(into, scanner);
  rows(scanner, Sort.delays, (n, at, d) => into.receiver(n[at + 2]).delay.add(d[at >> 1], n[at + 3]));
  rows(scanner, Sort.accounts, (n, at, d) => into.history.keepAccount(n[at], d.subarray((at >> 1) + 1, (at >> 1) + 1 + n[at + 1])));
  for (const [which, addresses] of [into.addresses, into.aliases].entries()) {
    const start = scanner.exports.tableStart(which) >> 3;
    addresses.noteAll(scanner.doubles.subarray(start, start + 2 * scanner.exports.tableSize(which)));
  }
  scanner.exports.clearCounts();
}

/** @param visit is given the memory as numbers of 4 and of 8 bytes, and where the row begins among the former. */
function rows(scanner: Scanner, sort: number, visit: (numbers: Int32Array, at: number, doubles: Float64Array) => void): void {
  const { exports, numbers, doubles } = scanner;
  const start = exports.rowStart(sort) >> 2;
  const end = start + exports.rowCount(sort) * sizes[sort];
  for (let at = start; at < end; at += sizes[sort]) visit(numbers, at, doubles);
}

function storyAt(n: Int32Array, at: number): OrdinaryStory {
  return {
    sender: n[at],
    senderDomain: n[at + 1],
    account: n[at + 2],
    client: n[at + 3],
    source: n[at + 4],
    receiver: n[at + 5],
    relay: n[at + 6],
    domain: n[at + 7],
    verdict: n[at + 8],
    local: (n[at + 9] & isLocal) !== 0,
    own: (n[at + 9] & isOwn) !== 0,
    deliveries: n[at + 10],
    messages: n[at + 11],
    ownMessages: n[at + 12],
  };
}

/** As `settleDelivery` of settle.ts, for many at once. */
function addStory(into: Aggregates, tables: Tables, story: OrdinaryStory): void {
  const { senderDomain, receiver, verdict, deliveries: by } = story;
  const { delivered } = Status;
  into.messages += story.messages;
  count(into.outcomes, delivered, by);
  tally(into.deliveryVerdicts, verdict, by);
  count(getOr(into.recipientDomains, story.domain, noOutcomes), delivered, by);
  const sender = into.sender(senderKey(story.sender, story.account));
  count(sender.outcomes, delivered, by);
  addClient(sender, story.client);
  const domain = senderDomain === 0 ? null : getOr(into.senderDomains, senderDomain, noDomain);
  if (domain) count(domain.outcomes, delivered, by);
  if (receiver !== 0 && !story.local) count(into.receiver(receiver).outcomes, delivered, by);
  if (!story.own) return;
  count(into.eligible, delivered, by);
  into.eligible.messages += story.ownMessages;
  if (domain) {
    count(domain.eligible, delivered, by);
    domain.eligible.messages += story.ownMessages;
    const cell = into.cell(into.senderCells, senderCellKey(senderDomain, receiver, tables.verdicts.reasonOf[verdict] ?? 0));
    if (cell) count(cell.outcomes, delivered, by);
  }
  if (story.relay !== 0) bump(into.relays, story.relay, by);
  recordSuccesses(into.history, story, tables);
}

/** As `countAttempt` of part.ts. @param code dsn * 2 + own; the sums of the four delays lie in `d`, two numbers behind the row's begin. */
function addAttempts(into: Aggregates, receiver: number, verdict: number, code: number, by: number, d: Float64Array, row: number): void {
  into.attempts += by;
  tally(into.attemptVerdicts, verdict, by);
  bump(into.enhanced, code, by);
  if (receiver === 0) return;
  const stats = into.receiver(receiver);
  stats.attempts += by;
  stats.parts.queue += d[row + 2];
  stats.parts.manager += d[row + 3];
  stats.parts.connect += d[row + 4];
  stats.parts.transfer += d[row + 5];
  stats.parts.count += by;
}

/** As `countRejection` of part.ts. */
function addRefusals(into: Aggregates, verdict: number, dsn: number, own: number, by: number): void {
  into.rejections += by;
  tally(into.rejectionVerdicts, verdict, by);
  if (dsn !== 0) bump(into.enhanced, dsn * 2 + own, by);
  else tally(into.bareVerdicts, verdict, by);
}

function addTimes(into: Aggregates, scanner: Scanner): void {
  const { firstTime, lastTime, firstOwnTime, lastOwnTime } = scanner.exports;
  into.timeline.cover(firstTime.value, lastTime.value);
  rows(scanner, Sort.times, (n, at, d) => into.timeline.addMinute(allSeries, d[at >> 1] * minute, 0, n[at + 2]));
  into.history.cohorts.cover(firstOwnTime.value, lastOwnTime.value);
  rows(scanner, Sort.cohorts, (n, at, d) =>
    into.history.addSuccesses(d[at >> 1] * minute, {
      receiver: n[at + 2],
      senderDomain: n[at + 3],
      account: n[at + 4],
      deliveries: n[at + 5],
      messages: n[at + 6],
      receiverMessages: n[at + 7],
    }),
  );
}
