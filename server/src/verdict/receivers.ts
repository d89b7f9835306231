import type { Provider } from '../knowledge/types.ts';

/** Recognises the organisation behind a relay, by name. */
export interface Receivers {
  /** Provider identifier of a next hop's host name, by the longest suffix; null where it is none of ours. Without case; remembers a bounded number of names. */
  byRelay(host: string | null | undefined): string | null;
  /** Provider that serves a recipient domain of its own (`gmail.com`); null for others. */
  byDomain(domain: string | null | undefined): string | null;
  /** Display name of a provider identifier. */
  name(id: string): string;
  get(id: string): Provider | undefined;
}

const remembered = 20_000;

/** Builds the look-up from server/data/providers.json. */
export function createReceivers(providers: readonly Provider[]): Receivers {
  const byId = new Map(providers.map((provider) => [provider.id, provider]));
  const suffixes = new Map<string, string>();
  const domains = new Map<string, string>();
  for (const { id, relays, recipientDomains } of providers) {
    for (const relay of relays) suffixes.set(relay.toLowerCase(), id);
    for (const domain of recipientDomains) if (!domains.has(domain.toLowerCase())) domains.set(domain.toLowerCase(), id);
  }
  const known = new Map<string, string | null>();
  return {
    byRelay(host) {
      if (!host) return null;
      const before = known.get(host);
      if (before !== undefined) return before;
      if (known.size >= remembered) known.clear();
      const found = longestSuffix(suffixes, host.toLowerCase().replace(/\.$/, ''));
      known.set(host, found);
      return found;
    },
    byDomain: (domain) => (domain ? (domains.get(domain.toLowerCase()) ?? null) : null),
    name: (id) => byId.get(id)?.name ?? id,
    get: (id) => byId.get(id),
  };
}

function longestSuffix(suffixes: ReadonlyMap<string, string>, host: string): string | null {
  const whole = suffixes.get(host) ?? suffixes.get(`.${host}`);
  if (whole) return whole;
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
    const found = suffixes.get(host.slice(dot));
    if (found) return found;
  }
  return null;
}
