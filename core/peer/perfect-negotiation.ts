import type { RtcSignal } from '../protocol/frames.ts';
import { scrubbedError } from '../util/scrub.ts';
import type { Logger } from '../util/log.ts';
import type { ConnectionExtras, RTCPeerConnectionLike } from './connection-like.ts';
import { answersAnother, isOutdated, isRepeated, tied } from './description-order.ts';
import { disposal } from './disposal.ts';
import { SteadyRole } from './dtls-role.ts';
import { InboundCandidates } from './inbound-candidates.ts';
import { judgeDescription } from './negotiation.ts';
import { OperationQueue } from './operation-queue.ts';
import { RefusedOffers } from './refused-offers.ts';
import { fingerprint, iceUfrag } from './sdp.ts';
import type { Transport } from './transport.ts';
import { UnansweredOffer } from './unanswered-offer.ts';

type Connection = RTCPeerConnectionLike & ConnectionExtras;
type Description = Extract<RtcSignal, { type: 'rtc-description' }>['description'];

/** What who was there first waits for a newcomer's offer. Two that cross cost both more, and Chromium its connection. */
const YIELD_MS = 150;

/** Far more than one generation of candidates; what comes while a browser hangs must not pile up. */
const MAX_WAITING_SIGNALS = 512;

/** The link whose connection is negotiated. */
export interface Negotiated {
  /** The connection as it is, or null. */
  pc(): Connection | null;
  /** The same, made where there is none. */
  connection(): Connection;
  transport(pc: Connection, sideChannel: boolean): Transport;
  /** Whether this side gives way where two offers cross. */
  polite(): boolean;
  /** Discards the connection for a fresh one; one of ours is told by an offer, unless it was first (`byThem`). */
  replaceConnection(byThem?: boolean): void;
  deliver(signal: RtcSignal): void;
  /** Names the tracks of a local description before it goes out: those not yet named, or all `anew`. */
  announce(localSdp: string, anew: boolean): void;
  /** A remote description is about to be applied. */
  describing(description: Description): void;
  /** It has been; `restarts` if it leads over another path. */
  described(type: Description['type'], restarts: boolean): void;
  /** The candidates of another path are there. */
  pathChanged(): void;
  failed(err: Error): void;
  candidateFailed(err: Error): void;
}

/**
 * Offers, answers and candidates of a link's connection, one step at a time and each under perfect negotiation
 * (WebRTC 1.0, section 10.7), with what is measured of lost, repeated, outdated and crossed ones. It outlives a
 * connection that is replaced.
 */
