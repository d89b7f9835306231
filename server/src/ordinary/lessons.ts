import { fingerprint } from '../events/fingerprint.ts';
import { type Interner, others } from '../events/interner.ts';
import { Flag, type Row } from '../events/row.ts';
import { codesEnd, type RowReader } from '../events/rowReader.ts';
import type { NameTable } from '../events/tables.ts';
import { Field, type Fields, Kind, Status } from '../formats/fields.ts';
import type { Scanner } from './scanner.ts';

/** Tells the scanner what lines read with care have made known: names, relays, replies to success. */
export class Lessons {
  private readonly scanner: Scanner;
  private readonly rows: RowReader;
  /** What has been told, by identifier. */
  private readonly told: Partial<Record<NameTable, true[]>> = {};

  constructor(scanner: Scanner, rows: RowReader) {
    this.scanner = scanner;
    this.rows = rows;
    scanner.exports.setOwn(rows.hasOwnClients ? 1 : 0);
  }

  /** Of a line with nothing but a time in front of its host. */
  learnHost(row: Row): void {
    if (this.isNew('hosts', row.host)) this.scanner.exports.setHost(this.print('hosts', row.host), row.host);
  }

  /** @param line offset of the line among those that the scanner was given, -1 where it did not look at it. */
  learn(fields: Fields, row: Row, line: number): void {
    const { exports } = this.scanner;
    if (line >= 0 && row.kind === Kind.rejection && row.queue === 0 && row.repeat === 1 && !row.has(Flag.ownClient))
      exports.learnRefusal(line, row.verdict, row.dsn, row.has(Flag.own) ? 1 : 0);
    const receiver = this.rows.receiverOf(row.relay);
    if (receiver !== undefined && this.isNew('relays', row.relay)) exports.learnReceiver(this.print('relays', row.relay), receiver);
    if (row.kind === Kind.plain) return;
    if (this.isNew('instances', row.instance)) exports.learnInstance(this.print('instances', row.instance), row.instance);
    if (this.isNew('accounts', row.account)) exports.learnAccount(this.print('accounts', row.account), row.account);
    if (this.isNew('codes', row.dsn)) exports.learnCode(this.print('codes', row.dsn), row.dsn);
    for (const id of [row.recipientDomain, row.senderDomain]) if (this.isNew('domains', id)) exports.learnDomain(this.print('domains', id), id);
    const own = this.rows.isOwnClient(row.client);
    if (own !== undefined && this.isNew('clients', row.client)) exports.learnClient(this.print('clients', row.client), row.client, own ? 1 : 0);
    if (row.sender > others) this.learnSender(fields, row);
    if (row.kind === Kind.attempt && row.status === Status.delivered) this.learnDelivery(fields, row);
  }

  private print(table: NameTable, id: number): number {
    return (this.rows.tables[table] as Interner).print(id);
  }

  /** Whether a name is to be told now. */
  private isNew(table: NameTable, id: number): boolean {
    if (id <= others) return false;
    this.told[table] ??= [];
    const told = this.told[table];
    if (told[id]) return false;
    told[id] = true;
    return true;
  }

  /** By the words of the line: the identifier is that of the folded sender. */
  private learnSender(fields: Fields, row: Row): void {
    const start = fields.start(Field.sender);
    const end = fields.end(Field.sender);
    if (end > start) this.scanner.exports.learnSender(fingerprint(fields.text, start, end, false), row.sender);
  }

  private learnDelivery(fields: Fields, row: Row): void {
    const { text } = fields;
    const reply = fields.start(Field.reply);
    if (reply >= 0 && row.dsn > others) {
      const codes = fingerprint(text, reply, codesEnd(text, reply, fields.end(Field.reply)), false);
      this.scanner.exports.learnSuccess(codes, row.dsn, fields.own ? 1 : 0, row.verdict);
    }
    const local = row.has(Flag.local);
    if (fields.has(Field.relay) && (local || row.relay > others)) this.learnRelay(fields, row, local);
  }

  private learnRelay(fields: Fields, row: Row, local: boolean): void {
    const { text } = fields;
    const start = fields.start(Field.relay);
    const end = fields.end(Field.relay);
    // of two relays in a damaged line the row may have taken words of both
    if (text.indexOf(', relay=', fields.end(Field.recipient)) !== start - 8) return;
    const bracket = text.indexOf('[', start);
    const way = (local ? 1 : 0) + (fields.has(Field.relayIp) || (bracket >= 0 && bracket < end) ? 2 : 0);
    // as it is written: `lmtp` and `none` are no other words
    const program = fingerprint(text, fields.start(Field.program), fields.end(Field.program), false, false);
    this.scanner.exports.learnRelay(fingerprint(text, start, end, false, false), program, isDovecot(fields) ? 1 : 0, row.relay, row.receiver, way);
  }
}

/** `isDovecot` of server/scanner/delivery.ts. */
function isDovecot(fields: Fields): boolean {
  const { text } = fields;
  const start = fields.start(Field.reply);
  const end = fields.end(Field.reply);
  return text.startsWith('250 2.0.0 <', start) && text.startsWith(' Saved', end - 6) && end - 6 >= start;
}
