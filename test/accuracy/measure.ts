import type { Judge, Verdict } from '../../server/src/verdict/verdict.ts';
import { agreeing, isAboutSender } from './schemes.ts';

/** One labelled reply of a TSV file. */
export interface Labelled {
  reply: string;
  label: string;
  scheme: string;
  /** Counted from 1 in its file. */
  line: number;
}

/** A labelled reply and what was made of it. */
export interface Judged extends Labelled {
  verdict: Verdict;
  recognised: boolean;
  /** Null where the scheme does not know the label. */
  agrees: boolean | null;
  /** Advice to suppress a recipient for a reply about the sender. */
  harms: boolean;
}

export interface Figures {
  replies: number;
  recognised: number;
  judged: number;
  agreeing: number;
  harms: number;
}

/** Rows of a file with the columns reply, label, scheme (a header line or empty lines are skipped); throws an Error with the line's number where a column is missing. */
export function readLabelled(text: string): Labelled[] {
  const rows: Labelled[] = [];
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    if (row.trim() === '' || row.startsWith('#') || (index === 0 && /^reply\tlabel\b/i.test(row))) continue;
    const [reply, label, scheme = 'own'] = row.split('\t');
    if (!label) throw new Error(`line ${index + 1}: columns are reply, label, scheme, separated by tabs`);
    rows.push({ reply, label: label.trim(), scheme: scheme.trim() || 'own', line: index + 1 });
  }
  return rows;
}

export function judgeAll(judge: Judge, rows: readonly Labelled[]): Judged[] {
  return rows.map((row) => {
    const verdict = judge.judge({ text: row.reply });
    const reasons = agreeing(row.scheme, row.label);
    return {
      ...row,
      verdict,
      recognised: verdict.reason !== 'other',
      agrees: reasons === null ? null : reasons.includes(verdict.reason),
      harms: verdict.action === 'suppress' && isAboutSender(row.scheme, row.label),
    };
  });
}

export function figuresOf(judged: readonly Judged[]): Figures {
  const count = (test: (row: Judged) => boolean) => judged.filter(test).length;
  return {
    replies: judged.length,
    recognised: count((row) => row.recognised),
    judged: count((row) => row.agrees !== null),
    agreeing: count((row) => row.agrees === true),
    harms: count((row) => row.harms),
  };
}
