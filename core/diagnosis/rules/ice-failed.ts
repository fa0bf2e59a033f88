import type { ConnectionTrace } from '../../recorder/trace.ts';
import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { eventsOf, type ConnectionView } from '../views/connections.ts';
import { candidatesWithin } from '../views/sections.ts';
import { dtlsFailed } from './dtls-failed.ts';

/** No path is left. The other end's goodbye, a failed handshake and absent candidates have codes of their own. */
export function hasFailed(connection: ConnectionView): boolean {
  return (
    (connection.state === 'failed' || connection.ice === 'failed') &&
    connection.dtls !== 'closed' &&
    !dtlsFailed(connection) &&
    (connection.wasConnected || remoteCandidates(connection.trace) > 0)
  );
}

export const remoteCandidates = (connection: ConnectionTrace): number =>
  candidatesWithin(connection) +
  eventsOf(connection, 'candidate').filter(({ end, candidate }) => end === 'remote' && candidate).length;

const typesOf = (connection: ConnectionTrace, end: 'local' | 'remote'): string =>
  [
    ...new Set(
      eventsOf(connection, 'candidate').flatMap((event) =>
        event.end === end && event.candidate ? event.candidate.type : [],
      ),
    ),
  ].join(', ') || 'none';

export function* iceFailed({ connections }: Scene): Iterable<Proof> {
  for (const connection of connections.filter(hasFailed)) {
    yield {
      code: 'ice-failed',
      variant: connection.wasConnected ? 'lost' : undefined,
      subject: connection.subject,
      about: [connection.trace.id],
      evidence: {
        connection: connection.state,
        ICE: connection.ice,
        'candidates here': typesOf(connection.trace, 'local'),
        'candidates there': typesOf(connection.trace, 'remote'),
      },
    };
  }
}
