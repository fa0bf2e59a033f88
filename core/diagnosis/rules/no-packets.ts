import type { Side } from '../finding.ts';
import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { FLOW, GRACE, REPORT_LAG } from '../thresholds.ts';
import { strayBytes } from '../views/stray-bytes.ts';
import type { ReceiverView } from '../views/receivers.ts';
import { isPaused, reports, saysCameraIsOn } from './peer-paused.ts';
import { remoteFault } from './remote-fault.ts';

/** Reports come about once a second, on a busy machine later: only after two more have stayed away have they stopped. */
const STOPPED = FLOW + 2 * REPORT_LAG;

/** Agreed on and sent, by the sender's own word or by what comes over the path; and nothing of it is received. */
export function* noPackets({ receivers, now }: Scene): Iterable<Proof> {
  for (const receiver of receivers) {
    const { inbound, since, rose, senderRose, subject, about, connection } = receiver;
    if (now - since < GRACE + (inbound ? 0 : FLOW) || isPaused(receiver)) continue;
    if (inbound && rose('packetsReceived') !== 0) continue;
    // Its last reports tell of what still arrived: only after them is it clear whose side has stopped.
    if (inbound && saysCameraIsOn(receiver) && rose('packetsReceived', STOPPED) !== 0) continue;
    const side = lostBy(receiver);
    if (!side) continue;
    yield {
      code: 'no-packets',
      subject,
      about,
      side,
      ...remoteFault(receiver),
      evidence: {
        'packets received in 3 s': 0,
        'packets sent in 3 s': senderRose('packetsSent') ?? 'not told',
        'bytes sent in 3 s': senderRose('bytesSent'),
        'bytes in 3 s that belong to no stream': strayBytes(connection) || undefined,
        'camera there': connection.peer?.health.at(-1)?.camera,
      },
    };
  }
}

/**
 * Where packets are lost, if any are: a source that has never moved has none to send, and looks the same from here as
 * one whose packets are kept from us.
 */
function lostBy(receiver: ReceiverView): Side | undefined {
  const { total, rose, senderRoseWithin, connection } = receiver;
  if (remoteFault(receiver)) return 'remote';
  // A sender whose encodings are off goes on sending packets of mere padding, whose bytes its reports leave out.
  const sent = senderRoseWithin('bytesSent') ?? senderRoseWithin('packetsSent');
  // Where reports tell of the stream, what else comes is no part of it: a transport that looks for bandwidth, say.
  if (sent === undefined ? strayBytes(connection) > 0 : sent > 0) return 'network';
  // Its camera is on, its reports come, and by them it sends nothing.
  if (saysCameraIsOn(receiver)) return reports(receiver) ? 'remote' : 'network';
  const stopped = rose('packetsReceived', STOPPED) === 0 && !reports(receiver, STOPPED);
  return (total('packetsReceived') ?? 0) > 0 && stopped ? 'network' : undefined;
}
