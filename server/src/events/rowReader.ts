import { Field, type FieldNumber, type Fields, Kind, Status, statusNames, TimeKind } from '../formats/fields.ts';
import type { FormatId } from '../formats/format.ts';
import type { ReceiverNames } from '../knowledge/receiver.ts';
import type { OwnClients } from '../messages/networks.ts';
import { phases } from '../smtp/phase.ts';
import { Lately } from '../source/lately.ts';
import { find } from '../source/scan.ts';
import type { Judge, Reason, ReplyContext } from '../verdict/verdict.ts';
import { combine, fingerprint } from './fingerprint.ts';
import { FingerprintTable } from './fingerprintTable.ts';
import { type Interner, none, others } from './interner.ts';
import { codedYearless, Flag, Row } from './row.ts';
import { foldSender } from './sender.ts';
import { shapeOf } from './shape.ts';
import type { Tables } from './tables.ts';

/** Formats by the number in `Row.format`. */
export const formatIds: readonly (FormatId | null)[] = [null, 'postfix', 'exim', 'sendmail', 'opensmtpd', 'generic'];

/** What row readers need to know of the world. */
export interface Knowledge {
  judge: Judge;
  receiverNames: ReceiverNames;
  ownClients: OwnClients;
}

/** Reasons where the recipient's side may be why for good: their addresses are kept as text. */
const aboutRecipient = new Set<Reason>([
  'bad-mailbox',
  'bad-domain',
  'inactive-mailbox',
  'moved-mailbox',
  'mailbox-full',
  'recipient-rejected',
  'quota',
]);

/** Turns understood lines into rows. Uses one row for all; `Columns` keeps what is to stay. */
export class RowReader {
  readonly row = new Row();
  readonly tables: Tables;
  private readonly knowledge: Knowledge;
  private readonly context: ReplyContext = { text: '' };
  /** Folded senders by the fingerprint of the raw one; emptied when it is full. */
  private folded = new FingerprintTable();
  private readonly lately = new Lately();
  /** By slot of `lately`. */
  private readonly lateSenders: number[] = [];
  private readonly lateDomains: number[] = [];
  /** Verdicts of successes by what the reply begins with. */
  private readonly successes = new FingerprintTable();
  /** Receivers by relay, -1 where not asked yet; and by recipient domain. */
  private readonly receiverOfRelay: number[] = [];
  private readonly receiverOfDomain: number[] = [];
  private readonly ownOfClient: boolean[] = [];
  private lastFormat: FormatId | null = null;
  private formatNumber = 0;
  private host = '';
  private lastHost = none;

  constructor(tables: Tables, knowledge: Knowledge) {
    this.tables = tables;
    this.knowledge = knowledge;
  }

  /**
   * @param format of the line, null where no format understood it.
   * @returns the row of this reader, valid until the next call.
   */
  read(fields: Fields, line: number, format: FormatId | null): Row {
    const { row } = this;
    row.reset(line);
    row.kind = fields.kind;
    if (format !== this.lastFormat) this.setFormat(format);
    row.format = this.formatNumber;
    if (fields.timeKind !== TimeKind.none) row.time = fields.timeKind === TimeKind.absolute ? fields.time : codedYearless(fields.time);
    if (fields.kind === Kind.plain) {
      // says nothing for the summary, but belongs to its message for whoever looks for its lines
      row.queue = this.exact(fields, Field.queueId);
      if (fields.tls !== 0) this.readTls(fields);
      return row;
    }
    row.repeat = fields.repeat;
    if (fields.kind === Kind.unknown) this.readUnknown(fields);
    else this.readStory(fields);
    return row;
  }

  /** The row of the next recipient of the line read last, whom `fields` is about now (see `nextRecipient`). */
  readFurther(fields: Fields): Row {
    const { row } = this;
    row.further++;
    row.recipient = row.original = row.recipientDomain = row.address = row.originalAddress = 0;
    this.readRecipient(fields);
    this.readReply(fields);
    return row;
  }

  /** Whether other clients than this machine are the user's own. */
  get hasOwnClients(): boolean {
    return this.knowledge.ownClients.others;
  }

  /** The receiver behind a relay read before; undefined for others. */
  receiverOf(relay: number): number | undefined {
    return this.receiverOfRelay[relay];
  }

