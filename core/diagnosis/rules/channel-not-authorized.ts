import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';

/** A room outside of the credential's patterns is refused by an error; an engine may then close the socket itself. */
export function* channelNotAuthorized({ trace }: Scene): Iterable<Proof> {
  const frames = trace.sockets.flatMap((socket) => (socket.ours ? socket.frames : []));
  const refused = frames.findLast(
    ({ type, code, answers }) =>
      type === 'error' && code === 'channel_not_authorized' && answers === 'subscribe',
  );
  const granted = frames.some(
    ({ type, answers, at }) => type === 'ack' && answers === 'subscribe' && at > (refused?.at ?? 0),
  );
  if (refused && !granted)
    yield { code: 'channel-not-authorized', evidence: { error: refused.code, channel: refused.channel } };
}
