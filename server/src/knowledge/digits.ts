/** What the digits of a reply code say (RFC 5321 section 4.2.1). */

const firstDigit: Record<number, string> = {
  2: 'success',
  3: 'go on: the server waits for more',
  4: 'temporary: try again later',
  5: 'permanent: not again unchanged',
};

/** The third group belongs to RFC 4954 in practice; RFC 5321 leaves x3x and x4x open. */
const secondDigit: Record<number, string> = {
  0: 'syntax',
  1: 'information',
  2: 'connection',
  3: 'login (by habit; RFC 5321 leaves x3x open)',
  4: 'not specified',
  5: 'mail system',
};

const subjects: Record<string, string> = {
  0: 'no subject given',
  1: 'address',
  2: 'mailbox',
  3: 'mail system',
  4: 'network and routing',
  5: 'mail protocol',
  6: 'content',
  7: 'security or policy',
};

const classes: Record<string, string> = { 2: 'success', 4: 'temporary', 5: 'permanent' };

/** "5 permanent: not again unchanged · x5x mail system · xx0 tells the cases apart". */
export function explainDigits(code: number): string {
  const first = Math.floor(code / 100);
  const second = Math.floor(code / 10) % 10;
  return `${first} ${firstDigit[first] ?? 'no class of RFC 5321'} · x${second}x ${secondDigit[second] ?? 'not specified'} · xx${code % 10} tells cases of this group apart`;
}

/** "5 permanent · x.1 address · x.x.1 the detail" (RFC 3463 sections 2 and 3); null for what is no enhanced code. */
export function explainEnhanced(code: string): string | null {
  const [klass, subject, detail] = code.split('.');
  if (!classes[klass] || detail === undefined) return null;
  const registered = detail.length < 3 ? 'the detail' : 'a detail that the vendor defines';
  return `${klass} ${classes[klass]} · x.${subject} ${subjects[subject] ?? 'a subject that RFC 3463 does not know'} · x.x.${detail} ${registered}`;
}
