/** The SMTP command a reply answers (RFC 5321 section 4.1.1; STARTTLS RFC 3207, AUTH RFC 4954). */
export type Phase = 'connect' | 'ehlo' | 'starttls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'end-of-data';

/** All phases in the order of a session; the position is the number stored in events (0 is "not known"). */
export const phases: readonly (Phase | null)[] = [null, 'connect', 'ehlo', 'starttls', 'auth', 'mail', 'rcpt', 'data', 'end-of-data'];

/** In the order of the tests: what is named first wins ("end of data" also holds "data"). */
const words: readonly (readonly [string, Phase])[] = [
  ['end of data', 'end-of-data'],
  ['end-of-data', 'end-of-data'],
  ['end-of-message', 'end-of-data'],
  ['message body', 'end-of-data'],
  ['bdat', 'end-of-data'],
  ['greeting', 'connect'],
  ['banner', 'connect'],
  ['connect', 'connect'],
  ['rcpt', 'rcpt'],
  ['vrfy', 'rcpt'],
  ['mail', 'mail'],
  ['starttls', 'starttls'],
  ['ehlo', 'ehlo'],
  ['helo', 'ehlo'],
  ['lhlo', 'ehlo'],
  ['auth', 'auth'],
  ['data', 'data'],
];

/**
 * The phase that a log's words for a command name: `RCPT TO`, `end of DATA command`, `RCPT from` (smtpd's NOQUEUE lines), `END-OF-MESSAGE`,
 * `initial server greeting`, `LHLO`. Without case; null for others (`QUIT`, `RSET`, `NOOP`, ...), which decide nothing about a message.
 */
export function phaseOf(command: string): Phase | null {
  const lower = command.toLowerCase();
  return words.find(([word]) => lower.includes(word))?.[1] ?? null;
}

/** "at RCPT", "in the greeting", "after DATA": where in the session, for a sentence. */
export const phaseWords: Readonly<Record<Phase, string>> = {
  connect: 'in the greeting',
  ehlo: 'at EHLO',
  starttls: 'at STARTTLS',
  auth: 'at AUTH',
  mail: 'at MAIL FROM',
  rcpt: 'at RCPT',
  data: 'at DATA',
  'end-of-data': 'after DATA',
};
