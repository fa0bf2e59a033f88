import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { BLACK_LUMA, FRESH } from '../thresholds.ts';
import { isEnabled, isLive, valuesOf } from '../views/tracks.ts';

export function* cameraBlack({ trace, now }: Scene): Iterable<Proof> {
  for (const track of trace.tracks) {
    if (track.origin !== 'camera' || !isLive(track) || !isEnabled(track)) continue;
    const values = valuesOf(track, 'luma').filter(({ at }) => at > now - FRESH);
    if (values.length < 2 || values.some(({ value }) => value > BLACK_LUMA)) continue;
    yield {
      code: 'camera-black',
      subject: { id: track.id, label: track.label },
      about: [track.id],
      evidence: { 'mean luma (0 to 255)': values.at(-1)?.value },
    };
  }
}
