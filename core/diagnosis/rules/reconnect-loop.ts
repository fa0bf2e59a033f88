import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { RECONNECT_WINDOW, RECONNECTS } from '../thresholds.ts';
import { wasWelcomed } from '../views/sockets.ts';

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
