import { getDomain } from 'tldts-icann';
import type { Receivers } from '../verdict/receivers.ts';

/** The organisation behind a next hop, as receivers are named on every screen. */
export interface ReceiverNames {
  /**
   * Display name of the provider a relay belongs to, else the relay's registrable domain (mx1.shop.example: shop.example), else its address.
   * Null where the relay is this machine. Without a relay (never reached) the recipient domain's.
   */
  nameOf(relayHost: string, relayIp: string, recipientDomain: string): string | null;
}

export function createReceiverNames(receivers: Receivers): ReceiverNames {
  const ofDomain = (domain: string) => {
    const provider = receivers.byDomain(domain);
    return provider ? receivers.name(provider) : organisation(domain);
  };
  return {
    nameOf(relayHost, relayIp, recipientDomain) {
      if (isThisMachine(relayHost, relayIp)) return null;
      const provider = receivers.byRelay(relayHost);
      if (provider) return receivers.name(provider);
      if (relayHost !== '' && !isAddress(relayHost)) return organisation(relayHost);
      if (relayIp !== '' || relayHost !== '') return relayIp || relayHost;
      return recipientDomain === '' ? null : ofDomain(recipientDomain);
    },
  };
}

/** The registrable domain; a host name without one stays whole. */
function organisation(host: string): string {
  const lower = host.toLowerCase().replace(/\.$/, '');
  return getDomain(lower, { validateHostname: false }) ?? lower;
}

function isThisMachine(host: string, ip: string): boolean {
  return /^(?:localhost|ip6-localhost|localhost\.localdomain)$/i.test(host) || isLoopback(ip === '' ? host : ip);
}

/** 127.0.0.1 and ::1 only: other addresses of 127/8 are used in test beds and by list look-ups. */
export function isLoopback(ip: string): boolean {
  return ip === '127.0.0.1' || ip === '::1' || ip === '[::1]';
}

function isAddress(host: string): boolean {
  return /^\[?[\d.]+\]?$/.test(host) || host.includes(':');
}
