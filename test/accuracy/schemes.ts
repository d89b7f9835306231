import type { Reason } from '../../server/src/verdict/verdict.ts';

/**
 * Labels of other taxonomies and the reasons that agree with each: the label's family. Sources: sisimai `reason/`, KumoMTA `bounce-classify`, SparkPost's
 * bounce codes, ZoneMTA `config/bounces.txt`, PHPMailer-BMH, Postal Systems' bounce-classifier. Where a scheme is coarser than ours, a label has several reasons.
 */
const blocked: Reason[] = ['blocklist', 'ip-reputation', 'domain-reputation', 'dns-rdns', 'policy'];
const spam: Reason[] = ['spam-content', 'virus'];
const auth: Reason[] = ['auth-spf', 'auth-dkim', 'auth-dmarc', 'auth-missing'];
const gone: Reason[] = ['bad-mailbox', 'moved-mailbox'];
const slow: Reason[] = ['rate-limit', 'greylist', 'too-many-recipients', 'quota'];

const sisimai: Record<string, readonly Reason[]> = {
  authfailure: auth,
  badreputation: ['ip-reputation', 'domain-reputation', 'rate-limit'],
  blocked: [...blocked, 'connection', 'sender-rejected'],
  contenterror: ['message-format', 'spam-content'],
  delivered: ['delivered'],
  emailtoolarge: ['message-size'],
  exceedlimit: ['message-size', 'quota', 'too-many-recipients'],
  expired: ['expired', 'connection'],
  failedstarttls: ['tls'],
  filtered: ['recipient-rejected', 'bad-mailbox'],
  hasmoved: ['moved-mailbox'],
  hostunknown: ['bad-domain', 'routing'],
  mailboxfull: ['mailbox-full'],
  mailererror: ['server-error', 'own-delivery'],
  mesgtoobig: ['message-size'],
  networkerror: ['connection', 'routing'],
  norelaying: ['relay-denied', 'smtp-auth'],
  notaccept: ['bad-domain'],
  notcompliantrfc: ['message-format', 'protocol'],
  onhold: ['greylist', 'server-error'],
  policyviolation: ['policy', 'virus', 'recipient-rejected', 'message-format'],
  ratelimited: ['rate-limit', 'too-many-recipients', 'greylist', 'quota'],
  rejected: ['sender-rejected', 'policy', 'recipient-rejected', 'domain-reputation'],
  requireptr: ['dns-rdns'],
  securityerror: ['smtp-auth', 'auth-missing', 'recipient-rejected', 'policy', 'tls'],
  spamdetected: spam,
  speeding: ['rate-limit'],
  suppressed: ['suppressed'],
  suspend: ['inactive-mailbox'],
  syntaxerror: ['protocol'],
  systemerror: ['server-error', 'routing', 'own-config', 'own-service', 'own-delivery'],
  systemfull: ['server-error', 'mailbox-full', 'own-disk'],
  toomanyconn: ['rate-limit', 'too-many-recipients'],
  userunknown: gone,
  virusdetected: ['virus', 'spam-content'],
};

const kumomta: Record<string, readonly Reason[]> = {
  InvalidRecipient: [...gone, 'recipient-rejected'],
  BadDomain: ['bad-domain'],
  DNSFailure: ['routing', 'bad-domain', 'dns-rdns'],
  InactiveMailbox: ['inactive-mailbox', 'moved-mailbox'],
  InvalidSender: ['sender-rejected'],
  QuotaIssues: ['mailbox-full', 'quota', 'message-size', 'server-error'],
  NoAnswerFromHost: ['connection'],
  BadConnection: ['connection'],
  RoutingErrors: ['routing', 'bad-domain'],
  TransientFailure: ['server-error', 'rate-limit', 'greylist', 'connection', 'routing'],
  MessageExpired: ['expired'],
  ProtocolErrors: ['protocol', 'message-format', 'tls'],
  AuthenticationFailed: [...auth, 'smtp-auth', 'tls'],
  PolicyRelated: ['policy', 'rate-limit', 'recipient-rejected', 'greylist', 'virus', ...auth],
  TooManyRecipients: ['too-many-recipients', 'rate-limit'],
  SpamBlock: [...blocked, 'rate-limit'],
  SpamContent: ['spam-content'],
  SpamRelated: ['spam-content', ...blocked],
  ContentRelated: ['spam-content', 'message-format', 'virus', 'message-size'],
  VirusRelated: ['virus'],
  ProhibitedAttachment: ['virus', 'policy'],
  RelayDenied: ['relay-denied'],
  RelayingIssues: ['relay-denied'],
  BadConfiguration: ['server-error', 'dns-rdns', 'tls', 'smtp-auth', 'routing'],
};

