import { byFirstLetter, startsWithAny } from '../../source/literals.ts';
import { find, startsAt, until } from '../../source/scan.ts';
import { Field, type Fields } from '../fields.ts';
import { queueIdEnd } from '../postfix/queue-id.ts';
import { bodyStart, eximIdEnd } from './surroundings.ts';

/** Other mail relays by their tag in syslog. */
const programs = new Set(
  'haraka maddy opensmtpd stalwart kumod pmta momentum hMailServer MTA-v4 MTA-v6 zone-mta msmtp ssmtp sSMTP nullmailer-send dma esmtpd courierd courieresmtp courieresmtpd courierfilter'.split(
    ' ',
  ),
);
/** Beginnings: `exim4`, `exim-out`, `sm-mta`, `sm-msp-queue`, `sendmail`, `qmail-send`. */
const families = ['exim', 'sendmail', 'sm-', 'qmail'] as const;

/** First letters of both. */
const mayBegin = new Uint8Array(128);
for (const name of [...programs, ...families, 'smtpd']) mayBegin[name.charCodeAt(0)] = 1;

/** What tells of mail that the relay beside them tells of too: filters, policy services, mailboxes. */
const helpers = new Set(
  (
    'amavis amavisd amavisd-new rspamd rspamd_proxy spamd spamass-milter spampd opendkim opendmarc dkimproxy.out dkimproxy.in openarc postgrey sqlgrey gld milter-greylist ' +
    'policyd policyd-spf python-policyd-spf policyd-weight cbpolicyd cluebringer postfwd clamd clamav-milter clamsmtpd mimedefang mimedefang.pl MailScanner dovecot'
  ).split(' '),
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

/** Whether a line is plainly another mail relay's than Postfix: by its program, or by what only Exim writes. */
export function isRelayLine(fields: Fields): boolean {
  return isRelayProgram(fields) || isRelayBody(fields);
}

/** By its program alone. */
export function isRelayProgram(fields: Fields): boolean {
  if (!fields.has(Field.program)) return false;
  const { text } = fields;
  const start = fields.start(Field.program);
  const end = fields.end(Field.program);
  const first = text.charCodeAt(start);
  if (first > 127 || mayBegin[first] === 0 || isPostfix(text, start, end)) return false;
  for (const family of families) if (startsAt(text, family, start, end)) return until(text, slash, start, end) === end;
  return programs.has(text.slice(start, end)) || isOpenSmtpd(fields, start, end);
}

/** `smtpd` without a slash is OpenSMTPD, unless its words are Postfix's: a writer of logs may have cut `postfix/smtpd`. */
function isOpenSmtpd(fields: Fields, start: number, end: number): boolean {
  const { text, lineEnd } = fields;
  if (end - start !== 5 || !text.startsWith('smtpd', start)) return false;
  const body = fields.start(Field.body);
  return !startsWithAny(text, postfixWords, body, lineEnd) && queueIdEnd(text, body, lineEnd) < 0;
}

const postfixWords = byFirstLetter(['connect from ', 'disconnect from ', 'NOQUEUE: ', 'lost connection after ', 'timeout after ', 'warning: ']);

/** Nearly every line of a log is Postfix's. */
function isPostfix(text: string, start: number, end: number): boolean {
  return end - start > 4 && text.charCodeAt(start) === letterP && startsAt(text, 'post', start, end);
}

/** By what only Exim writes. */
export function isRelayBody(fields: Fields): boolean {
  const { text, lineEnd } = fields;
  const body = bodyStart(fields);
  if (eximIdEnd(text, body, lineEnd) > 0) return true;
  const limit = Math.min(lineEnd, until(text, 10, body, body + 400));
  return eximWords.some((words) => find(text, words, body, limit) >= 0);
}

/** Whether the program is no relay, but repeats what relays were answered. */
export function isHelper(fields: Fields): boolean {
  return fields.has(Field.program) && helpers.has(fields.text.slice(fields.start(Field.program), fields.end(Field.program)));
}

const slash = 47;
const letterP = 112;
