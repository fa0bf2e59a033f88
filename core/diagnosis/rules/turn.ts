import type { ConfigurationTrace } from '../../recorder/trace.ts';
import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { eventsOf } from '../views/connections.ts';
import { hasFailed } from './ice-failed.ts';

const isTurn = (url: string): boolean => /^turns?:/i.test(url);

const turnUrls = (configuration: ConfigurationTrace | undefined): readonly string[] =>
  configuration?.iceServers.flatMap(({ urls }) => urls).filter(isTurn) ?? [];

const UNREACHABLE = 701;

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
