import { byFirstLetter, startsWithAny } from '../../source/literals.ts';
import { find, findCode, startsAt } from '../../source/scan.ts';
import { Field, type Fields, Kind } from '../fields.ts';
import { isPostfixProgram } from './program.ts';
import { queueIdEnd } from './queue-id.ts';

const severities: readonly (readonly [string, number])[] = [
  ['warning: ', 1],
  ['error: ', 2],
  ['fatal: ', 3],
  ['panic: ', 4],
];

/**
 * `warning: `, `error: `, `fatal: `, `panic: ` of any daemon at `p`: trouble of this server, except what a
 * warning says about strangers (their names, their logins, their commands). Only under Postfix's own name. @returns whether it is one.
 */
export function readWarning(fields: Fields, p: number): boolean {
  const { text, lineEnd } = fields;
  for (const [word, severity] of severities) {
    if (!startsAt(text, word, p, lineEnd)) continue;
    // sshd and many others write `error: ` and `fatal: ` too
    if (!isPostfixProgram(fields)) return false;
    fields.severity = severity;
    fields.own = true;
    const detail = p + word.length;
    fields.set(Field.detail, detail, lineEnd);
    const idEnd = queueIdEnd(text, detail, lineEnd);
    if (idEnd > 0 && !fields.has(Field.queueId)) fields.set(Field.queueId, detail, idEnd);
    const said = idEnd > 0 ? idEnd + 2 : detail;
    fields.kind = severity === 1 && isNoise(text, Math.min(said, lineEnd), lineEnd) ? Kind.plain : Kind.trouble;
    if (fields.kind === Kind.plain) fields.severity = 0;
    return true;
  }
  return false;
}

/** Warnings about others, or advice that follows another warning: by their beginning. */
const beginnings = [
  'hostname ',
  'numeric hostname',
  'numeric domain name in resource data',
  'malformed domain name in resource data',
  'valid_hostname: ',
  'valid_ipv4_hostaddr: ',
  'valid_ipv6_hostaddr: ',
  'valid_mailhost_addr: ',
  'non-SMTP command from ',
  'non-ESMTP response from ',
  'Illegal address syntax from ',
  'Connection rate limit exceeded: ',
  'Connection concurrency limit exceeded: ',
  'Message delivery request rate limit exceeded: ',
  'Recipient address rate limit exceeded: ',
  'New TLS session rate limit exceeded: ',
  'AUTH command rate limit exceeded: ',
  'no MX host for ',
  'no MX host ',
  'Unable to look up MX host',
  'Unable to look up NS host',
  'bad size limit ',
  'to prevent loss of mail, turn off ',
  'for instructions see ',
  'please avoid flushing ',
  'to avoid this condition',
  'see http',
  'lots of deferred mail',
  'you may need ',
  'message has been queued for ',
  'getpeername: ',
  'network_biopair_interop: ',
  'Read failed in network_biopair_interop',
  'Write failed in network_biopair_interop',
  'Untrusted ',
  'header ',
  'ptr record ',
  'DNS CNAME ',
  'mailer loop',
  'Peer ',
  'peer ',
  'TLS SNI ',
  'pipelining ',
  'dict_nis_init: NIS domain name not set',
];

const beginningsByFirst = byFirstLetter(beginnings);

/** The same by words further on in a warning about a client, `name[ip]: ...`. */
const furtherOn = byFirstLetter([
  'SASL ',
  'sent message header instead of SMTP command',
  'sent non-SMTP command',
  'address not listed for hostname ',
  'verification failed: ',
  'does not resolve to address ',
  'command pipelining ',
]);

/** Words that prove trouble here even in such a warning. */
const ownTrouble = ['Connection lost to authentication server', 'Temporary authentication failure', 'cannot connect to '];

const loginFailures = [
  'Password verification failed',
  'no secret in database',
  'user not found',
  'bad protocol',
  'authentication failure',
  'one-time',
];

function isNoise(text: string, p: number, end: number): boolean {
  if (startsAt(text, 'mailer loop', p, end)) return false;
  if (startsWithAny(text, beginningsByFirst, p, end)) return true;
  if (startsAt(text, 'TLS library problem: ', p, end)) return !isOwnTls(text, p, end);
  if (startsAt(text, 'SASL authentication failure: ', p, end)) return contains(text, loginFailures, p + 29, end);
  for (let i = findCode(text, 32, p, end); i >= 0; i = findCode(text, 32, i + 1, end)) {
    if (startsWithAny(text, furtherOn, i + 1, end)) return !contains(text, ownTrouble, p, end);
  }
  return false;
}

/** Errors of our own key, certificate and files, not of a handshake with a peer. */
const ownTls = ['No such file', 'PEM', 'key values mismatch', 'ermission denied', 'bss_file', 'system library', 'ee key too small', 'ca md too weak'];

function isOwnTls(text: string, p: number, end: number): boolean {
  return contains(text, ownTls, p, end);
}

function contains(text: string, words: readonly string[], p: number, end: number): boolean {
  for (const word of words) if (find(text, word, p, end) >= 0) return true;
  return false;
}
