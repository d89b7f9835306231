/** `npm run accuracy [-- FILE.tsv ...]`: coverage, agreement with labels, each disagreement. Without a file: the project's own sets. Exit 2: wrong usage. */
import { readFileSync } from 'node:fs';
import { defaultKnowledge } from '../../server/src/knowledge/default.ts';
import { createJudge } from '../../server/src/verdict/judge.ts';
import { type Figures, figuresOf, type Judged, judgeAll, readLabelled } from './measure.ts';

const own = ['labelled.tsv', 'heldout.tsv', 'late.tsv', 'fresh.tsv', 'wild.tsv', 'composed.tsv', 'second.tsv', 'third.tsv', 'fourth.tsv'].map(
  (name) => `${import.meta.dirname}/${name}`,
);
const files = process.argv.slice(2);

const percent = (part: number, whole: number) => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`);

function line(name: string, { replies, recognised, judged, agreeing, harms }: Figures): string {
  return [
    name.padEnd(28),
    `replies ${String(replies).padStart(5)}`,
    `recognised ${percent(recognised, replies).padStart(7)}`,
    `agreeing ${percent(agreeing, judged).padStart(7)}`,
    `suppress on sender's replies ${harms}`,
  ].join('  ');
}

function print(name: string, judged: readonly Judged[]) {
  console.log(line(name, figuresOf(judged)));
  const schemes = [...new Set(judged.map(({ scheme }) => scheme))].sort();
  if (schemes.length > 1) for (const scheme of schemes) console.log(line(`  ${scheme}`, figuresOf(judged.filter((row) => row.scheme === scheme))));
  for (const { line: number, scheme, label, reply, verdict, agrees, recognised, harms } of judged) {
    if (agrees !== false && recognised && !harms) continue;
    const note = harms ? 'SUPPRESS ' : agrees === null ? 'label not known ' : '';
    console.log(`    ${number}: ${note}${scheme} ${label} | ${verdict.reason} by ${verdict.rule ?? '-'} | ${reply.slice(0, 200)}`);
  }
}

try {
  const judge = createJudge(defaultKnowledge());
  for (const file of files.length > 0 ? files : own) print(file.split('/').at(-1)!, judgeAll(judge, readLabelled(readFileSync(file, 'utf8'))));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
