import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { eventsOf } from '../views/connections.ts';
import { isTurn, turnUrls } from '../views/turn-servers.ts';

const UNREACHABLE = 701;

/** A TURN server that does not answer, or says no, while no other gave a relay either. */
export function* turnFailed({ connections }: Scene): Iterable<Proof> {
  for (const connection of connections) {
    const { log, configurations } = connection.trace;
    const configuration = configurations.at(-1);
    const urls = turnUrls(configuration);
    const relayed = log.some(
      (event) => event.type === 'candidate' && event.end === 'local' && event.candidate?.type === 'relay',
    );
    if (relayed || urls.length === 0) continue;
    const errors = eventsOf(connection.trace, 'candidate-error').filter(
      ({ url, at }) => isTurn(url) && at >= (configuration?.at ?? 0),
    );
    // A server that answers is there: its own words count for more than another path's silence.
    const error = errors.findLast(({ code }) => code !== UNREACHABLE) ?? errors.at(-1);
    if (!error) continue;
    const expiresAt = configuration?.iceServers.find((server) => server.urls.some(isTurn))?.expiresAt;
    const expired = expiresAt !== undefined && expiresAt < error.at;
    yield {
      code: error.code === UNREACHABLE ? 'turn-unreachable' : 'turn-rejected',
      severity: connection.connectedAt === undefined ? 'error' : 'warning',
      variant: expired ? 'expired' : undefined,
      subject: connection.subject,
      about: [connection.trace.id],
      params: { url: error.url, code: error.code },
      evidence: { server: error.url, code: error.code, text: error.text || undefined, 'relay candidates': 0 },
    };
  }
}
