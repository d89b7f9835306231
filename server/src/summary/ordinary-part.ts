import type { Tables } from '../events/tables.ts';
import type { Place } from '../messages/message.ts';
import type { Messages } from '../messages/messages.ts';
import { ScannedMessages } from '../ordinary/messages.ts';
import { Scanner } from '../ordinary/scanner.ts';
import type { Aggregates } from './aggregates.ts';
import { addOrdinary } from './ordinary-counts.ts';

/** What it asks its part. */
export interface OrdinaryHost {
  /** Counts so many understood lines of Postfix. */
  addLines(lines: number): void;
  /** A line has this time (coded). */
  seeTime(time: number): void;
  /** Place of line 0 of the input being read. */
  readonly base: Place;
}

/** A part's ordinary lines and messages, which the scanner reads and keeps (ordinary/): counts as `Part.add` does. */
export class OrdinaryPart {
  readonly scanner: Scanner;
  private readonly into: Aggregates;
  private readonly tables: Tables;
  private readonly messages: Messages;
  private readonly host: OrdinaryHost;

  /** @param first see `PartOptions`. */
  constructor(into: Aggregates, tables: Tables, messages: Messages, host: OrdinaryHost) {
    this.into = into;
    this.tables = tables;
    this.messages = messages;
    this.host = host;
    this.scanner = new Scanner(messages);
    messages.share(new ScannedMessages(this.scanner));
  }

  get base(): Place {
    return this.host.base;
  }

  /** The scanner has read so many lines. */
  count(lines: number): void {
    if (lines === 0) return;
    const { seenFirst, seenGreatest, seenLast } = this.scanner.exports;
    this.host.addLines(lines);
    for (const time of [seenFirst.value, seenGreatest.value, seenLast.value]) this.host.seeTime(time);
    this.messages.follow();
  }

  /** Nothing follows: what is closed can change no more. */
  end(): void {
    this.scanner.exports.settleClosed();
    this.messages.follow();
  }

  /** Takes over what has been counted so far. */
  flush(): void {
    addOrdinary(this.into, this.tables, this.scanner);
  }
}
