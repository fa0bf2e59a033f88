import type { Trace } from '../recorder/trace.ts';
import { sightOf, type Sight } from './scene.ts';
import { levelsOf, othersTalk } from './rules/microphone-silent.ts';
import { BLACK_LUMA, FLOW, PLAIN_FRAME_BYTES, SILENCE, SILENT_FOR } from './thresholds.ts';
import type { ConnectionView } from './views/connections.ts';
import { looksPlain } from './views/receivers.ts';
import { entriesOf, numberOf, rise, textOf } from './views/samples.ts';
import { isEnabled, isLive, sentTracks, valuesOf } from './views/tracks.ts';

/** Ids of the trace. Looking costs, so a rule asks only where numbers alone have made it suspicious. */
export interface SamplesWanted {
  /** Elements whose mean luma is wanted. */
  readonly elements: readonly string[];
  /** Local video tracks whose mean luma is wanted. */
  readonly luma: readonly string[];
  /** Local audio tracks whose level is wanted. */
  readonly level: readonly string[];
}

export function samplesWanted(trace: Trace): SamplesWanted {
  const sight = sightOf(trace);
  return { elements: elementsWanted(sight), luma: camerasWanted(sight), level: levelWanted(sight) };
}

/** Those that show a remote picture which takes so little data that it may be black. */
function elementsWanted({ receivers, elements }: Sight): readonly string[] {
  const plain = new Set(receivers.filter(looksPlain).flatMap(({ track }) => track?.id ?? []));
  return elements
    .filter(({ liveVideo }) => liveVideo.some(({ id }) => plain.has(id)))
    .map(({ trace }) => trace.id);
}

/** Cameras whose picture takes too little data, and those that no connection sends: nothing else tells of them. */
function camerasWanted({ trace, connections }: Sight): readonly string[] {
  return trace.tracks
    .filter((track) => {
      if (track.origin !== 'camera' || !isLive(track) || !isEnabled(track)) return false;
      // What was dark is looked at until it is not.
      if ((valuesOf(track, 'luma').at(-1)?.value ?? Infinity) <= BLACK_LUMA) return true;
      const senders = connections.filter((connection) => sentTracks(connection).includes(track.id));
      return senders.every((connection) => sendsLittle(connection));
    })
    .map(({ id }) => id);
}

function sendsLittle({ trace }: ConnectionView): boolean {
  const video = entriesOf(trace.samples.at(-1), 'outbound-rtp').filter(
    ([, entry]) => textOf(entry, 'kind') === 'video' && (numberOf(entry, 'framesEncoded') ?? 0) > 0,
  );
  return video.every(([id]) => {
    const frames = rise(trace, id, 'framesEncoded', FLOW) ?? 0;
    const bytes = rise(trace, id, 'bytesSent', FLOW) ?? 0;
    return frames === 0 || bytes / frames < PLAIN_FRAME_BYTES;
  });
}

/** Microphones without a level of their own, or with one of zero, while somebody else talks. */
function levelWanted(sight: Sight): readonly string[] {
  const { trace, now } = sight;
  const tested = trace.probes.some(({ probe, at }) => probe === 'capture' && now - at < 2 * SILENT_FOR);
  if (!tested && !othersTalk(sight, now - 2 * SILENT_FOR)) return [];
  return trace.tracks
    .filter((track) => track.origin === 'microphone' && isLive(track) && isEnabled(track))
    .filter((track) => (levelsOf(sight, track).at(-1)?.value ?? 0) <= SILENCE)
    .map(({ id }) => id);
}
