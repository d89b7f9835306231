import { readFileSync } from 'node:fs';
import { Field, type FieldNumber, Fields, type KindNumber, statusNames } from '../../../server/src/formats/fields.ts';
import { EntryReader, type ReaderOptions } from '../../../server/src/formats/reader.ts';
import { phases } from '../../../server/src/smtp/phase.ts';
import { parseReply } from '../../../server/src/smtp/reply.ts';
import { frameLines } from '../../../server/src/source/lines.ts';

/** What one line told, cut out of it: for comparison in tests only. */
export interface Entry {
  line: number;
  understood: boolean;
  kind: KindNumber;
  time: number;
  status: string | null;
  own: boolean;
  local: boolean;
  handedOn: boolean;
  repeat: number;
  phase: string | null;
  delays: number[];
  code: number;
  enhanced: string | null;
  parts: Partial<Record<keyof typeof Field, string>>;
}

/** What the other side recorded; see the truth files. */
export interface Truth {
  submitted: { queueId: string | null; sender: string; recipients: string[]; authenticated: boolean; client: string }[];
  recipients: { address: string; attempts: number; replies: TruthReply[]; final: TruthReply & { lines?: string[] } }[];
  rejections: { stage: string | null; client: string | null; sender: string | null; recipient: string | null; lines: string[] }[];
  connections: { host: string; phase: string; outcome: string; code: number | null; enhanced: string | null; lines: string[] | null }[];
  mailFrom: { sender: string; code: number; enhanced: string | null; lines: string[] }[];
}

export interface TruthReply {
  phase: string;
  code?: number;
  enhanced?: string | null;
  outcome?: string;
  host?: string;
}

const logs = new URL('../../logs/', import.meta.url);

export function logText(path: string): string {
  return readFileSync(new URL(path, logs), 'latin1');
}

export function truthOf(folder: string): Truth {
  return JSON.parse(readFileSync(new URL(`${folder}/truth.json`, logs), 'utf8'));
}

/** Reads a whole text, line by line, into entries. */
export function entriesOf(text: string, options: ReaderOptions = {}): Entry[] {
  const reader = new EntryReader(options);
  const fields = new Fields();
  const entries: Entry[] = [];
  frameLines(text, 0, true, (start, end) => {
    const understood = reader.read(text, start, end, fields);
    entries.push(entryOf(fields, understood, entries.length + 1));
  });
  return entries;
}

/** Reads one line. */
export function entryOfLine(line: string, options: ReaderOptions = {}): Entry {
  return entriesOf(line, options)[0];
}

function entryOf(fields: Fields, understood: boolean, line: number): Entry {
  const parts: Entry['parts'] = {};
  for (const [name, field] of Object.entries(Field) as [keyof typeof Field, FieldNumber][]) {
    const text = fields.cut(field);
    if (text !== null) parts[name] = text;
  }
  const reply = parseReply(parts.reply ?? '');
  return {
    line,
    understood,
    kind: fields.kind,
    time: fields.time,
    status: statusNames[fields.status],
    own: fields.own,
    local: fields.local,
    handedOn: fields.handedOn,
    repeat: fields.repeat,
    phase: phases[fields.phase],
    delays: [...fields.delays],
    code: reply.code,
    enhanced: reply.enhanced,
    parts,
  };
}
