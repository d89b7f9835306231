import { fingerprint } from '../events/fingerprint.ts';
import { Field, Fields, isTry, Kind, statusNames } from '../formats/fields.ts';
import { phases } from '../smtp/phase.ts';
import type { Summary } from '../summary/summary.ts';
import type { ReplyContext, Verdict } from '../verdict/verdict.ts';
import { Analysis, longestParsed } from './analysis.ts';
import type { Engine } from './engine.ts';
import { LineMemo } from './line-memo.ts';
import type { LogDocument } from './log-document.ts';
import type { Rows } from './rows.ts';

/** What a problem shows of a line: the part it marks (UTF-16), and the line in a few words. */
export interface ShownLine {
  start: number;
  end: number;
  words: string;
}

/** The reply on a line: what it means, null where nobody said anything; its text. */
export interface JudgedLine {
  verdict: Verdict | null;
  text: string | null;
}

/** An open document with what was read from it: what the features work on. */
export class Log {
  readonly document: LogDocument;
  engine: Engine;
  analysis: Analysis;
  /** Lines that problems point at. */
  readonly shown = new LineMemo<ShownLine>();
  private readonly judged = new LineMemo<JudgedLine>();
  private restarts = 0;

  constructor(document: LogDocument, engine: Engine) {
    this.document = document;
    this.engine = engine;
    this.analysis = new Analysis(document, engine);
    document.onEdit = (line) => {
      this.analysis.edited(line);
      this.shown.forget(line);
      this.judged.forget(line);
    };
  }

  /** Reads everything again, by other rules or settings. */
  restart(engine: Engine): void {
    this.engine = engine;
    this.analysis = new Analysis(this.document, engine);
    this.shown.forget(0);
    this.judged.forget(0);
    this.restarts++;
  }

  /** Changes whenever problems may have changed. */
  get revision(): string {
    return `${this.document.version}.${this.restarts}.${this.analysis.revision}`;
  }

  /** The summary of everything, a moment old while the log is being read again; null until it has been read once. For hovers. */
  whole(): Summary | null {
    return this.analysis.whole;
  }

  /** The same; while the log is being read for the first time of what has been read. */
  summary(): Summary | null {
    return this.analysis.summary();
  }

  /** Reads one line anew: parts with their places. */
  parse(line: number): Fields {
    const fields = new Fields();
    fields.wide = true;
    const text = this.document.text.line(line);
    const reader = this.analysis.reader();
    reader.year = this.analysis.yearBefore(line);
    reader.read(text, 0, Math.min(text.length, longestParsed), fields);
    return fields;
  }

  /** What the reply on a line means; null where nobody said anything. */
  verdictOf(fields: Fields): Verdict | null {
    const context = contextOf(fields);
    return context && this.engine.judge.judge(context);
  }

  /** What the reply on a line means, and its text. */
  judgedOn(line: number): JudgedLine {
    return this.judged.of(line, () => {
      const fields = this.parse(line);
      return { verdict: this.verdictOf(fields), text: fields.cut(Field.reply) };
    });
  }

  /** The organisation behind the next hop of a line. */
  receiverOf(fields: Fields): string | null {
    const recipient = fields.cut(Field.recipient) ?? '';
    return this.engine.receiverNames.nameOf(fields.cut(Field.relayHost) ?? '', fields.cut(Field.relayIp) ?? '', domainOf(recipient) ?? '');
  }

  /** Lines of the message with that queue ID around a line (short IDs are used again), in order. Lines from 0. */
  linesOfMessage(queueId: string, line: number): number[] {
    const lines = this.linesWith('queue', fingerprint(queueId, 0, queueId.length, true, false));
    return lifetime(lines, line, (at) => this.kindAt(at));
  }

  /** Lines of other messages that name a queue ID: handed on to it, or a notice created. */
  linesNaming(queueId: string): number[] {
    return this.linesWith('other', fingerprint(queueId, 0, queueId.length, true, false));
  }

  linesOfRecipient(address: string): number[] {
    const key = fingerprint(address);
    return [...new Set([...this.linesWith('recipient', key), ...this.linesWith('original', key)])].sort((a, b) => a - b);
  }