const sparkpost: Record<string, readonly Reason[]> = {
  '10': [...gone, 'inactive-mailbox', 'bad-domain'],
  '20': ['rate-limit', 'greylist', 'connection', 'server-error', 'routing', 'expired'],
  '21': ['routing', 'bad-domain'],
  '22': ['mailbox-full', 'inactive-mailbox'],
  '23': ['message-size'],
  '24': ['connection', 'expired'],
  '25': [
    'policy',
    'sender-rejected',
    'smtp-auth',
    'tls',
    'protocol',
    'too-many-recipients',
    'quota',
    'dns-rdns',
    'recipient-rejected',
    'suppressed',
    ...auth,
  ],
  '30': gone,
  '50': ['recipient-rejected', 'policy', 'ip-reputation', 'domain-reputation', 'sender-rejected'],
  '51': [...blocked, 'rate-limit', ...auth],
  '52': spam,
  '53': ['virus'],
  '54': ['relay-denied'],
  '70': ['rate-limit', 'greylist', 'server-error', 'quota', 'too-many-recipients', 'connection'],
};

const zonemta: Record<string, readonly Reason[]> = {
  rate: slow,
  block: [...blocked, 'sender-rejected', 'recipient-rejected'],
  blacklist: blocked,
  spam: ['spam-content', 'blocklist'],
  message: ['message-format', 'message-size', 'spam-content'],
  config: ['dns-rdns', 'sender-rejected', 'server-error'],
  recipient: [...gone, 'inactive-mailbox'],
  capacity: ['mailbox-full', 'server-error', 'own-disk'],
  greylist: ['greylist'],
  network: ['connection', 'routing', 'expired'],
  protocol: ['protocol'],
  auth: ['smtp-auth', 'tls'],
  virus: ['virus'],
  policy: ['policy'],
};

const bmh: Record<string, readonly Reason[]> = {
  unknown: gone,
  inactive: ['inactive-mailbox', 'bad-mailbox'],
  full: ['mailbox-full'],
  oversize: ['message-size'],
  antispam: ['spam-content', 'policy', 'sender-rejected', ...blocked],
  content_reject: ['spam-content', 'message-format'],
  command_reject: ['relay-denied', 'policy', 'smtp-auth', 'recipient-rejected', 'bad-mailbox', 'server-error'],
  relay: ['relay-denied', 'smtp-auth'],
  sender: ['sender-rejected'],
  user_reject: ['recipient-rejected'],
  policy: ['policy', 'recipient-rejected'],
  internal_error: ['server-error', 'own-config', 'own-disk'],
  dns_unknown: ['bad-domain', 'bad-mailbox'],
  dns_temp: ['routing'],
  dns_loop: ['routing'],
  defer: ['server-error', 'rate-limit', 'greylist'],
  delayed: ['connection', 'expired', 'routing'],
};

