import { readFileSync } from 'node:fs';
import { createCalendar, EventWriter, LogFold, type MailEvent, Tables } from '../../server/src/core.ts';
import { plainEngine, reference } from '../unit/summary/fold.ts';

/** The events of a text, as the command line prints them. */
export function eventsOf(text: string, path = 'mail.log'): MailEvent[] {
  const tables = new Tables();
  const writer = new EventWriter(tables);
  const events: MailEvent[] = [];
  const fold = new LogFold(tables, plainEngine(), (row, fields) => {
    const timed = writer.add(row, fields);
    if (timed) events.push({ ...timed.event, time: createCalendar(reference, Number.NaN, Number.NaN).iso(timed.time) });
  });
  writer.open(path);
  fold.begin();
  fold.add(text);
  fold.end();
  return events;
}

/** What the other side recorded: see the field `about` of the truth files. */
export interface Truth {
  submitted: { queueId: string | null; sender: string; recipients: string[]; authenticated: boolean; client: string }[];
  recipients: { address: string; attempts: number; replies: { phase: string; code?: number; enhanced?: string | null }[]; final: Final }[];
  rejections: { stage: string | null; client: string | null; sender: string | null; recipient: string | null; lines: string[] }[];
}

export interface Final {
  outcome: string;
  phase?: string;
  code?: number;
  enhanced?: string | null;
  lines?: string[];
}

const logs = new URL('../logs/', import.meta.url);

export const postfixLogs = [
  { log: 'postfix-syslog/mail.log', truth: 'postfix-syslog' },
  { log: 'postfix-iso/mail.log', truth: 'postfix-iso' },
  { log: 'postfix-iso/mail-rfc5424.log', truth: 'postfix-iso' },
  { log: 'postfix-shortqid/mail.log', truth: 'postfix-shortqid' },
];

export function textOf(name: string): string {
  return readFileSync(new URL(name, logs), 'latin1');
}

export function truthOf(folder: string): Truth {
  return JSON.parse(readFileSync(new URL(`${folder}/truth.json`, logs), 'utf8'));
}
