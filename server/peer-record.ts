import type { PeerRecord } from './backplane/backplane.ts';
import type { Connection } from './connection.ts';

/** What other nodes are told of a peer's sockets here; null if there are none. */
export function recordOf(sockets: readonly Connection[]): PeerRecord | null {
  if (sockets.length === 0) return null;
  const expiries = sockets.flatMap(({ identity }) => identity.expiresAt ?? []);
  return {
    sockets: sockets.length,
    newestAt: Math.max(...sockets.map(({ connectedAt }) => connectedAt)),
    expiresAt: expiries.length > 0 ? Math.max(...expiries) : null,
  };
}
