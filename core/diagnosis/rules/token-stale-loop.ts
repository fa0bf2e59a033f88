import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { lostSockets, wasWelcomed } from '../views/sockets.ts';
import { clients } from '../views/token-clients.ts';

/** The same expired token again, or a renewal that has expired already. */
export function* tokenStaleLoop(scene: Scene): Iterable<Proof> {
  const { trace, environment } = scene;
  const expired = lostSockets(trace).filter(({ closeCode }) => closeCode === 4002);
  const last = expired.at(-1);
  const again = trace.sockets.filter(
    (socket) => socket.closeCode === 4002 && socket.token !== undefined && socket.token === last?.token,
  );
  const offset = environment.serverClockOffset ?? 0;
  const stale = (at: number, expiresAt: number | undefined): boolean =>
    expiresAt !== undefined && expiresAt <= at + offset;
  const refused = last && !wasWelcomed(last) && stale(last.createdAt, last.tokenExpiresAt);
  const renewed = trace.sockets.some((socket) => socket.ours && socket !== last && wasWelcomed(socket));
  const provided = clients(trace.tokens).some((events) => {
    const given = events.filter(({ type }) => type === 'provided');
    const answer = given.at(-1);
    return given.length > 1 && answer !== undefined && stale(answer.at, answer.expiresAt);
  });
  if (again.length < 2 && !(refused && renewed) && !(provided && lostSockets(trace).length > 0)) return;
  yield {
    code: 'token-stale-loop',
    evidence: {
      'refused with the same token': again.length || undefined,
      'token expired': last?.tokenExpiresAt && new Date(last.tokenExpiresAt).toISOString(),
    },
  };
}
