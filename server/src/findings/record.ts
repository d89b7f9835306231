import type { Row } from '../events/row.ts';
import type { Tables } from '../events/tables.ts';
import { Status } from '../formats/fields.ts';
import { type Delivery, type Hold, type Message, Source } from '../messages/message.ts';
import { extend } from '../summary/extent.ts';
import type { OrdinaryStory } from '../summary/ordinary-counts.ts';
import type { Story } from '../summary/settle.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { authReasons, Family, familiesOfEnd, familiesOfHold, messageReasons, recipientReasons, senderReasons } from './families.ts';
import {
  addReceiver,
  type Blame,
  blameKey,
  cohortKey,
  type History,
  keep,
  keepFirstLines,
  type NoticeHistory,
  type ReceiverHistory,
  Subject,
  type Tally,
} from './history.ts';
import { isListSender } from './list-sender.ts';
import { networkPrint } from './network.ts';

const longestWait = 10 * 86_400_000;
/** Verdicts beyond do not fit into a key. */
const verdictLimit = 65_536;

/** What is counted once for all deliveries of a message; null where there is one delivery, which counts nothing twice. */
type Once = Set<number | string> | null;

/** What went wrong with a delivery. */
interface Trouble {
  by: Hold;
  verdict: Verdict;
  /** It is how the delivery ended, or stands; else it held the delivery back. */
  last: boolean;
}

/** Notes what a message whose end is known, or taken as it is, tells about patterns. */
export function record(into: History, message: Message, stories: readonly Story[], tables: Tables): void {
  recordWaiting(into, message, stories);
  recordNotices(into, message, stories, tables);
  const once: Once = stories.length > 1 ? new Set() : null;
  for (const story of stories) {
    const troubles = troublesOf(story, tables);
    recordListed(into, story, troubles, once);
    if (!story.own) continue;
    recordCohorts(into, story, troubles, once);
    recordBlames(into, story, troubles, tables, once);
    recordReceiver(into, story, tables, once);
    if (story.root.account !== 0) recordAccount(into, story, tables);
  }
}

/** A reply of a log without messages that names a block list. */
export function recordReply(into: History, row: Row, place: number, tables: Tables): void {
  const verdict = tables.verdicts.get(row.verdict);
  if (!verdict?.named.list || verdict.saidBy !== 'remote') return;
  const blame = into.blame(into.listed, row.verdict * 2 + 1);
  if (!blame) return;
  addBlame(blame, { verdict: row.verdict, time: row.time, place }, true, true);
  addReceiver(blame, row.receiver);
}

/** As `record`, for deliveries that count for rates and that nothing happened to; their times are counted apart (`History.addSuccesses`). */
export function recordSuccesses(
  into: History,
  { receiver, source, client, senderDomain, account, sender, deliveries }: OrdinaryStory,
  tables: Tables,
): void {
  const history = into.receiver(receiver);
  history.deliveries += deliveries;
  history.delivered += deliveries;
  if (source === Source.outside) noteOutside(history, { client, senderDomain }, deliveries, tables);
  if (account !== 0) noteAccount(into, { account, client, sender }, deliveries, tables);
}

function noteOutside(
  receiver: ReceiverHistory,
  { client, senderDomain }: { client: number; senderDomain: number },
  by: number,
  tables: Tables,
): void {
  receiver.outside += by;
  receiver.networks.add(networkPrint(tables.clients, client));
  receiver.domains.add(tables.domains.print(senderDomain));
}

function noteAccount(
  into: History,
  { account, client, sender }: { account: number; client: number; sender: number },
  by: number,
  tables: Tables,
): void {
  const history = into.account(account);
  if (!history) return;
  history.deliveries += by;
  if (client !== 0) history.networks.add(networkPrint(tables.clients, client));
  history.senders.add(tables.senders.print(sender));
}

const isFirst = (once: Once, key: number | string) => once === null || (!once.has(key) && once.add(key) !== undefined);
const hasEnded = ({ status }: Delivery) => status === Status.delivered || hasFailed(status);
const hasFailed = (status: number) => status === Status.bounced || status === Status.expired;

