import type { Trace, TrackTrace } from '../../recorder/trace.ts';
import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { GRACE } from '../thresholds.ts';
import type { ReceiverView } from '../views/receivers.ts';
import { shows } from '../views/elements.ts';

/** A live remote video track that no element has. */
export function* rendererUnbound({ trace, receivers, elements, now }: Scene): Iterable<Proof> {
  if (trace.unseen?.includes('elements')) return;
  for (const receiver of receivers) {
    const { track, subject, about, since, rose } = receiver;
    if (!track || now - since < GRACE || !framesOrPackets(receiver)) continue;
    if (elements.some((element) => shows(element, track)) || now - boundUntil(trace, track) < GRACE) continue;
    yield {
      code: 'renderer-unbound',
      subject,
      about,
      evidence: { 'elements with this track': 0, 'packets in 3 s': rose('packetsReceived') },
    };
  }
}

/** Until when an element had a track, or may have had it: one that is new, or has a new source, was not looked at yet. */
const boundUntil = ({ elements }: Trace, { id }: TrackTrace): number =>
  Math.max(
    0,
    ...elements.map(({ firstSeenAt, log }) => {
      const had = log.findLastIndex((event) => event.type === 'observed' && event.liveTracks.includes(id));
      const given = log.findLast(({ type }) => type === 'source')?.at ?? firstSeenAt;
      return Math.max(given, log.slice(had + 1).find(({ type }) => had >= 0 && type === 'observed')?.at ?? 0);
    }),
  );

const framesOrPackets = ({ rose }: ReceiverView): boolean => (rose('packetsReceived') ?? 0) > 0;
