// Lines a second of one core's time, for header and body: node test/performance/reading.ts [LOG...]
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { formatOf } from '../../server/src/formats/detect.ts';
import { Fields } from '../../server/src/formats/fields.ts';
import { EntryReader } from '../../server/src/formats/reader.ts';
import { frameLines } from '../../server/src/source/lines.ts';

const logs = new URL('../logs/', import.meta.url);
const samples = [
  'postfix-syslog/mail.log',
  'postfix-iso/mail.log',
  'postfix-iso/mail-rfc5424.log',
  'postfix-shortqid/mail.log',
  'exim/mainlog',
  'sendmail/mail.log',
];
const files = process.argv.length > 2 ? process.argv.slice(2) : samples.map((name) => new URL(name, logs).pathname);
const wanted = 300_000;

for (const file of files) {
  const text = readFileSync(file, 'latin1');
  const format = formatOf(text.split('\n', 200));
  const rates: number[] = [];
  for (let round = 0; round < 5; round++) rates.push(measure(text, format ?? 'postfix'));
  rates.sort((a, b) => a - b);
  console.log(
    `${basename(dirname(file))}/${basename(file)} (${format}): ${(rates[4] / 1e6).toFixed(2)} million lines/s (best of 5, median ${(rates[2] / 1e6).toFixed(2)})`,
  );
}

/** Reads the text over and over until enough lines are read. */
function measure(text: string, format: NonNullable<ReturnType<typeof formatOf>>): number {
  const fields = new Fields();
  let lines = 0;
  const start = process.cpuUsage();
  while (lines < wanted) {
    const reader = new EntryReader({ format });
    frameLines(text, 0, true, (from, to) => {
      reader.read(text, from, to, fields);
      lines++;
    });
  }
  const { user, system } = process.cpuUsage(start);
  return lines / ((user + system) / 1e6);
}
