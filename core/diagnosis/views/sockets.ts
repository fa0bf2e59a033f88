import type { FrameTrace, SocketTrace, Trace } from '../../recorder/trace.ts';

/** A server speaks only after it has let somebody in, and its welcome may have left the bounded list since. */
export const wasWelcomed = ({ received }: SocketTrace): boolean => received > 0;

export const isOpen = ({ openedAt, closedAt }: SocketTrace): boolean =>
  openedAt !== undefined && closedAt === undefined;

/** Sockets of our protocol that closed, not at the page's own wish, and that none has taken the place of since. */
export function lostSockets({ sockets }: Trace): readonly SocketTrace[] {
  const ours = sockets.filter((socket) => socket.ours);
  return ours.filter(
    (socket) =>
      socket.closedAt !== undefined &&
      !socket.closedByPage &&
      !ours.some(
        (later) => later.createdAt > socket.createdAt && later.url === socket.url && wasWelcomed(later),
      ),
  );
}

/** The newest refusal of that action on a socket that is still open, unless it was granted since. */
export function refusalOf({ sockets }: Trace, action: string): FrameTrace | undefined {
  for (const { frames } of sockets.filter((socket) => socket.ours && isOpen(socket))) {
    const refused = frames.findLast(
      ({ type, code, answers }) => type === 'error' && code === 'action_not_permitted' && answers === action,
    );
    const granted = frames.some(
      ({ type, answers, channel, at }) =>
        type === 'ack' && answers === action && channel === refused?.channel && at > (refused?.at ?? 0),
    );
    if (refused && !granted) return refused;
  }
  return undefined;
}
