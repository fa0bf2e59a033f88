import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { FLOW, GRACE, REPORT_LAG } from '../thresholds.ts';
import type { ReceiverView } from '../views/receivers.ts';

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
      evidence: { connection: connectedAt === undefined ? undefined : 'connected', 'video sections': 0 },
    };
  }
}

/** It still reports, and says that it sends nothing; or it says so itself. */
export function isPaused({ connection, rose, senderRose }: ReceiverView): boolean {
  const health = connection.peer?.health.at(-1);
  const says =
    health !== undefined && health.screen === 'none' && (health.paused === true || health.camera !== 'on');
  const reports = (senderRose('remoteTimestamp') ?? senderRose('timestamp') ?? 0) > 0;
  return (
    rose('packetsReceived') !== undefined &&
    (says || (reports && senderRose('packetsSent', FLOW - REPORT_LAG) === 0))
  );
}

export function* peerPaused({ receivers }: Scene): Iterable<Proof> {
  for (const receiver of receivers) {
    const { subject, about, senderRose, connection } = receiver;
    if (!isPaused(receiver)) continue;
    yield {
      code: 'peer-paused',
      subject,
      about,
      evidence: {
        'packets sent in 3 s': senderRose('packetsSent'),
        camera: connection.peer?.health.at(-1)?.camera,
      },
    };
  }
}
