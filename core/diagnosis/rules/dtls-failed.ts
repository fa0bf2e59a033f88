import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import type { ConnectionView } from '../views/connections.ts';

/** A path that works and a connection that failed all the same, where the browser does not tell DTLS's state. */
export const dtlsFailed = ({ dtls, state, ice }: ConnectionView): boolean =>
  // Firefox gives DTLS up together with a path that failed.
  (dtls === 'failed' && ice !== 'failed') ||
  (state === 'failed' && (ice === 'connected' || ice === 'completed'));

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