  /** Whether a client read before is the user's own; undefined for others. */
  isOwnClient(client: number): boolean | undefined {
    return this.ownOfClient[client];
  }

  private readTls(fields: Fields): void {
    const { row } = this;
    row.status = fields.tls;
    row.repeat = fields.repeat;
    row.relay = this.name(this.tables.relays, fields, Field.relayHost);
    row.receiver = this.receiver(fields);
  }

  private setFormat(format: FormatId | null): void {
    this.lastFormat = format;
    this.formatNumber = formatIds.indexOf(format);
  }

  private readUnknown(fields: Fields): void {
    const start = fields.has(Field.body) ? fields.start(Field.body) : fields.lineStart;
    const program = fields.cut(Field.program);
    const body = shapeOf(fields.slice(start, Math.min(fields.lineEnd, start + 400)));
    this.row.shape = this.tables.shapes.internText(program === null ? body : `${program}: ${body}`);
  }

  private readStory(fields: Fields): void {
    const { row, tables } = this;
    row.status = fields.kind === Kind.trouble ? fields.severity : fields.status;
    row.phase = fields.phase;
    row.flags = (fields.own ? Flag.own : 0) | (fields.local ? Flag.local : 0) | (fields.handedOn ? Flag.handedOn : 0);
    row.host = this.hostOf(fields);
    row.instance = this.instanceOf(fields);
    row.queue = this.exact(fields, Field.queueId);
    row.other = this.exact(fields, Field.otherQueueId);
    // whom a refused stranger claims to be is nobody's sender
    if (fields.has(Field.sender) && !isRefusal(row.kind)) this.readSender(fields);
    if (fields.has(Field.clientIp) || fields.has(Field.clientHost)) this.readClient(fields);
    row.account = this.name(tables.accounts, fields, Field.saslUsername);
    if (row.kind === Kind.rejection && row.account === none) this.readRefusedAccount(fields);
    if (row.account !== none) row.flags |= Flag.ownClient;
    if (fields.has(Field.recipient)) this.readRecipient(fields);
    if (fields.has(Field.reply) || fields.has(Field.detail) || row.status !== Status.none) this.readReply(fields);
  }

  /** smtpd(8) names the account of a refused client only here: reject_sender_login_mismatch. */
  private readRefusedAccount(fields: Fields): void {
    if (!fields.has(Field.reply)) return;
    const end = fields.end(Field.reply);
    const found = find(fields.text, notOwned, fields.start(Field.reply), end);
    if (found >= 0) this.row.account = this.tables.accounts.intern(fields.text, found + notOwned.length, end, fields.wide);
  }

  private readRecipient(fields: Fields): void {
    const { row, tables } = this;
    const start = fields.start(Field.recipient);
    const end = fields.end(Field.recipient);
    row.recipient = fingerprint(fields.text, start, end, fields.wide);
    row.recipientDomain = domainId(tables.domains, fields.text, start, end, fields.wide);
    if (fields.has(Field.originalRecipient)) {
      row.original = fingerprint(fields.text, fields.start(Field.originalRecipient), fields.end(Field.originalRecipient), fields.wide);
    }
  }

  private readSender(fields: Fields): void {
    const { row, tables } = this;
    const start = fields.start(Field.sender);
    const end = fields.end(Field.sender);
    row.flags |= Flag.sender;
    if (end <= start) {
      row.flags |= Flag.nullSender;
      return;
    }
    const late = this.lately.find(fields.text, start, end);
    if (late >= 0) {
      row.sender = this.lateSenders[late];
      row.senderDomain = this.lateDomains[late];
      return;
    }
    row.sender = this.senderId(fields, start, end);
    row.senderDomain = domainId(tables.domains, fields.text, start, end, fields.wide);
    const slot = this.lately.keep(fields.text, start, end);
    if (slot < 0) return;
    this.lateSenders[slot] = row.sender;
    this.lateDomains[slot] = row.senderDomain;
  }

  private senderId(fields: Fields, start: number, end: number): number {
    const raw = fingerprint(fields.text, start, end, fields.wide);
    const known = this.folded.get(raw);
    if (known >= 0) return known;
    if (this.folded.size >= 100_000) this.folded = new FingerprintTable();
    const id = this.tables.senders.internText(foldSender(fields.slice(start, end)));
    this.folded.set(raw, id);
    return id;
  }

