import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** True if a client wants a WebSocket, and not another protocol that Node takes for an upgrade as well. */
export function wantsWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

/** What belongs to the upgrade alone (RFC 9110 section 7.8, RFC 7540 section 3.2). */
const OF_UPGRADE: readonly string[] = ['upgrade', 'connection', 'http2-settings'];

/**
 * Puts a request back in front of its socket without its wish for another protocol, which a server may ignore: so
 * do Java's HttpClient and `curl --http2` ask for HTTP/2 on their first request. Whoever takes the socket next
 * reads it as it would have come from a client that wished for nothing.
 * @param head what had come behind the request's head
 */
export function withoutUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (!OF_UPGRADE.includes(name.toLowerCase())) lines.push(`${name}: ${rawHeaders[at + 1]}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
}
