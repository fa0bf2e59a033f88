import type { Metadata } from '../protocol/frames.ts';
import { MAX_TRACK_METADATA_ENTRIES } from '../protocol/limits.ts';
import { trackIdsByMid } from './sdp.ts';

/**
 * Finds the metadata of a received track. Senders name their track by the id it has at their end. The
 * receiver's own `track.id` equals it only in Chromium and only for transceivers that the remote offer
 * made, so the way leads through the remote description: `a=msid` line → `mid` → transceiver.
 */
export class RemoteTrackMetadata {
  readonly #entries = new Map<string, Metadata>();
  /** Entries handed out in order, so that none is handed out twice. */
  readonly #guessed = new Set<string>();

  set(trackId: string, metadata: Metadata | undefined): void {
    this.#guessed.delete(trackId);
    if (metadata === undefined) {
      this.#entries.delete(trackId);
      return;
    }
    if (!this.#entries.has(trackId) && this.#entries.size >= MAX_TRACK_METADATA_ENTRIES) {
      for (const oldest of this.#entries.keys()) {
        this.#entries.delete(oldest);
        this.#guessed.delete(oldest);
        break;
      }
    }
    this.#entries.set(trackId, metadata);
  }

  /** Metadata of the track that the transceiver with this `mid` receives. */
  find(mid: string | null, trackId: string, remoteSdp: string): Metadata | undefined {
    const idsByMid = trackIdsByMid(remoteSdp);
    const named = mid === null ? [] : (idsByMid.get(mid) ?? []);
    for (const id of [...named, trackId]) {
      const metadata = this.#entries.get(id);
      if (metadata) return metadata;
    }
    return this.#guess([...idsByMid.values()].flat());
  }

  clear(): void {
    this.#entries.clear();
    this.#guessed.clear();
  }

  /**
   * The published client in Firefox names tracks by an id that its descriptions never mention. Where
   * none of the described ids is known, what it sent is handed out in order; where one is, the sender
   * names its tracks properly and a track without a match has no metadata.
   */
  #guess(describedIds: string[]): Metadata | undefined {
    if (describedIds.some((id) => this.#entries.has(id))) return undefined;
    for (const [id, metadata] of this.#entries) {
      if (this.#guessed.has(id)) continue;
      this.#guessed.add(id);
      return metadata;
    }
    return undefined;
  }
}
