import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import type { ConnectionView } from '../views/connections.ts';

/**
 * A path that works, and DTLS or, where the browser does not tell its state, the connection that failed all the same. Firefox gives DTLS up
 * together with a path that is lost: that is no handshake that failed.
 */
export const dtlsFailed = ({ dtls, state, ice }: ConnectionView): boolean =>
  (ice === 'connected' || ice === 'completed') && (dtls === 'failed' || state === 'failed');

export function* dtlsFailure({ connections }: Scene): Iterable<Proof> {
  for (const connection of connections.filter(dtlsFailed)) {
    yield {
      code: 'dtls-failed',
      subject: connection.subject,
      about: [connection.trace.id],
      evidence: { ICE: connection.ice, DTLS: connection.dtls ?? 'not told', connection: connection.state },
    };
  }
}
