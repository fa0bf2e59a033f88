import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { GRACE } from '../thresholds.ts';

/** No video was agreed on: a choice, as far as anybody can tell. */
export function* peerSendsNoVideo({ connections, receivers, now }: Scene): Iterable<Proof> {
  for (const connection of connections) {
    const { connectedAt, negotiated, trace, subject, peer } = connection;
    if (connectedAt === undefined || !negotiated || now - connectedAt < GRACE) continue;
    if (receivers.some((receiver) => receiver.connection === connection)) continue;
    const hears = negotiated.local.some(({ kind, receives }) => kind === 'audio' && receives);
    if (!hears && !peer) continue;
    yield {
      code: 'peer-sends-no-video',
      subject,
      about: [trace.id],
      evidence: {
        connection: 'connected',
        'video sections': 0,
        'wrong there': peer?.health.at(-1)?.findings?.join(', ') || undefined,
      },
    };
  }
}
