import type { Trace } from '../../recorder/trace.ts';
import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { CAPTURE_AFTERWARDS } from '../thresholds.ts';
import { isLive } from '../views/tracks.ts';

/** A camera light that stays on after the call. */
export function* captureLeftOn({ trace, now, connections }: Scene): Iterable<Proof> {
  const over = overSince(trace);
  if (over === undefined || connections.length > 0 || now - over < CAPTURE_AFTERWARDS) return;
  for (const track of trace.tracks) {
    const captured = ['camera', 'microphone', 'display'].includes(track.origin);
    // Captured after the end: the page prepares another call.
    if (!captured || !isLive(track) || track.firstSeenAt > over) continue;
    yield {
      code: 'capture-left-on',
      subject: { id: track.id, label: track.label },
      about: [track.id],
      variant: track.origin === 'microphone' ? 'microphone' : undefined,
      evidence: { track: 'live', 'seconds after the call': Math.round((now - over) / 1000) },
    };
  }
}

/** When the page left: as its engine told, or when it closed the last of its sockets and connections. */
function overSince({ calls, sockets, connections }: Trace): number | undefined {
  // Of some calls only what their engine was misused for is known.
  const own = calls.filter(({ log }) => !log.length || log.some(({ type }) => !/error|listeners/.test(type)));
  const last = own.map(({ log }) => log.findLast(({ type }) => type === 'joined' || type === 'left'));
  if (last.length > 0 && last.every((event) => event?.type === 'left'))
    return Math.max(...last.map((event) => event?.at ?? 0));
  // Alone in the room, with every connection closed, is no end: the sockets have to be closed too.
  if (sockets.length === 0 || connections.length === 0 || !sockets.every((socket) => socket.closedByPage))
    return undefined;
  return Math.max(...[...sockets, ...connections].map(({ closedAt }) => closedAt ?? Infinity));
}
