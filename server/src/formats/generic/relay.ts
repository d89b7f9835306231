import { find, until } from '../../source/scan.ts';
import { Field, type Fields } from '../fields.ts';
import { eximIdEnd } from './surroundings.ts';

/** `smtpd` without a slash is OpenSMTPD. */
const programs = new Set(
  'exim exim4 exim-in exim-out sendmail sm-mta sm-msp-queue sm-acceptingconnections MTA-v4 haraka qmail qmail-send maddy smtpd stalwart kumod pmta opensmtpd momentum hMailServer'.split(
    ' ',
  ),
);
const eximWords = [
  'rejected RCPT <',
  'rejected MAIL <',
  'rejected after DATA',
  'rejected connection in',
  'rejected EHLO',
  'rejected HELO',
  'Start queue run',
  'End queue run',
  'sender verify fail for <',
];

/** Whether a line without a reply is plainly another mail relay's: by its program, or by what only Exim writes. */
export function isRelayLine(fields: Fields): boolean {
  const { text, lineEnd } = fields;
  if (fields.has(Field.program) && programs.has(text.slice(fields.start(Field.program), fields.end(Field.program)))) return true;
  const body = fields.start(Field.body);
  if (eximIdEnd(text, body, lineEnd) > 0) return true;
  const limit = Math.min(lineEnd, until(text, 10, body, body + 400));
  return eximWords.some((words) => find(text, words, body, limit) >= 0);
}
