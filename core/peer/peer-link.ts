import type { IceServerConfig, RtcSignal, TrackMetadataMessage } from '../protocol/frames.ts';
import { EventEmitter } from '../util/emitter.ts';
import type { Logger } from '../util/log.ts';
import { scrub, scrubbedError } from '../util/scrub.ts';
import type {
  ConnectionExtras,
  ConnectionFactory,
  PeerConnectionState,
  RTCPeerConnectionLike,
} from './connection-like.ts';
import { InboundCandidates } from './inbound-candidates.ts';
import type { LocalTracks } from './local-tracks.ts';
import { judgeDescription } from './negotiation.ts';
import { OperationQueue } from './operation-queue.ts';
import { RemoteTrackMetadata } from './remote-track-metadata.ts';
import { RestartLadder } from './restart-ladder.ts';
import { fingerprint } from './sdp.ts';
import { SideChannel } from './side-channel.ts';
import type { PeerHealth, PeerHello, Profile } from './side-channel.ts';
import { SimplePeerTransport } from './simple-peer-transport.ts';
import { TrackAnnouncer } from './track-announcer.ts';
import type { Transport } from './transport.ts';

export interface PeerLinkOptions {
  polite: boolean;
  tracks: LocalTracks;
  createConnection: ConnectionFactory;
  iceServers(): IceServerConfig[] | undefined;
  /** Sends to the other side by way of the signalling server. */
  send(payload: RtcSignal | TrackMetadataMessage): Promise<void>;
  /** What our side says of itself over the side channel. */
  profile(): Profile;
  logger: Logger;
}

export interface PeerLinkEventMap {
  'state-change': { to: PeerConnectionState };
  track: {
    track: MediaStreamTrack;
    streams: readonly MediaStream[];
    metadata: Record<string, unknown> | undefined;
  };
  'data-channel': { channel: RTCDataChannel };
  'negotiation-error': { err: Error };
  'ice-candidate-error': { err: Error };
  /** The server refused to carry a signal, for instance because the key may not send. */
  'signal-refused': { err: Error };
  /** A fresh connection takes the place of the old one, which may have been negotiated or not. */
  reset: { negotiated: boolean };
  hello: { hello: PeerHello };
  health: { health: PeerHealth };
}

type Connection = RTCPeerConnectionLike & ConnectionExtras;

const STATES: Readonly<Record<RTCPeerConnectionState, PeerConnectionState>> = {
  new: 'connecting',
  connecting: 'connecting',
  connected: 'connected',
  disconnected: 'reconnecting',
  failed: 'reconnecting',
  closed: 'closed',
};

/** Failures of delivery that mend themselves when the signalling connection is back. */
const UNDELIVERED: ReadonlySet<string> = new Set([
  'NotConnectedError',
  'DisconnectedError',
  'AckTimeoutError',
]);

/**
 * One connection to one peer, from its lazy creation through negotiation and recovery to its close.
 * The connection object may be replaced on the way; the link stays.
 */
export class PeerLink extends EventEmitter<PeerLinkEventMap> {
  readonly polite: boolean;
  readonly #options: PeerLinkOptions;
  readonly #logger: Logger;
  readonly #queue = new OperationQueue(() => this.#pump());
  readonly #candidates = new InboundCandidates();
  readonly #remoteMetadata = new RemoteTrackMetadata();
  readonly #announcer: TrackAnnouncer;
  readonly #ladder: RestartLadder;
  readonly #senders = new Map<MediaStreamTrack, RTCRtpSender>();

  #pc: Connection | null = null;
  #transport: Transport | null = null;
  #sideChannel: SideChannel | null = null;
  #unlisten: () => void = () => undefined;
  #offerWanted = false;
  #undelivered = false;
  #applying: string | null = null;
  #closed = false;

