import type { SocketTrace } from '../../recorder/trace.ts';
import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { RECONNECT_PATIENCE, RECONNECT_WINDOW, RECONNECTS } from '../thresholds.ts';
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

export function* signallingBlockedByPolicy({ trace }: Scene): Iterable<Proof> {
  const blocked = trace.violations.findLast(
    ({ directive, blocked: target }) =>
      directive.startsWith('connect-src') && (/^wss?:/.test(target) || isOurs(trace.sockets, target)),
  );
  if (!blocked) return;
  const since = trace.sockets.some((socket) => socket.createdAt > blocked.at && wasWelcomed(socket));
  if (since) return;
  yield {
    code: 'signalling-blocked-by-policy',
    params: { url: blocked.blocked },
    evidence: { directive: blocked.directive, blocked: blocked.blocked },
  };
}

const isOurs = (sockets: readonly SocketTrace[], target: string): boolean =>
  target !== '' && sockets.some(({ ours, url }) => ours && url.startsWith(target));

/** Connections that were made and lost again and again. */
export function* reconnectLoop({ trace, now }: Scene): Iterable<Proof> {
  const own = trace.sockets.filter((socket) => socket.ours && wasWelcomed(socket));
  const returns = own.filter(
    (socket) =>
      socket.createdAt > now - RECONNECT_WINDOW &&
      own.some(
        ({ url, closedAt = Infinity, closedByPage }) =>
          url === socket.url && closedAt <= socket.createdAt && !closedByPage,
      ),
  );
  if (returns.length <= RECONNECTS) return;
  const codes = new Set(own.flatMap(({ closeCode }) => closeCode ?? []));
  yield {
    code: 'reconnect-loop',
    params: { count: returns.length },
    evidence: { 'reconnects in a minute': returns.length, 'close codes': [...codes].join(', ') },
  };
}
