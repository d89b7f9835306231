import { find, startsAt } from '../../source/scan.ts';
import { Field, type Fields, Kind, Status } from '../fields.ts';
import type { Format } from '../format.ts';
import { PhaseNumber } from '../postfix/phase.ts';
import { unwrapRepeated } from '../repeated.ts';
import { readOutcome, readSendmailRefusal } from './outcome.ts';
import { readEximRefusal, settleRefusal } from './refusal.ts';
import { isHelper } from './relay.ts';
import { findReply } from './reply.ts';
import { bodyStart, eximIdEnd, readSurroundings } from './surroundings.ts';

/**
 * Any other relay's text log, a session, a bounce message, an application's error: lines that hold an SMTP reply, with what is plainly
 * said around it. Lines without one are `plain` where they have a header: nothing more is claimed about such a log.
 */
export const generic: Format = { id: 'generic', name: 'SMTP replies', parse };

function parse(fields: Fields): boolean {
  unwrapRepeated(fields);
  const body = bodyOf(fields);
  if (isHelper(fields)) return plain(fields);
  if (readEximRefusal(fields, body)) return true;
  const found = speaksFtp(fields) ? null : findReply(fields.text, body, fields.lineEnd);
  if (found !== null) {
    fields.kind = found.continued ? Kind.plain : Kind.reply;
    if (found.continued) return true;
    fields.set(Field.reply, found.start, found.end);
    fields.own = found.own;
    readSurroundings(fields, body, found.start, found.end);
    settleStatus(fields, found.code);
    if (isRetold(fields, body) || isRefusedLogin(fields, found.code)) return plain(fields);
    // its queue ID is of a message that was not taken
    if (fields.own && found.code >= 400) {
      settleRefusal(fields, body);
      fields.unset(Field.queueId);
    }
    if (isMadeUp(fields, found.start)) fields.own = true;
    return true;
  }
  if (readSendmailSent(fields, body) || readOutcome(fields, body) || readSendmailRefusal(fields, body)) return true;
  if (!fields.has(Field.timestamp)) return false;
  fields.kind = Kind.plain;
  return true;
}

/**
 * sendmail leaves the code out where a next hop took the mail: `to=<a@b>, ..., mailer=esmtp, relay=host. [ip], dsn=2.0.0, stat=Sent (Ok: queued as X)`.
 * What it delivered itself (mailer=local) is no reply.
 */
function readSendmailSent(fields: Fields, body: number): boolean {
  const { text, lineEnd } = fields;
  const stat = find(text, ', stat=Sent (', body, Math.min(lineEnd, body + longestSendmail));
  if (stat < 0 || find(text, ', relay=', body, stat) < 0 || find(text, ', mailer=local', body, stat) >= 0) return false;
  const start = stat + 13;
  const end = text.charCodeAt(lineEnd - 1) === 41 ? lineEnd - 1 : lineEnd;
  fields.kind = Kind.reply;
  fields.set(Field.reply, start, Math.max(start, end));
  readSurroundings(fields, body, start, lineEnd);
  fields.status = Status.delivered;
  fields.phase = PhaseNumber.endOfData;
  return true;
}

/** A line's beginning in which sendmail says how a delivery went. */
const longestSendmail = 2000;

/** A line of Exim that is about a message, `ID H=host [ip]: ...`, has no host and program, though what follows the time looks so. */
function bodyOf(fields: Fields): number {
  const { text, lineEnd } = fields;
  const behind = fields.end(Field.timestamp) + 1;
  if (fields.has(Field.host) && eximIdEnd(text, behind, lineEnd) > 0) {
    for (const field of [Field.host, Field.program, Field.pid]) fields.unset(field);
    fields.set(Field.body, behind, lineEnd);
  }
  return bodyStart(fields);
}

/**
 * Lines that tell of a reply beside the line that is about the recipient: Exim's `ID H=host [ip]: SMTP error from remote mail server ...` (a
 * `==`, `**` or `=>` of the same message follows), sendmail's `ruleset=tls_server` (its `to=` line follows), and what OpenSMTPD's receiving side answered
 * to its own failure reports, which it hands in with `RCPT TO: <` (clients leave the blank out, RFC 5321 section 3.3). The reply stays explained;
 * nothing counts twice.
 */
function isRetold(fields: Fields, body: number): boolean {
  const { text, lineEnd } = fields;
  const id = eximIdEnd(text, body, lineEnd);
  if (id > 0) return startsAt(text, 'H=', id + 1, lineEnd);
  if (startsAt(text, 'configured error code starts with incorrect digit', body, lineEnd)) return true;
  if (startsAt(text, 'ruleset=tls_', body, lineEnd) || startsAt(text, 'warn: PermFail injecting failure report ', body, lineEnd)) return true;
  return startsAt(text, ' smtp failed-command command="RCPT TO: <', body + 16, lineEnd);
}

/** Where a connection broke, sendmail writes a reply of its own: `reply=421 4.4.1 Connection reset by mx.example., stat=Deferred`. */
function isMadeUp({ text, lineEnd }: Fields, reply: number): boolean {
  return (
    startsAt(text, 'reply=421 4.4.1 Connection reset by ', reply - 6, lineEnd) ||
    startsAt(text, 'reply=451 4.4.1 reply: read error from ', reply - 6, lineEnd)
  );
}

/** Passwords that are guessed are no mail that was refused: RFC 4954, section 6. */
function isRefusedLogin(fields: Fields, code: number): boolean {
  return fields.own && (fields.phase === PhaseNumber.auth || code === 530 || code === 534 || code === 535 || code === 538);
}

function plain(fields: Fields): true {
  fields.kind = Kind.plain;
  fields.status = Status.none;
  fields.unset(Field.recipients);
  return true;
}

/** FTP (RFC 959) has replies of the same form: `vsftpd[12]: 550 Failed to open file.` */
function speaksFtp(fields: Fields): boolean {
  return fields.has(Field.program) && find(fields.text, 'ftp', fields.start(Field.program), fields.end(Field.program)) >= 0;
}

/** Where the line does not say what became of the recipient, the code's class does. */
function settleStatus(fields: Fields, code: number): void {
  if (fields.status === Status.delivered && code >= 400) fields.status = Status.none;
  if (fields.own && code >= 400) fields.status = Status.rejected;
  else if (fields.status === Status.none && fields.has(Field.recipient) && code >= 400)
    fields.status = code >= 500 ? Status.bounced : Status.deferred;
  if (fields.status === Status.delivered) fields.phase = PhaseNumber.endOfData;
}
