import { firstLines } from '../source/lines.ts';
import { Field, Fields, Kind } from './fields.ts';
import type { FormatId } from './format.ts';
import { isRelayLine } from './generic/relay.ts';
import { isPostfixProgram } from './postfix/program.ts';
import { EntryReader } from './reader.ts';

/** More lines tell nothing new. */
const mostLines = 400;
/** Another relay's lines without any reply: so many show its log. */
const fewestRelayLines = 3;

/**
 * Finds out how a log is written from its first lines (line endings removed); null where nothing shows a mail log: an ordinary log of a kernel,
 * a web server, an application. Precision first: a log is a mail log when a line of Postfix names a message or a daemon, or a line of another
 * relay holds an SMTP reply; single numbers prove nothing. Where Postfix and another relay share a log, each line is read as its own
 * (EntryReader); lines that do not say whose they are, as Postfix's.
 */
export function formatOf(lines: readonly string[]): FormatId | null {
  const sample = lines.slice(0, mostLines);
  const seen = count(sample, 'postfix');
  if (seen.tagged > 0 || (seen.certain > 0 && seen.own >= seen.others)) return 'postfix';
  const replies = count(sample, 'generic');
  return replies.certain > 0 || replies.own >= fewestRelayLines ? 'generic' : null;
}

/** Words that hardly any other log holds. */
const mailWords = /postfix[/\w-]{0,40}\[|status=|\bto=<|\bsaid: /;

/** The same for text in which mail may be rare among other lines: looks from the first line on that may tell of mail. */
export function detectAmong(text: string): FormatId | null {
  const at = text.search(mailWords);
  return at < 0 ? null : formatOf(firstLines(text.slice(text.lastIndexOf('\n', at) + 1)));
}

interface Count {
  /** Lines that only this format writes. */
  certain: number;
  /** Those that name it as their program. */
  tagged: number;
  /** Lines of the mail server, certain or not. */
  own: number;
  /** Lines that are plainly another relay's. */
  others: number;
}

/** Stops at the first line that decides. */
function count(sample: readonly string[], format: 'postfix' | 'generic'): Count {
  const reader = new EntryReader({ format });
  const fields = new Fields();
  fields.wide = true;
  const result: Count = { certain: 0, tagged: 0, own: 0, others: 0 };
  for (const line of sample) {
    if (line.trim() === '') continue;
    const understood = reader.read(line, 0, line.length, fields);
    const isOwn = reader.format.id === format;
    const certain = understood && isOwn && (format === 'postfix' ? isCertain(fields) : fields.kind === Kind.reply);
    if (certain) result.certain++;
    if (certain && format === 'postfix' && isPostfixProgram(fields)) result.tagged++;
    if (certain || (format === 'postfix' ? isPostfixProgram(fields) : isRelayLine(fields))) result.own++;
    else if (isRelayLine(fields)) result.others++;
    if (result.tagged > 0) break;
  }
  return result;
}

/** A message's line, or a plain one under Postfix's own name. */
function isCertain(fields: Fields): boolean {
  if (fields.kind === Kind.unknown) return false;
  if (fields.kind === Kind.plain || fields.kind === Kind.trouble) return isPostfixProgram(fields);
  return fields.has(Field.queueId) || fields.kind === Kind.rejection || fields.kind === Kind.connection || isPostfixProgram(fields);
}