const postalsys: Record<string, readonly Reason[]> = {
  user_unknown: gone,
  invalid_address: ['bad-mailbox', 'bad-domain', 'protocol'],
  mailbox_disabled: ['inactive-mailbox'],
  mailbox_full: ['mailbox-full'],
  greylisting: ['greylist', 'rate-limit'],
  rate_limited: slow,
  server_error: ['server-error', 'connection', 'routing'],
  ip_blacklisted: ['blocklist', 'ip-reputation', 'dns-rdns'],
  domain_blacklisted: ['domain-reputation', 'blocklist'],
  auth_failure: [...auth, 'smtp-auth'],
  spam_blocked: spam,
  policy_blocked: ['policy', 'spam-content', 'recipient-rejected'],
  virus_detected: ['virus'],
  geo_blocked: ['ip-reputation', 'policy', 'blocklist'],
  relay_denied: ['relay-denied'],
};

/** RFC 3463 codes as a bounce parser gives them for a wording (PHP-Bounce-Handler `bounce_responses.php`). */
const rfc3463: Record<string, readonly Reason[]> = {
  '4.2.2': ['mailbox-full'],
  '4.3.2': ['server-error', 'greylist', 'rate-limit'],
  '5.1.1': [...gone, 'inactive-mailbox'],
  '5.1.2': ['bad-domain', 'relay-denied', 'bad-mailbox'],
  '5.1.6': ['moved-mailbox', 'bad-mailbox'],
  '5.2.0': ['recipient-rejected', 'server-error', 'policy', 'bad-mailbox'],
  '5.2.1': ['inactive-mailbox', 'bad-mailbox'],
  '5.4.4': ['bad-domain', 'routing'],
  '5.7.1': [...blocked, ...spam, ...auth, 'recipient-rejected', 'sender-rejected'],
};

/** What a help page says of its server's reply, where no single reason of ours is meant. */
const late: Record<string, readonly Reason[]> = {
  recipient: ['recipient-rejected', 'bad-mailbox', 'inactive-mailbox'],
  'recipient-blocked': ['recipient-rejected', 'ip-reputation', 'domain-reputation', 'sender-rejected'],
  temporary: ['greylist', 'server-error', 'rate-limit', 'smtp-auth'],
  spamlimit: ['rate-limit', 'spam-content', 'policy'],
  quotaaccount: ['quota', 'bad-mailbox', 'policy', 'server-error'],
  senderdomain: ['sender-rejected', 'domain-reputation', 'policy', 'ip-reputation'],
  syntaxaddress: ['bad-mailbox', 'protocol', 'sender-rejected', 'message-format'],
  policyany: ['policy', 'recipient-rejected', 'spam-content', 'protocol', 'ip-reputation'],
  expireddns: ['expired', 'routing', 'bad-domain', 'connection'],
  blockedintr: ['ip-reputation', 'rate-limit', 'policy'],
};

/** Reasons that agree with a label of a scheme; null where the scheme or the label is not known. Scheme `own`: the label is a reason of ours, or several with `/` between them. */
export function agreeing(scheme: string, label: string): readonly string[] | null {
  if (scheme === 'own') return label.split('/');
  const table = schemes[scheme];
  return (table && Object.hasOwn(table, label) && table[label]) || null;
}

const schemes: Record<string, Record<string, readonly Reason[]>> = { sisimai, kumomta, sparkpost, zonemta, bmh, postalsys, rfc3463, late };

/** Labels that are never about the recipient's address: `suppress` beside one of them is a fault that costs a sender its list. */
export function isAboutSender(scheme: string, label: string): boolean {
  const reasons = agreeing(scheme, label);
  return reasons !== null && !reasons.some((reason) => aboutRecipient.has(reason));
}

const aboutRecipient = new Set<string>([
  'bad-mailbox',
  'bad-domain',
  'inactive-mailbox',
  'moved-mailbox',
  'mailbox-full',
  'recipient-rejected',
  'suppressed',
]);

/** All labels of all schemes, for tests. */
export function schemeLabels(): [scheme: string, label: string][] {
  return Object.entries(schemes).flatMap(([scheme, table]) => Object.keys(table).map((label): [string, string] => [scheme, label]));
}
