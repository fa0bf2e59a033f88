interface Entry {
  readonly stream: MediaStream;
  readonly live: Set<MediaStreamTrack>;
  readonly release: () => void;
}

/**
 * Notices when a remote stream appears and when its last live track has gone: by `removetrack` on the
 * stream (the sender took it out) or `ended` on the track (transceiver stopped, connection closed).
 */
export class RemoteStreams {
  readonly #entries = new Map<string, Entry>();
  readonly #onRemoved: (stream: MediaStream) => void;

  constructor(onRemoved: (stream: MediaStream) => void) {
    this.#onRemoved = onRemoved;
  }

  holds(stream: MediaStream, track: MediaStreamTrack): boolean {
    const entry = this.#entries.get(stream.id);
    return entry?.stream === stream && entry.live.has(track);
  }

  /** True if the stream was not there before. */
  add(stream: MediaStream, track: MediaStreamTrack): boolean {
    let entry = this.#entries.get(stream.id);
    const isNew = entry === undefined;
    if (!entry) {
      const onRemoveTrack = (ev: MediaStreamTrackEvent): void => this.#drop(stream.id, ev.track);
      stream.addEventListener('removetrack', onRemoveTrack);
      const release = (): void => stream.removeEventListener('removetrack', onRemoveTrack);
      entry = { stream, live: new Set(), release };
      this.#entries.set(stream.id, entry);
    }
    if (!entry.live.has(track)) {
      entry.live.add(track);
      track.addEventListener('ended', () => this.#drop(stream.id, track), { once: true });
    }
    return isNew;
  }

  /** Forgets everything without a word: the connection is being replaced, or the peer is gone. */
  clear(): void {
    for (const entry of this.#entries.values()) entry.release();
    this.#entries.clear();
  }

  #drop(streamId: string, track: MediaStreamTrack): void {
    const entry = this.#entries.get(streamId);
    if (!entry?.live.delete(track) || entry.live.size > 0) return;
    entry.release();
    this.#entries.delete(streamId);
    this.#onRemoved(entry.stream);
  }
}
