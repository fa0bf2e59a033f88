import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { isBlack, recent } from '../views/elements.ts';
import { isEnabled, isLive, valuesOf } from '../views/tracks.ts';

export function* cameraBlack({ trace, now }: Scene): Iterable<Proof> {
  for (const track of trace.tracks) {
    if (track.origin !== 'camera' || !isLive(track) || !isEnabled(track)) continue;
    const values = recent(valuesOf(track, 'luma'), now);
    if (!isBlack(values)) continue;
    yield {
      code: 'camera-black',
      subject: { id: track.id, label: track.label },
      about: [track.id],
      evidence: { 'mean luma (0 to 255)': values.at(-1) },
    };
  }
}
