import type { RtcSignal } from '../protocol/frames.ts';
import { EventEmitter } from '../util/emitter.ts';
import { namedError } from '../util/errors.ts';
import type { Logger } from '../util/log.ts';
import { scrub, scrubbedError } from '../util/scrub.ts';
import type { ConnectionExtras, PeerConnectionState, RTCPeerConnectionLike } from './connection-like.ts';
import { beyondRestart } from './beyond-restart.ts';
import { candidateInit } from './candidate-init.ts';
import { applyIceServers, configuredConnection } from './configured-connection.ts';
import { OutgoingSignals, isDescription } from './outgoing-signals.ts';
import type { OutgoingSignal } from './outgoing-signals.ts';
import type { PeerLinkEventMap, PeerLinkOptions } from './peer-link-events.ts';
import { PerfectNegotiation, type Negotiated } from './perfect-negotiation.ts';
import { RemoteStreams } from './remote-streams.ts';
import { RemoteTrackMetadata } from './remote-track-metadata.ts';
import { RestartLadder } from './restart-ladder.ts';
import { fingerprint } from './sdp.ts';
import { Senders } from './senders.ts';
import { SideChannel } from './side-channel.ts';
import { parseSideSignal } from './side-messages.ts';
import type { PeerHello, SideMessage } from './side-messages.ts';
import { SimplePeerTransport } from './simple-peer-transport.ts';
import { StuckHandshake } from './stuck-handshake.ts';
import { TrackAnnouncer } from './track-announcer.ts';
import type { Transport } from './transport.ts';

type Connection = RTCPeerConnectionLike & ConnectionExtras;

const STATES: Readonly<Record<RTCPeerConnectionState, PeerConnectionState>> = {
  new: 'connecting',
  connecting: 'connecting',
  connected: 'connected',
  disconnected: 'reconnecting',
  failed: 'reconnecting',
  closed: 'closed',
};

/** A path that is silent for so long is looked for anew; browsers give it up 10 s (Chromium) or 20 s later (Firefox). */
const SILENT_MS = 2_000;
/**
 * One connection to one peer, from its lazy creation through negotiation and recovery to its close.
 * The connection object may be replaced on the way; the link stays.
 */
export class PeerLink extends EventEmitter<PeerLinkEventMap> {
  polite: boolean;
  readonly #options: PeerLinkOptions;
  readonly #logger: Logger;
  readonly #remoteMetadata = new RemoteTrackMetadata();
  readonly #streams = new RemoteStreams((stream) => this.emit('stream-removed', { stream }));
  readonly #negotiation: PerfectNegotiation;
  readonly #outgoing: OutgoingSignals;
  readonly #announcer: TrackAnnouncer;
  readonly #ladder: RestartLadder;
  readonly #handshake: StuckHandshake;

  #pc: Connection | null = null;
  /** After close(): the connection that was closed, for whoever still asks after it. */
  #last: Connection | null = null;
  #senders: Senders | null = null;
  #transport: Transport | null = null;
  #sideChannel: SideChannel | null = null;
  #unlisten: () => void = () => undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  /** The path was lost, and what was sent since then with it. */
  #lost = false;
  /** This machine's network has changed since the last welcome. */
  #moved = false;
  #closed = false;