  private readClient(fields: Fields): void {
    const { row, ownOfClient } = this;
    row.client = this.clientOf(fields);
    row.flags |= Flag.client;
    let own = row.client > others ? ownOfClient[row.client] : undefined;
    if (own === undefined) {
      own = this.knowledge.ownClients.has(fields.cut(Field.clientHost) ?? '', fields.cut(Field.clientIp) ?? '');
      if (row.client > others) ownOfClient[row.client] = own;
    }
    if (own) row.flags |= Flag.ownClient;
  }

  /** `host[ip]` as it stands in the line, where both are there. */
  private clientOf(fields: Fields): number {
    const { clients } = this.tables;
    const { text, wide } = fields;
    if (!fields.has(Field.clientIp)) return clients.intern(text, fields.start(Field.clientHost), fields.end(Field.clientHost), wide);
    const end = fields.end(Field.clientIp);
    if (!fields.has(Field.clientHost)) return clients.intern(text, fields.start(Field.clientIp), end, wide);
    const start = fields.start(Field.clientHost);
    const gap = fields.start(Field.clientIp) - fields.end(Field.clientHost);
    if (gap === 1 && text.charCodeAt(end) === bracket) return clients.intern(text, start, end + 1, wide);
    return clients.internText(`${fields.cut(Field.clientHost)}[${fields.cut(Field.clientIp)}]`);
  }

  private readReply(fields: Fields): void {
    const { row, tables } = this;
    row.dsn = this.name(tables.codes, fields, Field.dsn);
    row.delay = fields.delay;
    if (fields.has(Field.delays)) readDelays(row, fields.delays);
    if (fields.has(Field.relayHost)) row.relay = this.name(tables.relays, fields, Field.relayHost);
    if (row.recipient !== 0 && !row.has(Flag.local) && !isRefusal(row.kind)) row.receiver = this.receiver(fields);
    if (row.kind === Kind.reply || row.kind === Kind.connection) row.receiver = this.receiver(fields);
    row.verdict = fields.status === Status.delivered ? this.success(fields) : this.judged(fields);
    if (fields.handedOn && fields.text.startsWith('forwarded as', fields.start(Field.reply))) row.flags |= Flag.forwarded;
    this.keepAddress(fields);
  }

  private keepAddress(fields: Fields): void {
    const { row, tables } = this;
    if (row.recipient === 0 || row.kind === Kind.rejection) return;
    if (fields.status === Status.delivered) {
      this.keepAlias(fields);
      return;
    }
    const verdict = tables.verdicts.get(row.verdict);
    if (!verdict || (verdict.action !== 'suppress' && !aboutRecipient.has(verdict.reason))) return;
    row.address = tables.addresses.internText(lowerDomain(fields.cut(Field.recipient) ?? ''));
    if (fields.has(Field.originalRecipient))
      row.originalAddress = tables.addresses.internText(lowerDomain(fields.cut(Field.originalRecipient) ?? ''));
  }

  /** What was written to before an alias or .forward file sent it on. */
  private keepAlias(fields: Fields): void {
    const { row } = this;
    if (!row.has(Flag.handedOn) || (row.original === 0 && !row.has(Flag.forwarded))) return;
    row.originalAddress = this.tables.addresses.internText(
      lowerDomain(fields.cut(row.original === 0 ? Field.recipient : Field.originalRecipient) ?? ''),
    );
  }

  private receiver(fields: Fields): number {
    const { row } = this;
    const known = row.relay > others ? this.receiverOfRelay[row.relay] : row.relay === none ? this.receiverOfDomain[row.recipientDomain] : undefined;
    if (known !== undefined) return known;
    const host = fields.cut(Field.relayHost) ?? '';
    const domain = row.recipientDomain > others ? this.tables.domains.texts[row.recipientDomain] : '';
    const name = this.knowledge.receiverNames.nameOf(host, fields.cut(Field.relayIp) ?? '', domain);
    const id = name === null ? none : this.tables.receivers.internText(name);
    if (row.relay > others) this.receiverOfRelay[row.relay] = id;
    else if (row.relay === none && !fields.has(Field.relayIp)) this.receiverOfDomain[row.recipientDomain] = id;
    return id;
  }

