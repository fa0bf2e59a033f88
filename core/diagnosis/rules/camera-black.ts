import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { BLACK_LUMA, DARK_FOR, FRESH, GRACE } from '../thresholds.ts';
import { enabledSince, isEnabled, isLive, valuesOf } from '../views/tracks.ts';

export function* cameraBlack({ trace, now }: Scene): Iterable<Proof> {
  for (const track of trace.tracks) {
    if (track.origin !== 'camera' || !isLive(track) || !isEnabled(track)) continue;
    // A camera that has just begun is dark until it has found its exposure.
    const since = Math.max(now - FRESH, enabledSince(track) + GRACE);
    const values = valuesOf(track, 'luma').filter(({ at }) => at > since);
    const [first, last] = [values[0], values.at(-1)];
    if (!first || !last || last.at - first.at < DARK_FOR) continue;
    if (values.some(({ value }) => value > BLACK_LUMA)) continue;
    yield {
      code: 'camera-black',
      subject: { id: track.id, label: track.label },
      about: [track.id],
      evidence: { 'mean luma (0 to 255)': last.value },
    };
  }
}