  constructor(options: PeerLinkOptions) {
    super({
      onListenerError: (err) => options.logger.error('a listener threw', { error: scrub(String(err)) }),
    });
    this.#options = options;
    this.#logger = options.logger;
    this.polite = options.polite;
    this.#outgoing = new OutgoingSignals({
      send: (payload) => options.send(payload),
      reachable: () => options.reachable(),
      sendSide: (payload) => this.sendSide({ t: 'signal', payload }),
      refused: (payload, err) => this.#wasRefused(payload, err),
      logger: options.logger,
    });
    this.#announcer = new TrackAnnouncer(options.tracks, (message) => this.#outgoing.deliver(message));
    this.#negotiation = new PerfectNegotiation(this.#negotiated(), this.#logger);
    this.#ladder = new RestartLadder({
      planned: (recovery) => this.emit('recovery', { recovery }),
      restart: () => this.#restart(),
      exhausted: (err) => this.emit('negotiation-error', { err }),
    });
    this.#handshake = new StuckHandshake(this, () => {
      this.#logger.warn('the handshake leads nowhere: the connection is made anew');
      this.replaceConnection();
    });
  }

  /** The real connection, made when first asked for; after close() a closed one. */
  get connection(): RTCPeerConnectionLike {
    if (this.#closed) return (this.#last ??= this.#closedConnection());
    return this.#connection();
  }

  get started(): boolean {
    return this.#pc !== null;
  }

  /** The other side came later, and is to make the first offer. */
  letThemOffer(withinMs?: number): void {
    this.#negotiation.letThemOffer(withinMs);
  }

  handleSignal(signal: RtcSignal): void {
    this.#negotiation.handleSignal(signal);
  }

  resendLostOffer(): void {
    this.#negotiation.resendLostOffer();
  }

  /** Makes the connection and sends every local track; nothing happens where there is none to send. */
  start(): void {
    if (this.#options.tracks.size > 0) this.#connection();
  }

  attach(track: MediaStreamTrack): void {
    if (this.#closed) return;
    this.#negotiation.changed();
    this.#connection();
    if (this.#senders?.has(track)) return;
    this.#senders?.add(track, this.#options.tracks.get(track)?.stream);
  }

  detach(track: MediaStreamTrack): void {
    if (this.#closed) return;
    this.#negotiation.changed();
    if (this.#senders?.remove(track)) this.#announcer.withdraw(track.id);
  }

  sends(track: MediaStreamTrack): boolean {
    return this.#senders?.has(track) ?? false;
  }

  /**
   * Resolves too when the connection ends before it was done.
   * @throws the browser's error, for instance when the new track needs a renegotiation.
   */
  async replace(old: MediaStreamTrack, next: MediaStreamTrack | null): Promise<void> {
    await this.#senders?.replace(old, next);
  }

  /** After a replacement: the metadata goes by the new track's names from now on. */
  renamed(old: MediaStreamTrack, next: MediaStreamTrack | null): void {
    this.#announcer.withdraw(old.id);
    if (next) this.#announce(this.#pc?.localDescription?.sdp ?? '');
  }

  remoteTrackMetadata(trackId: string, metadata: Record<string, unknown> | undefined): void {
    this.#remoteMetadata.set(trackId, metadata);
  }

  /** The signalling connection is back: what was lost is sent again, and a lost path tried anew. */
  signallingRestored(): void {
    if (this.#closed) return;
    this.#negotiation.changed();
    const pc = this.#pc;
    if (!pc) return;
    applyIceServers(pc, this.#options.iceServers(), this.#logger);
    if (beyondRestart(pc)) this.replaceConnection();
    else if (pc.signalingState === 'have-local-offer' || this.#outgoing.undelivered) {
      this.#negotiation.resend();
      // That offer may name addresses that are gone: another one follows its answer.
      if (pc.remoteDescription && (this.#moved || pc.connectionState !== 'connected')) pc.restartIce?.();
    } else if (this.#moved && pc.connectionState === 'connected') pc.restartIce?.();
    else this.recover();
    this.#moved = false;
  }

  /**
   * This machine's network is back, perhaps with other addresses. Browsers go on calling the old path connected for
   * some seconds: it is looked for anew once the server can be told.
   */
  networkChanged(): void {
    this.#moved = true;
    this.recover();
  }

  /** A connection that is lost is tried anew at once; one that lives, or never began, is left alone. */
  recover(): void {
    const pc = this.#pc;
    if (!pc?.remoteDescription || this.#closed || pc.connectionState === 'connected') return;
    this.#ladder.reset();
    this.#ladder.failed();
  }

  /** The other side has dropped its end, and meets us under a new id: who gives way is another question now. */
  metAnew(polite: boolean): void {
    this.polite = polite;
    this.replaceConnection();
  }

  /** Discards the connection for a fresh one that carries the same tracks; one of ours is told by an offer. */
  replaceConnection(byThem = false): void {
    if (this.#closed || !this.#pc) return;
    const negotiated = this.#pc.remoteDescription !== null;
    const known = this.#negotiation.replacing();
    this.#dispose();
    this.emit('reset', { negotiated });
    this.start();
    if (!byThem && known) this.#negotiation.offerAtOnce();
  }

  profileChanged(): void {
    this.#sideChannel?.setProfile(this.#options.profile());
  }

  /** Whether the other side is one of ours and can be spoken to without the server. */
  get sideReady(): boolean {
    return this.#sideChannel?.ready ?? false;
  }

  /** Makes the side channel, and with it the connection, where there is no track to send yet. */
  openSide(): void {
    if (!this.#closed) this.#ensureTransport(this.#connection(), true);
  }

  /** Another channel beside the side channel, opened at both ends under the same id; null where there is none. */
  openBeside(id: number): RTCDataChannel | null {
    if (!this.sideReady || !this.#pc) return null;
    try {
      return this.#pc.createDataChannel('metered-call', { negotiated: true, id });
    } catch {
      // The connection has just closed, or the id is still in use by one that is closing.
      return null;
    }
  }

  /** False when there is no side channel to take it. */
  sendSide(message: Exclude<SideMessage, { t: 'hello' }>): boolean {
    return this.#sideChannel?.send(message) ?? false;
  }

  /** Resolves when what was sent over the side channel is on its way, after `timeoutMs` at the latest. */
  async sideFlushed(timeoutMs: number): Promise<void> {
    await this.#sideChannel?.flushed(timeoutMs);
  }

  /** The way by the server has just gone: an offer that may have been lost there is sent again. */
  signallingLost(): void {
    if (this.#pc?.signalingState === 'have-local-offer' && this.sideReady) this.#negotiation.resend();
  }

  get connectionState(): RTCPeerConnectionState | null {
    return this.#pc?.connectionState ?? null;
  }

  /** The certificates of both ends of the connection as it was negotiated. */
  get fingerprints(): { local: string | undefined; remote: string | undefined } | undefined {
    const { localDescription: local, remoteDescription: remote } = this.#pc ?? {};
    if (!local || !remote) return undefined;
    return { local: fingerprint(local.sdp), remote: fingerprint(remote.sdp) };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#negotiation.close();
    this.#last = this.#pc;
    this.#ladder.stop();
    this.#outgoing.close();
    this.#dispose();
    this.#remoteMetadata.clear();
    this.emit('state-change', { to: 'closed' });
    this.removeAllListeners();
  }

  /** For whoever asks after the connection of a peer that has left without ever having one. */
  #closedConnection(): Connection {
    const pc = this.#options.createConnection({});
    pc.close();
    return pc;
  }

  #connection(): Connection {
    if (this.#pc) return this.#pc;
    if (this.#closed) throw namedError('PeerLeftError', 'The peer has left and never had a connection.');
    const options = this.#options;
    const pc: Connection = configuredConnection(
      (config) => options.createConnection(config),
      options.iceServers(),
      this.#logger,
    );
    this.#pc = pc;
    this.#senders = new Senders(pc);
    this.#unlisten = this.#listen(pc);
    for (const [track] of this.#options.tracks) this.attach(track);
    return pc;
  }

  /** What the negotiation may do with this link. */
  #negotiated(): Negotiated {
    return {
      pc: () => this.#pc,
      connection: () => this.#connection(),
      transport: (pc, sideChannel) => this.#ensureTransport(pc, sideChannel),
      replaceConnection: (byThem) => this.replaceConnection(byThem),
      deliver: (signal) => this.#outgoing.deliver(signal),
      announce: (localSdp, anew) => {
        if (anew) this.#announcer.forget();
        this.#announce(localSdp);
      },
      describing: (description) => this.#remoteMetadata.described(description),
      described: (type, restarts) => {
        if (type === 'answer') this.#ladder.answered();
        else if (restarts) this.#ladder.overtaken();
      },
      pathChanged: () => {
        if (this.#pc?.connectionState === 'connected') this.#refreshVideo();
      },
      polite: () => this.polite,
      failed: (err) => this.emit('negotiation-error', { err }),
      candidateFailed: (err) => this.emit('ice-candidate-error', { err }),
    };
  }

  #listen(pc: Connection): () => void {
    const listeners: Record<string, (ev: unknown) => void> = {
      negotiationneeded: () => this.#negotiation.wantOffer(),
      signalingstatechange: () => this.#negotiation.pump(),
      icecandidate: (ev) => {
        const { candidate } = ev as RTCPeerConnectionIceEvent;
        this.#outgoing.deliver({ type: 'rtc-ice', candidate: candidate ? candidateInit(candidate) : null });
      },
      track: (ev) => this.#onTrack(ev as RTCTrackEvent),
      datachannel: (ev) => this.emit('data-channel', { channel: (ev as RTCDataChannelEvent).channel }),
      connectionstatechange: () => this.#onConnectionState(pc.connectionState),
    };
    for (const [type, listener] of Object.entries(listeners)) pc.addEventListener(type, listener);
    return () => {
      for (const [type, listener] of Object.entries(listeners)) pc.removeEventListener(type, listener);
    };
  }

  #onTrack(ev: RTCTrackEvent): void {
    const { track, streams } = ev;
    const transceiver = ev.transceiver as RTCRtpTransceiver | undefined;
    if (transceiver) this.#senders?.received(transceiver);
    const known = streams.length > 0 && streams.every((stream) => this.#streams.holds(stream, track));
    // Chromium announces living tracks again when an offer of ours is rolled back (seen in 156).
    if (known) return;
    const appeared = streams.filter((stream) => this.#streams.add(stream, track));
    const mid = transceiver?.mid ?? null;
    const metadata = this.#remoteMetadata.find(mid, track.id, this.#negotiation.remoteSdp);
    this.emit('track', { track, streams, appeared, metadata });
  }

  #onConnectionState(state: RTCPeerConnectionState): void {
    this.#outgoing.connectionState(state);
    if (state === 'connected') this.#ladder.reset();
    if (state === 'connected' && this.#lost) this.#refreshVideo();
    if (state !== 'connecting') this.#lost = state === 'disconnected' || state === 'failed';
    this.emit('state-change', { to: STATES[state] });
    if (this.#pc) this.#handshake.watch(this.#pc);
    clearTimeout(this.#silence);
    if (state === 'failed') {
      // Whatever restart is under way comes too late.
      if (this.#pc && beyondRestart(this.#pc)) this.#ladder.answered();
      this.#ladder.failed();
    } else if (state === 'disconnected') this.#silence = setTimeout(() => this.#ladder.failed(), SILENT_MS);
  }

  #refreshVideo(): void {
    this.#senders?.refreshVideo().catch((err: unknown) => {
      this.#logger.debug('no key frame could be had', { error: scrubbedError(err).name });
    });
  }

  #ensureTransport(pc: Connection, sideChannel: boolean): Transport {
    if (this.#transport) return this.#transport;
    const transport = new SimplePeerTransport(pc, sideChannel);
    this.#transport = transport;
    if (transport.channel) {
      const events = {
        hello: (hello: PeerHello) => {
          this.#negotiation.greeted();
          this.#remoteMetadata.namesAsDescribed();
          this.emit('hello', { hello });
        },
        message: (message: Exclude<SideMessage, { t: 'hello' }>) => this.#onSide(message),
        closed: () => void this.emit('side-closed', { byThem: true }),
      };
      this.#sideChannel = new SideChannel(transport.channel, this.#options.profile(), events, this.#logger);
    }
    return transport;
  }

  #onSide(message: Exclude<SideMessage, { t: 'hello' }>): void {
    if (message.t !== 'signal') {
      this.emit('side', { message });
      return;
    }
    const signal = parseSideSignal(message.payload);
    if (signal?.kind === 'signal') this.handleSignal(signal.signal);
    else if (signal) this.remoteTrackMetadata(signal.trackId, signal.metadata);
  }

  #announce(localSdp: string): void {
    this.#announcer.announce(localSdp, (track) => this.#senders?.midOf(track) ?? null);
  }

  #wasRefused(payload: OutgoingSignal, err: Error): void {
    if (isDescription(payload) && payload.description.type === 'offer') this.#negotiation.refused(err.name);
    this.emit('signal-refused', { err });
  }

  #restart(): void {
    const pc = this.#pc;
    // An offer that cannot leave would name addresses from a time without a path, and be in the way of a good one.
    if (!pc || this.#closed || !this.#options.reachable()) return;
    applyIceServers(pc, this.#options.iceServers(), this.#logger);
    if (beyondRestart(pc)) this.replaceConnection();
    else if (pc.signalingState === 'have-local-offer') this.#negotiation.resend();
    else pc.restartIce?.();
  }

  #dispose(): void {
    clearTimeout(this.#silence);
    this.#handshake.stop();
    this.#negotiation.reset();
    this.#unlisten();
    this.#streams.clear();
    if (this.#sideChannel) {
      this.#sideChannel.close();
      this.emit('side-closed', { byThem: false });
    }
    this.#transport?.destroy();
    this.#senders?.close();
    this.#pc?.close();
    this.#sideChannel = null;
    this.#transport = null;
    this.#pc = null;
    this.#senders = null;
    this.#announcer.forget();
    this.#remoteMetadata.connectionReplaced();
    this.#lost = false;
    this.#outgoing.forget();
  }
}
