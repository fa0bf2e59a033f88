import type { ConnectionExtras, RTCPeerConnectionLike } from './connection-like.ts';
import { sendKeyFrame } from './key-frame.ts';

/**
 * Which sender carries which local track. `addTrack` never uses a sender again that has sent before
 * (WebRTC 1.0, section 5.1), so every screen share would add a media section for good, until the
 * description is too long to send. A section in which nobody sends any more is therefore stopped, and the
 * browser fills it anew. (Using its sender again does not do: after `setStreams` Chromium 156 falls back to
 * the sender's first streams when offers have met.)
 */
export class Senders {
  readonly #pc: RTCPeerConnectionLike & ConnectionExtras;
  readonly #byTrack = new Map<MediaStreamTrack, RTCRtpSender>();
  /** Senders that are the engine's to do away with: not those an application made for itself. */
  readonly #disposable = new WeakSet<RTCRtpSender>();
  readonly #abandon = new Set<() => void>();

  constructor(pc: RTCPeerConnectionLike & ConnectionExtras) {
    this.#pc = pc;
  }

  has(track: MediaStreamTrack): boolean {
    return this.#byTrack.has(track);
  }

  add(track: MediaStreamTrack, stream: MediaStream | undefined): void {
    // An offer is due anyway: what nobody uses leaves with it.
    this.#stopUnused();
    this.#byTrack.set(track, this.#send(track, stream ? [stream] : []));
  }

  /**
   * While a section is on its way out `addTrack` may choose that very one, if this end has never sent in it: Chromium
   * throws then, Firefox sends nothing (seen in 156 and 153). A transceiver of the track's own is never that one.
   */
  #send(track: MediaStreamTrack, streams: MediaStream[]): RTCRtpSender {
    const stopping = this.#pc
      .getTransceivers?.()
      .some(({ direction, currentDirection }) => direction === 'stopped' && currentDirection !== 'stopped');
    const own = stopping ? this.#pc.addTransceiver?.(track, { streams }) : undefined;
    return own?.sender ?? this.#pc.addTrack(track, ...streams);
  }

  /** A remote track arrived on this transceiver, which the remote offer may have made. */
  received(transceiver: RTCRtpTransceiver): void {
    this.#disposable.add(transceiver.sender);
  }

  /** True if the track was sent. */
  remove(track: MediaStreamTrack): boolean {
    const sender = this.#byTrack.get(track);
    if (!sender) return false;
    this.#byTrack.delete(track);
    this.#pc.removeTrack(sender);
    this.#disposable.add(sender);
    return true;
  }

  /**
   * A replacement that is under way when its connection closes never settles (WebRTC 1.0, section 5.2: Firefox keeps to
   * that): this one resolves then.
   * @throws the browser's error, for instance when the new track needs a renegotiation.
   */
  async replace(old: MediaStreamTrack, next: MediaStreamTrack | null): Promise<void> {
    const sender = this.#byTrack.get(old);
    if (!sender) return;
    let abandon: () => void = () => undefined;
    const closed = new Promise<true>((resolve) => (abandon = () => resolve(true)));
    this.#abandon.add(abandon);
    try {
      if (await Promise.race([closed, sender.replaceTrack(next)])) return;
      this.#byTrack.delete(old);
      if (next) this.#byTrack.set(next, sender);
    } finally {
      this.#abandon.delete(abandon);
    }
  }

  /** The connection is about to be closed. */
  close(): void {
    for (const abandon of this.#abandon) abandon();
  }

  /** What the other side has had of our videos is of no use to it any more. @throws the browser's first error. */
  async refreshVideo(): Promise<void> {
    const videos = [...this.#byTrack].filter(([{ kind }]) => kind === 'video');
    await Promise.all(videos.map(([, sender]) => sendKeyFrame(sender)));
  }

  /** The media section under which a track is sent; null where there is none yet. */
  midOf(track: MediaStreamTrack): string | null {
    const sender = this.#byTrack.get(track);
    return (sender && this.#transceiverOf(sender)?.mid) ?? null;
  }

  #stopUnused(): void {
    const first = /^a=mid:(\S+)/m.exec(this.#pc.localDescription?.sdp ?? '')?.[1];
    for (const transceiver of this.#pc.getTransceivers?.() ?? []) {
      const { sender, mid, currentDirection } = transceiver;
      // The first section carries the transport of all; it stays.
      if (mid === null || mid === first || currentDirection !== 'inactive') continue;
      if (sender.track === null && this.#disposable.has(sender)) transceiver.stop();
    }
  }

  #transceiverOf(sender: RTCRtpSender): RTCRtpTransceiver | undefined {
    return this.#pc.getTransceivers?.().find((transceiver) => transceiver.sender === sender);
  }
}
