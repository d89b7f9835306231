import { fingerprint } from '../events/fingerprint.ts';
import type { Interner } from '../events/interner.ts';

/** The network of a client as the log names it (`host[ip]`): the first 16 bits of IPv4, the first 32 of IPv6; else the name's last two labels. */
export function networkOf(client: string): string {
  const open = client.lastIndexOf('[');
  const address = open < 0 ? client : client.slice(open + 1).replace(/\]$/, '');
  const plain = address.replace(/^IPv6:/i, '').replace(/^::ffff:(?=\d+\.)/i, '');
  if (/^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(plain)) return plain.split('.', 2).join('.');
  if (plain.includes(':')) return plain.toLowerCase().split(':', 2).join(':');
  return plain.toLowerCase().split('.').slice(-2).join('.');
}

const known = new WeakMap<Interner, number[]>();

/** Fingerprint of a client's network, by the client's identifier. */
export function networkPrint(clients: Interner, id: number): number {
  let prints = known.get(clients);
  if (prints === undefined) {
    prints = [];
    known.set(clients, prints);
  }
  prints[id] ??= fingerprint(networkOf(clients.texts[id]));
  return prints[id];
}
