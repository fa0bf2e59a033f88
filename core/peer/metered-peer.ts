import { closeCodeName } from '../protocol/close-codes.ts';
import type {
  DirectMessageEvent,
  IceServerConfig,
  MessageEvent,
  PresenceEvent,
  PresencePeer,
  ServerErrorEvent,
} from '../protocol/frames.ts';
import { MAX_MESSAGE_SIZE } from '../protocol/limits.ts';
import { isReservedChannel } from '../protocol/names.ts';
import { TRACK_METADATA_KEY, parseSignal } from '../protocol/signals.ts';
import { SignallingClient } from '../signalling/signalling-client.ts';
import type { SignallingClientEventMap } from '../signalling/types.ts';
import { ASYNC_DISPOSE } from '../util/async-dispose.ts';
import { EventEmitter } from '../util/emitter.ts';
import { namedError } from '../util/errors.ts';
import { NoopLogger } from '../util/log.ts';
import type { Logger } from '../util/log.ts';
import { scrub } from '../util/scrub.ts';
import { utf8ByteLength } from '../util/utf8.ts';
import { checkedBudget } from './adaptive-mesh-options.ts';
import type { AdaptiveMeshOptions } from './adaptive-mesh-options.ts';
import type { SendBlobOptions } from './blobs.ts';
import { reconnectInCalls } from './call-reconnect.ts';
import type { ConnectionFactory } from './connection-like.ts';
import { MeteredPeerOversizedError, MeteredPeerSendError, MeteredPeerStateError } from './errors.ts';
import { LocalTracks } from './local-tracks.ts';
import type { StreamMetadata } from './local-tracks.ts';
import { parseServerNote } from './identity.ts';
import type {
  JoinOptions,
  MeteredPeerEventMap,
  MeteredPeerOptions,
  MeteredPeerState,
} from './metered-peer-types.ts';
import type { RemotePeer } from './remote-peer.ts';
import type { Room, RoomOptions } from './room.ts';
import type { PeerHealth } from './side-messages.ts';

/** Uncorrelated server errors and refused signals that an application has to hear about. */
const FATAL_SERVER_ERRORS: ReadonlySet<string> = new Set([
  'account_suspended',
  'channel_not_authorized',
  'action_not_permitted',
  'invalid_token',
  'token_expired',
]);
const FATAL_CLOSE_CODES: ReadonlySet<number> = new Set([4001, 4002, 4003, 4012, 4020]);

/** One channel of peers: presence makes RemotePeers, media and messages flow between them. */
export class MeteredPeer extends EventEmitter<MeteredPeerEventMap> {
  readonly #client: SignallingClient;
  readonly #logger: Logger;
  readonly #tracks = new LocalTracks();
  readonly #createConnection: ConnectionFactory | undefined;
  readonly #budget: Required<AdaptiveMeshOptions> | undefined;
  readonly #teardown = new AbortController();

  #state: MeteredPeerState = 'idle';
  #room: Room | undefined;
  #peerId: string | null = null;
  #channel: string | null = null;
  #iceServers: IceServerConfig[] | undefined;
  #maxMessageSize = MAX_MESSAGE_SIZE;
  /** The next presence of a stay that has been interrupted is the whole roster. */
  #snapshotPending = false;
  #displayName: string | undefined;
  #speaker: string | null = null;
  #health: PeerHealth | null = null;

