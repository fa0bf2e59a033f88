import type { SocketTrace } from '../../recorder/trace.ts';
import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { wasWelcomed } from '../views/sockets.ts';

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
