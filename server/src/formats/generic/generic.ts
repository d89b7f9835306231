import { find } from '../../source/scan.ts';
import { Field, type Fields, Kind, Status } from '../fields.ts';
import type { Format } from '../format.ts';
import { PhaseNumber } from '../postfix/phase.ts';
import { findReply } from './reply.ts';
import { readSurroundings } from './surroundings.ts';

/**
 * Any other relay's text log, a session, a bounce message, an application's error: lines that hold an SMTP reply, with what is plainly
 * said around it. Lines without one are `plain` where they have a header: nothing more is claimed about such a log.
 */
export const generic: Format = { id: 'generic', name: 'SMTP replies', parse };

function parse(fields: Fields): boolean {
  const body = fields.start(Field.body);
  const found = speaksFtp(fields) ? null : findReply(fields.text, body, fields.lineEnd);
  if (found !== null) {
    fields.kind = found.continued ? Kind.plain : Kind.reply;
    if (found.continued) return true;
    fields.set(Field.reply, found.start, found.end);
    fields.own = found.own;
    readSurroundings(fields, body, found.start, found.end);
    settleStatus(fields, found.code);
    return true;
  }
  if (!fields.has(Field.timestamp)) return false;
  fields.kind = Kind.plain;
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
