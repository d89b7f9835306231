import type { TlsTrust } from './summary.ts';

/** By number of `Fields.tls`; `failed` is an attempt that ended at STARTTLS. */
export const tlsTrusts = [null, 'anonymous', 'untrusted', 'trusted', 'verified', 'failed'] as const;
export const tlsFailed = tlsTrusts.indexOf('failed');

/** Key of a receiver's count of connections with a trust. */
export const tlsKey = (receiver: number, trust: number) => receiver * 8 + trust;
export const receiverOfTls = (key: number) => Math.floor(key / 8);
const trustOfTls = (key: number) => key % 8;

/** Counts by receiver; null for a receiver of which the log tells nothing about TLS. */
export function tlsByReceiver(counts: ReadonlyMap<number, number>): Map<number, Record<TlsTrust, number>> {
  const found = new Map<number, Record<TlsTrust, number>>();
  for (const [key, by] of counts) {
    const row = found.get(receiverOfTls(key)) ?? { anonymous: 0, untrusted: 0, trusted: 0, verified: 0, failed: 0 };
    row[tlsTrusts[trustOfTls(key)] as TlsTrust] += by;
    found.set(receiverOfTls(key), row);
  }
  return found;
}
