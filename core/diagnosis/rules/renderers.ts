import type { ElementObservation, Trace, TrackTrace } from '../../recorder/trace.ts';
import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { FLOW, GRACE, LEAKED, LEAKED_FOR, SETTLED } from '../thresholds.ts';
import { eventsOf } from '../views/connections.ts';
import { isBlack, isShown, type ElementView } from '../views/elements.ts';
import { framesFlow, type ReceiverView } from '../views/receivers.ts';
import { isLive } from '../views/tracks.ts';

const shows = (element: ElementView, track: TrackTrace | undefined): boolean =>
  element.liveVideo.some(({ id }) => id === track?.id);

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

/** Why nobody can see an element; `off screen` may be no more than a scrolled page. */
function hiddenBy({ connected, width, height, visible, inViewport }: ElementObservation): string | undefined {
  if (!connected) return 'not in the document';
  if (!visible) return 'display, visibility or opacity';
  if (width === 0 || height === 0) return 'no size';
  return inViewport ? undefined : 'off screen';
}

/** Pictures come, and every element that has them is where nobody sees it. */
export function* rendererHidden({ receivers, elements }: Scene): Iterable<Proof> {
  for (const receiver of receivers) {
    const own = elements.filter((element) => shows(element, receiver.track));
    if (!framesFlow(receiver) || own.length === 0 || own.some(({ seen }) => seen.pageHidden)) continue;
    // A page may well hide a picture that is black because its sender switched it off.
    if (own.some((element) => !hiddenBy(element.seen) || isBlack(element))) continue;
    const [element] = own.toSorted((a, b) => Number(b.seen.connected) - Number(a.seen.connected));
    // Behind another page nothing is laid out: that time does not count.
    if (!element || element.heldFor((then) => !then.pageHidden && hiddenBy(then) !== undefined) < FLOW)
      continue;
    const { trace, seen, label, about } = element;
    const scrolled = isShown(seen);
    yield {
      code: 'renderer-hidden',
      severity: scrolled ? 'info' : 'error',
      variant: scrolled ? 'off-screen' : undefined,
      subject: { id: trace.id, label },
      about: [...about, ...receiver.about],
      params: { reason: hiddenBy(seen) },
      evidence: { 'hidden by': hiddenBy(seen), size: `${seen.width}×${seen.height}` },
    };
  }
}
