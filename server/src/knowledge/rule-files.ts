import aliyun from '../../data/rules/aliyun.json' with { type: 'json' };
import amazonses from '../../data/rules/amazonses.json' with { type: 'json' };
import anyAuthDkim from '../../data/rules/any-auth-dkim.json' with { type: 'json' };
import anyAuthDmarc from '../../data/rules/any-auth-dmarc.json' with { type: 'json' };
import anyAuthMissing from '../../data/rules/any-auth-missing.json' with { type: 'json' };
import anyAuthSpf from '../../data/rules/any-auth-spf.json' with { type: 'json' };
import anyBadDomain from '../../data/rules/any-bad-domain.json' with { type: 'json' };
import anyBadMailbox from '../../data/rules/any-bad-mailbox.json' with { type: 'json' };
import anyBlocklist from '../../data/rules/any-blocklist.json' with { type: 'json' };
import anyConnection from '../../data/rules/any-connection.json' with { type: 'json' };
import anyDnsRdns from '../../data/rules/any-dns-rdns.json' with { type: 'json' };
import anyDomainReputation from '../../data/rules/any-domain-reputation.json' with { type: 'json' };
import anyExpired from '../../data/rules/any-expired.json' with { type: 'json' };
import anyGreylist from '../../data/rules/any-greylist.json' with { type: 'json' };
import anyInactiveMailbox from '../../data/rules/any-inactive-mailbox.json' with { type: 'json' };
import anyIpReputation from '../../data/rules/any-ip-reputation.json' with { type: 'json' };
import anyMailboxFull from '../../data/rules/any-mailbox-full.json' with { type: 'json' };
import anyMessageFormat from '../../data/rules/any-message-format.json' with { type: 'json' };
import anyMessageSize from '../../data/rules/any-message-size.json' with { type: 'json' };
import anyMovedMailbox from '../../data/rules/any-moved-mailbox.json' with { type: 'json' };
import anyPolicy from '../../data/rules/any-policy.json' with { type: 'json' };
import anyProtocol from '../../data/rules/any-protocol.json' with { type: 'json' };
import anyQuota from '../../data/rules/any-quota.json' with { type: 'json' };
import anyRateLimit from '../../data/rules/any-rate-limit.json' with { type: 'json' };
import anyRecipientRejected from '../../data/rules/any-recipient-rejected.json' with { type: 'json' };
import anyRelayDenied from '../../data/rules/any-relay-denied.json' with { type: 'json' };
import anyRouting from '../../data/rules/any-routing.json' with { type: 'json' };
import anySenderRejected from '../../data/rules/any-sender-rejected.json' with { type: 'json' };
import anyServerError from '../../data/rules/any-server-error.json' with { type: 'json' };
import anySites from '../../data/rules/any-sites.json' with { type: 'json' };
import anySmtpAuth from '../../data/rules/any-smtp-auth.json' with { type: 'json' };
import anySpamContent from '../../data/rules/any-spam-content.json' with { type: 'json' };
import anySuppressed from '../../data/rules/any-suppressed.json' with { type: 'json' };
import anyTls from '../../data/rules/any-tls.json' with { type: 'json' };
import anyTooManyRecipients from '../../data/rules/any-too-many-recipients.json' with { type: 'json' };
import anyVirus from '../../data/rules/any-virus.json' with { type: 'json' };
import anyWords from '../../data/rules/any-words.json' with { type: 'json' };
import anyWordsMailbox from '../../data/rules/any-words-mailbox.json' with { type: 'json' };
import aol from '../../data/rules/aol.json' with { type: 'json' };
import apple from '../../data/rules/apple.json' with { type: 'json' };
import att from '../../data/rules/att.json' with { type: 'json' };
import barracuda from '../../data/rules/barracuda.json' with { type: 'json' };
import blockLists from '../../data/rules/block-lists.json' with { type: 'json' };
import cloudflare from '../../data/rules/cloudflare.json' with { type: 'json' };
import comcast from '../../data/rules/comcast.json' with { type: 'json' };
import cox from '../../data/rules/cox.json' with { type: 'json' };
import exchange from '../../data/rules/exchange.json' with { type: 'json' };
import exim from '../../data/rules/exim.json' with { type: 'json' };
import facebook from '../../data/rules/facebook.json' with { type: 'json' };
import forwardingServices from '../../data/rules/forwarding-services.json' with { type: 'json' };
import free from '../../data/rules/free.json' with { type: 'json' };
import gateways from '../../data/rules/gateways.json' with { type: 'json' };
import godaddy from '../../data/rules/godaddy.json' with { type: 'json' };
import google from '../../data/rules/google.json' with { type: 'json' };
import improvmx from '../../data/rules/improvmx.json' with { type: 'json' };
import koreanMail from '../../data/rules/korean-mail.json' with { type: 'json' };
import laposte from '../../data/rules/laposte.json' with { type: 'json' };
import localDelivery from '../../data/rules/local-delivery.json' with { type: 'json' };
import mailru from '../../data/rules/mailru.json' with { type: 'json' };
import microsoft365 from '../../data/rules/microsoft365.json' with { type: 'json' };
import mimecast from '../../data/rules/mimecast.json' with { type: 'json' };
import nemesis from '../../data/rules/nemesis.json' with { type: 'json' };
import netease from '../../data/rules/netease.json' with { type: 'json' };
import orange from '../../data/rules/orange.json' with { type: 'json' };
import outlook from '../../data/rules/outlook.json' with { type: 'json' };
import postfix from '../../data/rules/postfix.json' with { type: 'json' };
import postfixTrouble from '../../data/rules/postfix-trouble.json' with { type: 'json' };
import proofpoint from '../../data/rules/proofpoint.json' with { type: 'json' };
import providersSmall from '../../data/rules/providers-small.json' with { type: 'json' };
import qmail from '../../data/rules/qmail.json' with { type: 'json' };
import qq from '../../data/rules/qq.json' with { type: 'json' };
import sendgrid from '../../data/rules/sendgrid.json' with { type: 'json' };
import sendingServices from '../../data/rules/sending-services.json' with { type: 'json' };
import sendmail from '../../data/rules/sendmail.json' with { type: 'json' };
import software from '../../data/rules/software.json' with { type: 'json' };
import sophos from '../../data/rules/sophos.json' with { type: 'json' };
import spectrum from '../../data/rules/spectrum.json' with { type: 'json' };
import tOnline from '../../data/rules/t-online.json' with { type: 'json' };
import yahoo from '../../data/rules/yahoo.json' with { type: 'json' };
import yandex from '../../data/rules/yandex.json' with { type: 'json' };
import zoho from '../../data/rules/zoho.json' with { type: 'json' };
import type { Rule } from './types.ts';

