import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { NoopLogger } from '../core/util/log.ts';
import type { Logger } from '../core/util/log.ts';
import { scrubbedError } from '../core/util/scrub.ts';
import type { Identity } from './auth.ts';
import { Connection } from './connection.ts';
import { DEMO_KEY, DEMO_TENANT, holdsDemoCredentials } from './demo-credentials.ts';
import { ServerStartError } from './errors.ts';
import { createHttpHandler } from './http.ts';
import { Hub } from './hub.ts';
import { DEFAULT_LIMITS, LOOPBACK_CONNECTIONS_PER_MINUTE, MAX_HEADER_SIZE } from './limits.ts';
import type { ServerLimits } from './limits.ts';
import { isLoopbackHost, isWildcardHost } from './loopback.ts';
import { indexCredentials } from './tenants.ts';
import type { Tenant } from './tenants.ts';
import { createUpgradeHandler, refuseUpgrade } from './upgrade.ts';

export interface ServerOptions {
  /** Folder of the pages; see HttpOptions. */
  siteDir: string;
  /** Folder of the built files. */
  assetsDir: string;
  /** Address to listen on. Default 127.0.0.1. */
  host?: string;
  /** 0, the default, takes any free port. */
  port?: number;
  /** PEM texts; with them the server speaks https and wss only. */
  tls?: { key: string; cert: string };
  /** Default: the demo credentials, which are served on a loopback address only. */
  tenants?: readonly Tenant[];
  /** Publishable key for the demo page. Default: the demo tenant's, if that is what is served. */
  demoKey?: string;
  limits?: Partial<ServerLimits>;
  logger?: Logger;
}

export interface Server {
  /** `http://localhost:PORT`, or https; the named host where it is neither loopback nor a wildcard. */
  readonly url: string;
  readonly port: number;
  /** Tells every client to come back later, closes with 1001, and frees the port. Idempotent. */
  close(): Promise<void>;
}

/**
 * Starts the signalling server and its pages; resolves once it listens.
 * @throws ServerStartError `demo_credentials_exposed`, `duplicate_credential`
 * @throws the system's error, such as `EADDRINUSE`, if the address cannot be had
 */
export async function createServer(options: ServerOptions): Promise<Server> {
  const { host = '127.0.0.1', port = 0, tls, tenants = [DEMO_TENANT], logger = NoopLogger } = options;
  if (!isLoopbackHost(host) && holdsDemoCredentials(tenants)) {
    throw new ServerStartError(
      'demo_credentials_exposed',
      'The demo credentials are public knowledge and served on a loopback address only.',
    );
  }
  const credentials = indexCredentials(tenants);
  const limits: ServerLimits = {
    ...DEFAULT_LIMITS,
    ...(isLoopbackHost(host) ? { connectionsPerMinute: LOOPBACK_CONNECTIONS_PER_MINUTE } : {}),
    ...options.limits,
  };
  const demoKey = options.demoKey ?? (options.tenants ? undefined : DEMO_KEY);

  const hubs = new Map(tenants.map(({ id }) => [id, new Hub()]));
  let closing: Promise<void> | undefined;

  const admit = (socket: WebSocket, identity: Identity): void => {
    const hub = hubs.get(identity.tenantId);
    // Verified while the server was already on its way out, or by a tenant that is not served.
    if (closing || !hub) return socket.terminate();
    const connection = new Connection({
      socket,
      identity,
      limits,
      logger,
      onFrame: (from, frame) => hub.handleFrame(from, frame),
      onGone: (gone) => hub.remove(gone),
    });
    hub.add(connection);
    connection.start();
  };

  const handleHttp = createHttpHandler({ siteDir: options.siteDir, assetsDir: options.assetsDir, demoKey });
  const handleUpgrade = createUpgradeHandler({ credentials, limits, logger, admit });
  const server = tls
    ? createHttpsServer({ ...tls, maxHeaderSize: MAX_HEADER_SIZE }, handleHttp)
    : createHttpServer({ maxHeaderSize: MAX_HEADER_SIZE }, handleHttp);
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (closing) return refuseUpgrade(socket, 503);
    handleUpgrade(request, socket, head).catch((error: unknown) => {
      logger.error('an upgrade failed', { error: scrubbedError(error).message });
      socket.destroy();
    });
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  server.listen(port, host);
  await once(server, 'listening');
  const { port: boundPort } = server.address() as AddressInfo;
  const name =
    isLoopbackHost(host) || isWildcardHost(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;

  const closeNow = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    for (const hub of hubs.values()) {
      hub.closeAll(() => Math.round(limits.retryAfterMs * (1 + Math.random())));
    }
    const grace = setTimeout(() => sockets.forEach((socket) => socket.destroy()), limits.closeGraceMs);
    await closed;
    clearTimeout(grace);
  };
  return {
    url: `${tls ? 'https' : 'http'}://${name}:${boundPort}`,
    port: boundPort,
    close: () => (closing ??= closeNow()),
  };
}