export class PerfectNegotiation {
  readonly #link: Negotiated;
  readonly #logger: Logger;
  readonly #queue = new OperationQueue(() => this.pump());
  readonly #candidates = new InboundCandidates();
  readonly #role = new SteadyRole();
  readonly #refusal = new RefusedOffers(() => this.changed());
  readonly #unanswered = new UnansweredOffer({
    waits: () => this.hasOffered,
    sendAgain: () => this.resend(),
  });
  #offerWanted = false;
  #yielding: ReturnType<typeof setTimeout> | undefined;
  #applying: string | null = null;
  /** The last answer of ours, and the offer it is for. */
  #answer: { readonly sdp: string; readonly offer: string } | null = null;
  #disposal = disposal();
  /** The other side is one of ours, */
  #ours = false;
  /** and has said so over this connection. */
  #greeted = false;
  /** The other end of the connection before this one, if it was one of ours. */
  #replaced: string | undefined;
  #closed = false;

  constructor(link: Negotiated, logger: Logger) {
    this.#link = link;
    this.#logger = logger;
  }

  get #pc(): Connection | null {
    return this.#link.pc();
  }

  /** The remote description that is being applied, else the one that was. */
  get remoteSdp(): string {
    return this.#applying ?? this.#pc?.remoteDescription?.sdp ?? '';
  }

  get hasOffered(): boolean {
    return this.#pc?.signalingState === 'have-local-offer';
  }

  /** The other side came later, and offers at once if it has anything to send: two first offers would cross. */
  letThemOffer(withinMs = YIELD_MS): void {
    this.#yielding = setTimeout(() => {
      this.#yieldNoMore();
      this.pump();
    }, withinMs);
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

  /** The browser asks for one. */
  wantOffer(): void {
    this.#offerWanted = true;
    this.pump();
  }

  /** Makes the connection if need be, and tells the other side of it. */
  offerAtOnce(): void {
    this.#link.connection();
    this.wantOffer();
  }

  /** An offer may begin only when nothing else is under way; it waits here, never inside the queue. */
  pump(): void {
    const pc = this.#pc;
    if (!pc || this.#closed || !this.#mayOffer(pc) || !this.#queue.idle) return;
    void this.#queue.run(() => this.#reporting(() => this.#offer(pc)));
  }

  /** The other side is one of ours. */
  greeted(): void {
    this.#ours = true;
    this.#greeted = true;
  }

  /** The other side shows that it is there, and not that it has had our offer: that one was lost on the way. */
  resendLostOffer(): void {
    if (this.hasOffered && this.#unanswered.mustBeLost) this.resend();
  }

  /** Sends the offer or answer of before again, and the names of all its tracks. */
  resend(): void {
    this.#sendLocalDescription(true);
  }

  /** The server would not carry an offer. */
  refused(code: string): void {
    this.#refusal.refused(code);
    void this.#queue.run(() => this.#reporting(() => this.#takeBackOffer()));
  }

  /** What is sent has changed, so that another offer may fare better. */
  changed(): void {
    if (!this.#refusal.lift()) return;
    const pc = this.#pc;
    // What a rolled back first offer leaves behind in Chromium: see #wouldRollBackFirstOffer().
    if (pc && !pc.remoteDescription) this.#link.replaceConnection();
    else this.pump();
  }

  /** The connection is about to be replaced. Returns whether the other side, one of ours, has known it. */
  replacing(): boolean {
    const remote = this.#pc?.remoteDescription?.sdp ?? '';
    this.#replaced = this.#greeted ? fingerprint(remote) : undefined;
    return this.#replaced !== undefined;
  }

  /** Nothing of the connection as it was holds any more; what waits in the queue goes on with the next. */
  reset(): void {
    this.#unanswered.settled();
    this.#disposal.done();
    this.#disposal = disposal();
    this.#offerWanted = false;
    this.#yieldNoMore();
    this.#answer = null;
    this.#refusal.lift();
    this.#role.forget();
    this.#greeted = false;
  }

  close(): void {
    this.#closed = true;
    this.reset();
  }

  #yieldNoMore(): void {
    clearTimeout(this.#yielding);
    this.#yielding = undefined;
  }

  #mayOffer(pc: Connection): boolean {
    const free = this.#yielding === undefined && !this.#refusal.standing;
    return this.#offerWanted && free && pc.signalingState === 'stable';
  }

  async #offer(pc: Connection): Promise<void> {
    if (this.#closed || this.#pc !== pc || !this.#mayOffer(pc)) return;
    try {
      await this.#link.transport(pc, true).makeOffer();
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
      this.#logger.info('the other side has a new connection: ours is replaced');
      this.#link.replaceConnection();
      this.offerAtOnce();
      return;
    }
    if (this.#isOutOfTurn(type, sdp)) {
      this.#logger.debug('a description that others have overtaken is not used', { type });
      return;
    }
    // To give way to what has been answered would take back an offer that the other side may have accepted meanwhile.
    if (type === 'offer' && this.#answer && this.hasOffered && isRepeated(sdp, this.#answer.offer)) {
      this.#sendAnswer(this.#answer);
      return;
    }
    const hasData = /^m=application/m.test(sdp);
    if (type === 'offer' && this.#isFromNewConnection(sdp)) {
      this.#logger.info('the other side has a new connection: ours is replaced');
      this.#link.replaceConnection(true);
    } else if (type === 'offer' && this.#wouldRollBackFirstOffer()) {
      this.#link.replaceConnection();
    }
    const pc = this.#link.connection();
    const action = judgeDescription(type, pc.signalingState, this.#link.polite());
    if (action === 'ignore-offer') {
      this.#candidates.offerIgnored();
      this.resendLostOffer();
    }
    if (action !== 'apply') {
      this.#logger.debug('a remote description is not used', { type, action, state: pc.signalingState });
      return;
    }
    // Only a peer of ours always offers a data section; without one the side channel would be in vain.
    const transport = this.#link.transport(pc, hasData);
    const restarts = pc.remoteDescription !== null && iceUfrag(pc.remoteDescription.sdp) !== iceUfrag(sdp);
    this.#applying = sdp;
    this.#link.describing({ type, sdp });
    this.#role.remoteDescription(sdp);
    try {
      if (type === 'offer') {
        await this.#acceptOffer(transport, sdp);
        this.#role.answered(pc.localDescription?.sdp ?? '');
        this.#sendLocalDescription();
      } else {
        await transport.acceptAnswer(sdp);
        this.#unanswered.settled();
        this.#refusal.answered();
        this.#role.accepted(sdp);
      }
      this.#link.described(type, restarts);
    } finally {
      this.#applying = null;
    }
    for (const candidate of this.#candidates.described()) await this.#addCandidate(pc, candidate);
    if (restarts) this.#link.pathChanged();
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
    return this.#link.polite() && this.hasOffered && !this.#pc?.remoteDescription;
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
      if (!this.#closed && this.#pc === pc) this.#link.candidateFailed(scrubbedError(err));
    }
  }

  /** A call on a connection that is closed meanwhile never settles, and must not hold up the next one's steps. */
  #whileOpen(call: Promise<void>): Promise<void> {
    return Promise.race([call, this.#disposal.promise]);
  }

  /** An answer to an offer that was sent again, or an offer sent again that was answered: the connection is past it. */
  #isOutOfTurn(type: 'offer' | 'answer', sdp: string): boolean {
    if (type === 'offer') return isOutdated(sdp, this.#pc?.remoteDescription?.sdp);
    return answersAnother(sdp, this.#pc?.localDescription?.sdp ?? '');
  }

  #sendLocalDescription(anew = false): void {
    const description = this.#pc?.localDescription;
    if (!description || (description.type !== 'offer' && description.type !== 'answer')) return;
    const { type, sdp } = description;
    this.#link.announce(sdp, anew);
    if (type === 'offer') this.#unanswered.sent(this.#ours);
    const settled = this.#role.settled(type, sdp);
    if (type === 'offer') this.#deliver(type, settled);
    else this.#sendAnswer((this.#answer = { sdp: settled, offer: this.#pc?.remoteDescription?.sdp ?? '' }));
  }

  #sendAnswer({ sdp, offer }: { sdp: string; offer: string }): void {
    // A published client is told nothing that it does not know.
    this.#deliver('answer', this.#ours ? tied(sdp, offer) : sdp);
  }

  #deliver(type: 'offer' | 'answer', sdp: string): void {
    this.#link.deliver({ type: 'rtc-description', description: { type, sdp } });
  }

  /** An offer that cannot leave must not stay set, or nothing could be negotiated ever after. */
  async #takeBackOffer(): Promise<void> {
    if (this.#pc?.signalingState === 'have-local-offer')
      await this.#whileOpen(this.#pc.setLocalDescription({ type: 'rollback' }));
  }

  async #reporting(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (err) {
      if (!this.#closed) this.#link.failed(scrubbedError(err));
    }
  }
}
