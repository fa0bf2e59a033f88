import type { Metadata } from '../protocol/frames.ts';
import { MAX_TRACK_METADATA_ENTRIES } from '../protocol/limits.ts';
import { mids, trackIdsByMid } from './sdp.ts';

export interface RemoteDescription {
  readonly type: 'offer' | 'answer';
  readonly sdp: string;
}

/**
 * Finds the metadata of a received track. Senders name their track by the id it has at their end. The
 * receiver's own `track.id` equals it only in Chromium and only for transceivers that the remote offer
 * made, so the way leads through the remote description: `a=msid` line → `mid` → transceiver.
 */
export class RemoteTrackMetadata {
  readonly #entries = new Map<string, Metadata>();
  /** Entries handed out in order, so that none is handed out twice. */
  readonly #guessed = new Set<string>();
  #named = false;
  readonly #mids = new Set<string>();
  /** Sections that an offer of ours made and the other side answered. */
  readonly #ourMids = new Set<string>();

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

  /** The other side is one of ours: it names each track as it describes it. */
  namesAsDescribed(): void {
    this.#named = true;
  }

  /** Before the tracks of a remote description are told. */
  described({ type, sdp }: RemoteDescription): void {
    for (const mid of mids(sdp)) {
      if (this.#mids.has(mid) || this.#mids.size >= MAX_TRACK_METADATA_ENTRIES) continue;
      this.#mids.add(mid);
      if (type === 'answer') this.#ourMids.add(mid);
    }
  }

  /** Metadata of the track that the transceiver with this `mid` receives. */
  find(mid: string | null, trackId: string, remoteSdp: string): Metadata | undefined {
    const idsByMid = trackIdsByMid(remoteSdp);
    const named = mid === null ? [] : (idsByMid.get(mid) ?? []);
    for (const id of [...named, trackId]) {
      const metadata = this.#entries.get(id);
      if (metadata) return metadata;
    }
    return this.#guess([...idsByMid.values()].flat(), mid !== null && this.#ourMids.has(mid));
  }

  clear(): void {
    this.#entries.clear();
    this.connectionReplaced();
  }

  /** The next connection numbers its sections anew, and tells every track again. */
  connectionReplaced(): void {
    this.#named = false;
    this.#guessed.clear();
    this.#mids.clear();
    this.#ourMids.clear();
  }

  /**
   * The published client names tracks by an id that its descriptions never mention: always in Firefox, and in
   * Chromium where its track goes out in a section that an offer of ours made. What it sent and has not described
   * is then handed out in order. Elsewhere, where one described id is known, the sender names its tracks properly
   * and a track without a match has no metadata; a peer of ours always does, under two names where they differ.
   */
  #guess(describedIds: string[], madeByUs: boolean): Metadata | undefined {
    const described = describedIds.flatMap((id) => this.#entries.get(id) ?? []);
    if (described.length > 0 && (!madeByUs || this.#named)) return undefined;
    const twins = new Set(described.map((metadata) => JSON.stringify(metadata)));
    for (const [id, metadata] of this.#entries) {
      if (this.#guessed.has(id) || (twins.size > 0 && twins.has(JSON.stringify(metadata)))) continue;
      this.#guessed.add(id);
      return metadata;
    }
    return undefined;
  }
}
