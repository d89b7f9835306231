/** An enhanced status code found in a text: `class.subject.detail` (RFC 3463 section 2), details of up to three digits. */
export interface EnhancedSpan {
  /** As written: `5.7.606`. */
  code: string;
  start: number;
  end: number;
}

const isDigit = (c: number) => c >= 0x30 && c <= 0x39;

/**
 * The enhanced code that begins exactly at `start`; null where there is none. Four numbers (an IP address), a fourth digit in a part
 * and classes other than 2, 4 and 5 are none.
 */
export function enhancedAt(text: string, start: number): EnhancedSpan | null {
  const klass = text.charCodeAt(start);
  if ((klass !== 0x32 && klass !== 0x34 && klass !== 0x35) || text.charCodeAt(start + 1) !== 0x2e) return null;
  const subjectEnd = digitsEnd(text, start + 2);
  if (subjectEnd === start + 2 || text.charCodeAt(subjectEnd) !== 0x2e) return null;
  const end = digitsEnd(text, subjectEnd + 1);
  if (end === subjectEnd + 1 || isDigit(text.charCodeAt(end))) return null;
  if (text.charCodeAt(end) === 0x2e && isDigit(text.charCodeAt(end + 1))) return null;
  return { code: text.slice(start, end), start, end };
}

/** Behind at most three digits. */
function digitsEnd(text: string, start: number): number {
  let end = start;
  while (end < start + 3 && isDigit(text.charCodeAt(end))) end++;
  return end;
}

/** 2, 4 or 5; 0 for null. */
export function enhancedClass(code: string | null): number {
  return code ? code.charCodeAt(0) - 0x30 : 0;
}

/** `5.1.1` as `X.1.1`, the way RFC 3463 and the IANA registry write a code of any class. */
export function withoutClass(code: string): string {
  return `X${code.slice(1)}`;
}

/**
 * Whether a code fits what a rule or table names: `5.7.606`, a range of details `5.7.606-649`, `x.7.26` for any class, or `x.4.300-399`.
 */
export function matchesEnhanced(code: string, wanted: string): boolean {
  const [klass, subject, detail] = code.split('.');
  const [wantedClass, wantedSubject, wantedDetail = ''] = wanted.toLowerCase().split('.');
  if ((wantedClass !== 'x' && wantedClass !== klass) || wantedSubject !== subject) return false;
  const [from, to = from] = wantedDetail.split('-');
  return Number(detail) >= Number(from) && Number(detail) <= Number(to);
}
