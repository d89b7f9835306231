import { phases } from '../../smtp/phase.ts';
import { findCode, startsAt } from '../../source/scan.ts';

const phaseNumber = (name: (typeof phases)[number]): number => phases.indexOf(name);

/** Numbers of the phases as `Fields.phase` stores them. */
export const PhaseNumber = {
  connect: phaseNumber('connect'),
  ehlo: phaseNumber('ehlo'),
  starttls: phaseNumber('starttls'),
  auth: phaseNumber('auth'),
  mail: phaseNumber('mail'),
  rcpt: phaseNumber('rcpt'),
  data: phaseNumber('data'),
  endOfData: phaseNumber('end-of-data'),
} as const;

/** Words by which Postfix names a command, longest first where one begins another. */
const words: readonly (readonly [string, number])[] = [
  ['RCPT', PhaseNumber.rcpt],
  ['MAIL', PhaseNumber.mail],
  ['end of DATA', PhaseNumber.endOfData],
  ['END-OF-MESSAGE', PhaseNumber.endOfData],
  ['message body', PhaseNumber.endOfData],
  ['end of data', PhaseNumber.endOfData],
  ['DATA', PhaseNumber.data],
  ['BDAT', PhaseNumber.endOfData],
  ['EHLO', PhaseNumber.ehlo],
  ['HELO', PhaseNumber.ehlo],
  ['LHLO', PhaseNumber.ehlo],
  ['CONNECT', PhaseNumber.connect],
  ['STARTTLS', PhaseNumber.starttls],
  ['AUTH', PhaseNumber.auth],
  ['VRFY', PhaseNumber.rcpt],
  ['the initial', PhaseNumber.connect],
  ['the EHLO', PhaseNumber.ehlo],
  ['the HELO', PhaseNumber.ehlo],
  ['the LHLO', PhaseNumber.ehlo],
  ['the TLS', PhaseNumber.starttls],
];

/** Phase of the command named at `p`, 0 where it is none that a reply answers for the mail (QUIT, RSET, XFORWARD). */
export function phaseAt(text: string, p: number, end: number): number {
  for (const [word, phase] of words) if (startsAt(text, word, p, end)) return phase;
  return 0;
}

/** Phase of `while receiving the initial server greeting`, `while sending RCPT TO`, ...: `p` is behind `while `. */
export function phaseOfDoing(text: string, p: number, end: number): number {
  if (startsAt(text, 'performing the initial protocol', p, end)) return PhaseNumber.ehlo;
  const space = findCode(text, 32, p, end);
  return space < 0 ? 0 : phaseAt(text, space + 1, end);
}
