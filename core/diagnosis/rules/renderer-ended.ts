import type { ElementObservation, TrackTrace } from '../../recorder/trace.ts';
import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { FLOW, LEAKED, LEAKED_FOR, SETTLED } from '../thresholds.ts';
import { eventsOf } from '../views/connections.ts';
import { isShown, type ElementView, shows } from '../views/elements.ts';
import { isLive } from '../views/tracks.ts';

const hasEnded = ({ streamObject, liveTracks }: ElementObservation): boolean =>
  streamObject !== null && liveTracks.length === 0;

/** Elements left with what has ended: a newer stream of the same id waits, or nothing will ever come. */
export function* rendererEnded(scene: Scene): Iterable<Proof> {
  const over = scene.elements.filter(
    (element) => element.video.length > 0 && element.seen.connected && hasEnded(element.seen),
  );
  const leaked: ElementView[] = [];
  for (const element of over) {
    const { trace, seen, label, about } = element;
    const newer = newerTrack(scene, element);
    const since = element.heldFor(hasEnded);
    const evidence = {
      stream: seen.streamActive ? 'active' : 'inactive',
      'live tracks': 0,
      picture: `${seen.videoWidth}×${seen.videoHeight}`,
    };
    if (newer) {
      yield {
        code: 'renderer-stale',
        subject: { id: trace.id, label },
        about: [...about, newer.id],
        evidence: { ...evidence, 'newer stream of the same id': 'not shown' },
      };
    } else if (since >= FLOW && isShown(seen)) {
      yield { code: 'renderer-ended', subject: { id: trace.id, label }, about, evidence };
    }
    if (since >= LEAKED_FOR && !newer && peerIsGone(scene, element)) leaked.push(element);
  }
  if (leaked.length >= LEAKED) {
    yield {
      code: 'renderer-leak',
      about: leaked.flatMap(({ about }) => about),
      params: { count: leaked.length },
      evidence: { 'elements of peers that are gone': leaked.length },
    };
  }
}

/** A live track that came with a stream of the same id, which no element has. */
function newerTrack(
  { connections, tracks, elements, now }: Scene,
  { seen }: ElementView,
): TrackTrace | undefined {
  return connections
    .flatMap(({ trace }) => eventsOf(trace, 'track'))
    .filter(({ streams, at }) => seen.stream !== null && streams.includes(seen.stream) && now - at >= SETTLED)
    .flatMap(({ track }) => tracks.get(track) ?? [])
    .findLast(
      (track) =>
        track.kind === 'video' &&
        isLive(track) &&
        !seen.tracks.includes(track.id) &&
        !elements.some((element) => shows(element, track)),
    );
}

const peerIsGone = ({ connections }: Scene, { video }: ElementView): boolean =>
  !connections.some(({ trace }) => video.some(({ connection }) => connection === trace.id));
