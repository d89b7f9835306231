import { longestParsed } from '../core.ts';
import type { Log } from '../document/log.ts';
import type { FormatId } from '../formats/format.ts';
import type { StatusParams } from '../protocol.ts';
import { grouped } from '../text/number.ts';
import { problemsOf } from './diagnostics.ts';
import { count } from './words.ts';

const names: Record<FormatId, string> = { postfix: 'Postfix', exim: 'Exim', sendmail: 'Sendmail', opensmtpd: 'OpenSMTPD', generic: 'Mail log' };

/** Format, lines understood and limits met, for the language status. */
export function statusOf(log: Log): StatusParams {
  const { document, analysis } = log;
  const { lines, read, understood, cut, format } = analysis.progress;
  return {
    uri: document.uri,
    version: document.version,
    format,
    formatName: format && names[format],
    lines,
    read,
    understoodLines: format ? understood : 0,
    limits: limitsOf(log, cut),
  };
}

function limitsOf(log: Log, cut: number): string[] {
  const limits = [...log.engine.complaints];
  if (cut > 0) limits.push(`${count(cut, 'line')} longer than ${grouped(longestParsed)} characters: only the beginning is read.`);
  const { maximum } = log.engine.problems;
  const hidden = log.analysis.done && maximum > 0 ? problemsOf(log).length - maximum : 0;
  if (hidden > 0) limits.push(`${count(hidden, 'further problem')} not shown (setting mailLog.problems.maximum).`);
  return limits;
}
