import type { MeteredPeer, StreamMetadata } from '../core/index.ts';

/** Milliseconds for a replacement: one at a connection that closes meanwhile need never end. */
const REPLACE_MS = 5_000;

type Change = (peer: MeteredPeer) => Promise<void> | undefined;

/** What the call sends of your own. A replacement takes its time, and what changes after it waits for it. */
export class SentTracks {
  #peer: MeteredPeer | null = null;
  #changes: Change[] = [];
  #busy = false;

  /** From here on that call's, or (null) nobody's. */
  attach(peer: MeteredPeer | null): void {
    this.#peer = peer;
    this.#changes = [];
    this.#busy = false;
  }

  add(track: MediaStreamTrack, stream: MediaStream, metadata: StreamMetadata): void {
    this.#change((peer) => void peer.addTrack(track, stream, metadata));
  }

  remove(track: MediaStreamTrack): void {
    this.#change((peer) => void peer.removeTrack(track));
  }

  replace(
    before: MediaStreamTrack,
    after: MediaStreamTrack,
    stream: MediaStream,
    metadata: StreamMetadata,
  ): void {
    this.#change((peer) =>
      inTime(peer.replaceTrack(before, after)).catch(() => {
        // It differs too much for somebody: sent anew it is negotiated anew.
        if (this.#peer !== peer) return;
        peer.removeTrack(before);
        peer.removeTrack(after);
        if (after.readyState === 'live') peer.addTrack(after, stream, metadata);
      }),
    );
  }

  #change(change: Change): void {
    if (!this.#peer) return;
    this.#changes.push(change);
    this.#next();
  }

  #next(): void {
    const peer = this.#peer;
    while (peer && !this.#busy) {
      const change = this.#changes.shift();
      if (!change) return;
      const work = change(peer);
      if (work) void this.#wait(work, peer);
    }
  }

  async #wait(work: Promise<void>, peer: MeteredPeer): Promise<void> {
    this.#busy = true;
    await work;
    // Of a call that is over nothing is left to do.
    if (this.#peer !== peer) return;
    this.#busy = false;
    this.#next();
  }
}

async function inTime(work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('timeout')), REPLACE_MS);
  });
  try {
    await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
