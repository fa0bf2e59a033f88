import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Server as HttpsServer } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WsCloseCode } from '../core/protocol/close-codes.ts';
import { NoopLogger } from '../core/util/log.ts';
import type { Logger } from '../core/util/log.ts';
import { scrubbedError } from '../core/util/scrub.ts';
import { createAdmission } from './admission.ts';
import type { Backplane } from './backplane/backplane.ts';
import { MemoryBackplane } from './backplane/memory.ts';
import type { Connection } from './connection.ts';
import { drain } from './drain.ts';
import { Heartbeat } from './heartbeat.ts';
import { wantsWebSocket, withoutUpgrade } from './foreign-upgrade.ts';
import { createHttpHandler } from './http.ts';
import { Hubs } from './hubs.ts';
import { MAX_HEADER_SIZE } from './limits.ts';
import type { ServerLimits } from './limits.ts';
import { isLoopbackHost, isWildcardHost } from './loopback.ts';
import { createMetrics } from './metrics.ts';
import { OpenSockets } from './open-sockets.ts';
import { createRestHandler } from './rest/rest.ts';
import { settle } from './settings.ts';
import type { ServiceOptions, Settings } from './settings.ts';
import { guardSocket, unguardSocket } from './socket-guard.ts';
import { newStats } from './stats.ts';
import { createUpgradeHandler, refuseUpgrade } from './upgrade.ts';

export interface ServerOptions extends ServiceOptions {
  /** Folder of the pages; see HttpOptions. */
  siteDir: string;
  /** Folder of the built files. */
  assetsDir: string;
  /** Address to listen on. Default 127.0.0.1. */
  host?: string;
  /** 0, the default, takes any free port. */
  port?: number;
  /** What connects this node to others, closed with the server. Default: nothing, this is the whole service. */
  backplane?: Backplane;
  /** Also show the process's own memory and CPU time in `/metrics`. Default false. */
  processMetrics?: boolean;
  logger?: Logger;
}

export interface Server {
  /** `http://localhost:PORT`, or https; the named host where it is neither loopback nor a wildcard. */
  readonly url: string;
  readonly port: number;
  /**
   * Takes new settings and keeps every connection, except those of a tenant that is suspended now.
   * @throws ServerStartError as createServer does; the old settings stay
   */
  reload(options: ServiceOptions): void;
  /** Tells every client to come back later, closes with 1001, and frees the port. Idempotent. */
  close(): Promise<void>;
}

/** How often Node looks for requests whose head takes too long, in milliseconds. */
const HEAD_CHECK_MS = 1_000;

/**
 * Starts the signalling server and its pages; resolves once it listens.
 * @throws ServerStartError `demo_credentials_exposed`, `duplicate_credential`
 * @throws the system's error, such as `EADDRINUSE`, if the address cannot be had
 */
export async function createServer(options: ServerOptions): Promise<Server> {
  const { host = '127.0.0.1', port = 0, tls, logger = NoopLogger } = options;
  const { backplane = new MemoryBackplane() } = options;
  let settings: Settings = settle(options, host);
  const stats = newStats();
  const hubs = new Hubs(backplane, stats, (id) => settings.credentials.tenant(id));
  const heartbeat = new Heartbeat<Connection>(settings.limits.heartbeatMs);
  const metrics = createMetrics({
    stats,
    tenants: () =>
      hubs.all().map(([tenantId, hub]) => ({
        tenantId,
        connections: hub.connections().length,
        channels: hub.channelCount,
      })),
    nodes: () => backplane.nodes(),
    backplaneAvailable: () => backplane.available(),
    ofProcess: options.processMetrics ?? false,
  });
  let closing: Promise<void> | undefined;

  const admit = createAdmission({
    hubs,
    backplane,
    settings: () => settings,
    heartbeat,
    logger,
    stats,
    closing: () => closing !== undefined,
  });
  const handleRest = createRestHandler({
    settings: () => settings,
    hub: (tenantId) => hubs.of(tenantId),
    logger,
    stats,
  });
  const handleHttp = createHttpHandler({
    siteDir: options.siteDir,
    assetsDir: options.assetsDir,
    settings: () => settings,
    handleRest,
    metrics,
    isHealthy: () => closing === undefined,
  });
  const handleUpgrade = createUpgradeHandler({ settings: () => settings, logger, stats, admit });

  const httpOptions = { maxHeaderSize: MAX_HEADER_SIZE, connectionsCheckingInterval: HEAD_CHECK_MS };
  const handshakeTimeout = settings.limits.headTimeoutMs;
  const server = tls
    ? createHttpsServer({ ...tls, ...httpOptions, handshakeTimeout }, handleHttp)
    : createHttpServer(httpOptions, handleHttp);
  limitTime(server, settings.limits);
  const sockets = new OpenSockets();
  const wished = new WeakSet<Duplex>();
  server.on('request', ({ socket }: IncomingMessage) => sockets.settle(socket));
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    guardSocket(socket);
    sockets.settle(request.socket);
    if (!wantsWebSocket(request)) {
      // Clients wish with their first request; each time costs the socket a parser and its listeners.
      if (wished.has(socket)) return refuseUpgrade(socket, 400);
      wished.add(socket);
      withoutUpgrade(request, socket, head);
      unguardSocket(socket);
      return void server.emit(tls ? 'secureConnection' : 'connection', socket);
    }
    if (closing) return refuseUpgrade(socket, 503);
    handleUpgrade(request, socket, head).catch((error: unknown) => {
      logger.error('an upgrade failed', { error: scrubbedError(error).message });
      socket.destroy();
    });
  });

  await backplane.start(hubs);
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    heartbeat.stop();
    await backplane.close();
    throw error;
  }
  const { port: boundPort } = server.address() as AddressInfo;
  const name =
    isLoopbackHost(host) || isWildcardHost(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;

  const closeNow = async (): Promise<void> => {
    await drain(
      hubs.all().flatMap(([, hub]) => hub.connections()),
      settings.limits,
    );
    const closed = once(server, 'close');
    server.close();
    heartbeat.stop();
    sockets.stop();
    const grace = setTimeout(() => sockets.destroyAll(), settings.limits.closeGraceMs);
    await Promise.all([closed, backplane.close()]);
    clearTimeout(grace);
  };
  return {
    url: `${tls ? 'https' : 'http'}://${name}:${boundPort}`,
    port: boundPort,
    reload: (next) => {
      const settled = settle(next, host);
      if (tls && next.tls) (server as HttpsServer).setSecureContext(next.tls);
      // Nothing after this may throw: what is not valid changes nothing.
      settings = settled;
      limitTime(server, settings.limits);
      heartbeat.setPeriod(settings.limits.heartbeatMs);
      for (const [tenantId, hub] of hubs.all()) {
        if (settings.credentials.tenant(tenantId)?.suspended) hub.closeAll(WsCloseCode.AccountSuspended);
      }
    },
    close: () => (closing ??= closeNow()),
  };
}

/** Node looks at these at each use; only the time of a TLS handshake is fixed when the server is made. */
function limitTime(server: HttpServer | HttpsServer, { headTimeoutMs }: ServerLimits): void {
  server.headersTimeout = headTimeoutMs;
  server.requestTimeout = 2 * headTimeoutMs;
  // An answer that nobody reads moves no byte, and neither does a request that has stopped coming.
  server.timeout = 2 * headTimeoutMs;
}
