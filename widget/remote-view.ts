import type { PeerHealth, PeerHello, RemotePeer, RemotePeerEventMap } from '../core/index.ts';
import { knownName } from './names.ts';
import type { Recovery } from './recovery.ts';
import type { DeviceState, Participant } from './snapshot.ts';

/**
 * One other person as a tile needs them. Their tracks are kept in one stream of our own: a remote
 * stream is replaced by another object of the same id after a reconnect, and an element that still
 * shows the old one would freeze.
 */
export class RemoteView {
  readonly remote: RemotePeer;
  readonly stream = new MediaStream();
  /** While the path to them is lost and being looked for. */
  recovery: Omit<Recovery, 'names'> | null = null;
  /** What they said last. It holds until they say it anew: while their connection is replaced nothing is known. */
  #hello: PeerHello | null = null;
  #health: PeerHealth | null = null;
  readonly #screen = new MediaStream();
  readonly #guestName: () => string;
  readonly #changed: () => void;
  readonly #ended = new AbortController();
  readonly #watched = new WeakSet<MediaStream>();

  constructor(remote: RemotePeer, guestName: () => string, changed: () => void) {
    this.remote = remote;
    this.#guestName = guestName;
    this.#changed = changed;
    const lasting = { signal: this.#ended.signal };
    remote
      .on('track', this.#onTrack, lasting)
      .on('stream-removed', this.#onStreamRemoved, lasting)
      .on('recovery', this.#onRecovery, lasting)
      .on('state-change', this.#onState, lasting)
      .on('negotiation-error', this.#onNegotiationError, lasting)
      .on('hello', this.#onWord, lasting)
      .on('health', this.#onWord, lasting);
    this.#hear();
  }

  participant(): Participant {
    const known = knownName({ metadata: this.remote.metadata, hello: this.#hello });
    return Object.freeze({
      id: this.remote.id,
      name: known?.name ?? this.#guestName(),
      verified: known?.verified ?? false,
      isLocal: false,
      microphone: this.#device('microphone', this.stream.getAudioTracks()),
      camera: this.#device('camera', this.stream.getVideoTracks()),
      state: this.remote.state,
      stream: this.stream,
      screen: this.#screen.getVideoTracks().length > 0 ? this.#screen : null,
      canChat: this.#hello !== null,
    });
  }

  close(): void {
    this.#ended.abort();
    for (const stream of this.#streams) for (const track of stream.getTracks()) stream.removeTrack(track);
  }

  get #streams(): readonly MediaStream[] {
    return [this.stream, this.#screen];
  }

  #device(kind: 'microphone' | 'camera', tracks: readonly MediaStreamTrack[]): DeviceState {
    const said = this.#health?.[kind];
    // A camera said to be on is shown as on once there is something to show.
    if (said !== undefined && (said !== 'on' || kind === 'microphone')) return said;
    return tracks.length > 0 ? 'on' : said === undefined ? 'none' : 'off';
  }

  readonly #onWord = (): void => {
    this.#hear();
    this.#changed();
  };

  #hear(): void {
    this.#hello = this.remote.hello ?? this.#hello;
    this.#health = this.remote.health ?? this.#health;
  }

  readonly #onTrack = ({ track, streams, metadata }: RemotePeerEventMap['track']): void => {
    const into = metadata?.role === 'screen' ? this.#screen : this.stream;
    for (const stream of this.#streams) {
      for (const old of stream.getTracks()) {
        const superseded = stream === into && old.kind === track.kind && old.readyState === 'ended';
        if (superseded || old.id === track.id) stream.removeTrack(old);
      }
    }
    into.addTrack(track);
    const { signal } = this.#ended;
    track.addEventListener('ended', () => this.#remove(track), { signal });
    for (const stream of streams) {
      if (this.#watched.has(stream)) continue;
      this.#watched.add(stream);
      stream.addEventListener('removetrack', (event) => this.#remove(event.track), { signal });
    }
    this.#changed();
  };

  readonly #onRecovery = ({ recovery }: RemotePeerEventMap['recovery']): void => {
    const { attempt, attempts, delayMs } = recovery;
    this.recovery = { attempt, attempts, nextAt: Date.now() + delayMs };
    this.#changed();
  };

  readonly #onState = ({ to }: RemotePeerEventMap['state-change']): void => {
    if (to !== 'reconnecting') this.recovery = null;
    this.#changed();
  };

  /** All attempts were made: what the tile says of it is all that is left to say. */
  readonly #onNegotiationError = ({ err }: RemotePeerEventMap['negotiation-error']): void => {
    if (err.name !== 'IceRestartExhaustedError') return;
    this.recovery = null;
    this.#changed();
  };

  readonly #onStreamRemoved = ({ stream }: { stream: MediaStream }): void => {
    for (const track of stream.getTracks()) this.#remove(track);
  };

  #remove(track: MediaStreamTrack): void {
    const stream = this.#streams.find((one) => one.getTracks().includes(track));
    stream?.removeTrack(track);
    if (stream) this.#changed();
  }
}
