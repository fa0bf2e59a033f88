import type { IncomingMessage } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { ServerOptions, WebSocket } from 'ws';
import { closeCodeName } from '../core/protocol/close-codes.ts';
import { MAX_CLIENT_FRAME_SIZE, PROTOCOL_PATH } from '../core/protocol/limits.ts';
import type { Logger } from '../core/util/log.ts';
import { authenticate } from './auth.ts';
import type { Identity } from './auth.ts';
import { clientAddress } from './client-address.ts';
import { ConnectionRate } from './connection-rate.ts';
import { RefusalLog } from './refusal-log.ts';
import { splitTarget } from './request-target.ts';
import type { Settings } from './settings.ts';
import { unguardSocket } from './socket-guard.ts';
import { count } from './stats.ts';
import type { Stats } from './stats.ts';

export interface UpgradeOptions {
  settings: () => Settings;
  logger: Logger;
  stats: Stats;
  /** Takes over a socket whose credential is good. */
  admit: (socket: WebSocket, stream: Duplex, identity: Identity) => void;
}

/**
 * Turns HTTP upgrades on `/v1` into WebSockets. A refusal upgrades first and then closes with its code,
 * because a page cannot read an HTTP status; only the rate per address answers before, with 429. The sockets have
 * to be guarded: a client may hang up while its token is being verified, or read no refusal.
 */
export function createUpgradeHandler({ settings, logger, stats, admit }: UpgradeOptions) {
  const rate = new ConnectionRate();
  const refusals = new RefusalLog(logger);
  // closeTimeout is an option of ws that its types do not know yet.
  const acceptorOptions: ServerOptions & { closeTimeout: number } = {
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_CLIENT_FRAME_SIZE,
    perMessageDeflate: false,
    // Connection answers pings itself, as they count against its rate; a refused socket answers none.
    autoPong: false,
    closeTimeout: settings().limits.closeGraceMs,
  };
  const acceptor = new WebSocketServer(acceptorOptions);
  const takesOver: { closeTimeout: number } = acceptor.options as typeof acceptorOptions;

  return async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const target = splitTarget(request.url);
    if (target?.path !== PROTOCOL_PATH) return refuseUpgrade(socket, 404);
    const { credentials, attemptsOf, trustedProxies } = settings();
    const address = clientAddress(request, trustedProxies);
    const retryMs = rate.attempt(address, performance.now(), attemptsOf(address));
    if (retryMs > 0) {
      stats.rateLimited += 1;
      refusals.refused(address, performance.now());
      return refuseUpgrade(socket, 429, `Retry-After: ${Math.ceil(retryMs / 1000)}\r\n`);
    }
    // ws reads it for each socket, and a reload may have changed it.
    takesOver.closeTimeout = settings().limits.closeGraceMs;
    const query = new URLSearchParams(target.query);
    const result = await authenticate({ query, origin: request.headers.origin }, credentials, Date.now());
    acceptor.handleUpgrade(request, socket, head, (webSocket) => {
      // ws has a listener of its own by now, and has ended the timeout.
      unguardSocket(socket);
      if (result.ok) return admit(webSocket, socket, result.identity);
      logger.info('connection refused', { code: result.code, reason: result.reason });
      count(stats.closes, result.code);
      webSocket.on('error', () => webSocket.terminate());
      webSocket.close(result.code, closeCodeName(result.code));
    });
  };
}

/** Answers in plain HTTP and hangs up. @param socket guarded @param headers further lines, each ended by CRLF */
export function refuseUpgrade(socket: Duplex, status: number, headers = ''): void {
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n${headers}\r\n`,
  );
}
