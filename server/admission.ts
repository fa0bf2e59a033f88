import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { closeCodeName, WsCloseCode } from '../core/protocol/close-codes.ts';
import type { Logger } from '../core/util/log.ts';
import type { Identity } from './auth.ts';
import type { Backplane } from './backplane/backplane.ts';
import { Connection } from './connection.ts';
import type { ConnectionContext } from './connection.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Hubs } from './hubs.ts';
import type { ServerLimits } from './limits.ts';
import type { Settings } from './settings.ts';
import { count } from './stats.ts';
import type { Stats } from './stats.ts';
import { welcomeMetadata } from './turn.ts';
import { WriteBatch } from './write-batch.ts';

export interface AdmissionOptions {
  hubs: Hubs;
  backplane: Backplane;
  settings: () => Settings;
  heartbeat: Heartbeat<Connection>;
  logger: Logger;
  stats: Stats;
  /** True once the server is on its way out. */
  closing: () => boolean;
}

/** Takes over sockets whose credential is good: a connection, unless the peer or its tenant may have none. */
export function createAdmission(options: AdmissionOptions) {
  const { hubs, backplane, settings, heartbeat, logger, stats, closing } = options;
  const writes = new WriteBatch();

  const refuse = (socket: WebSocket, code: WsCloseCode, reason: string): void => {
    logger.info('connection refused', { code, reason });
    count(stats.closes, code);
    socket.on('error', terminate);
    socket.close(code, closeCodeName(code));
  };

  const contexts = new Map<string, ConnectionContext>();
  /** A reload brings other limits, which count for who comes after it. */
  const contextOf = (tenantId: string, limits: ServerLimits): ConnectionContext => {
    const known = contexts.get(tenantId);
    if (known?.limits === limits) return known;
    const hub = hubs.of(tenantId);
    const context: ConnectionContext = {
      writes,
      limits,
      rateLimit: { perSecond: limits.messagesPerSecond, burst: limits.messageBurst },
      logger,
      stats,
      onFrame: (from, frame) => hub.handleFrame(from, frame),
      onGone: (gone, code) => {
        heartbeat.delete(gone);
        hub.remove(gone, code);
      },
    };
    contexts.set(tenantId, context);
    return context;
  };

  /** What may have become true of a peer since its credential was verified. */
  const objection = ({ tenantId, peerId }: Identity): [code: WsCloseCode, reason: string] | undefined => {
    if (settings().credentials.tenant(tenantId)?.suspended) {
      return [WsCloseCode.AccountSuspended, 'tenant suspended'];
    }
    return hubs.of(tenantId).isDenied(peerId) ? [WsCloseCode.AdminDisconnect, 'kicked'] : undefined;
  };

  const enter = (socket: WebSocket, stream: Duplex, identity: Identity): void => {
    const { credentials, limitsOf, turn } = settings();
    const tenant = credentials.tenant(identity.tenantId);
    const objected = objection(identity);
    // Gone, or verified while the server was already on its way out.
    if (closing() || !tenant || objected || socket.readyState !== socket.OPEN) {
      backplane.discharge(identity.tenantId);
      if (objected) return refuse(socket, ...objected);
      // What it has sent by now is read once more as it goes, and may not be valid.
      socket.on('error', terminate);
      return socket.terminate();
    }
    const context = contextOf(identity.tenantId, limitsOf(tenant));
    const connection = new Connection(socket, stream, identity, context);
    heartbeat.add(connection);
    hubs.of(identity.tenantId).add(connection);
    connection.start(welcomeMetadata(identity, turn, Date.now()));
  };

  return (socket: WebSocket, stream: Duplex, identity: Identity): void => {
    const objected = objection(identity);
    if (objected) return refuse(socket, ...objected);
    const limit = settings().credentials.tenant(identity.tenantId)?.plan?.maxConnections;
    const admitted = backplane.admit(identity.tenantId, limit);
    const decide = (yes: boolean): void =>
      yes
        ? enter(socket, stream, identity)
        : refuse(socket, WsCloseCode.OverConcurrentLimit, 'too many connections');
    if (typeof admitted === 'boolean') return decide(admitted);
    // Nobody listens yet, and a frame that nobody hears is lost.
    socket.on('error', terminate);
    socket.pause();
    void admitted.then((yes) => {
      socket.off('error', terminate);
      socket.resume();
      decide(yes);
    });
  };
}

function terminate(this: WebSocket): void {
  this.terminate();
}
