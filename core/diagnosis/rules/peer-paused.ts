import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { FLOW, REPORT_LAG } from '../thresholds.ts';
import type { ReceiverView } from '../views/receivers.ts';
import { remoteFault } from './remote-fault.ts';

/** One of our own peers that means to send its camera. With a screen beside it nobody here knows which picture is which. */
export function saysCameraIsOn({ connection }: ReceiverView): boolean {
  const health = connection.peer?.health.at(-1);
  return health?.camera === 'on' && health.screen === 'none' && health.paused !== true;
}

/** The sender has told of what it sends in the last three seconds, or in that time. */
export const reports = ({ senderRose }: ReceiverView, ms = FLOW): boolean =>
  (senderRose('remoteTimestamp', ms) ?? senderRose('timestamp', ms) ?? 0) > 0;

/** It still reports, and says that it sends nothing; or it says so itself. */
export function isPaused(receiver: ReceiverView): boolean {
  const { connection, rose, senderRose } = receiver;
  const health = connection.peer?.health.at(-1);
  if (remoteFault(receiver)) return false;
  if (health?.screen === 'none' && (health.paused === true || health.camera !== 'on')) return true;
  return (
    !saysCameraIsOn(receiver) &&
    rose('packetsReceived') !== undefined &&
    reports(receiver) &&
    senderRose('packetsSent', FLOW - REPORT_LAG) === 0
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
