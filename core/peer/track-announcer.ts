import type { Metadata, TrackMetadataMessage } from '../protocol/frames.ts';
import type { LocalTracks } from './local-tracks.ts';
import { trackIdsByMid } from './sdp.ts';

/**
 * Tells one peer the metadata of our tracks, before the description that carries them. A track is named
 * by its own id, and by the id in our `a=msid` line where that differs (Firefox; a sender used again).
 */
export class TrackAnnouncer {
  /** What was told, by track id, under each of the names the track goes by. */
  readonly #told = new Map<string, Map<string, Metadata>>();
  readonly #tracks: LocalTracks;
  readonly #send: (message: TrackMetadataMessage) => void;

  constructor(tracks: LocalTracks, send: (message: TrackMetadataMessage) => void) {
    this.#tracks = tracks;
    this.#send = send;
  }

  /** `midOf` gives the mid under which a track is sent, null where there is none yet. */
  announce(localSdp: string, midOf: (track: MediaStreamTrack) => string | null): void {
    let idsByMid: Map<string, string[]> | undefined;
    for (const [track, { metadata }] of this.#tracks) {
      if (metadata === undefined) continue;
      idsByMid ??= trackIdsByMid(localSdp);
      const mid = midOf(track);
      const described = mid === null ? [] : (idsByMid.get(mid) ?? []);
      for (const name of new Set([track.id, ...described])) this.#tell(track.id, name, metadata);
    }
  }

  /** The track is no longer sent: what was told under its names is taken back. */
  withdraw(trackId: string): void {
    const names = this.#told.get(trackId)?.keys() ?? [];
    this.#told.delete(trackId);
    for (const name of names) this.#send({ __meteredTrackMeta: { trackId: name } });
  }

  /** The other side may have heard nothing so far: everything is told again. */
  forget(): void {
    this.#told.clear();
  }

  #tell(trackId: string, name: string, metadata: Metadata): void {
    let told = this.#told.get(trackId);
    if (!told) this.#told.set(trackId, (told = new Map<string, Metadata>()));
    if (told.get(name) === metadata) return;
    told.set(name, metadata);
    this.#send({ __meteredTrackMeta: { trackId: name, metadata } });
  }
}
