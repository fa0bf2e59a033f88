import type { BlobOffer, BlobEventMap, MeteredPeer, MeteredPeerEventMap } from '../core/index.ts';
import { isRecord } from '../core/util/is-record.ts';
import { nonce } from '../core/util/nonce.ts';
import { REPORT_NAME, isReportName } from './report-name.ts';

/** How far a request for somebody's report has come. */
export type ReportState = 'asked' | 'refused' | 'failed' | 'here';

/** Somebody asks for the report of this side. */
export interface ReportQuestion {
  readonly peerId: string;
  readonly name: string;
}

export interface ReportEvents {
  changed(): void;
  nameOf(peerId: string): string;
  /** The report of this side, redacted. */
  own(): Promise<Blob>;
  /** What is sound in a report that came, as JSON; rejects where it is none. Hostile input. */
  read(blob: Blob): Promise<string>;
}

/** A report that came from the other side, and whose it is. */
export interface OtherReport {
  readonly peerId: string;
  /** JSON. */
  readonly text: string;
}

const TYPE = 'metered-call/report';
/** Bytes; an hour's call of nine has fewer. */
const MAX_BYTES = 32_000_000;
/** Milliseconds that the other side is given for its answer and its report. */
const PATIENCE_MS = 120_000;
/** Questions of one peer that are put to a person in one call; further ones are refused for them. */
const MAX_QUESTIONS = 3;
const MAX_ID = 64;

interface Asked {
  readonly id: string;
  state: ReportState;
  transferId: string | null;
  text: string | null;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * The reports of the others: asked for by a click, sent only if a person over there agrees. What nobody asked for is
 * dropped, and nobody has more than one question waiting.
 */
export class ReportExchange {
  readonly #events: ReportEvents;
  readonly #asked = new Map<string, Asked>();
  /** Of whoever waits for this side's answer: the id of their request, oldest first. */
  readonly #waiting = new Map<string, string>();
  readonly #questions = new Map<string, number>();
  #peer: MeteredPeer | null = null;

  constructor(events: ReportEvents) {
    this.#events = events;
  }

  connect(peer: MeteredPeer): void {
    this.#peer = peer;
    peer.on('data', (event) => this.#peer === peer && this.#onData(event));
    peer.on('peer-left', ({ peer: { id } }) => this.#peer === peer && this.#left(id));
    peer.on('blob-offered', ({ offer }) => this.#peer === peer && this.#offered(offer));
    peer.on('blob', (event) => this.#peer === peer && void this.#came(event));
    peer.on('blob-failed', ({ transferId, senderPeerId }) => {
      if (this.#peer === peer && this.#asked.get(senderPeerId)?.transferId === transferId)
        this.#settle(senderPeerId, 'failed');
    });
  }

  /** The call is over: nothing of it stays. */
  close(): void {
    this.#peer = null;
    for (const { timer } of this.#asked.values()) clearTimeout(timer);
    this.#asked.clear();
    this.#waiting.clear();
    this.#questions.clear();
  }

  /** The one question that is put now; others wait behind it. */
  question(): ReportQuestion | null {
    const [peerId] = this.#waiting.keys();
    return peerId === undefined ? null : { peerId, name: this.#events.nameOf(peerId) };
  }

  states(): ReadonlyMap<string, ReportState> {
    return new Map([...this.#asked].map(([peerId, { state }]) => [peerId, state]));
  }

  others(): readonly OtherReport[] {
    return [...this.#asked].flatMap(([peerId, { text }]) => (text === null ? [] : [{ peerId, text }]));
  }

  ask(peerId: string): void {
    const before = this.#asked.get(peerId);
    if (!this.#peer || before?.state === 'asked') return;
    const id = nonce();
    const timer = setTimeout(() => this.#settle(peerId, 'failed'), PATIENCE_MS);
    this.#asked.set(peerId, { id, state: 'asked', transferId: null, text: before?.text ?? null, timer });
    this.#tell(peerId, 'ask', id).catch(() => this.#settle(peerId, 'failed'));
    this.#events.changed();
  }

  /** Answers the question that is put. */
  async answer(agree: boolean): Promise<void> {
    const [first] = this.#waiting;
    if (!first) return;
    const [peerId, id] = first;
    this.#waiting.delete(peerId);
    this.#events.changed();
    const report = agree ? await this.#events.own().catch(() => null) : null;
    if (report && report.size <= MAX_BYTES)
      await this.#peer?.sendBlob(peerId, report, { name: REPORT_NAME + id });
    else await this.#tell(peerId, 'no', id);
  }

  #tell(peerId: string, op: 'ask' | 'no', id: string): Promise<void> {
    return this.#peer?.sendTo(peerId, { type: TYPE, op, id }) ?? Promise.resolve();
  }

  #onData({ senderPeerId, data, kind }: MeteredPeerEventMap['data']): void {
    if (kind !== 'direct' || !isRecord(data) || data.type !== TYPE) return;
    const { op, id } = data;
    if (typeof id !== 'string' || id.length === 0 || id.length > MAX_ID) return;
    if (op === 'ask') this.#wasAsked(senderPeerId, id);
    else if (op === 'no' && this.#asked.get(senderPeerId)?.id === id) this.#settle(senderPeerId, 'refused');
  }

  #wasAsked(peerId: string, id: string): void {
    const known = this.#peer?.remotePeers.some((remote) => remote.id === peerId && remote.hello);
    if (!known || this.#waiting.has(peerId)) return;
    const questions = (this.#questions.get(peerId) ?? 0) + 1;
    this.#questions.set(peerId, questions);
    if (questions > MAX_QUESTIONS) {
      this.#tell(peerId, 'no', id).catch(() => undefined);
      return;
    }
    this.#waiting.set(peerId, id);
    this.#events.changed();
  }

  #offered(offer: BlobOffer): void {
    if (!isReportName(offer.name)) return;
    const asked = this.#asked.get(offer.senderPeerId);
    const wanted =
      asked?.state === 'asked' && asked.transferId === null && offer.name === REPORT_NAME + asked.id;
    if (!wanted || offer.size > MAX_BYTES) return offer.decline();
    asked.transferId = offer.transferId;
    if (!offer.automatic) offer.accept();
  }

  async #came({ transferId, senderPeerId, blob }: BlobEventMap['blob']): Promise<void> {
    const asked = this.#asked.get(senderPeerId);
    if (asked?.transferId !== transferId) return;
    const text = await this.#events.read(blob).catch(() => null);
    if (this.#asked.get(senderPeerId) !== asked) return;
    asked.text = text ?? asked.text;
    this.#settle(senderPeerId, text === null ? 'failed' : 'here');
  }

  #settle(peerId: string, state: ReportState): void {
    const asked = this.#asked.get(peerId);
    if (asked?.state !== 'asked') return;
    clearTimeout(asked.timer);
    asked.state = state;
    this.#events.changed();
  }

  /** What they gave stays; what they were asked, and what they asked for, is over. */
  #left(peerId: string): void {
    this.#settle(peerId, 'failed');
    this.#questions.delete(peerId);
    if (this.#waiting.delete(peerId)) this.#events.changed();
  }
}