  constructor(options: PeerLinkOptions) {
    super({
      onListenerError: (err) => options.logger.error('a listener threw', { error: scrub(String(err)) }),
    });
    this.#options = options;
    this.#logger = options.logger;
    this.polite = options.polite;
    this.#announcer = new TrackAnnouncer(options.tracks, (message) => this.#deliver(message));
    this.#ladder = new RestartLadder({
      restart: () => this.#restart(),
      exhausted: (err) => this.emit('negotiation-error', { err }),
    });
  }

  /** The real connection, made when first asked for. */
  get connection(): RTCPeerConnectionLike {
    return this.#connection();
  }

  get started(): boolean {
    return this.#pc !== null;
  }

  /** Makes the connection and sends every local track; nothing happens where there is none to send. */
  start(): void {
    if (this.#options.tracks.size > 0) this.#connection();
  }

  attach(track: MediaStreamTrack): void {
    if (this.#closed) return;
    const pc = this.#connection();
    if (this.#senders.has(track)) return;
    const stream = this.#options.tracks.get(track)?.stream;
    this.#senders.set(track, stream ? pc.addTrack(track, stream) : pc.addTrack(track));
  }

  detach(track: MediaStreamTrack): void {
    const sender = this.#senders.get(track);
    if (!sender || !this.#pc || this.#closed) return;
    this.#senders.delete(track);
    this.#pc.removeTrack(sender);
    this.#announcer.withdraw(track.id);
  }

  /** @throws the browser's error, for instance when the new track needs a renegotiation. */
  async replace(old: MediaStreamTrack, next: MediaStreamTrack | null): Promise<void> {
    const sender = this.#senders.get(old);
    if (!sender) return;
    await sender.replaceTrack(next);
    this.#senders.delete(old);
    if (next) this.#senders.set(next, sender);
  }

  /** After a replacement: the metadata goes by the new track's names from now on. */
  renamed(old: MediaStreamTrack, next: MediaStreamTrack | null): void {
    this.#announcer.withdraw(old.id);
    if (next) this.#announce(this.#pc?.localDescription?.sdp ?? '');
  }

  remoteTrackMetadata(trackId: string, metadata: Record<string, unknown> | undefined): void {
    this.#remoteMetadata.set(trackId, metadata);
  }

  handleSignal(signal: RtcSignal): void {
    if (this.#closed) return;
    if (signal.type === 'rtc-description') {
      const { type, sdp } = signal.description;
      void this.#queue.run(() => this.#reporting(() => this.#applyDescription(type, sdp)));
      return;
    }
    const { candidate } = signal;
    void this.#queue.run(() => this.#applyCandidate(candidate));
  }

  /** The signalling connection is back: what was lost is sent again, and a lost path tried anew. */
  signallingRestored(): void {
    const pc = this.#pc;
    if (!pc || this.#closed) return;
    this.#applyIceServers(pc);
    if (pc.signalingState === 'have-local-offer' || this.#undelivered) {
      this.#announcer.forget();
      this.#sendLocalDescription();
    } else if (pc.remoteDescription && pc.connectionState !== 'connected') {
      this.#ladder.reset();
      this.#ladder.failed();
    }
  }

  /** Discards the connection for a fresh one that carries the same tracks. */
  replaceConnection(): void {
    if (this.#closed || !this.#pc) return;
    const negotiated = this.#pc.remoteDescription !== null;
    this.#dispose();
    this.emit('reset', { negotiated });
    this.start();
  }

  profileChanged(): void {
    const { hello, health } = this.#options.profile();
    this.#sideChannel?.setHello(hello);
    this.#sideChannel?.setHealth(health);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#ladder.stop();
    this.#dispose();
    this.#remoteMetadata.clear();
    this.emit('state-change', { to: 'closed' });
    this.removeAllListeners();
  }

  #connection(): Connection {
    if (this.#pc) return this.#pc;
    if (this.#closed) throw new Error('The link is closed.');
    const iceServers = this.#options.iceServers();
    const pc: Connection = this.#options.createConnection(iceServers ? { iceServers: iceServers } : {});
    this.#pc = pc;
    this.#unlisten = this.#listen(pc);
    for (const [track] of this.#options.tracks) this.attach(track);
    return pc;
  }

  #listen(pc: Connection): () => void {
    const listeners: Record<string, (ev: unknown) => void> = {
      negotiationneeded: () => {
        this.#offerWanted = true;
        this.#pump();
      },
      signalingstatechange: () => this.#pump(),
      icecandidate: (ev) => {
        const { candidate } = ev as RTCPeerConnectionIceEvent;
        this.#deliver({ type: 'rtc-ice', candidate: candidate ? candidateInit(candidate) : null });
      },
      track: (ev) => this.#onTrack(pc, ev as RTCTrackEvent),
      datachannel: (ev) => this.emit('data-channel', { channel: (ev as RTCDataChannelEvent).channel }),
      connectionstatechange: () => this.#onConnectionState(pc.connectionState),
    };
    for (const [type, listener] of Object.entries(listeners)) pc.addEventListener(type, listener);
    return () => {
      for (const [type, listener] of Object.entries(listeners)) pc.removeEventListener(type, listener);
    };
  }

  #onTrack(pc: Connection, ev: RTCTrackEvent): void {
    const sdp = this.#applying ?? pc.remoteDescription?.sdp ?? '';
    const mid = (ev.transceiver as RTCRtpTransceiver | undefined)?.mid ?? null;
    const metadata = this.#remoteMetadata.find(mid, ev.track.id, sdp);
    this.emit('track', { track: ev.track, streams: ev.streams, metadata });
  }

  #onConnectionState(state: RTCPeerConnectionState): void {
    if (state === 'connected') this.#ladder.reset();
    this.emit('state-change', { to: STATES[state] });
    if (state === 'failed') this.#ladder.failed();
  }

  /** An offer may begin only when nothing else is under way; it waits here, never inside the queue. */
  #pump(): void {
    const pc = this.#pc;
    if (!pc || this.#closed || !this.#offerWanted || !this.#queue.idle || pc.signalingState !== 'stable')
      return;
    void this.#queue.run(() => this.#reporting(() => this.#offer(pc)));
  }

  async #offer(pc: Connection): Promise<void> {
    if (this.#closed || this.#pc !== pc || !this.#offerWanted || pc.signalingState !== 'stable') return;
    this.#offerWanted = false;
    await this.#ensureTransport(pc, true).makeOffer();
    this.#sendLocalDescription();
  }

  async #applyDescription(type: 'offer' | 'answer', sdp: string): Promise<void> {
    if (this.#closed) return;
    if (type === 'answer' && !this.#pc) return;
    const hasData = /^m=application/m.test(sdp);
    if (type === 'offer' && this.#isFromNewConnection(sdp)) {
      this.#logger.info('the other side has a new connection: ours is replaced');
      this.replaceConnection();
    } else if (type === 'offer' && !hasData && this.#wouldRollBackFirstOffer()) {
      this.replaceConnection();
    }
    const pc = this.#connection();
    const action = judgeDescription(type, pc.signalingState, this.polite);
    if (action === 'ignore-offer') this.#candidates.offerIgnored();
    if (action !== 'apply') {
      this.#logger.debug('a remote description is not used', { type, action, state: pc.signalingState });
      return;
    }
    // Only a peer of ours always offers a data section; without one the side channel would be in vain.
    const transport = this.#ensureTransport(pc, hasData);
    this.#applying = sdp;
    try {
      if (type === 'offer') {
        await transport.acceptOffer(sdp);
        this.#sendLocalDescription();
      } else {
        await transport.acceptAnswer(sdp);
        this.#ladder.answered();
      }
    } finally {
      this.#applying = null;
    }
    for (const candidate of this.#candidates.described()) await this.#addCandidate(pc, candidate);
  }

  /**
   * Chromium never again offers a data section that was rolled back before it was negotiated, yet asks
   * for a negotiation because of it without end (seen in 156). Where the other side has none to offer in
   * its place, the connection is made anew; it has carried nothing so far.
   */
  #wouldRollBackFirstOffer(): boolean {
    const pc = this.#pc;
    if (!pc || !this.polite || !this.#transport?.channel) return false;
    return pc.signalingState === 'have-local-offer' && !pc.remoteDescription;
  }

  #isFromNewConnection(sdp: string): boolean {
    const known = this.#pc?.remoteDescription?.sdp;
    return known !== undefined && fingerprint(known) !== fingerprint(sdp);
  }

  async #applyCandidate(candidate: RTCIceCandidateInit | null): Promise<void> {
    if (this.#closed || !this.#candidates.accept()) return;
    if (this.#pc?.remoteDescription) await this.#addCandidate(this.#pc, candidate);
    else this.#candidates.hold(candidate);
  }

  async #addCandidate(pc: Connection, candidate: RTCIceCandidateInit | null): Promise<void> {
    try {
      await pc.addIceCandidate(candidate ?? undefined);
    } catch (err) {
      if (!this.#closed && this.#pc === pc) this.emit('ice-candidate-error', { err: scrubbedError(err) });
    }
  }

  #ensureTransport(pc: Connection, sideChannel: boolean): Transport {
    if (this.#transport) return this.#transport;
    const transport = new SimplePeerTransport(pc, sideChannel);
    this.#transport = transport;
    if (transport.channel) {
      const events = {
        onHello: (hello: PeerHello) => void this.emit('hello', { hello }),
        onHealth: (health: PeerHealth) => void this.emit('health', { health }),
      };
      this.#sideChannel = new SideChannel(transport.channel, events, this.#logger);
      this.profileChanged();
    }
    return transport;
  }

  #sendLocalDescription(): void {
    const description = this.#pc?.localDescription;
    if (!description || (description.type !== 'offer' && description.type !== 'answer')) return;
    const { type, sdp } = description;
    this.#announce(sdp);
    this.#undelivered = false;
    this.#deliver({ type: 'rtc-description', description: { type, sdp } });
  }

  #announce(localSdp: string): void {
    this.#announcer.announce(localSdp, (track) => this.#midOf(this.#senders.get(track)));
  }

  #deliver(payload: RtcSignal | TrackMetadataMessage): void {
    if (this.#closed) return;
    this.#options.send(payload).catch((thrown: unknown) => {
      const err = scrubbedError(thrown);
      if (this.#closed) return;
      this.#logger.warn('a signal was not delivered', { error: err.name });
      if (UNDELIVERED.has(err.name)) {
        if ('type' in payload && payload.type === 'rtc-description') this.#undelivered = true;
      } else if (err.name !== 'peer_not_found') {
        this.emit('signal-refused', { err });
      }
    });
  }

  #restart(): void {
    const pc = this.#pc;
    if (!pc || this.#closed) return;
    this.#applyIceServers(pc);
    if (pc.signalingState === 'have-local-offer') this.#sendLocalDescription();
    else pc.restartIce?.();
  }

  #applyIceServers(pc: Connection): void {
    const iceServers = this.#options.iceServers();
    if (!iceServers) return;
    try {
      pc.setConfiguration({ iceServers: iceServers });
    } catch (err) {
      this.#logger.warn('the ICE servers were not applied', { error: scrubbedError(err).message });
    }
  }

  #midOf(sender: RTCRtpSender | undefined): string | null {
    if (!sender) return null;
    return this.#pc?.getTransceivers?.().find((transceiver) => transceiver.sender === sender)?.mid ?? null;
  }

  async #reporting(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (err) {
      if (!this.#closed) this.emit('negotiation-error', { err: scrubbedError(err) });
    }
  }

  #dispose(): void {
    this.#unlisten();
    this.#sideChannel?.close();
    this.#transport?.destroy();
    this.#pc?.close();
    this.#sideChannel = null;
    this.#transport = null;
    this.#pc = null;
    this.#senders.clear();
    this.#announcer.forget();
    this.#offerWanted = false;
    this.#undelivered = false;
  }
}

function candidateInit(candidate: RTCIceCandidate): RTCIceCandidateInit {
  return {
    candidate: candidate.candidate,
    sdpMid: candidate.sdpMid,
    sdpMLineIndex: candidate.sdpMLineIndex,
    usernameFragment: candidate.usernameFragment,
  };
}
