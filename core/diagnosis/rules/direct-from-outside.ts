import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { RECENT } from '../thresholds.ts';

/** Direct messages from peers that share no channel with this page: the engine drops them. */
export function* directFromOutside({ trace, now }: Scene): Iterable<Proof> {
  for (const { ours, frames } of trace.sockets) {
    // Without a roster nobody can be outside of it.
    if (!ours || !frames.some(({ type }) => type === 'presence')) continue;
    const members = new Set([...frames.flatMap(({ ids }) => ids ?? []), ...trace.peers.map(({ id }) => id)]);
    const stray = frames.filter(
      ({ type, end, from, at, signal }) =>
        type === 'direct' &&
        end === 'received' &&
        now - at < RECENT &&
        from !== undefined &&
        !signal &&
        !members.has(from),
    );
    if (stray.length > 0)
      yield { code: 'direct-from-outside', evidence: { dropped: stray.length, from: stray.at(-1)?.from } };
  }
}
