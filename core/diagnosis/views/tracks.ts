import type { ConnectionView } from './connections.ts';
import { eventsOf } from './connections.ts';
import type { TrackEvent, TrackTrace } from '../../recorder/trace.ts';

const lastOf = ({ log }: TrackTrace, types: readonly TrackEvent['type'][]): TrackEvent | undefined =>
  log.findLast(({ type }) => types.includes(type));

export const isLive = (track: TrackTrace): boolean => !lastOf(track, ['stopped', 'ended']);

/** Not switched off by the page. */
export const isEnabled = (track: TrackTrace): boolean =>
  lastOf(track, ['enabled', 'disabled'])?.type !== 'disabled';

/** When it began, or was switched on again. */
export const enabledSince = ({ log, firstSeenAt }: TrackTrace): number =>
  log.findLast(({ type }) => type === 'enabled')?.at ?? firstSeenAt;

export const valuesOf = (
  { log }: TrackTrace,
  type: 'luma' | 'level',
): readonly { at: number; value: number }[] =>
  log.flatMap((event) => (event.type === type ? { at: event.at, value: event.value } : []));

/** Ids of the local tracks that a connection sends now, by its senders. */
export function sentTracks({ trace }: ConnectionView): readonly string[] {
  const senders = new Map(eventsOf(trace, 'sender').map(({ sender, track }) => [sender, track]));
  return [...senders.values()].filter((track) => track !== null);
}