/** The files of server/data/rules, one line each; a test checks that none is missing. */
const files: readonly { rules: unknown[] }[] = [
  aliyun,
  amazonses,
  anyAuthDkim,
  anyAuthDmarc,
  anyAuthMissing,
  anyAuthSpf,
  anyBadDomain,
  anyBadMailbox,
  anyBlocklist,
  anyConnection,
  anyDnsRdns,
  anyDomainReputation,
  anyExpired,
  anyGreylist,
  anyInactiveMailbox,
  anyIpReputation,
  anyMailboxFull,
  anyMessageFormat,
  anyMessageSize,
  anyMovedMailbox,
  anyPolicy,
  anyProtocol,
  anyQuota,
  anyRateLimit,
  anyRecipientRejected,
  anyRelayDenied,
  anyRouting,
  anySenderRejected,
  anyServerError,
  anySites,
  anySmtpAuth,
  anySpamContent,
  anySuppressed,
  anyTls,
  anyTooManyRecipients,
  anyVirus,
  anyWords,
  anyWordsMailbox,
  aol,
  apple,
  att,
  barracuda,
  blockLists,
  cloudflare,
  comcast,
  cox,
  exchange,
  exim,
  facebook,
  forwardingServices,
  free,
  gateways,
  godaddy,
  google,
  improvmx,
  koreanMail,
  laposte,
  mailru,
  microsoft365,
  mimecast,
  nemesis,
  netease,
  orange,
  localDelivery,
  outlook,
  postfix,
  postfixTrouble,
  proofpoint,
  providersSmall,
  qmail,
  qq,
  sendgrid,
  sendingServices,
  sendmail,
  software,
  sophos,
  spectrum,
  tOnline,
  yahoo,
  yandex,
  zoho,
];

/** All rules, in the order of the files. */
export const rules = files.flatMap((file) => file.rules) as Rule[];
