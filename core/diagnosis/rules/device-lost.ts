import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';

/** A device that stopped by itself, and that no later capture of its kind has replaced. */
export function* deviceLost({ trace }: Scene): Iterable<Proof> {
  for (const kind of ['camera', 'microphone'] as const) {
    const newest = trace.tracks.findLast(({ origin }) => origin === kind);
    const end = newest?.log.find(({ type }) => type === 'ended' || type === 'stopped');
    if (!newest || end?.type !== 'ended') continue;
    yield {
      code: `${kind}-lost`,
      subject: { id: newest.id, label: newest.label },
      about: [newest.id],
      evidence: { track: 'ended by itself', 'seconds ago': Math.round((trace.until - end.at) / 1000) },
    };
  }
}
