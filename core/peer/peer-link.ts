import type { RtcSignal } from '../protocol/frames.ts';
import { EventEmitter } from '../util/emitter.ts';
import { namedError } from '../util/errors.ts';
import type { Logger } from '../util/log.ts';
import { scrub, scrubbedError } from '../util/scrub.ts';
import type { ConnectionExtras, PeerConnectionState, RTCPeerConnectionLike } from './connection-like.ts';
import { beyondRestart } from './beyond-restart.ts';
import { candidateInit } from './candidate-init.ts';
import { applyIceServers, configuredConnection } from './configured-connection.ts';
import { answersAnother, isOutdated, isRepeated, tied } from './description-order.ts';
import { disposal } from './disposal.ts';
import { SteadyRole } from './dtls-role.ts';
import { InboundCandidates } from './inbound-candidates.ts';
import { judgeDescription } from './negotiation.ts';
import { OperationQueue } from './operation-queue.ts';
import { OutgoingSignals, isDescription } from './outgoing-signals.ts';
import type { OutgoingSignal } from './outgoing-signals.ts';
import type { PeerLinkEventMap, PeerLinkOptions } from './peer-link-events.ts';
import { RefusedOffers } from './refused-offers.ts';
import { RemoteStreams } from './remote-streams.ts';
import { RemoteTrackMetadata } from './remote-track-metadata.ts';
import { RestartLadder } from './restart-ladder.ts';
import { fingerprint, iceUfrag } from './sdp.ts';
import { Senders } from './senders.ts';
import { SideChannel } from './side-channel.ts';
import { parseSideSignal } from './side-messages.ts';
import type { PeerHello, SideMessage } from './side-messages.ts';
import { SimplePeerTransport } from './simple-peer-transport.ts';
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

/** Milliseconds after which an offer that goes unanswered while its receiver is about must have been lost. */
const OFFER_LOST_MS = 1_000;

/** Milliseconds after which one of ours is asked again for an answer; the wait doubles each time. */
const UNANSWERED_MS = 3_000;
const ASKED_AGAIN = 6;

/** A path that is silent for so long is looked for anew; browsers give it up 10 s (Chromium) or 20 s later (Firefox). */
const SILENT_MS = 2_000;
/** What who was there first waits for a newcomer's offer. Two that cross cost both more, and Chromium its connection. */
const YIELD_MS = 150;

