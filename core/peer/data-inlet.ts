import { DeliveryCount } from './delivery-log.ts';
import { LateCopies } from './late-copies.ts';
import type { DataKind, SideMessage } from './side-messages.ts';

type Inbound = Extract<SideMessage, { t: 'route' | 'data' }>;

/**
 * What was published before a fence comes before it, or never. The fence itself may be lost: then this ends the
 * waiting, before the sender's own patience does.
 */
const FENCE_TIMEOUT_MS = 2_000;

export interface DataInletOwner {
  sendSide(message: Extract<SideMessage, { t: 'route-ack' | 'ack' }>): boolean;
  received(kind: DataKind, data: unknown): void;
}

/** One peer's data on its way in: by the side channel once that was announced, by the server until then. */
export class DataInlet {
  readonly #owner: DataInletOwner;
  #heard = 0;
  /** The peer has announced that its data comes this way: nothing may pass the server's permissions otherwise. */
  #listening = false;
  #ignoring = false;
  /** The peer's last change of route that was heard over the side. */
  #epoch = 0;
  #awaited: { e: number; fence: string } | null = null;
  #lastFence: string | null = null;
  #fenceTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #count = new DeliveryCount();
  readonly #copies = new LateCopies();

  constructor(owner: DataInletOwner) {
    this.#owner = owner;
  }

  /** Whether what came by way of the server is for the application: it has come, or comes, over the side otherwise. */
  accepts(data: unknown, kind: DataKind): boolean {
    const isCopy = kind === 'broadcast' && this.#copies.takes(data);
    if (this.#ignoring || isCopy) return false;
    this.#count.add(data);
    return true;
  }

  /** What `other` has heard by way of the server was this peer's, under an id that nobody knew for its. */
  heardAs(other: DataInlet): void {
    const { receipt } = other.#count;
    if (receipt.mark === null && receipt.had === 0) return;
    this.#count.goOnFrom(receipt);
    this.#lastFence = other.#lastFence;
  }

  /**
   * A fence came by way of the server: what is counted begins behind it. It opens the ears if it is from after the last change that the side
   * told of: a peer that has given up the side goes on by the server, and nothing that it says here may come while the side is dead.
   */
  fenced(fence: string, e: number): void {
    if (e > this.#epoch) this.#ignoring = false;
    this.#copies.fenced(e);
    this.#lastFence = fence;
    this.#count.begin(fence);
    if (this.#awaited?.fence === fence) this.#opened(this.#awaited.e);
  }

  handle(message: Inbound): void {
    if (message.t === 'route') return this.#routed(message);
    // Replayed, or out of line: a peer that keeps to the rules sends neither.
    if (!this.#listening || message.n !== this.#heard + 1) return;
    this.#heard = message.n;
    if (message.kind === 'broadcast') this.#copies.expect(message.data, this.#epoch);
    this.#owner.received(message.kind, message.data);
    this.#owner.sendSide({ t: 'ack', n: message.n });
  }

  closed(): void {
    clearTimeout(this.#fenceTimer);
    this.#copies.earsOpen();
    this.#heard = 0;
    this.#listening = false;
    this.#ignoring = false;
    this.#epoch = 0;
    this.#awaited = null;
    this.#count.begin(null);
  }

  #routed(message: Extract<Inbound, { t: 'route' }>): void {
    this.#awaited = null;
    this.#epoch = message.e;
    clearTimeout(this.#fenceTimer);
    if (message.via === 'peer') {
      this.#listening = true;
      this.#ignoring = true;
      this.#agree(message.e);
      this.#count.begin(null);
    } else if (message.fence === null || message.fence === this.#lastFence) this.#opened(message.e);
    else {
      const { e } = message;
      this.#awaited = { e, fence: message.fence };
      this.#fenceTimer = setTimeout(() => this.#opened(e), FENCE_TIMEOUT_MS);
    }
  }

  #opened(e: number): void {
    this.#awaited = null;
    clearTimeout(this.#fenceTimer);
    this.#listening = false;
    this.#ignoring = false;
    this.#copies.earsOpen();
    this.#agree(e);
  }

  #agree(e: number): void {
    this.#owner.sendSide({ t: 'route-ack', e, ...this.#count.receipt });
  }
}
