/**
 * Logs with one JSON object a line, as `journalctl -o json`, Docker's json-file driver, rsyslog, Vector and others write them, told as syslog lines:
 * `2026-11-08T23:58:51.123456Z host program[pid]: message`. Line numbers stay.
 */

type Entry = Record<string, unknown>;

const names = {
  message: ['MESSAGE', 'message', 'msg', 'log', 'short_message'],
  time: ['_SOURCE_REALTIME_TIMESTAMP', '__REALTIME_TIMESTAMP', '@timestamp', 'timestamp', 'time', 'ts', 'date'],
  host: ['_HOSTNAME', 'hostname', 'host', 'syslog_hostname', 'source_host'],
  program: ['SYSLOG_IDENTIFIER', 'program', 'programname', 'appname', 'app_name', 'ident', 'tag', 'syslogtag', '_COMM'],
  pid: ['SYSLOG_PID', '_PID', 'pid', 'procid', 'process_id'],
} as const;

/** Whether a log's first line is an object with a message: text, or the journal's bytes. */
export function isJsonLog(firstLine: string): boolean {
  const entry = entryOf(firstLine);
  return entry !== null && messageOf(entry) !== null && value(entry, 'time') !== null;
}

/** The syslog line of an object; the line itself where it is none. */
export function syslogLine(line: string): string {
  const entry = entryOf(line);
  const message = entry && messageOf(entry);
  if (entry === null || message === null) return line;
  const text = message.replace(/\s*[\r\n]+\s*/g, ' ').trimEnd();
  if (hasHeader.test(text)) return text;
  const program = (value(entry, 'program') ?? '').replace(/\[\d*\]?:?$|:$/, '');
  const pid = value(entry, 'pid');
  const named = program === '' || text.startsWith(`${program}[`) ? '' : `${program}${pid ? `[${pid}]` : ''}: `;
  return `${timeOf(value(entry, 'time'))} ${(value(entry, 'host') ?? 'localhost').replace(/\s/g, '')} ${named}${text}`;
}

/** The message holds a whole syslog line: of a container that writes its own. */
const hasHeader = /^(?:<\d{1,3}>|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\d\d:\d\d)/;

function entryOf(line: string): Entry | null {
  if (!/^\s*\{/.test(line)) return null;
  try {
    return JSON.parse(line) as Entry;
  } catch {
    return null;
  }
}

/** The journal gives what is no UTF-8 as a list of bytes, and what occurs more than once as a list of texts. */
function messageOf(entry: Entry): string | null {
  for (const name of names.message) {
    const message = entry[name];
    if (typeof message === 'string') return message;
    if (!Array.isArray(message)) continue;
    if (message.every((byte) => Number.isInteger(byte))) return String.fromCharCode(...message.slice(0, 65_536));
    if (message.every((text) => typeof text === 'string')) return message.join(' ');
  }
  return null;
}

function value(entry: Entry, what: keyof typeof names): string | null {
  for (const name of names[what]) {
    const found = entry[name];
    const one = Array.isArray(found) ? found[0] : found;
    if (typeof one === 'string' && one !== '') return one;
    if (typeof one === 'number') return String(one);
  }
  return null;
}

/** Microseconds (the journal), milliseconds or seconds since 1970; or a date as it is written. */
function timeOf(time: string | null): string {
  if (time === null || !/^\d+(?:\.\d+)?$/.test(time)) return (time ?? '').replace(' ', 'T');
  const number = Number(time);
  const milliseconds = number > 1e14 ? number / 1000 : number > 1e11 ? number : number * 1000;
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