  /**
   * Attempts in this log that were answered the same way: by the same rule, by the same receiver, naming the same IP, domain and list.
   * Numbers only, so that a hover can ask for it.
   */
  similar(verdict: Verdict, receiver: string | null): { attempts: number; recipients: number } {
    const { names } = this.analysis;
    const { list } = names.verdicts;
    const same = new Uint8Array(list.length + 1);
    for (let at = 0; at < list.length; at++) if (isSame(verdict, list[at].verdict)) same[at + 1] = 1;
    const from = verdict.saidBy !== 'remote' ? null : receiver === null ? 0 : names.receivers.find(receiver);
    const recipients = new Set<number>();
    let attempts = 0;
    for (const { rows } of this.document.text.blocks) attempts += countSame(rows, same, from, recipients);
    return { attempts, recipients: recipients.size };
  }

  private linesWith(column: 'queue' | 'other' | 'recipient' | 'original', key: number): number[] {
    const { text } = this.document;
    const found: number[] = [];
    text.blocks.forEach(({ rows }, block) => {
      const values = rows.columns.column(column);
      for (let at = values.indexOf(key); at >= 0; at = values.indexOf(key, at + 1)) found.push(text.firstLine(block) + at);
      if (column !== 'recipient') return;
      for (const [at, further] of rows.further) if (further.some(({ recipient }) => recipient === key)) found.push(text.firstLine(block) + at);
    });
    return found;
  }

  /** Number of `Kind` of a line (from 0). */
  kindAt(line: number): number {
    const { text } = this.document;
    const block = text.blockOf(line);
    return text.blocks[block].rows.columns.kind(line - text.firstLine(block));
  }
}

/** Attempts among rows with one of some verdicts, from one receiver where it matters; their recipients go into a set. */
function countSame({ columns, further }: Rows, same: Uint8Array, from: number | null, recipients: Set<number>): number {
  const [verdicts, kinds, receivers] = [columns.column('verdict'), columns.column('kind'), columns.column('receiver')];
  const [repeats, whom, statuses] = [columns.column('repeat'), columns.column('recipient'), columns.column('status')];
  let attempts = 0;
  for (let at = 0; at < verdicts.length; at++) {
    if (same[verdicts[at]] === 0 || !isTry(kinds[at], statuses[at])) continue;
    if (from !== null && receivers[at] !== from) continue;
    attempts += repeats[at];
    if (whom[at] !== 0) recipients.add(whom[at]);
  }
  for (const [at, rows] of further) {
    for (const { verdict, receiver, recipient } of rows) {
      if (same[verdict] === 0 || (from !== null && receiver !== from)) continue;
      attempts += repeats[at];
      recipients.add(recipient);
    }
  }
  return attempts;
}

/** Cuts the lines that carry one queue ID to those of the message around `line`: from its beginning to its `removed`. */
function lifetime(lines: readonly number[], line: number, kindAt: (line: number) => number): number[] {
  let from = 0;
  for (let at = 0; at < lines.length; at++) {
    const ends = kindAt(lines[at]) === Kind.removed || (at + 1 < lines.length && kindAt(lines[at + 1]) === Kind.client);
    if (!ends && at + 1 < lines.length) continue;
    if (lines[at] >= line || at + 1 === lines.length) return lines.slice(from, at + 1);
    from = at + 1;
  }
  return [...lines];
}

/** What is known about the reply of a line. The same as the row reader gives, so that no screen judges otherwise. */
function contextOf(fields: Fields): ReplyContext | null {
  const text = fields.cut(Field.reply) ?? fields.cut(Field.detail);
  if (text === null) return null;
  return {
    text,
    saidBy: fields.own ? 'own' : 'remote',
    phase: phases[fields.phase],
    relay: fields.cut(Field.relayHost),
    recipientDomain: domainOf(fields.cut(Field.recipient)),
    dsn: fields.cut(Field.dsn),
    status: statusNames[fields.status],
    temporary: fields.temporary,
  };
}

function isSame(one: Verdict, other: Verdict): boolean {
  const { ip, domain, list } = one.named;
  const same = one.rule === other.rule && one.reason === other.reason && one.saidBy === other.saidBy;
  return same && ip === other.named.ip && domain === other.named.domain && list === other.named.list;
}

function domainOf(address: string | null): string | null {
  const at = address?.lastIndexOf('@') ?? -1;
  return at < 0 ? null : (address as string).slice(at + 1).toLowerCase();
}
