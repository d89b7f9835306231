import { longestParsed } from '../core.ts';
import type { Log } from '../document/log.ts';
import type { FormatId } from '../formats/format.ts';
import type { StatusParams } from '../protocol.ts';
import { count } from './words.ts';

const names: Record<FormatId, string> = { postfix: 'Postfix', exim: 'Exim', sendmail: 'Sendmail', opensmtpd: 'OpenSMTPD', generic: 'Mail log' };

/** Format, lines understood and limits met, for the language status. */
export function statusOf({ document, analysis, engine }: Log): StatusParams {
  const { lines, read, understood, cut, format } = analysis.progress;
  return {
    uri: document.uri,
    version: document.version,
    format,
    formatName: format && names[format],
    lines,
    read,
    understoodLines: format ? understood : 0,
    limits: [
      ...(cut > 0 ? [`${count(cut, 'line')} longer than ${longestParsed.toLocaleString('en-US')} characters: only the beginning is read.`] : []),
      ...engine.complaints,
    ],
  };
}
