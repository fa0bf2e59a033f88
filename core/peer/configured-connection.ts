import type { IceServerConfig } from '../protocol/frames.ts';
import type { Logger } from '../util/log.ts';
import { scrubbedError } from '../util/scrub.ts';
import type { ConnectionFactory, RTCPeerConnectionLike } from './connection-like.ts';

/**
 * A connection with those ICE servers. A browser that refuses one (a malformed address, in Firefox also a port
 * that it blocks) would otherwise refuse the whole call: the others still serve.
 *
 * @throws the factory's error where it makes no connection at all.
 */
export function configuredConnection<T extends RTCPeerConnectionLike>(
  create: (...args: Parameters<ConnectionFactory>) => T,
  iceServers: IceServerConfig[] | undefined,
  logger: Logger,
): T {
  if (!iceServers) return create({});
  try {
    return create({ iceServers });
  } catch {
    const connection = create({});
    applyIceServers(connection, iceServers, logger);
    return connection;
  }
}

/** Applies to a living connection what it takes of them; of what it refuses the log tells. */
export function applyIceServers(
  connection: RTCPeerConnectionLike,
  iceServers: IceServerConfig[] | undefined,
  logger: Logger,
): void {
  if (!iceServers || apply(connection, iceServers) === null) return;
  const usable = iceServers.filter((server) => {
    const refusal = apply(connection, [server]);
    if (refusal) logger.warn('an ICE server is not used', { error: refusal.message });
    return !refusal;
  });
  apply(connection, usable);
}

function apply(connection: RTCPeerConnectionLike, iceServers: IceServerConfig[]): Error | null {
  try {
    connection.setConfiguration({ iceServers });
    return null;
  } catch (err) {
    return scrubbedError(err);
  }
}
