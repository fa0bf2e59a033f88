import type { ElementObservation, ElementTrace, TrackTrace, Trace } from '../../recorder/trace.ts';
import { BLACK_LUMA, DARK_FOR } from '../thresholds.ts';

type Seen = ElementObservation & { readonly at: number };

/** A media element that has been looked at, as it was last seen. */
export interface ElementView {
  readonly trace: ElementTrace;
  readonly seen: Seen;
  readonly label: string | undefined;
  /** Everything this is about, for what explains what. */
  readonly about: readonly string[];
  /** Remote video tracks of its stream. */
  readonly video: readonly TrackTrace[];
  readonly liveVideo: readonly TrackTrace[];
  /** When the last play() and the last pause() came, and what play() came to. */
  readonly played: { readonly at: number; readonly error: string | undefined } | undefined;
  readonly pausedAt: number;
  /** For how long `condition` has held without a break, in milliseconds; 0 if it does not now. */
  readonly heldFor: (condition: (seen: ElementObservation) => boolean) => number;
}

export function viewElements(trace: Trace, tracks: ReadonlyMap<string, TrackTrace>): readonly ElementView[] {
  return trace.elements.flatMap((element) => view(element, trace, tracks) ?? []);
}

function view(
  element: ElementTrace,
  { until, peers }: Trace,
  tracks: ReadonlyMap<string, TrackTrace>,
): ElementView | undefined {
  const observed = element.log.filter((event) => event.type === 'observed');
  const seen = observed.at(-1);
  if (!seen) return undefined;
  const named = (ids: readonly string[]): readonly TrackTrace[] =>
    ids
      .flatMap((id) => tracks.get(id) ?? [])
      .filter(({ kind, origin }) => kind === 'video' && origin === 'remote');
  const played = element.log.findLast((event) => event.type === 'play');
  // A track that the other side has given up leaves the stream.
  const filled = observed.findLast(
    ({ tracks: ids, streamObject }) => ids.length > 0 && streamObject === seen.streamObject,
  );
  const video = named(filled?.tracks ?? []);
  const connections = video.flatMap(({ connection }) => connection ?? []);
  return {
    trace: element,
    seen,
    label: peers.findLast(({ id }) => id === element.peer)?.label,
    about: [
      element.id,
      ...seen.tracks,
      ...connections,
      ...(element.peer === undefined ? [] : [element.peer]),
    ],
    video,
    liveVideo: named(seen.liveTracks),
    played: played && { at: played.at, error: played.error?.name },
    pausedAt: element.log.findLast((event) => event.type === 'pause')?.at ?? -Infinity,
    heldFor: (condition) => {
      const broken = observed.findLastIndex((event) => !condition(event));
      const first = observed[broken + 1];
      return first ? until - first.at : 0;
    },
  };
}

/** Somebody can see it: in the document, with a size, not made invisible, in a tab that is in front or not. */
export const isShown = ({ connected, width, height, visible }: ElementObservation): boolean =>
  connected && visible && width > 0 && height > 0;

/** It is drawn, and drawn black, for longer than one dark frame. Looked at only where `samplesWanted` asks. */
export const isBlack = (element: ElementView): boolean =>
  element.heldFor(({ luma, pageHidden }) => !pageHidden && luma !== undefined && luma <= BLACK_LUMA) >=
  DARK_FOR;

export const shows = (element: ElementView, track: TrackTrace | undefined): boolean =>
  element.liveVideo.some(({ id }) => id === track?.id);
