import type { Random } from '../../synthetic/random.ts';

const signs = ' ,;:<>[]()"=@/.-_\\\0\x07\x1b\t\r{}%0159AFGZafgz\x7f\x80\xc3\xff';
const longest = 65_536;

type Damage = (random: Random, line: string, others: readonly string[]) => string;

const kinds: Damage[] = [
  (random, line) => replaced(random, line, 1, random.pick([...signs])),
  (random, line) => replaced(random, line, 0, random.pick([...signs])),
  (random, line) => replaced(random, line, 1 + random.below(8), ''),
  (random, line) => line.slice(0, random.below(line.length)),
  (random, line) => line.slice(random.below(line.length)),
  (random, line) => swappedCase(random, line),
  (random, line, others) => line.slice(0, random.below(line.length)) + random.pick(others).slice(random.below(60)),
  (_, line) => `${line} `,
  (_, line) => `${line}\r`,
  (_, line) => `\0\0\0${line}`,
  (_, line) => `\x1b[32m${line}\x1b[0m`,
  (_, line) => `${line}\x1b[0m`,
  (_, line) => `mail-1  | ${line}`,
  (_, line) => `2026-11-08T12:00:00.000000001Z stdout F ${line}`,
  (_, line, others) => `${line} ${others[0]}`,
  (random, line) => line.replace(/\]: (.*)$/, (_, body) => `]: message repeated ${random.below(5)} times: [ ${body}]`),
  (random, line) =>
    line.replace(/\d+(\.\d+)?/g, (number) =>
      random.chance(0.9) ? number : random.pick(['1e+05', '', '.5', '5.', '1.2.3', '99999999999999999999', '-1', '0.4995']),
    ),
  (random, line) => line.replace(/, [a-z_]+=[^,]*/g, (field) => (random.chance(0.8) ? field : random.pick(['', field + field, ',']))),
  (random, line) =>
    line.replace(
      /<[^>]*>/,
      random.pick(['<>', '<"a, b> c"@b.example>', '<a>b@b.example>', '<a@>', '<@>', 'a@b.example', '<"x@b.example>', '<a@b@gmail.example>']),
    ),
  () => '',
  (random) => random.pick(['   ', '-- MARK --', 'postfix/smtp[1]: connect from x[1.2.3.4]', '{', '\tat x']),
  (random, line) => (random.chance(0.05) ? padded(line, longest - 3 + random.below(6)) : line),
];

/** A line as no server writes it, or seldom. @param others lines of the same log. */
export function damage(random: Random, line: string, others: readonly string[]): string {
  return random.pick(kinds)(random, line, others);
}

function replaced(random: Random, line: string, count: number, by: string): string {
  const at = random.below(line.length + 1);
  return line.slice(0, at) + by + line.slice(at + count);
}

function swappedCase(random: Random, line: string): string {
  const at = random.below(line.length + 1);
  const piece = line.slice(at, at + 12);
  return line.slice(0, at) + (random.chance(0.5) ? piece.toUpperCase() : piece.toLowerCase()) + line.slice(at + 12);
}

/** A line of so many characters, made longer where it does no harm. */
export function padded(line: string, length: number): string {
  const at = Math.max(line.indexOf('(250 ') + 5, line.indexOf('message-id=<') + 12, line.indexOf('connect from ') + 13, 40);
  return line.slice(0, at) + 'x'.repeat(Math.max(0, length - line.length)) + line.slice(at);
}