/** What held a delivery back, then how it ended. Each reason once. */
function troublesOf({ delivery, verdict }: Story, tables: Tables): Trouble[] {
  const troubles: Trouble[] = [];
  const last = delivery.status === Status.delivered ? null : verdict;
  if (delivery.holds !== null)
    for (const by of delivery.holds) {
      const held = tables.verdicts.get(by.verdict);
      if (held && held.reason !== last?.reason) troubles.push({ by, verdict: held, last: false });
    }
  if (last) troubles.push({ by: { verdict: delivery.verdict, time: delivery.sinceTime, place: delivery.sincePlace }, verdict: last, last: true });
  return troubles;
}

function recordCohorts(into: History, { delivery, from, root }: Story, troubles: readonly Trouble[], once: Once): void {
  const bucket = into.cohorts.bucketAt(delivery.firstTime);
  if (Number.isNaN(bucket)) return;
  const families: number[] = [Family.all];
  const firsts: (Hold | null)[] = [null];
  for (const { by, verdict, last } of troubles)
    for (const family of last ? familiesOfEnd(verdict, hasFailed(delivery.status)) : familiesOfHold(verdict)) {
      if (families.includes(family)) continue;
      families.push(family);
      firsts.push(by);
    }
  const outcome = { ended: hasEnded(delivery), failed: hasFailed(delivery.status), invalid: families.includes(Family.invalid) };
  const add = (key: number, first: Hold | null) => {
    const tally = into.tally(key, bucket);
    if (tally) addTally(tally, outcome, isFirst(once, key), first);
  };
  for (let i = 0; i < families.length; i++) {
    const family = families[i];
    add(cohortKey(Subject.receiver, 0, family), firsts[i]);
    add(cohortKey(Subject.receiver, delivery.receiver, family), firsts[i]);
    if (from.senderDomain !== 0 && (family === Family.all || family === Family.invalid))
      add(cohortKey(Subject.senderDomain, from.senderDomain, family), firsts[i]);
  }
  if (root.account !== 0) add(cohortKey(Subject.account, root.account, Family.all), null);
}

function addTally(
  tally: Tally,
  { ended, failed, invalid }: { ended: boolean; failed: boolean; invalid: boolean },
  newMessage: boolean,
  first: Hold | null,
): void {
  tally.deliveries++;
  if (newMessage) tally.messages++;
  if (ended) tally.ended++;
  if (failed) tally.failed++;
  if (invalid) tally.invalid++;
  if (first) keepFirstLines(tally, first.place, first.time);
}

/** Mail of mailing lists and forwarders breaks SPF and DKIM by itself: no blame for that. */
function recordBlames(into: History, { delivery, from }: Story, troubles: readonly Trouble[], tables: Tables, once: Once): void {
  for (const { by, verdict } of troubles) {
    if (verdict.saidBy !== 'remote' || !senderReasons.has(verdict.reason) || by.verdict >= verdictLimit) continue;
    if (authReasons.has(verdict.reason) && isListSender(tables.senders.texts[from.sender])) continue;
    const key = blameKey(from.senderDomain, delivery.receiver, by.verdict);
    const blame = into.blame(into.blames, key);
    if (blame) addBlame(blame, by, isFirst(once, `blame ${key}`), delivery.status !== Status.delivered);
  }
}

function recordListed(into: History, { delivery, own }: Story, troubles: readonly Trouble[], once: Once): void {
  for (const { by, verdict } of troubles) {
    if (!verdict.named.list || verdict.saidBy !== 'remote') continue;
    const key = by.verdict * 2 + (own ? 1 : 0);
    const blame = into.blame(into.listed, key);
    if (!blame) continue;
    addBlame(blame, by, isFirst(once, `listed ${key}`), delivery.status !== Status.delivered);
    addReceiver(blame, delivery.receiver);
  }
}

function addBlame(blame: Blame, { place, time }: Hold, newMessage: boolean, failed: boolean): void {
  extend(blame, place, time);
  blame.deliveries++;
  if (newMessage) blame.messages++;
  if (failed) blame.failed++;
  keep(blame.evidence, place);
}