/** Far more than one generation of candidates; what comes while a browser hangs must not pile up. */
const MAX_WAITING_SIGNALS = 512;

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
  readonly #streams = new RemoteStreams((stream) => this.emit('stream-removed', { stream }));
  readonly #role = new SteadyRole();
  readonly #outgoing: OutgoingSignals;
  readonly #announcer: TrackAnnouncer;
  readonly #ladder: RestartLadder;

  #pc: Connection | null = null;
  /** After close(): the connection that was closed, for whoever still asks after it. */
  #last: Connection | null = null;
  #senders: Senders | null = null;
  #transport: Transport | null = null;
  #sideChannel: SideChannel | null = null;
  #unlisten: () => void = () => undefined;
  #offerWanted = false;
  #yielding: ReturnType<typeof setTimeout> | undefined;
  readonly #refusal = new RefusedOffers(() => this.#changed());
  #applying: string | null = null;
  #describedAt = 0;
  /** The last answer of ours, and the offer it is for. */
  #answer: { readonly sdp: string; readonly offer: string } | null = null;
  #unanswered: ReturnType<typeof setTimeout> | undefined;
  #askedAgain = 0;
  #silence: ReturnType<typeof setTimeout> | undefined;
  /** The path was lost, and what was sent since then with it. */
  #lost = false;
  /** This machine's network has changed since the last welcome. */
  #moved = false;
  #disposal = disposal();
  #greeted = false;
  /** The other end of the connection before this one, if it was one of ours. */
  #replaced: string | undefined;
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
    this.#ladder = new RestartLadder({
      planned: (recovery) => this.emit('recovery', { recovery }),
      restart: () => this.#restart(),
      exhausted: (err) => this.emit('negotiation-error', { err }),
    });
  }

  /** The real connection, made when first asked for. */
  get connection(): RTCPeerConnectionLike {
    return this.#last ?? this.#connection();
  }

  get started(): boolean {
    return this.#pc !== null;
  }

  /** The other side came later, and offers at once if it has anything to send: two first offers would cross. */
  letThemOffer(withinMs = YIELD_MS): void {
    this.#yielding = setTimeout(() => {
      this.#yieldNoMore();
      this.#pump();
    }, withinMs);
  }

  #yieldNoMore(): void {
    clearTimeout(this.#yielding);
    this.#yielding = undefined;
  }

  /** Makes the connection and sends every local track; nothing happens where there is none to send. */
  start(): void {
    if (this.#options.tracks.size > 0) this.#connection();
  }

  attach(track: MediaStreamTrack): void {
    if (this.#closed) return;
    this.#changed();
    this.#connection();
    if (this.#senders?.has(track)) return;
    this.#senders?.add(track, this.#options.tracks.get(track)?.stream);
  }

  detach(track: MediaStreamTrack): void {
    if (this.#closed) return;
    this.#changed();
    if (this.#senders?.remove(track)) this.#announcer.withdraw(track.id);
  }

  /** @throws the browser's error, for instance when the new track needs a renegotiation. */
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

  handleSignal(signal: RtcSignal): void {
    if (this.#closed) return;
    if (this.#queue.pending >= MAX_WAITING_SIGNALS) {
      this.#logger.warn('more signals than the connection keeps up with: one is dropped');
      return;
    }
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
    if (this.#closed) return;
    this.#changed();
    const pc = this.#pc;
    if (!pc) return;
    applyIceServers(pc, this.#options.iceServers(), this.#logger);
    if (beyondRestart(pc)) this.replaceConnection();
    else if (pc.signalingState === 'have-local-offer' || this.#outgoing.undelivered) {
      this.#announcer.forget();
      this.#sendLocalDescription();
      // That offer may name addresses that are gone: another one follows its answer.
      if (pc.remoteDescription && (this.#moved || pc.connectionState !== 'connected')) pc.restartIce?.();
    } else if (this.#moved && pc.connectionState === 'connected') pc.restartIce?.();
    else this.recover();
    this.#moved = false;
  }

  /** The other side shows that it is there, and not that it has had our offer: that one was lost on the way. */
  resendLostOffer(): void {
    if (this.#pc?.signalingState !== 'have-local-offer') return;
    if (Date.now() - this.#describedAt < OFFER_LOST_MS) return;
    this.#announcer.forget();
    this.#sendLocalDescription();
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

  /** Discards the connection for a fresh one that carries the same tracks; one of ours is told by an offer. */
  replaceConnection(byThem = false): void {
    if (this.#closed || !this.#pc) return;
    const negotiated = this.#pc.remoteDescription !== null;
    this.#replaced = this.#greeted ? fingerprint(this.#pc.remoteDescription?.sdp ?? '') : undefined;
    this.#dispose();
    this.emit('reset', { negotiated });
    this.start();
    if (!byThem && this.#replaced !== undefined) this.#offerAtOnce();
  }

  #offerAtOnce(): void {
    this.#connection();
    this.#offerWanted = true;
    this.#pump();
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
    if (this.#pc?.signalingState === 'have-local-offer' && this.sideReady) this.#sendLocalDescription();
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
    this.#last = this.#pc;
    this.#ladder.stop();
    this.#outgoing.close();
    this.#dispose();
    this.#remoteMetadata.clear();
    this.emit('state-change', { to: 'closed' });
    this.removeAllListeners();
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

  #listen(pc: Connection): () => void {
    const listeners: Record<string, (ev: unknown) => void> = {
      negotiationneeded: () => {
        this.#offerWanted = true;
        this.#pump();
      },
      signalingstatechange: () => this.#pump(),
      icecandidate: (ev) => {
        const { candidate } = ev as RTCPeerConnectionIceEvent;
        this.#outgoing.deliver({ type: 'rtc-ice', candidate: candidate ? candidateInit(candidate) : null });
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
    const { track, streams } = ev;
    const transceiver = ev.transceiver as RTCRtpTransceiver | undefined;
    if (transceiver) this.#senders?.received(transceiver);
    const known = streams.length > 0 && streams.every((stream) => this.#streams.holds(stream, track));
    // Chromium announces living tracks again when an offer of ours is rolled back (seen in 156).
    if (known) return;
    const appeared = streams.filter((stream) => this.#streams.add(stream, track));
    const sdp = this.#applying ?? pc.remoteDescription?.sdp ?? '';
    const mid = transceiver?.mid ?? null;
    const metadata = this.#remoteMetadata.find(mid, track.id, sdp);
    this.emit('track', { track, streams, appeared, metadata });
  }

  #onConnectionState(state: RTCPeerConnectionState): void {
    this.#outgoing.connectionState(state);
    if (state === 'connected') this.#ladder.reset();
    if (state === 'connected' && this.#lost) this.#refreshVideo();
    if (state !== 'connecting') this.#lost = state === 'disconnected' || state === 'failed';
    this.emit('state-change', { to: STATES[state] });
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

  /** An offer may begin only when nothing else is under way; it waits here, never inside the queue. */
  #pump(): void {
    const pc = this.#pc;
    if (!pc || this.#closed || !this.#mayOffer(pc) || !this.#queue.idle) return;
    void this.#queue.run(() => this.#reporting(() => this.#offer(pc)));
  }

  #mayOffer(pc: Connection): boolean {
    const free = this.#yielding === undefined && !this.#refusal.standing;
    return this.#offerWanted && free && pc.signalingState === 'stable';
  }

  async #offer(pc: Connection): Promise<void> {
    if (this.#closed || this.#pc !== pc || !this.#mayOffer(pc)) return;
    try {
      await this.#ensureTransport(pc, true).makeOffer();
    } finally {
      // Whatever the offer did not take in, the browser asks for again once the state is stable.
      this.#offerWanted = false;
    }
    this.#sendLocalDescription();
  }

  async #applyDescription(type: 'offer' | 'answer', sdp: string): Promise<void> {
    if (this.#closed) return;
    if (type === 'answer' && this.#pc?.signalingState !== 'have-local-offer' && !this.#isCrossed(sdp)) return;
    if (this.#isFromReplacedConnection(sdp)) {
      this.#logger.debug('a description for the connection before this one is not used', { type });
      if (type === 'offer') this.#candidates.offerIgnored();
      return;
    }
    if (type === 'answer' && this.#isFromNewConnection(sdp)) {
      this.#logger.info('a new connection of the other side answers: ours is replaced');
      this.replaceConnection();
      this.#offerAtOnce();
      return;
    }
    if (this.#isOutOfTurn(type, sdp)) {
      this.#logger.debug('a description that others have overtaken is not used', { type });
      return;
    }
    // To give way to what has been answered would take back an offer that the other side may have accepted meanwhile.
    if (type === 'offer' && this.#answer && this.#hasOffered && isRepeated(sdp, this.#answer.offer)) {
      this.#sendAnswer(this.#answer);
      return;
    }
    const hasData = /^m=application/m.test(sdp);
    if (type === 'offer' && this.#isFromNewConnection(sdp)) {
      this.#logger.info('the other side has a new connection: ours is replaced');
      this.replaceConnection(true);
    } else if (type === 'offer' && this.#wouldRollBackFirstOffer()) {
      this.replaceConnection();
    }
    const pc = this.#connection();
    const action = judgeDescription(type, pc.signalingState, this.polite);
    if (action === 'ignore-offer') {
      this.#candidates.offerIgnored();
      this.resendLostOffer();
    }
    if (action !== 'apply') {
      this.#logger.debug('a remote description is not used', { type, action, state: pc.signalingState });
      return;
    }
    // Only a peer of ours always offers a data section; without one the side channel would be in vain.
    const transport = this.#ensureTransport(pc, hasData);
    const restarts = pc.remoteDescription !== null && iceUfrag(pc.remoteDescription.sdp) !== iceUfrag(sdp);
    this.#applying = sdp;
    this.#remoteMetadata.described({ type, sdp });
    this.#role.remoteDescription(sdp);
    try {
      if (type === 'offer') {
        await this.#acceptOffer(transport, sdp);
        this.#role.answered(pc.localDescription?.sdp ?? '');
        this.#sendLocalDescription();
        if (restarts) this.#ladder.overtaken();
      } else {
        await transport.acceptAnswer(sdp);
        this.#answered();
        this.#refusal.answered();
        this.#role.accepted(sdp);
        this.#ladder.answered();
      }
    } finally {
      this.#applying = null;
    }
    for (const candidate of this.#candidates.described()) await this.#addCandidate(pc, candidate);
    if (restarts && pc.connectionState === 'connected') this.#refreshVideo();
  }

  async #acceptOffer(transport: Transport, sdp: string): Promise<void> {
    const wanted = this.#offerWanted;
    this.#yieldNoMore();
    // What the answer does not take in, the browser asks for again.
    this.#offerWanted = false;
    try {
      await transport.acceptOffer(sdp);
    } catch (err) {
      this.#offerWanted = wanted;
      throw err;
    }
  }

  /**
   * A first offer that gives way spoils its connection in Chromium, which has carried nothing so far and is made
   * anew. Seen in 156: where their sections are of other kinds, it asks for a negotiation without end, fails to
   * start data or refuses the header extensions of every later offer; and even where they agree, about once in a
   * hundred times it never gathers a candidate, whatever restarts.
   */
  #wouldRollBackFirstOffer(): boolean {
    const pc = this.#pc;
    return this.polite && pc?.signalingState === 'have-local-offer' && !pc.remoteDescription;
  }

  #isFromNewConnection(sdp: string): boolean {
    const known = this.#pc?.remoteDescription?.sdp;
    return known !== undefined && fingerprint(known) !== fingerprint(sdp);
  }

  /**
   * An answer to an offer of the connection before this one, by a connection that we have not met. Two offers crossed,
   * a restart of the old connection and the first of theirs: each side took the other's, and they fit no more.
   */
  #isCrossed(answer: string): boolean {
    return this.#replaced !== undefined && this.#isFromNewConnection(answer);
  }

  /** It was on its way when we began anew; one of ours answers that by a new connection of its own. */
  #isFromReplacedConnection(sdp: string): boolean {
    return this.#replaced !== undefined && this.#replaced === fingerprint(sdp);
  }

  async #applyCandidate(candidate: RTCIceCandidateInit | null): Promise<void> {
    if (this.#closed || !this.#candidates.accept()) return;
    if (this.#pc?.remoteDescription) await this.#addCandidate(this.#pc, candidate);
    else this.#candidates.hold(candidate);
  }

  async #addCandidate(pc: Connection, candidate: RTCIceCandidateInit | null): Promise<void> {
    try {
      await this.#whileOpen(pc.addIceCandidate(candidate ?? undefined));
    } catch (err) {
      if (!this.#closed && this.#pc === pc) this.emit('ice-candidate-error', { err: scrubbedError(err) });
    }
  }

  /** A call on a connection that is closed meanwhile never settles, and must not hold up the next one's steps. */
  #whileOpen(call: Promise<void>): Promise<void> {
    return Promise.race([call, this.#disposal.promise]);
  }

  #ensureTransport(pc: Connection, sideChannel: boolean): Transport {
    if (this.#transport) return this.#transport;
    const transport = new SimplePeerTransport(pc, sideChannel);
    this.#transport = transport;
    if (transport.channel) {
      const events = {
        hello: (hello: PeerHello) => {
          this.#greeted = true;
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

  /** An answer to an offer that was sent again, or an offer sent again that was answered: the connection is past it. */
  #isOutOfTurn(type: 'offer' | 'answer', sdp: string): boolean {
    if (type === 'offer') return isOutdated(sdp, this.#pc?.remoteDescription?.sdp);
    return answersAnother(sdp, this.#pc?.localDescription?.sdp ?? '');
  }

  #answered(): void {
    clearTimeout(this.#unanswered);
    this.#askedAgain = 0;
  }

  /** What went out before one of two sockets broke may be lost without a trace, and two that wait would wait for ever. */
  #awaitAnswer(): void {
    clearTimeout(this.#unanswered);
    if (!this.#greeted || this.#askedAgain >= ASKED_AGAIN) return;
    this.#unanswered = setTimeout(
      () => {
        if (this.#pc?.signalingState !== 'have-local-offer') return;
        this.#askedAgain += 1;
        this.#announcer.forget();
        this.#sendLocalDescription();
      },
      UNANSWERED_MS * 2 ** this.#askedAgain,
    );
  }

  #sendLocalDescription(): void {
    const description = this.#pc?.localDescription;
    if (!description || (description.type !== 'offer' && description.type !== 'answer')) return;
    const { type, sdp } = description;
    this.#announce(sdp);
    this.#describedAt = Date.now();
    if (type === 'offer') this.#awaitAnswer();
    const settled = this.#role.settled(type, sdp);
    if (type === 'offer') this.#deliver(type, settled);
    else this.#sendAnswer((this.#answer = { sdp: settled, offer: this.#pc?.remoteDescription?.sdp ?? '' }));
  }

  #sendAnswer({ sdp, offer }: { sdp: string; offer: string }): void {
    // A published client is told nothing that it does not know.
    this.#deliver('answer', this.#greeted ? tied(sdp, offer) : sdp);
  }

  #deliver(type: 'offer' | 'answer', sdp: string): void {
    this.#outgoing.deliver({ type: 'rtc-description', description: { type, sdp } });
  }

  get #hasOffered(): boolean {
    return this.#pc?.signalingState === 'have-local-offer';
  }

  #announce(localSdp: string): void {
    this.#announcer.announce(localSdp, (track) => this.#senders?.midOf(track) ?? null);
  }

  #wasRefused(payload: OutgoingSignal, err: Error): void {
    if (isDescription(payload) && payload.description.type === 'offer') {
      this.#refusal.refused(err.name);
      void this.#queue.run(() => this.#reporting(() => this.#takeBackOffer()));
    }
    this.emit('signal-refused', { err });
  }

  /** An offer that cannot leave must not stay set, or nothing could be negotiated ever after. */
  async #takeBackOffer(): Promise<void> {
    if (this.#pc?.signalingState === 'have-local-offer')
      await this.#whileOpen(this.#pc.setLocalDescription({ type: 'rollback' }));
  }

  /** What is sent has changed, so that another offer may fare better. */
  #changed(): void {
    if (!this.#refusal.lift()) return;
    // What a rolled back first offer leaves behind in Chromium: see #wouldRollBackFirstOffer().
    if (this.#pc && !this.#pc.remoteDescription) this.replaceConnection();
    else this.#pump();
  }

  #restart(): void {
    const pc = this.#pc;
    // An offer that cannot leave would name addresses from a time without a path, and be in the way of a good one.
    if (!pc || this.#closed || !this.#options.reachable()) return;
    applyIceServers(pc, this.#options.iceServers(), this.#logger);
    if (beyondRestart(pc)) this.replaceConnection();
    else if (pc.signalingState === 'have-local-offer') this.#sendLocalDescription();
    else pc.restartIce?.();
  }

  async #reporting(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (err) {
      if (!this.#closed) this.emit('negotiation-error', { err: scrubbedError(err) });
    }
  }

  #dispose(): void {
    clearTimeout(this.#silence);
    this.#answered();
    this.#disposal.done();
    this.#disposal = disposal();
    this.#unlisten();
    this.#streams.clear();
    if (this.#sideChannel) {
      this.#sideChannel.close();
      this.emit('side-closed', { byThem: false });
    }
    this.#transport?.destroy();
    this.#pc?.close();
    this.#sideChannel = null;
    this.#transport = null;
    this.#pc = null;
    this.#senders = null;
    this.#announcer.forget();
    this.#remoteMetadata.connectionReplaced();
    this.#lost = false;
    this.#offerWanted = false;
    this.#yieldNoMore();
    this.#answer = null;
    this.#outgoing.forget();
    this.#refusal.lift();
    this.#role.forget();
    this.#greeted = false;
  }
}