  /** @throws TypeError for options that cannot work. */
  constructor(opts: MeteredPeerOptions) {
    const { logger } = opts;
    // Without a logger the console has it: what an application's own handler throws must not vanish.
    super(
      logger && {
        onListenerError: (err, event) =>
          logger.error('a listener threw', { event, error: scrub(String(err)) }),
      },
    );
    if (opts.autoResubscribe === false) {
      throw new TypeError(
        'autoResubscribe: false is not possible here: a reconnect restores the channel by it',
      );
    }
    this.#logger = logger ?? NoopLogger;
    this.#displayName = opts.displayName;
    const client = new SignallingClient({ ...opts, reconnect: reconnectInCalls(opts.reconnect) });
    this.#createConnection = opts.rtcPeerConnectionFactory;
    this.#budget = opts.adaptiveMesh ? checkedBudget(opts.adaptiveMesh) : undefined;
    this.#client = client;
    this.#watchNetwork();
    client
      .on('connected', (ev) => this.#onConnected(ev))
      .on('disconnected', (ev) => this.#onDisconnected(ev))
      .on('resubscribed', ({ channel }) => this.#onResubscribed(channel))
      .on('presence', (ev) => this.#onPresence(ev))
      .on('direct', (ev) => this.#onDirect(ev))
      .on('message', (ev) => this.#onMessage(ev))
      .on('server-error', (ev) => this.#onServerError(ev))
      .on('token-provider-error', ({ consecutiveFailures, err }) => {
        const message = `The token provider failed ${consecutiveFailures} times in a row: ${err.message}`;
        this.emit('error', { err: namedError('TokenProviderError', message) });
      });
    // Mostly somebody joins soon. Where it does not come now, join() asks again and says so.
    loadRoom().catch(() => undefined);
  }

  get state(): MeteredPeerState {
    return this.#state;
  }

  get peerId(): string | null {
    return this.#peerId;
  }

  get channel(): string | null {
    return this.#channel;
  }

  get remotePeers(): RemotePeer[] {
    return this.#room?.members.remotes ?? [];
  }

  toJSON(): { state: MeteredPeerState; peerId: string | null; channel: string | null } {
    return { state: this.#state, peerId: this.#peerId, channel: this.#channel };
  }

  /**
   * Connects and enters the channel; resolves with the server's ack. Others appear by `peer-joined`.
   * @throws MeteredPeerStateError unless idle; MeteredPeerSendError `reserved_channel`;
   * SignallingConnectError; an Error named by the server's code; one named `ModuleLoadError` when the larger part
   * of the engine, which is on its way since the peer was made, did not come.
   */
  async join(channel: string, opts: JoinOptions = {}): Promise<void> {
    if (this.#state !== 'idle') throw this.#stateError('join');
    if (typeof channel === 'string' && isReservedChannel(channel)) {
      throw new MeteredPeerSendError(
        'reserved_channel',
        'The channel name has a prefix reserved for the service.',
      );
    }
    this.#transition('joining');
    try {
      const { state } = this.#client;
      const connected = state === 'idle' || state === 'closed' ? this.#client.connect() : undefined;
      const [{ Room }] = await Promise.all([loadRoom(), connected]);
      if (!this.#joiningStill()) throw this.#stateError('join');
      this.#room = this.#open(Room, channel, { ...opts });
      this.#channel = channel;
      await this.#client.subscribe(channel, opts);
    } catch (err) {
      this.#channel = null;
      this.#room = undefined;
      // Forgets the channel too, so that a later reconnect does not ask for it again.
      this.#client.unsubscribe(channel).catch(() => undefined);
      if (this.#joiningStill()) {
        this.#transition('idle');
        void this.#client.close();
      }
      throw err;
    }
    // Closed while the ack was on its way.
    if (!this.#joiningStill()) throw this.#stateError('join');
    this.#room.members.entered(this.#peerId ?? '');
    this.#transition('joined');
    this.emit('joined', { peerId: this.#peerId ?? '', channel });
  }

  /** Leaves for good. Capture tracks are the application's and go on. Idempotent. */
  async close(reason?: string): Promise<void> {
    const before = this.#state;
    if (before === 'closed' || before === 'leaving') return;
    if (before === 'idle') {
      this.#teardown.abort();
      this.#transition('closed');
      await this.#client.close();
      return;
    }
    this.#transition('leaving');
    this.#room?.disconnected();
    await this.#room?.members.farewell();
    // Before anybody goes: what they have not had is refused then, and not taken for sent since nobody is there.
    this.#refuseWaiting();
    this.#room?.members.removeAll();
    const left = { peerId: this.#peerId, channel: this.#channel };
    await this.#client.close();
    this.#ended();
    this.emit('left', { ...left, ...(reason === undefined ? {} : { reason }) });
  }

  async [ASYNC_DISPOSE](): Promise<void> {
    await this.close();
  }

  /**
   * Broadcasts `data` (any JSON value) to the channel. Not echoed. In an outage it goes as with `sendTo`.
   * @throws as `sendTo`.
   */
  async send(data: unknown): Promise<void> {
    return this.#sendable('send', data).outbox.broadcast(data);
  }

  /**
   * Sends `data` (any JSON value) to one peer by way of the server. While that is away for either of the two it goes
   * past it, and past its permissions, where both run this engine and their connection lives; to others it waits.
   * @throws MeteredPeerSendError; MeteredPeerOversizedError; an Error named by the server's code, such as
   * `peer_not_found`; one named `DeliveryUnknownError` or `OutageQueueOverflowError`.
   */
  async sendTo(peerId: string, data: unknown): Promise<void> {
    if (this.#state !== 'idle' && (typeof peerId !== 'string' || peerId === '')) {
      throw new MeteredPeerSendError('invalid_args', 'sendTo() needs a peer id.');
    }
    const room = this.#sendable('sendTo', data);
    if (peerId === this.#peerId)
      throw new MeteredPeerSendError('self_send', 'sendTo() cannot send to oneself.');
    const { kind } = parseSignal(data);
    if (kind !== 'application') {
      this.#logger.warn('a payload is shaped like a signal: the receiver will not see it as data', { kind });
    }
    return room.outbox.direct(peerId, data);
  }

  /**
   * Sends a blob of up to 1 GiB past the server to one peer, or to "all" that run this engine; a connection is
   * made where there is none. Who has not answered an offer after two minutes counts as having refused it. Resolves with
   * the ids of the peers that have the whole of it.
   * @throws BlobTransferError, for "all" with whom it reached all the same; MeteredPeerSendError when not joined or for what is no blob.
   */
  async sendBlob(peerId: string, blob: Blob, opts: SendBlobOptions = {}): Promise<string[]> {
    const room = this.#sendable('sendBlob', {});
    if (!(blob instanceof Blob) || typeof peerId !== 'string' || peerId === '')
      throw new MeteredPeerSendError('invalid_args', 'sendBlob() needs a peer id or "all", and a Blob.');
    if (peerId === this.#peerId)
      throw new MeteredPeerSendError('self_send', 'sendBlob() cannot send to oneself.');
    const to = peerId === 'all' ? null : (room.members.byServerId(peerId)?.remote.id ?? peerId);
    return room.blobs.send(to, blob, opts);
  }

  /** Who speaks, by peer id, ours included, or null: counts for the adaptive mesh. */
  setActiveSpeaker(peerId: string | null): void {
    this.#speaker = peerId;
    this.#room?.mesh?.setActiveSpeaker(peerId);
  }

  /** Sends every track of `stream` to all present and future peers, each with a copy of `metadata`. */
  addStream(stream: MediaStream, metadata?: StreamMetadata): void {
    this.#assertAlive('addStream');
    for (const track of stream.getTracks()) this.addTrack(track, stream, metadata && { ...metadata });
  }

  removeStream(stream: MediaStream): void {
    this.#assertAlive('removeStream');
    for (const track of stream.getTracks()) this.removeTrack(track);
  }

  /** Sends one track to all present and future peers; the receiver sees it in `stream`. Idempotent. */
  addTrack(track: MediaStreamTrack, stream?: MediaStream, metadata?: StreamMetadata): void {
    this.#assertAlive('addTrack');
    if (metadata !== undefined) this.#assertSize({ [TRACK_METADATA_KEY]: { trackId: track.id, metadata } });
    if (!this.#tracks.add(track, { stream, metadata })) return;
    this.#room?.members.attach(track);
  }

  removeTrack(track: MediaStreamTrack): void {
    this.#assertAlive('removeTrack');
    if (!this.#tracks.remove(track)) return;
    this.#room?.members.detach(track);
  }

  getTrackMetadata(track: MediaStreamTrack): StreamMetadata | undefined {
    return this.#tracks.get(track)?.metadata;
  }

  /** Metadata of the stream's first track that is sent. */
  getStreamMetadata(stream: MediaStream): StreamMetadata | undefined {
    for (const track of stream.getTracks()) {
      const entry = this.#tracks.get(track);
      if (entry) return entry.metadata;
    }
    return undefined;
  }

  /**
   * Puts `newTrack` in the place of `oldTrack` for every peer, without a renegotiation; null silences it.
   * @throws MeteredPeerReplaceTrackError when it failed for some, saying for whom.
   */
  async replaceTrack(oldTrack: MediaStreamTrack, newTrack: MediaStreamTrack | null): Promise<void> {
    this.#assertAlive('replaceTrack');
    if (!oldTrack) throw new TypeError('replaceTrack() needs the track to replace.');
    if (this.#room) await this.#room.members.replaceTrack(oldTrack, newTrack);
    else this.#tracks.replace(oldTrack, newTrack);
  }

  /** Told to peers of this engine; unverified at their end. */
  setDisplayName(displayName: string | undefined): void {
    this.#displayName = displayName;
    this.#room?.members.profileChanged();
  }

  /** Tells peers of this engine what is sent by choice, so that a dark tile can say why. */
  setHealth(health: PeerHealth): void {
    this.#health = { ...health };
    this.#room?.members.profileChanged();
  }

  #onConnected(ev: SignallingClientEventMap['connected']): void {
    const before = this.#peerId;
    this.#peerId = ev.peerId;
    if (before !== null && before !== ev.peerId) this.#room?.members.renounce(before);
    this.#iceServers = ev.iceServers ?? this.#iceServers;
    this.#maxMessageSize = ev.maxMessageSize;
    if (!ev.isReconnect) return;
    // The subscription is replayed now.
    this.#snapshotPending = true;
    this.#room?.welcomedBack();
  }

  #onDisconnected({ code, reason, willReconnect }: SignallingClientEventMap['disconnected']): void {
    if (this.#state === 'closed' || this.#state === 'leaving') return;
    this.#room?.disconnected();
    if (!willReconnect && FATAL_CLOSE_CODES.has(code)) {
      this.emit('error', {
        err: namedError(closeCodeName(code), `The server closed the connection (code ${code}).`),
      });
    }
    if (this.#state === 'joining' || this.#state === 'idle') {
      // join() fails by itself; nothing may go on connecting behind it.
      if (willReconnect) void this.#client.close();
      return;
    }
    if (willReconnect) {
      if (this.#room?.members.online) this.#room.members.lostServer();
      this.#transition('reconnecting');
      return;
    }
    this.#room?.members.removeAll();
    const left = { peerId: this.#peerId, channel: this.#channel };
    this.#ended();
    this.emit('left', { ...left, reason: reason || `disconnected (code ${code})` });
  }

  /**
   * With nobody there the roster is not waited for: a credential without `presence` never gets one. One that comes
   * all the same is the whole roster still.
   */
  #onResubscribed(channel: string): void {
    const room = this.#room;
    if (!room || channel !== this.#channel || this.#state !== 'reconnecting') return;
    if (room.members.all.length === 0) this.#backIn(room, []);
  }

  #onPresence({ channel, joined, left }: PresenceEvent): void {
    const room = this.#room;
    if (!room || channel !== this.#channel || this.#peerId === null) return;
    if (!this.#snapshotPending) return room.members.presence(joined, left);
    this.#snapshotPending = false;
    this.#backIn(room, joined);
  }

  #backIn(room: Room, roster: readonly PresencePeer[]): void {
    room.backIn(roster, this.#peerId ?? '');
    if (this.#state === 'reconnecting') this.#transition('joined');
    room.outbox.restored();
  }

  #onDirect({ from, data, fromMetadata }: DirectMessageEvent): void {
    if (this.#isOurs(from)) return;
    const parsed = parseSignal(data);
    switch (parsed.kind) {
      case 'invalid':
        this.#logger.warn('dropped a signal', { from, reason: parsed.reason });
        return;
      case 'signal':
      case 'track-metadata':
        this.#room?.members.handle(from, parsed);
        return;
      case 'application':
        return this.#onDirectData(from, data, fromMetadata);
    }
  }

  #onDirectData(from: string, data: unknown, fromMetadata: Record<string, unknown> | undefined): void {
    const note = parseServerNote(data);
    if (note && this.#room?.members.noted(from, note)) return;
    if (this.#room?.members.holdBack(from, () => this.#onDirectData(from, data, fromMetadata))) return;
    if (this.#room?.members.byServerId(from)) this.#received('direct', from, data, fromMetadata);
    else this.#logger.debug('dropped a direct message from outside the channel', { from });
  }

  #onMessage({ channel, from, data, fromMetadata }: MessageEvent): void {
    if (channel !== this.#channel || this.#isOurs(from)) return;
    const hear = (): void => this.#received('broadcast', from, data, fromMetadata);
    if (!this.#room?.members.holdBack(from, hear)) hear();
  }

  #isOurs(peerId: string): boolean {
    return peerId === this.#peerId || this.#room?.members.isOurs(peerId) === true;
  }

  #received(
    kind: 'broadcast' | 'direct',
    from: string,
    data: unknown,
    fromMetadata: Record<string, unknown> | undefined,
  ): void {
    const member = this.#room?.members.byServerId(from);
    if (member && !member.route.accepts(data, kind)) return;
    this.emit('data', {
      senderPeerId: member?.remote.id ?? from,
      data,
      kind,
      ...(fromMetadata === undefined ? {} : { senderMetadata: fromMetadata }),
    });
  }

  #onServerError({ code, message }: ServerErrorEvent): void {
    if (!FATAL_SERVER_ERRORS.has(code)) return;
    this.emit('error', {
      err: namedError(code, scrub(`The server reported ${code}${message ? `: ${message}` : ''}`)),
    });
  }

  #open(Room: RoomConstructor, channel: string, joinOptions: JoinOptions): Room {
    const room = new Room({
      channel,
      joinOptions,
      client: this.#client,
      tracks: this.#tracks,
      createConnection: this.#createConnection,
      adaptiveMesh: this.#budget,
      inbox: {
        reserved: 0,
        emit: (event, payload) => this.emit(event, payload as never),
        listenerCount: (event) => this.listenerCount(event),
      },
      logger: this.#logger,
      localId: () => this.#peerId,
      iceServers: () => this.#iceServers,
      profile: () => ({
        hello: this.#displayName === undefined ? {} : { displayName: this.#displayName },
        health: this.#health,
      }),
      send: (peerId, data) => this.sendTo(peerId, data),
      joined: (peer) => this.emit('peer-joined', { peer }),
      left: (peer) => this.emit('peer-left', { peer }),
      received: (senderPeerId, kind, data) => this.emit('data', { senderPeerId, data, kind, via: 'peer' }),
      resubscribed: () => this.#onResubscribed(channel),
      failed: (err) => this.emit('error', { err }),
    });
    room.mesh?.setActiveSpeaker(this.#speaker);
    return room;
  }

  #assertAlive(method: string): void {
    if (this.#state === 'leaving' || this.#state === 'closed') throw this.#stateError(method);
  }

  #joiningStill(): boolean {
    return this.#state === 'joining';
  }

  #stateError(method: string): MeteredPeerStateError {
    const message = `${method}() is not possible in state '${this.#state}'.`;
    return new MeteredPeerStateError('invalid_state', method, message, this.#state);
  }

  #sendable(method: string, data: unknown): Room {
    const room = this.#room;
    if ((this.#state !== 'joined' && this.#state !== 'reconnecting') || !room) {
      throw new MeteredPeerSendError(
        'not_joined',
        `${method}() needs a joined channel (state '${this.#state}').`,
      );
    }
    if (data === undefined) throw new MeteredPeerSendError('invalid_args', `${method}() needs data.`);
    this.#assertSize(data);
    return room;
  }

  #assertSize(data: unknown): void {
    const json = JSON.stringify(data) as string | undefined;
    if (json === undefined)
      throw new MeteredPeerSendError('invalid_args', 'The payload must be a JSON value.');
    const size = utf8ByteLength(json);
    if (size > this.#maxMessageSize) throw new MeteredPeerOversizedError(size, this.#maxMessageSize);
  }

  /** A changed or returned network is no reason to wait for the next attempt. */
  #watchNetwork(): void {
    const target = globalThis as Partial<Pick<Window, 'addEventListener'>>;
    const onOnline = (): void => {
      this.#client.wake();
      this.#room?.members.recover();
    };
    target.addEventListener?.('online', onOnline, { signal: this.#teardown.signal });
  }

  #refuseWaiting(): void {
    this.#room?.outbox.close(
      new MeteredPeerSendError('not_joined', 'The channel was left before it was sent.'),
    );
  }

  #ended(): void {
    this.#teardown.abort();
    this.#refuseWaiting();
    this.#tracks.clear();
    this.#channel = null;
    this.#transition('closed');
  }

  #transition(to: MeteredPeerState): void {
    const from = this.#state;
    if (from === to) return;
    this.#state = to;
    this.emit('state-change', { from, to });
  }
}

type RoomConstructor = new (options: RoomOptions) => Room;

/** @throws an Error named `ModuleLoadError` where the page's own server does not hand it out. */
async function loadRoom(): Promise<{ Room: RoomConstructor }> {
  try {
    return await import('./room.ts');
  } catch {
    throw namedError('ModuleLoadError', 'A part of the engine could not be loaded.');
  }
}
