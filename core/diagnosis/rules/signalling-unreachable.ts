import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { RECONNECT_PATIENCE } from '../thresholds.ts';
import { lostSockets, wasWelcomed } from '../views/sockets.ts';

/** A 401, a reset and a refused port are all 1006 to a page: what is known narrows it down. */
export function* signallingUnreachable({ trace, environment, now }: Scene): Iterable<Proof> {
  const failed = lostSockets(trace).filter(
    (socket) => !wasWelcomed(socket) && (socket.closeCode === 1006 || socket.closeCode === 1015),
  );
  const last = failed.at(-1);
  if (!last) return;
  const before = trace.sockets.filter((socket) => socket.url === last.url && wasWelcomed(socket));
  const droppedAt = before.at(-1)?.closedAt;
  // A client that was in may be away for a moment.
  if (droppedAt !== undefined && now - droppedAt < RECONNECT_PATIENCE) return;
  const { serverClockOffset = 0, online } = environment;
  const expired = (last.tokenExpiresAt ?? Infinity) < last.createdAt + serverClockOffset;
  yield {
    code: 'signalling-unreachable',
    variant: online ? (expired ? 'expired' : undefined) : 'offline',
    params: { url: last.url },
    evidence: {
      'close code': last.closeCode,
      server: last.url,
      attempts: failed.length,
      opened: last.openedAt === undefined ? 'never' : 'without a welcome',
      'token expired': expired ? new Date(last.tokenExpiresAt ?? 0).toISOString() : undefined,
    },
  };
}
