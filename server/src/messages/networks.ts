/** Whether a client is one of the user's own, by name or address. */
export interface OwnClients {
  has(host: string, ip: string): boolean;
  /** Some are not this machine itself. */
  readonly others: boolean;
}

/**
 * @param networks addresses and CIDR blocks (`192.0.2.0/24`, `2001:db8::/32`, `[::1]`); loopback belongs to it always.
 * @param domains host names end with: `shop.example` takes `web01.shop.example` too.
 * @throws RangeError where a network is none.
 */
export function ownClients(networks: readonly string[] = [], domains: readonly string[] = []): OwnClients {
  const blocks = ['127.0.0.1', '::1', ...networks].map(parseBlock);
  const names = domains.map((domain) => domain.toLowerCase().replace(/^\*?\./, ''));
  return {
    others: networks.length > 0 || names.length > 0,
    has(host, ip) {
      const lower = host.toLowerCase();
      if (names.some((name) => lower === name || lower.endsWith(`.${name}`))) return true;
      const address = parseAddress(ip);
      return address !== null && blocks.some((block) => matches(block, address));
    },
  };
}

interface Block {
  address: Uint8Array;
  bits: number;
}

function parseBlock(text: string): Block {
  const [, address, bits] = /^\[?([^\]/]+)\]?(?:\/(\d{1,3}))?\]?$/.exec(text.trim()) ?? [];
  const parsed = parseAddress(address ?? '');
  if (!parsed) throw new RangeError(`"${text}" is not a network: write 192.0.2.0/24 or 2001:db8::/32`);
  const length = bits === undefined ? parsed.length * 8 : Number(bits);
  if (length > parsed.length * 8) throw new RangeError(`"${text}" is not a network: the part after the slash is too large`);
  return { address: parsed, bits: length };
}

function matches({ address, bits }: Block, candidate: Uint8Array): boolean {
  if (address.length !== candidate.length) return false;
  for (let bit = 0; bit < bits; bit += 8) {
    const keep = 0xff << Math.max(0, 8 - (bits - bit));
    if (((address[bit / 8] ^ candidate[bit / 8]) & keep & 0xff) !== 0) return false;
  }
  return true;
}

/** 4 or 16 bytes; null where the text is no address. IPv4 mapped in IPv6 counts as IPv4. */
function parseAddress(text: string): Uint8Array | null {
  const plain = text.replace(/^\[|\]$/g, '').replace(/^ipv6:/i, '');
  const mapped = plain.replace(/^::ffff:(?=\d+\.)/i, '');
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(mapped)) {
    const parts = mapped.split('.').map(Number);
    return parts.every((part) => part < 256) ? Uint8Array.from(parts) : null;
  }
  return plain.includes(':') ? parseIpv6(plain.replace(/%.*$/, '')) : null;
}

function parseIpv6(text: string): Uint8Array | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const words = tail === undefined ? head : [...head, ...new Array<string>(missing).fill('0'), ...tail];
  if (!words.every((word) => /^[0-9a-f]{1,4}$/i.test(word))) return null;
  return Uint8Array.from(words.flatMap((word) => [Number.parseInt(word, 16) >> 8, Number.parseInt(word, 16) & 0xff]));
}
