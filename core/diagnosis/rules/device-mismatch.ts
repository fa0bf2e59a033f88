import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { GRACE } from '../thresholds.ts';
import { isShown } from '../views/elements.ts';
import { isLive, sentTracks } from '../views/tracks.ts';

/** The page shows the picture of one camera, and sends another's. */
export function* deviceMismatch({ connections, tracks, elements }: Scene): Iterable<Proof> {
  const camera = (id: string): string | undefined => {
    const track = tracks.get(id);
    return track?.origin === 'camera' && isLive(track) ? track.device : undefined;
  };
  const sent = connections.flatMap(sentTracks).find((id) => camera(id) !== undefined);
  if (sent === undefined) return;
  const devices = new Set(connections.flatMap(sentTracks).map(camera));
  // One that is asked for beside it, to choose from several, is no mistake: the one in use is shown as well.
  const shown = elements.flatMap((element) =>
    isShown(element.seen)
      ? element.seen.liveTracks.flatMap((id) => ({ id, device: camera(id), element }))
      : [],
  );
  if (shown.some(({ device }) => device !== undefined && devices.has(device))) return;
  const wrong = shown.find(
    ({ id, device, element }) =>
      device !== undefined && element.heldFor(({ liveTracks }) => liveTracks.includes(id)) >= GRACE,
  );
  if (!wrong) return;
  yield {
    code: 'device-mismatch',
    subject: { id: sent, label: tracks.get(sent)?.label },
    about: [sent],
    params: { device: 'camera' },
    evidence: {
      sent: tracks.get(sent)?.label || camera(sent),
      shown: tracks.get(wrong.id)?.label || wrong.device,
    },
  };
}