  /** The verdict of a success hangs on its codes only, so most need no look at the text. */
  private success(fields: Fields): number {
    const start = Math.max(0, fields.start(Field.reply));
    const codes = fingerprint(fields.text, start, codesEnd(fields.text, start, fields.end(Field.reply)), fields.wide);
    const key = combine(codes, this.row.dsn * 2 + (fields.own ? 1 : 0));
    const known = this.successes.get(key);
    if (known >= 0) return known;
    const id = this.judged(fields);
    this.successes.set(key, id);
    return id;
  }

  private judged(fields: Fields): number {
    const { row, tables, context } = this;
    const said = fields.cut(Field.reply) ?? fields.cut(Field.detail);
    if (said === null) return 0;
    // The word that Postfix puts in front says more than many details do.
    const text = fields.severity >= fatal ? `${fields.severity === fatal ? 'fatal' : 'panic'}: ${said}` : said;
    context.text = text;
    context.saidBy = fields.own ? 'own' : 'remote';
    context.phase = phases[row.phase];
    context.relay = fields.cut(Field.relayHost);
    context.recipientDomain = row.recipientDomain > others ? tables.domains.texts[row.recipientDomain] : null;
    context.dsn = row.dsn > others ? tables.codes.texts[row.dsn] : null;
    context.status = statusNames[fields.status];
    context.temporary = fields.temporary;
    // One example for each receiver; what ends a service is told apart from warnings.
    const scope = fields.own ? (fields.severity >= fatal ? 'fatal' : '') : tables.receivers.texts[row.receiver];
    return tables.verdicts.idOf(this.knowledge.judge.judge(context), text, scope);
  }

  private hostOf(fields: Fields): number {
    if (!fields.has(Field.host)) return none;
    const start = fields.start(Field.host);
    const end = fields.end(Field.host);
    if (end - start === this.host.length && this.lastHost > 0 && fields.text.startsWith(this.host, start)) return this.lastHost;
    this.lastHost = this.tables.hosts.intern(fields.text, start, end, fields.wide);
    this.host = fields.text.slice(start, end);
    return this.lastHost;
  }

  /** The first part of Postfix's tag, where it is not `postfix`; it tells instances apart (postmulti) or services (syslog_name). */
  private instanceOf(fields: Fields): number {
    if (!fields.has(Field.program)) return none;
    const start = fields.start(Field.program);
    const end = fields.end(Field.program);
    const { text } = fields;
    if (text.charCodeAt(start + 7) === slash || !text.startsWith('postfix', start)) return none;
    let cut = start;
    while (cut < end && text.charCodeAt(cut) !== slash) cut++;
    return cut === end ? none : this.tables.instances.intern(text, start, cut, fields.wide);
  }

  private exact(fields: Fields, field: FieldNumber): number {
    return fields.has(field) ? fingerprint(fields.text, fields.start(field), fields.end(field), fields.wide, false) : 0;
  }

  private name(table: Interner, fields: Fields, field: FieldNumber): number {
    return fields.has(field) ? table.intern(fields.text, fields.start(field), fields.end(field), fields.wide) : none;
  }
}

function isRefusal(kind: number): boolean {
  return kind === Kind.rejection || kind === Kind.rejectWarning;
}

const notOwned = 'not owned by user ';
const fatal = 3;

/** By index: an iterator would cost more than the rest of the line. */
function readDelays(row: Row, delays: Float64Array): void {
  row.queueDelay = delays[0];
  row.managerDelay = delays[1];
  row.connectDelay = delays[2];
  row.transferDelay = delays[3];
}

const slash = 47;
const at = 64;
const bracket = 93;

/** The part behind the last @, without case; `none` for a local name. */
function domainId(domains: Interner, text: string, start: number, end: number, wide: boolean): number {
  for (let i = end - 1; i >= start; i--) if (text.charCodeAt(i) === at) return domains.intern(text, i + 1, end, wide);
  return none;
}

export function lowerDomain(address: string): string {
  const cut = address.lastIndexOf('@') + 1;
  return address.slice(0, cut) + address.slice(cut).toLowerCase();
}

/** Offset behind the codes that a reply begins with: digits, dots, blanks and hyphens, at most as many as `250 2.10.15`. */
export function codesEnd(text: string, start: number, end: number): number {
  const limit = Math.min(end, start + 11);
  let i = start;
  while (i < limit && isCodeSign(text.charCodeAt(i))) i++;
  return i;
}

function isCodeSign(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 32 || code === 46 || code === 45;
}
