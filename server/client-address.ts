import { BlockList, isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';

/** A set of addresses and networks such as `127.0.0.1`, `10.0.0.0/8` or `fd00::/8`. */
export class AddressSet {
  readonly #list = new BlockList();

  /** @throws RangeError if an entry is neither an address nor a network */
  constructor(entries: readonly string[]) {
    for (const entry of entries) {
      const [address = '', bits] = entry.split('/');
      const version = isIP(address);
      const longest = version === 4 ? 32 : 128;
      const prefix = bits === undefined ? longest : Number(bits);
      if (version === 0 || bits === '' || !Number.isInteger(prefix) || prefix < 0 || prefix > longest) {
        throw new RangeError('neither an address nor a network');
      }
      this.#list.addSubnet(address, prefix, version === 4 ? 'ipv4' : 'ipv6');
    }
  }

  has(address: string): boolean {
    const bare = unmapped(address);
    const version = isIP(bare);
    return version !== 0 && this.#list.check(bare, version === 4 ? 'ipv4' : 'ipv6');
  }
}

export const LOOPBACK = ['127.0.0.0/8', '::1'] as const;

/**
 * Who is asking: the last address in `X-Forwarded-For` that no trusted proxy has, read from the end,
 * because everything before it is whatever the client claims.
 */
export function clientAddress(request: IncomingMessage, trusted: AddressSet): string {
  return client(request, trusted).address;
}

/**
 * True if the address says who is asking: nothing in the request names anybody behind it. A proxy that is not
 * trusted has its own address there, and who knows whom behind it.
 */
export function isNearest(request: IncomingMessage, trusted: AddressSet): boolean {
  return client(request, trusted).unread === 0;
}

function client(request: IncomingMessage, trusted: AddressSet): { address: string; unread: number } {
  let address = unmapped(request.socket.remoteAddress ?? '');
  const header = request.headers['x-forwarded-for'];
  const hops = typeof header === 'string' ? header.slice(-1024).split(',') : [];
  while (trusted.has(address)) {
    const hop = addressOf(hops.at(-1)?.trim() ?? '');
    if (isIP(hop) === 0) break;
    hops.pop();
    address = hop;
  }
  return { address, unread: hops.length };
}

/** Some proxies write a port behind an address, and brackets around one with colons. */
function addressOf(hop: string): string {
  const [, bracketed, plain] = /^\[([\da-f:.]+)\](?::\d+)?$|^([\d.]+):\d+$/i.exec(hop) ?? [];
  return unmapped(bracketed ?? plain ?? hop);
}

/** A socket that listens on both families shows IPv4 clients as `::ffff:1.2.3.4`. */
function unmapped(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}
