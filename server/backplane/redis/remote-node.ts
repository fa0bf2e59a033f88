import { MOVE_MS } from '../backplane.ts';
import type { BackplaneHandlers } from '../backplane.ts';
import type { Item, Message, StatePart } from './messages.ts';
import { Replica } from './replica.ts';

/** A message that changes nothing about what its node holds, and has to be confirmed. */
export type Delivery = Extract<Message, { id: number; seq: number }>;

/** Deliveries kept while the node's state is on its way; later ones are lost, and so not confirmed. */
const MAX_HELD = 5_000;

/** One other node: what it holds, how far we have heard it, and what of it we have delivered already. */
export class RemoteNode {
  readonly id: string;
  readonly replica: Replica;
  /** Own beats heard since the node's last one. */
  missed = 0;
  /** It has said goodbye: its peers stay for a moment, because they are on their way to other nodes. */
  leaving = false;
  /** When its state was last asked for, by any clock that does not go back. */
  askedAtMs = -Infinity;
  /** Our connection broke, and the node may have said something meanwhile. */
  unsure = false;
  #seq = 0;
  #synced = false;
  /** The parts of its state that have come, without a gap. */
  #incoming: { told: number; parts: number; items: Item[] } | undefined;
  readonly #moves = new Set<NodeJS.Timeout>();
  #held: { delivery: Delivery; atMs: number }[] = [];
  /** What deliveries gave, by id; two generations, so that forgetting costs nothing. */
  #results = new Map<number, number>();
  #olderResults = new Map<number, number>();
  #lastDelivered = 0;

  constructor(id: string, handlers: BackplaneHandlers) {
    this.id = id;
    this.replica = new Replica(handlers);
  }

  /** True if we know what the node holds, as of now. */
  get inSync(): boolean {
    return this.#synced && !this.unsure;
  }

  /** Our connection broke: what comes next may not be what follows. */
  doubt(): void {
    this.unsure = true;
    this.missed = 0;
    this.#incoming = undefined;
  }

  /** @returns false if something in between was missed, and its state has to be asked for */
  heard(seq: number): boolean {
    if (!this.#synced || seq > this.#seq) {
      this.#synced = false;
      return false;
    }
    this.unsure = false;
    return true;
  }

  /** @returns false as `heard` does */
  changes(seq: number, items: readonly Item[]): boolean {
    if (this.#synced && seq === this.#seq + 1) {
      this.#seq = seq;
      this.replica.apply(items);
      this.#awaitMoves(items);
    }
    return this.heard(seq);
  }

  /** @returns deliveries that waited for the last part; null if a part was missed, and the state has to be asked for */
  state({ seq, told, part, last, items }: StatePart, nowMs: number, maxAgeMs: number): Delivery[] | null {
    const incoming = part === 0 ? { told, parts: 0, items: [] } : this.#incoming;
    if (incoming?.told !== told || incoming.parts !== part) {
      this.#incoming = undefined;
      return null;
    }
    incoming.items.push(...items);
    incoming.parts += 1;
    this.#incoming = last ? undefined : incoming;
    if (!last) return [];
    // Asked for twice, the older answer may come when the newer has been outrun by changes.
    if (!this.#synced || seq >= this.#seq) {
      this.replica.replace(incoming.items);
      this.#seq = seq;
      this.#synced = true;
      this.unsure = false;
    }
    const held = this.#held.filter(({ atMs }) => nowMs - atMs < maxAgeMs);
    this.#held = [];
    return held.map(({ delivery }) => delivery).filter((delivery) => this.#isCurrent(delivery));
  }

  /** False where the sender came and went meanwhile: nobody here has seen it join, or everybody has seen it leave. */
  #isCurrent(delivery: Delivery): boolean {
    if (!('outgoing' in delivery)) return true;
    const { from, fromPeer } = delivery.outgoing;
    return !fromPeer || this.replica.peer(delivery.tenant, from) !== undefined;
  }

  hold(delivery: Delivery, atMs: number): void {
    if (this.#held.length < MAX_HELD) this.#held.push({ delivery, atMs });
  }

  /**
   * Delivers a message unless it was delivered before.
   * @returns what delivering it gave, then or now; null if it comes too late to keep its sender's order
   */
  deliver(id: number, deliver: () => number): number | null {
    const known = this.#results.get(id) ?? this.#olderResults.get(id);
    if (known !== undefined) return known;
    if (id <= this.#lastDelivered) return null;
    this.#lastDelivered = id;
    const result = deliver();
    this.#results.set(id, result);
    return result;
  }

  /** Ends the waiting for peers that are on their way. */
  stop(): void {
    for (const timer of this.#moves) clearTimeout(timer);
    this.#moves.clear();
  }

  #awaitMoves(items: readonly Item[]): void {
    const moving = items.filter((item) => item[0] === 'moving');
    if (moving.length === 0) return;
    const timer = setTimeout(() => {
      this.#moves.delete(timer);
      for (const [, tenant, peer] of moving) this.replica.drop(tenant, peer);
    }, MOVE_MS);
    this.#moves.add(timer);
  }

  /** To be called every few seconds: what was delivered before the last call but one is forgotten. */
  age(): void {
    this.#olderResults = this.#results;
    this.#results = new Map();
  }
}
