/** The SMTP command a reply answers (RFC 5321 section 4.1.1; STARTTLS RFC 3207, AUTH RFC 4954). */
export type Phase = 'connect' | 'ehlo' | 'starttls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'end-of-data';

/** All phases in the order of a session; the position is the number stored in events (0 is "not known"). */
export const phases: readonly (Phase | null)[] = [null, 'connect', 'ehlo', 'starttls', 'auth', 'mail', 'rcpt', 'data', 'end-of-data'];
