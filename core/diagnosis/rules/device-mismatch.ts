import type { Proof } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { isLive, sentTracks } from '../views/tracks.ts';

/** The page shows one device as chosen, and sends from another. */
export function* deviceMismatch({ trace, connections, tracks }: Scene): Iterable<Proof> {
  const sent = new Set(connections.flatMap(sentTracks));
  for (const call of trace.calls) {
    for (const kind of ['camera', 'microphone'] as const) {
      const shown = call.log.findLast((event) => event.type === 'device-shown' && event.kind === kind);
      if (shown?.type !== 'device-shown') continue;
      const own = [...sent]
        .flatMap((id) => tracks.get(id) ?? [])
        .filter((track) => track.origin === kind && track.device !== undefined && isLive(track));
      const [wrong] = own;
      if (!wrong || own.some(({ device }) => device === shown.device)) continue;
      yield {
        code: 'device-mismatch',
        subject: { id: wrong.id, label: wrong.label },
        about: [wrong.id],
        params: { device: kind },
        variant: kind,
        evidence: { sent: wrong.label ?? wrong.device, shown: shown.device },
      };
    }
  }
}
