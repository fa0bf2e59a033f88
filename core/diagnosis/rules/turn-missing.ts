import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { hasFailed } from './ice-failed.ts';
import { turnUrls } from '../views/turn-servers.ts';

/** No relay among the servers: proven wrong by a failure, worth knowing before one. */
export function* turnMissing({ connections }: Scene): Iterable<Proof> {
  for (const connection of connections) {
    const configuration = connection.trace.configurations.at(-1);
    if (!configuration || turnUrls(configuration).length > 0) continue;
    const failed = hasFailed(connection) || configuration.iceTransportPolicy === 'relay';
    // Nothing is at stake before there is a description.
    if (!failed && connection.negotiated === undefined) continue;
    yield {
      code: 'turn-missing',
      severity: failed ? 'error' : 'info',
      variant: failed ? undefined : 'advice',
      subject: connection.subject,
      about: [connection.trace.id],
      evidence: {
        'ICE servers': configuration.iceServers.flatMap(({ urls }) => urls).join(', ') || 'none',
        connection: connection.state,
      },
    };
  }
}