function recordReceiver(into: History, story: Story, tables: Tables, once: Once): void {
  const { delivery, verdict } = story;
  const receiver = into.receiver(delivery.receiver);
  receiver.deliveries++;
  if (story.origin === 'unknown' && story.root.source === Source.outside)
    noteOutside(receiver, { client: story.root.client, senderDomain: story.from.senderDomain }, 1, tables);
  const delivered = delivery.status === Status.delivered;
  if (delivered) receiver.delivered++;
  else if (verdict?.saidBy === 'remote' && !recipientReasons.has(verdict.reason)) {
    extend(receiver, delivery.sincePlace, delivery.sinceTime);
    receiver.refused++;
    if (isFirst(once, `refused ${delivery.receiver}`)) receiver.refusedMessages++;
    if (messageReasons.has(verdict.reason)) receiver.refusedForMessage++;
    receiver.refusedRecipients.add(delivery.recipient);
    keep(receiver.evidence, delivery.sincePlace);
  }
  recordGreylist(into, story, tables, once);
}

/** Where nothing but greylisting held the mail back. */
function recordGreylist(into: History, { delivery, verdict }: Story, tables: Tables, once: Once): void {
  if (delivery.holds?.length !== 1) return;
  const [by] = delivery.holds;
  if (tables.verdicts.get(by.verdict)?.reason !== 'greylist') return;
  if (delivery.status !== Status.delivered && verdict?.reason !== 'greylist') return;
  const { greylist } = into.receiver(delivery.receiver);
  greylist.deliveries++;
  if (isFirst(once, `greylist ${delivery.receiver}`)) greylist.messages++;
  greylist.wait.add((delivery.lastTime - by.time) / 1000);
  keep(greylist.evidence, delivery.lastPlace);
}

function recordAccount(into: History, { delivery, root, from }: Story, tables: Tables): void {
  noteAccount(into, { account: root.account, client: root.client, sender: from.sender }, 1, tables);
  into.keepAccount(root.account, Float64Array.of(delivery.firstPlace));
}

/** The time in the queue of a message that had to wait, from its arrival, also where that lies before the log. */
function recordWaiting(into: History, message: Message, stories: readonly Story[]): void {
  let came = Number.POSITIVE_INFINITY;
  let left = Number.NEGATIVE_INFINITY;
  let waits = false;
  for (const { delivery } of stories) {
    if (delivery.holds === null && delivery.status !== Status.deferred) continue;
    waits = true;
    came = Math.min(came, arrivalOf(delivery));
    left = delivery.status === Status.deferred ? Number.POSITIVE_INFINITY : Math.max(left, delivery.lastTime);
  }
  if (!waits || message.deliveries.length === 0) return;
  const entered = into.waiting.at(0, came);
  if (entered) entered[0]++;
  const gone = Number.isFinite(left) ? into.waiting.at(0, left) : null;
  if (gone) gone[1]++;
}

/** When a delivery's message came into the queue: the last attempt minus its age. */
export function arrivalOf({ delay, firstTime, lastTime }: Pick<Delivery, 'delay' | 'firstTime' | 'lastTime'>): number {
  return delay >= 0 ? Math.min(firstTime, lastTime - Math.min(delay * 1000, longestWait)) : firstTime;
}

/** Notices that this server sends about mail from outside; about mail of which the log does not say where it came from apart. */
function recordNotices(into: History, message: Message, stories: readonly Story[], tables: Tables): void {
  const failed = message.notices && stories.find(({ delivery }) => hasFailed(delivery.status));
  if (!failed || !message.notices || failed.from.nullSender || !failed.from.hasSender || failed.origin === 'local') return;
  const notices: NoticeHistory = failed.origin === 'unknown' ? into.unknown : into.strangers;
  if (failed.origin === 'unknown' && failed.root.source === 0) return;
  extend(notices, message.notices.place, message.notices.time);
  notices.count++;
  notices.domains.add(tables.domains.print(failed.from.senderDomain));
  notices.receivers.add(tables.receivers.print(failed.delivery.receiver));
  keep(notices.evidence, message.notices.place);
}
