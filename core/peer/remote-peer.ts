import { EventEmitter } from '../util/emitter.ts';
import { codedError } from '../util/errors.ts';
import type { PeerConnectionState, RTCPeerConnectionLike } from './connection-like.ts';
import type { StreamMetadata } from './local-tracks.ts';
import type { PeerLinkEventMap } from './peer-link-events.ts';
import type { PeerLink } from './peer-link.ts';
import type { PathRecovery } from './restart-ladder.ts';
import type { PeerHealth, PeerHello } from './side-messages.ts';
import { buildWants } from './video-wants.ts';
import type { WantsMessage } from './video-wants.ts';

export interface RemotePeerEventMap {
  'state-change': { from: PeerConnectionState; to: PeerConnectionState };
  /** Usually transient. Terminal only when `err.name` is `IceRestartExhaustedError`. */
  'negotiation-error': { err: Error };
  'ice-candidate-error': { err: Error };
  /** The peer added a track; `metadata` is what it stamped on it. */
  track: { track: MediaStreamTrack; streams: ReadonlyArray<MediaStream>; metadata?: StreamMetadata };
  'data-channel': { channel: RTCDataChannel };
  /** A stream appeared, or appeared anew after `connection-reset`: bind it again each time. */
  'stream-added': { stream: MediaStream; metadata?: StreamMetadata };
  /** The last live track of a stream has gone. */
  'stream-removed': { stream: MediaStream };
  /** A fresh connection took the place of the old one; what the application made on that is gone. */
  'connection-reset': Record<string, never>;
  /** The path to the peer is lost, and another attempt to find one is planned. Not part of the published client. */
  recovery: { recovery: PathRecovery };
  /** The peer runs this engine and has introduced itself. Not part of the published client. */
  hello: { hello: PeerHello };
  /** The peer said what it sends by choice. Not part of the published client. */
  health: { health: PeerHealth };
}

export interface RemotePeerInit {
  id: string;
  metadata: Record<string, unknown> | undefined;
  link: PeerLink;
  send: (data: unknown) => Promise<void>;
}

/** The engine's own handle on a RemotePeer; applications never see it. */
export interface RemotePeerControls {
  setHealth(health: PeerHealth): void;
  setMetadata(metadata: Record<string, unknown> | undefined): void;
  close(): void;
}

/** Another peer in the channel. The same object for as long as the peer is there. */
export class RemotePeer extends EventEmitter<RemotePeerEventMap> {
  readonly id: string;
  readonly #link: PeerLink;
  #metadata: Record<string, unknown> | undefined;
  #send: (data: unknown) => Promise<void>;
  #state: PeerConnectionState = 'idle';
  #hello: PeerHello | null = null;
  #health: PeerHealth | null = null;
  /** What we asked for, by what it is about. */
  readonly #wants = new Map<boolean, WantsMessage>();
  #connectionSeen = false;

  /** For the engine: the peer, and what only the engine may do with it. */
  static create(init: RemotePeerInit): { remote: RemotePeer; controls: RemotePeerControls } {
    const remote = new RemotePeer(init);
    return {
      remote,
      controls: {
        setMetadata: (metadata) => {
          remote.#metadata = metadata;
        },
        setHealth: (health) => {
          remote.#health = health;
          remote.emit('health', { health });
        },
        close: () => remote.#close(),
      },
    };
  }

  private constructor(init: RemotePeerInit) {
    super();
    this.id = init.id;
    this.#metadata = init.metadata;
    this.#link = init.link;
    this.#send = init.send;
    this.#link
      .on('state-change', ({ to }) => this.#transition(to))
      .on('negotiation-error', (ev) => this.emit('negotiation-error', ev))
      .on('ice-candidate-error', (ev) => this.emit('ice-candidate-error', ev))
      .on('recovery', (ev) => this.emit('recovery', ev))
      .on('data-channel', (ev) => this.emit('data-channel', ev))
      .on('track', (ev) => this.#onTrack(ev))
      .on('stream-removed', (ev) => this.emit('stream-removed', ev))
      .on('reset', ({ negotiated }) => this.#onReset(negotiated))
      .on('hello', ({ hello }) => {
        this.#hello = hello;
        for (const wants of this.#wants.values()) this.#want(wants);
        this.emit('hello', { hello });
      });
  }

  /** The peer's `peerMetadata`, vouched for by its token. Its content is the peer's: hostile input. */
  get metadata(): Record<string, unknown> | undefined {
    return this.#metadata;
  }

  get state(): PeerConnectionState {
    return this.#state;
  }

  /** Whether our side gives way when two offers meet. */
  get polite(): boolean {
    return this.#link.polite;
  }

  /**
   * The browser's own connection. Asking for it makes it; adding a channel or track to it starts it. Of a peer that has
   * left, it is closed.
   */
  get pc(): RTCPeerConnectionLike {
    this.#connectionSeen = true;
    return this.#link.connection;
  }

  /** What the peer said on the side channel; null for a peer that does not run this engine. */
  get hello(): PeerHello | null {
    return this.#hello;
  }

  get health(): PeerHealth | null {
    return this.#health;
  }

  /**
   * Sends `data` (any JSON value) to this peer, as `sendTo` does: by way of the server, or past it while it is away.
   * @throws as `sendTo`; an Error with code `peer_left` once the peer has left.
   */
  send(data: unknown): Promise<void> {
    return this.#send(data);
  }

  /**
   * Tells a peer of this engine how large its video is shown here, in device pixels, so that its adaptive mesh,
   * if it has one, sends no more; `visible: false` pauses it. `screen`: about its screen share.
   * @throws TypeError for what is no size.
   */
  requestVideo(request: { width: number; height: number; visible?: boolean; screen?: boolean }): void {
    const wants = buildWants(request);
    const before = this.#wants.get(wants.screen);
    if (JSON.stringify(before) === JSON.stringify(wants)) return;
    this.#wants.set(wants.screen, wants);
    this.#want(wants);
  }

  toJSON(): { id: string; state: PeerConnectionState } {
    return { id: this.id, state: this.#state };
  }

  #onTrack({ track, streams, appeared, metadata }: PeerLinkEventMap['track']): void {
    const described = metadata === undefined ? {} : { metadata: metadata as StreamMetadata };
    this.emit('track', { track, streams, ...described });
    for (const stream of appeared) this.emit('stream-added', { stream, ...described });
  }

  #want(wants: WantsMessage): void {
    if (this.#hello?.capabilities.includes('wants')) this.#link.sendSide(wants);
  }

  #onReset(negotiated: boolean): void {
    this.#hello = null;
    this.#health = null;
    if (negotiated) this.#transition('reconnecting');
    // What was never negotiated nor looked at cannot be missed.
    if (negotiated || this.#connectionSeen) this.emit('connection-reset', {});
  }

  #transition(to: PeerConnectionState): void {
    const from = this.#state;
    // A recovery is one state to the application, whatever steps the connection takes on the way.
    if (from === to || from === 'closed' || (from === 'reconnecting' && to === 'connecting')) return;
    this.#state = to;
    this.emit('state-change', { from, to });
  }

  #close(): void {
    this.#send = () => Promise.reject(codedError('peer_left', 'The peer has left.'));
    this.#link.close();
    this.#transition('closed');
    this.removeAllListeners();
  }
}
