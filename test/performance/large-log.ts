import { readFileSync } from 'node:fs';

const sample = new URL('../logs/postfix-syslog/mail.log', import.meta.url);
const queueId = /\b4jY[0-9A-Za-z]{12}\b/g;

/**
 * A log of at least `bytes` bytes made of a real one, again and again: each round an hour later, with queue IDs and message-ids of its own, so that
 * no two messages are taken for one.
 */
export function largeLog(bytes: number): string {
  const lines = readFileSync(sample, 'utf8').split('\n').filter(Boolean);
  const rounds: string[] = [];
  for (let size = 0, round = 0; size < bytes; round++) {
    const text = roundOf(lines, round);
    rounds.push(text);
    size += text.length;
  }
  return rounds.join('');
}

/** One round of the sample, `count` lines of it. */
export function roundOf(lines: readonly string[], round: number, count = lines.length): string {
  const mark = round.toString(36).padStart(3, '0').slice(-3);
  const start = Date.UTC(2026, 0, 5) + round * 3_600_000;
  return lines
    .slice(0, count)
    .map((line, at) => `${stampOf(start + at * 1000)}${line.slice(15).replace(queueId, (id) => id.slice(0, 3) + mark + id.slice(6))}\n`)
    .join('');
}

export function sampleLines(): string[] {
  return readFileSync(sample, 'utf8').split('\n').filter(Boolean);
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** BSD syslog: "Nov  8 23:58:41". */
function stampOf(time: number): string {
  const date = new Date(time);
  return `${months[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)}`;
}
