import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { SNAPSHOT_PATIENCE } from '../thresholds.ts';
import { isOpen } from '../views/sockets.ts';

/** The server acknowledges a subscription and never says who is there. */
export function* presenceNotPermitted({ trace, now }: Scene): Iterable<Proof> {
  for (const { frames } of trace.sockets.filter((socket) => socket.ours && isOpen(socket))) {
    const acked = frames.findLast(({ type, answers }) => type === 'ack' && answers === 'subscribe');
    if (!acked || now - acked.at < SNAPSHOT_PATIENCE) continue;
    const channel = frames.find(({ type, id }) => type === 'subscribe' && id === acked.id)?.channel;
    if (frames.some((frame) => frame.type === 'presence' && (channel ?? frame.channel) === frame.channel))
      continue;
    yield {
      code: 'presence-not-permitted',
      params: { channel },
      evidence: {
        subscribed: channel,
        'presence frames': 0,
        'seconds since': Math.round((now - acked.at) / 1000),
      },
    };
  }
}
