import type { Metadata } from '../protocol/frames.ts';
import { MeteredPeerStateError } from './errors.ts';

/** Conventional shape of per-track metadata; any other keys are the application's. */
export interface StreamMetadata {
  /** "camera", "screen", "canvas", "file" or the application's own. */
  role?: string;
  label?: string;
  [key: string]: unknown;
}

export interface LocalTrack {
  readonly stream: MediaStream | undefined;
  readonly metadata: Metadata | undefined;
}

/** The tracks that every present and future peer of the channel receives, in the order they were added. */
export class LocalTracks {
  readonly #tracks = new Map<MediaStreamTrack, LocalTrack>();
  /** Called after every change. */
  onchange: (() => void) | undefined;

  /**
   * False if the track is there already.
   * @throws MeteredPeerStateError `track_already_attached` when it is there with another stream.
   */
  add(track: MediaStreamTrack, entry: LocalTrack): boolean {
    const existing = this.#tracks.get(track);
    if (!existing) {
      this.#tracks.set(track, entry);
      this.onchange?.();
      return true;
    }
    if (existing.stream === entry.stream) return false;
    throw new MeteredPeerStateError(
      'track_already_attached',
      'addTrack',
      'The track is already sent with another stream: use a clone, or remove it first.',
    );
  }

  remove(track: MediaStreamTrack): LocalTrack | undefined {
    const entry = this.#tracks.get(track);
    this.#tracks.delete(track);
    this.onchange?.();
    return entry;
  }

  /** Puts `next` in the place of `old`, keeping the order. */
  replace(old: MediaStreamTrack, next: MediaStreamTrack | null): LocalTrack | undefined {
    const replaced = this.#tracks.get(old);
    if (!replaced) return undefined;
    const entries = [...this.#tracks];
    this.#tracks.clear();
    for (const [track, entry] of entries) {
      if (track !== old) this.#tracks.set(track, entry);
      else if (next) this.#tracks.set(next, entry);
    }
    this.onchange?.();
    return replaced;
  }

  get(track: MediaStreamTrack): LocalTrack | undefined {
    return this.#tracks.get(track);
  }

  get size(): number {
    return this.#tracks.size;
  }

  clear(): void {
    this.#tracks.clear();
  }

  [Symbol.iterator](): IterableIterator<[MediaStreamTrack, LocalTrack]> {
    return this.#tracks.entries();
  }
}
