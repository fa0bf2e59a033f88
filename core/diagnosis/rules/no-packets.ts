import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { FLOW, GRACE } from '../thresholds.ts';
import { remoteFault } from './remote-fault.ts';
import { isPaused } from './peer-video.ts';

/** Agreed on and sent, as the sender says, or not even reported on; and nothing arrives. */
export function* noPackets({ receivers, now }: Scene): Iterable<Proof> {
  for (const receiver of receivers) {
    const { inbound, since, rose, senderRose, subject, about } = receiver;
    if (now - since < GRACE + (inbound ? 0 : FLOW) || isPaused(receiver)) continue;
    if (inbound && rose('packetsReceived') !== 0) continue;
    yield {
      code: 'no-packets',
      subject,
      about,
      ...remoteFault(receiver),
      evidence: {
        'packets received in 3 s': 0,
        'packets sent in 3 s': senderRose('packetsSent') ?? 'not told',
      },
    };
  }
}
