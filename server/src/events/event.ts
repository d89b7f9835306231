import type { StatusName } from '../formats/fields.ts';
import type { FormatId } from '../formats/format.ts';
import type { Phase } from '../smtp/phase.ts';
import type { Action, Permanence, Reason, SaidBy } from '../verdict/verdict.ts';

/** One line of the command line's `events`: schema of CONTRACT; null is "not known". */
export interface MailEvent {
  kind: 'attempt' | 'rejection' | 'probe' | 'expiry';
  /** ISO 8601 in UTC. */
  time: string | null;
  path: string;
  /** From 1. */
  line: number;
  format: FormatId;
  host: string | null;
  /** Postfix's syslog name where it is not `postfix`: `postfix-out`. */
  instance: string | null;
  queueId: string | null;
  messageId: string | null;
  sender: string | null;
  origin: 'local' | 'forwarded' | 'inbound' | 'unknown';
  client: string | null;
  saslUsername: string | null;
  recipient: string | null;
  originalRecipient: string | null;
  relay: string | null;
  receiver: string | null;
  status: StatusName | null;
  saidBy: SaidBy | null;
  replyCode: number | null;
  /** As the server said it. */
  enhancedCode: string | null;
  /** As the log's own field says it. */
  dsn: string | null;
  phase: Phase | null;
  delaySeconds: number | null;
  delays: { queue: number; manager: number; connect: number; transfer: number } | null;
  reason: Reason | null;
  permanence: Permanence | null;
  action: Action | null;
  provider: string | null;
  rule: string | null;
  text: string | null;
}
