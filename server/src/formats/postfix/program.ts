import { find } from '../../source/scan.ts';
import { Field, type Fields } from '../fields.ts';

const daemons = new Set(
  (
    'anvil bounce cleanup defer discard dnsblog error flush lmtp local master nqmgr oqmgr pickup pipe postlogd postscreen proxymap proxywrite qmgr qmqpd ' +
    'relay retry scache sendmail showq smtp smtpd spawn tlsmgr tlsproxy trace trivial-rewrite rewrite verify virtual postdrop postqueue postsuper ' +
    'postfix-script postmulti postmulti-script postalias postmap postconf postlog postlock postkick postcat post-install smtps submission submissions'
  ).split(' '),
);
const tools = new Set(
  'postfix-script postmulti postmulti-script postlog postalias postmap postconf post-install postlock postkick postcat'.split(' '),
);

/**
 * Whether the program of the header is Postfix: `postfix/smtp`, `postfix-out/smtp`, `postfix`, and any custom syslog_name with a
 * daemon's name behind the last slash (`mx-out/submission/smtpd`). False where the line names no program.
 */
export function isPostfixProgram(fields: Fields): boolean {
  if (!fields.has(Field.program)) return false;
  const start = fields.start(Field.program);
  const end = fields.end(Field.program);
  if (find(fields.text, 'postfix', start, end) >= 0) return true;
  const last = lastName(fields, start, end);
  return last > start && daemons.has(fields.text.slice(last, end));
}

/** Programs that print what scripts and their users say: `postfix/postfix-script`, `postfix/postlog`. */
export function isPostfixTool(fields: Fields): boolean {
  if (!fields.has(Field.program)) return false;
  const start = fields.start(Field.program);
  const end = fields.end(Field.program);
  return tools.has(fields.text.slice(lastName(fields, start, end), end));
}

function lastName(fields: Fields, start: number, end: number): number {
  let i = end;
  while (i > start && fields.text.charCodeAt(i - 1) !== 47) i--;
  return i;
}
