import type { Cause } from '../../../server/src/summary/summary.ts';
import type { Reason } from '../../../server/src/verdict/verdict.ts';

export type Severity = 'error' | 'warning' | 'information';

const actNow: Reason[] = [
  'blocklist',
  'auth-spf',
  'auth-dkim',
  'auth-dmarc',
  'auth-missing',
  'smtp-auth',
  'relay-denied',
  'dns-rdns',
  'own-dns',
  'own-tls',
  'own-disk',
  'own-milter',
  'own-config',
  'own-service',
];
const watch: Reason[] = ['ip-reputation', 'domain-reputation', 'rate-limit', 'expired', 'spam-content', 'policy', 'sender-rejected', 'virus', 'tls'];

/** As in the Problems panel: act now, watch, know; a receiver that accepts nothing is watched at least. */
export function severityOf({ reason, receiverAcceptsNothing }: Pick<Cause, 'reason' | 'receiverAcceptsNothing'>): Severity {
  if (actNow.includes(reason)) return 'error';
  return receiverAcceptsNothing || watch.includes(reason) ? 'warning' : 'information';
}
